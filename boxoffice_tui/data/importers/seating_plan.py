"""Seating plans in the pretix format, and the overlay of the setup file (spec/archives.md, Seating plans)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from math import isfinite
from typing import NoReturn, TypeVar

from pydantic import ValidationError

from boxoffice_tui.data.importers.files import (
    DETAIL_LIMIT,
    FileReason,
    Findings,
    Parsed,
    UnreadableFileError,
    checked,
    excerpt,
    text_of,
)
from boxoffice_tui.data.importers.plan_models import PlanModel, RowModel, ZoneModel

Value = TypeVar("Value")
SIZE_LIMIT = 50_000_000
SEAT_LIMIT = 50_000
COORDINATE_LIMIT = 1_000_000.0
_LISTED_AT_MOST = 50


class PlanReason(StrEnum):
    """Why a plan or its overlay is refused; the comment names the facts. The column is a path in the file."""

    KEY_MISSING = "plan_key_missing"
    KEY_UNKNOWN = "plan_key_unknown"
    VALUE_WRONG = "plan_value_wrong"  # value
    TOO_MANY_SEATS = "plan_too_many_seats"  # limit, found
    SEAT_REPEATED = (
        "plan_seat_repeated"  # guids: every one that occurs more than once, joined by commas; count
    )
    CATEGORY_UNKNOWN = "plan_category_unknown"  # categories, joined by commas; seats: how many
    CATEGORY_REPEATED = "plan_category_repeated"  # categories, joined by commas
    COORDINATE_WRONG = "plan_coordinate_wrong"  # guid, limit
    OVERLAY_SEAT_UNKNOWN = "plan_overlay_seat_unknown"  # pattern; the column names the list
    OVERLAY_ZONE_UNKNOWN = "plan_overlay_zone_unknown"  # zone
    # warnings
    PLACE_REPEATED = "plan_place_repeated"  # section, row, numbers joined by commas
    NO_SEATS = "plan_no_seats"


_CODES = {"extra_forbidden": PlanReason.KEY_UNKNOWN, "missing": PlanReason.KEY_MISSING}


@dataclass(frozen=True, slots=True)
class PlanCategory:
    """A price class of the plan; `colour` as the plan writes it, or ""."""

    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class PlanSeat:
    """A seat: `row_index` counts the rows of the whole plan, `place` the seats of the row, both in plan order.

    Two zones never hold neighbouring `row_index`: the first row of one is not behind the last of another.
    """

    guid: str
    section: str
    row: str
    number: str
    row_index: int
    place: int
    x: float
    y: float
    category: str
    accessible: bool = False
    companion: bool = False
    house: bool = False


@dataclass(frozen=True, slots=True)
class UnnumberedZone:
    """Places of a section sold by count; `places` is how many the plan draws."""

    section: str
    category: str
    places: int


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan to be written. Without an overlay every seat is numbered and ordinary."""

    name: str
    categories: tuple[PlanCategory, ...]
    seats: tuple[PlanSeat, ...]
    unnumbered: tuple[UnnumberedZone, ...] = ()


def parse_plan(content: bytes) -> Parsed[PlanFile]:
    """The plan in `content`: one row, or the problems with their path; areas are ignored.

    Positions of zone and row are offsets added to those of the seats; a zone's name is the section (without
    one its id, or its number), `row_number` the row.
    """
    findings = Findings()
    model = _model(content, findings)
    if model is None:
        return findings.parsed([])
    categories = tuple(
        PlanCategory(
            checked(category.name, 0, f"categories[{index}].name", findings),
            checked(category.color, 0, f"categories[{index}].color", findings),
        )
        for index, category in enumerate(model.categories)
    )
    count = sum(len(row.seats) for zone in model.zones for row in zone.rows)
    if count > SEAT_LIMIT:
        findings.problem(0, "zones", PlanReason.TOO_MANY_SEATS, limit=SEAT_LIMIT, found=count)
        return findings.parsed([])
    plan = PlanFile(checked(model.name, 0, "name", findings), categories, tuple(_seats(model, findings)))
    _check(plan, findings)
    return findings.parsed([plan])


def overlay(
    plan: PlanFile,
    *,
    accessible: Collection[str] = (),
    companion: Collection[str] = (),
    house: Collection[str] = (),
    unnumbered_zones: Collection[str] = (),
) -> Parsed[PlanFile]:
    """`plan` with what the setup file adds: seats by guid or pattern (`*`, `?`), whole zones without numbers.

    A pattern or zone that finds nothing is a problem: it is a misspelling.
    """
    findings = Findings()
    zones = frozenset(unnumbered_zones)
    for zone in sorted(zones - {seat.section for seat in plan.seats}):
        findings.problem(0, "unnumbered_zones", PlanReason.OVERLAY_ZONE_UNKNOWN, zone=excerpt(zone))
    numbered = [seat for seat in plan.seats if seat.section not in zones]
    counted = Counter((seat.section, seat.category) for seat in plan.seats if seat.section in zones)
    guids = [seat.guid for seat in numbered]
    reserved = _matching(accessible, guids, "accessible", findings)
    beside = _matching(companion, guids, "companion", findings)
    kept = _matching(house, guids, "house", findings)
    seats = tuple(
        replace(
            seat, accessible=seat.guid in reserved, companion=seat.guid in beside, house=seat.guid in kept
        )
        for seat in numbered
    )
    unnumbered = tuple(UnnumberedZone(*key, places) for key, places in counted.items())
    return findings.parsed([replace(plan, seats=seats, unnumbered=plan.unnumbered + unnumbered)])


