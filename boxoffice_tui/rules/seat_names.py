"""How blocks of seats are named: a seat, a range in a row, a row, a section (issue: Holds).

`Parterre`, `Parterre:F`, `Parterre:F-14`, `Parterre:F-14..F-20`. A seat may be named without its section where
only one has such a seat; capitals and small letters are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.occupancy import OccupancyRefusal
from boxoffice_tui.rules.seating import Row, Seat, name_in_plan, rows, seat_name

RANGE = ".."
_Ids = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """The rows of a plan, found by name; made by `named`."""

    rows: tuple[Row, ...]
    whole: dict[str, list[_Ids]] = field(default_factory=lambda: defaultdict(list))
    short: dict[str, list[_Ids]] = field(default_factory=lambda: defaultdict(list))
    areas: dict[str, _Ids] = field(default_factory=dict)
    row_of: dict[int, Row] = field(default_factory=dict)


def named(seats: Iterable[Seat]) -> NamedPlan:
    """A plan whose seats are to be found by their names."""
    plan = NamedPlan(rows(seats))
    for row in plan.rows:
        ids = tuple(seat.id for seat in row)
        for area in {_folded(row[0].section), _folded(_row_name(row))}:
            plan.areas[area] = (*plan.areas.get(area, ()), *ids)
        for seat in row:
            plan.row_of[seat.id] = row
            plan.whole[_folded(_whole_name(seat))].append((seat.id,))
            plan.short[_folded(seat_name(seat.row, seat.number))].append((seat.id,))
    return plan


def seats_named(plan: NamedPlan, name: str) -> _Ids | Objection | None:
    """The seats a block's name means, in plan order, None where there are no such seats.

    A whole name goes before a short one. Facts of `seat_name_ambiguous`: name, count.
    """
    wanted = _folded(name)
    for found in (
        plan.whole.get(wanted, []),
        [plan.areas[wanted]] if wanted in plan.areas else [],
        _ranges(plan, wanted),
        plan.short.get(wanted, []),
    ):
        if len(found) > 1:
            facts = {"name": name, "count": len(found)}
            return Objection(OccupancyRefusal.SEAT_NAME_AMBIGUOUS, facts)
        if found:
            return found[0]
    return None


def seat_named(plan: NamedPlan, name: str) -> int | Objection | None:
    """The one seat that a name means, None where there is none; objects as `seats_named` does."""
    wanted = _folded(name)
    found = plan.whole.get(wanted) or plan.short.get(wanted, [])
    if len(found) > 1:
        return Objection(OccupancyRefusal.SEAT_NAME_AMBIGUOUS, {"name": name, "count": len(found)})
    return found[0][0] if found else None


def names_of(plan: NamedPlan, seat_ids: Collection[int]) -> tuple[str, ...]:
    """The fewest names that mean just these seats: whole sections, whole rows, ranges, single seats."""
    wanted = frozenset(seat_ids)
    told: list[str] = []
    for section, of_section in groupby(plan.rows, key=lambda row: row[0].section):
        its_rows = tuple(of_section)
        its_seats = tuple(seat.id for row in its_rows for seat in row)
        if wanted.issuperset(its_seats) and seats_named(plan, section) == its_seats:
            told.append(section)
            continue
        for row in its_rows:
            told += _names_in_row(plan, row, wanted)
    return tuple(told)


def _names_in_row(plan: NamedPlan, row: Row, wanted: frozenset[int]) -> Iterator[str]:
    ids = tuple(seat.id for seat in row)
    if wanted.issuperset(ids) and seats_named(plan, _row_name(row)) == ids:
        yield _row_name(row)
        return
    for is_wanted, run in groupby(row, key=lambda seat: seat.id in wanted):
        if is_wanted:
            yield from _run_names(plan, tuple(run))


def _run_names(plan: NamedPlan, run: Row) -> Iterator[str]:
    last = seat_name(run[-1].row, run[-1].number)
    name = f"{_whole_name(run[0])}{RANGE}{last}"
    if len(run) > 1 and seats_named(plan, name) == tuple(seat.id for seat in run):
        yield name
    else:
        yield from (_whole_name(seat) for seat in run)


def _ranges(plan: NamedPlan, wanted: str) -> list[_Ids]:
    """What `F-14..F-20`, `F-14..20` may mean: from seat to seat of one row, either way round."""
    first, dots, last = wanted.partition(RANGE)
    if not dots:
        return []
    firsts = plan.whole.get(first) or plan.short.get(first, [])
    return [ids for (seat_id,) in firsts for ids in _up_to(plan.row_of[seat_id], seat_id, last)]


def _up_to(row: Row, first_id: int, last: str) -> Iterator[_Ids]:
    ids = [seat.id for seat in row]
    start = ids.index(first_id)
    for stop, seat in enumerate(row):
        if last in {_folded(seat.number), _folded(seat_name(seat.row, seat.number)), _folded(_whole_name(seat))}:
            yield tuple(ids[min(start, stop) : max(start, stop) + 1])


def _whole_name(seat: Seat) -> str:
    return name_in_plan(seat.section, seat.row, seat.number)


def _row_name(row: Row) -> str:
    return f"{row[0].section}:{row[0].row}"


def _folded(name: str) -> str:
    return name.strip().casefold()
