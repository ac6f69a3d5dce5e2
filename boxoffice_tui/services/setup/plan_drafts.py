"""Seating plans as they are to be: from a pretix file or from rows of the setup file, with what is laid over."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path as FilePath

from boxoffice_tui.data.importers.files import contents, excerpt
from boxoffice_tui.data.importers.programme import code_of
from boxoffice_tui.data.importers.seating_plan import (
    SEAT_LIMIT,
    SIZE_LIMIT,
    PlanCategory,
    PlanFile,
    PlanReason,
    PlanSeat,
    overlay,
    parse_plan,
)
from boxoffice_tui.rules.seating import usual_guid
from boxoffice_tui.services.setup.build import Build
from boxoffice_tui.services.setup.file import Category, Plan, Row
from boxoffice_tui.services.setup.lines import Path
from boxoffice_tui.services.setup.reasons import SetupReason

PITCH = 25.0
"""The distance of seats and rows where a plan is not drawn, in the plan's own units."""


@dataclass(frozen=True, slots=True)
class DraftCategory:
    """A seat category to be; `gauge` where places are not numbered."""

    code: str
    name: str
    colour: str
    rank: int
    numbered: bool
    accessible: bool
    gauge: int | None


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """A plan to be written; the `category` of a seat is a code. Rows are counted so that two that lie one
    behind the other follow each other, and others do not.
    """

    name: str
    categories: tuple[DraftCategory, ...]
    seats: tuple[PlanSeat, ...]

    @property
    def content(self) -> str:
        """A hash of the seats: the same however the plan was written down."""
        return hashlib.sha256(json.dumps([astuple(seat) for seat in self.seats]).encode()).hexdigest()


def draft_of(build: Build, plan: Plan, path: Path) -> DraftPlan | None:
    """The plan that a section of the setup file describes; None where it has problems."""
    if (plan.file and plan.rows) or not (plan.file or plan.rows or plan.categories):
        build.problem(path, SetupReason.PLAN_TWICE)
        return None
    read = _read(build, plan, path) if plan.file else _drawn(build, plan, path)
    return None if read is None else laid_over(build, plan, read, path)


def laid_over(build: Build, plan: Plan, read: PlanFile, path: Path) -> DraftPlan | None:
    """`read` with the categories, seats and zones that `plan` adds to it."""
    parsed = overlay(
        read,
        accessible=plan.accessible,
        companion=plan.companion,
        house=plan.house,
        unnumbered_zones=[zoned.zone for zoned in plan.unnumbered],
    )
    if parsed.problems:
        build.note(path, parsed.problems)
        return None
    laid = parsed.rows[0]
    before = len(build.problems)
    codes = _codes(plan, laid)
    seats = tuple(_counted(replace(seat, category=codes[seat.category]) for seat in laid.seats))
    gauges = _gauges(build, plan, laid, codes, path)
    said = {_code(plan, category, codes): category for category in plan.categories}
    if plan.file:
        for position, (code, category) in enumerate(said.items()):
            if category.numbered and code not in {*codes.values(), *gauges}:
                at = (*path, "categories", position)
                build.problem(at, SetupReason.CODE_UNKNOWN, section="categories", name=category.name)
    categories = _categories(laid, codes, gauges, said)
    _check_kinds(build, categories, seats, path)
    if len(build.problems) > before:
        return None
    return DraftPlan(plan.name or laid.name or plan.code, categories, seats)


def _read(build: Build, plan: Plan, path: Path) -> PlanFile | None:
    file = (build.folder or FilePath()) / plan.file
    try:
        content = contents(file, SIZE_LIMIT)
    except OSError:
        build.problem((*path, "file"), SetupReason.PLAN_FILE_MISSING, file=str(file))
        return None
    parsed = parse_plan(content)
    build.note((*path, "file"), parsed.problems)
    return None if parsed.problems else parsed.rows[0]


def _drawn(build: Build, plan: Plan, path: Path) -> PlanFile | None:
    """The plan of a section's own rows; categories go by code."""
    before = len(build.problems)
    known = {category.code or code_of(category.name) for category in plan.categories}
    seats: list[PlanSeat] = []
    index = -2
    for position, row in enumerate(plan.rows):
        at = (*path, "rows", position)
        behind = bool(seats) and seats[-1].section == row.section and not row.gap
        index += 1 if behind else 2
        drawn = _row_seats(build, row, index, at)
        for code in sorted({seat.category for seat in drawn} - known):
            build.problem((*at, "category"), SetupReason.CODE_UNKNOWN, section="categories", name=code)
        seats += drawn
    repeated = [guid for guid, count in Counter(seat.guid for seat in seats).items() if count > 1]
    if repeated:
        listed = ", ".join(excerpt(guid) for guid in repeated[:50])
        build.problem((*path, "rows"), PlanReason.SEAT_REPEATED, guids=listed, count=len(repeated))
    if len(seats) > SEAT_LIMIT:
        build.problem((*path, "rows"), PlanReason.TOO_MANY_SEATS, limit=SEAT_LIMIT, found=len(seats))
    if len(build.problems) > before:
        return None
    categories = tuple(
        PlanCategory(category.code or code_of(category.name), category.colour) for category in plan.categories
    )
    return PlanFile(plan.name, categories, tuple(seats))