def _model(content: bytes, findings: Findings) -> PlanModel | None:
    try:
        return PlanModel.model_validate(json.loads(text_of(content, SIZE_LIMIT), parse_constant=_refuse))
    except UnreadableFileError as error:
        findings.problem(error.line, "", error.code, **error.facts)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_context=False):
            code = _CODES.get(found["type"], PlanReason.VALUE_WRONG)
            facts = {"value": excerpt(found["input"])} if code is PlanReason.VALUE_WRONG else {}
            findings.problem(0, _path(found["loc"]), code, **facts)
    except json.JSONDecodeError as error:
        findings.problem(error.lineno, "", FileReason.BAD_JSON, detail=excerpt(error.msg, DETAIL_LIMIT))
    except ValueError as error:  # NaN, or a number of thousands of digits
        findings.problem(0, "", FileReason.BAD_JSON, detail=excerpt(error, DETAIL_LIMIT))
    except RecursionError:
        findings.problem(0, "", FileReason.TOO_DEEP)
    return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _path(location: tuple[int | str, ...]) -> str:
    """Where in the file: zones[0].rows[3].seat_guid."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{excerpt(part)}" for part in location)
    return "".join(parts).removeprefix(".")


def _seats(model: PlanModel, findings: Findings) -> Iterator[PlanSeat]:
    row_index = 0
    for zone_at, zone in enumerate(model.zones):
        path = f"zones[{zone_at}]"
        section = checked(zone.name or zone.zone_id, 0, f"{path}.name", findings) or str(zone_at + 1)
        for row_at, row in enumerate(zone.rows):
            if row.seats:
                yield from _row_seats(zone, row, section, row_index, f"{path}.rows[{row_at}]", findings)
                row_index += 1
        row_index += 1


def _row_seats(
    zone: ZoneModel, row: RowModel, section: str, row_index: int, path: str, findings: Findings
) -> Iterator[PlanSeat]:
    left, top = zone.position.x + row.position.x, zone.position.y + row.position.y
    name = checked(row.row_number, 0, f"{path}.row_number", findings)
    for place, seat in enumerate(row.seats):
        at = f"{path}.seats[{place}]"
        x, y = left + seat.position.x, top + seat.position.y
        if not (isfinite(x) and isfinite(y) and max(abs(x), abs(y)) <= COORDINATE_LIMIT):
            guid, limit = excerpt(seat.seat_guid), int(COORDINATE_LIMIT)
            findings.problem(0, f"{at}.position", PlanReason.COORDINATE_WRONG, guid=guid, limit=limit)
        yield PlanSeat(
            checked(seat.seat_guid, 0, f"{at}.seat_guid", findings),
            section,
            name,
            checked(seat.seat_number, 0, f"{at}.seat_number", findings),
            row_index,
            place,
            x,
            y,
            checked(seat.category, 0, f"{at}.category", findings),
        )


def _check(plan: PlanFile, findings: Findings) -> None:
    """What makes a plan unfit to sell from, each with the list of what is concerned."""
    guids = _repeated(seat.guid for seat in plan.seats)
    if guids:
        findings.problem(0, "zones", PlanReason.SEAT_REPEATED, guids=_listed(guids), count=len(guids))
    categories = _repeated(category.name for category in plan.categories)
    if categories:
        findings.problem(0, "categories", PlanReason.CATEGORY_REPEATED, categories=_listed(categories))
    known = {category.name for category in plan.categories}
    unknown = Counter(seat.category for seat in plan.seats if seat.category not in known)
    if unknown:
        names, seats = _listed(list(unknown)), unknown.total()
        findings.problem(0, "zones", PlanReason.CATEGORY_UNKNOWN, categories=names, seats=seats)
    places: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for section, row, number in _repeated((seat.section, seat.row, seat.number) for seat in plan.seats):
        places[section, row].append(number)
    for (section, row), numbers in places.items():
        reason = PlanReason.PLACE_REPEATED
        findings.warn(0, "zones", reason, section=section, row=row, numbers=_listed(numbers))
    if not plan.seats:
        findings.warn(0, "zones", PlanReason.NO_SEATS)


def _repeated(values: Iterator[Value]) -> list[Value]:
    return [value for value, count in Counter(values).items() if count > 1]


def _listed(values: list[str]) -> str:
    return ", ".join(values[:_LISTED_AT_MOST]) + (", …" if len(values) > _LISTED_AT_MOST else "")


def _matching(patterns: Collection[str], guids: list[str], name: str, findings: Findings) -> set[str]:
    """The guids that are in `patterns` or match one; in a pattern only * and ? are wild."""
    exact = set(guids)
    found: set[str] = set()
    for pattern in sorted(patterns):
        literal = pattern.replace("[", "[[]")
        matching = {pattern} & exact or {guid for guid in guids if fnmatchcase(guid, literal)}
        if not matching:
            findings.problem(0, name, PlanReason.OVERLAY_SEAT_UNKNOWN, pattern=excerpt(pattern))
        found |= matching
    return found