def _row_seats(build: Build, row: Row, index: int, path: Path) -> list[PlanSeat]:
    numbers = row.seats if isinstance(row.seats, tuple) else tuple(str(one + 1) for one in range(row.seats))
    count = len(numbers)
    categories = (row.category,) * count if isinstance(row.category, str) else row.category
    guids = row.guids or tuple(usual_guid(row.section, row.row, number) for number in numbers)
    x = row.x or tuple(place * PITCH for place in range(count))
    y = row.y if len(row.y) != 1 else row.y * count
    y = y or (index * PITCH,) * count
    for key, values in (("category", categories), ("guids", guids), ("x", x), ("y", y)):
        if len(values) != count:
            facts = {"value": len(values), "expected": str(count)}
            build.problem((*path, key), SetupReason.VALUE_WRONG, **facts)
            return []
    return [
        PlanSeat(guids[at], row.section, row.row, numbers[at], index, at, x[at], y[at], categories[at])
        for at in range(count)
    ]


def _counted(seats: Iterator[PlanSeat]) -> Iterator[PlanSeat]:
    """The seats with rows and places counted anew from 0: a way between two rows counts one more."""
    index, place = -2, 0
    before: PlanSeat | None = None
    for seat in seats:
        same = before is not None and (before.section, before.row_index) == (seat.section, seat.row_index)
        behind = before is not None and (before.section, before.row_index + 1) == (
            seat.section,
            seat.row_index,
        )
        index += 0 if same else 1 if behind else 2
        place = place + 1 if same else 0
        before = seat
        yield replace(seat, row_index=index, place=place)


def _codes(plan: Plan, laid: PlanFile) -> dict[str, str]:
    """The code of each category by the name it has in the plan; rows of the setup file use codes already."""
    if not plan.file:
        return {category.name: category.name for category in laid.categories}
    said = {category.name: category.code for category in plan.categories if category.code}
    return {category.name: said.get(category.name) or code_of(category.name) for category in laid.categories}


def _gauges(
    build: Build, plan: Plan, laid: PlanFile, codes: dict[str, str], path: Path
) -> dict[str, tuple[str, int]]:
    """Name and gauge of the categories that zones without numbers make, by code."""
    gauges: dict[str, tuple[str, int]] = {}
    numbered = {codes[seat.category] for seat in laid.seats}
    names = {code: name for name, code in codes.items()}
    for position, zoned in enumerate(plan.unnumbered):
        drawn = [zone for zone in laid.unnumbered if zone.section == zoned.zone]
        code = zoned.category or codes[drawn[0].category]
        if code in numbered:
            at = (*path, "unnumbered", position)
            build.problem(at, SetupReason.PLAN_CATEGORY_SHARED, zone=zoned.zone, name=code)
        places = sum(zone.places for zone in drawn) if zoned.gauge is None else zoned.gauge
        name, earlier = gauges.get(code, (names.get(code, zoned.zone), 0))
        gauges[code] = (name, earlier + places)
    return gauges


def _code(plan: Plan, category: Category, codes: dict[str, str]) -> str:
    drawn = codes.get(category.name) if plan.file else None
    return category.code or drawn or code_of(category.name)


def _categories(
    laid: PlanFile,
    codes: dict[str, str],
    gauges: dict[str, tuple[str, int]],
    said: dict[str, Category],
) -> tuple[DraftCategory, ...]:
    """In the plan's order, then those only zones or the setup file make; each with what the file adds."""
    colours = {codes[category.name]: category.colour for category in laid.categories}
    names = {code: name for name, code in codes.items()} | {code: name for code, (name, _) in gauges.items()}
    found = []
    for position, code in enumerate(dict.fromkeys((*codes.values(), *gauges, *said))):
        item = said.get(code, Category.model_construct(name=names.get(code, code)))
        counted = code in gauges
        found.append(
            DraftCategory(
                code=code,
                name=item.name,
                colour=item.colour or colours.get(code, ""),
                rank=position + 1 if item.rank is None else item.rank,
                numbered=item.numbered and not counted,
                accessible=item.accessible,
                gauge=gauges[code][1] if counted and item.gauge is None else item.gauge,
            )
        )
    return tuple(found)


def _check_kinds(
    build: Build, categories: Sequence[DraftCategory], seats: Sequence[PlanSeat], path: Path
) -> None:
    """Places without numbers have a gauge and no seats, numbered seats have no gauge of their own."""
    drawn = {seat.category for seat in seats}
    for category in categories:
        if category.numbered != (category.gauge is None) or (
            not category.numbered and category.code in drawn
        ):
            build.problem((*path, "categories"), SetupReason.PLAN_GAUGE, name=category.code)
