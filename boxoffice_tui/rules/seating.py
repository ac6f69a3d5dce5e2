"""Seats of a plan: rows, aisles, who is beside whom (spec/archives.md, Seating plans and programmes)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from operator import attrgetter
from statistics import median

_AISLE_FROM = 1.5
_ROUNDING = 1 - 1e-9  # a gap drawn at exactly 1.5 pitches is an aisle in spite of binary fractions


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat where the plan puts it: `x`, `y` in the plan's own units, `row_index` and `place` in plan order.

    `section` and `row` are the printed names; (`section`, `row_index`) identifies the row, `place` counts the
    seats of that row from 0 in the order of the plan, `category` is the code of the seat category.
    """

    id: int
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


Row = tuple[Seat, ...]
_by_place = attrgetter("place", "id")


def seat_name(row: str, number: str) -> str:
    """A seat as people name it: `F-14`."""
    return f"{row}-{number}"


def name_in_plan(section: str, row: str, number: str) -> str:
    """A seat as commands name it, whatever other sections have: `Parterre:F-14`."""
    return f"{section}:{seat_name(row, number)}"


def usual_guid(section: str, row: str, number: str) -> str:
    """The identifier of a seat whose plan gives it none of its own: `Parterre-F-14`."""
    return f"{section}-{seat_name(row, number)}"


def rows(seats: Iterable[Seat]) -> tuple[Row, ...]:
    """The rows of the plan, seats in plan order: sections by their first row, then `row_index`, then `place`.

    The order of `seats` does not matter.
    """
    grouped: defaultdict[tuple[str, int], list[Seat]] = defaultdict(list)
    for seat in seats:
        grouped[seat.section, seat.row_index].append(seat)
    first: dict[str, int] = {}
    for section, index in grouped:
        first[section] = min(index, first.get(section, index))
    ordered = sorted(grouped, key=lambda key: (first[key[0]], key[0], key[1]))
    return tuple(tuple(sorted(grouped[key], key=_by_place)) for key in ordered)


def aisles(seats: Iterable[Seat]) -> frozenset[int]:
    """The ids of seats followed by an aisle in their row.

    Neighbours are consecutive seats of a row closer than 1.5 × the row's median pitch; a larger gap is an
    aisle (spec/archives.md, Seating plans and programmes). Seats drawn on one spot are neighbours.
    """
    return frozenset(seat_id for row in rows(seats) for seat_id in aisles_of(row))


def aisles_of(row: Row) -> Iterator[int]:
    """The ids of the seats of one row, in plan order, that an aisle follows."""
    gaps = [hypot(right.x - left.x, right.y - left.y) for left, right in pairwise(row)]
    if not gaps:
        return
    limit = _AISLE_FROM * median(gaps) * _ROUNDING
    if max(gaps) < limit:
        return
    for seat, gap in zip(row, gaps, strict=False):
        if gap > 0 and gap >= limit:
            yield seat.id


def segments(row: Row, aisle_after: Collection[int]) -> Iterator[Row]:
    """The row cut at its aisles: within a piece every seat is the neighbour of the next."""
    start = 0
    for position, seat in enumerate(row, 1):
        if seat.id in aisle_after or position == len(row):
            yield row[start:position]
            start = position


def blocks(row: Row, free: AbstractSet[int], aisle_after: Collection[int]) -> Iterator[Row]:
    """The longest runs of free neighbours in `row`, in plan order, none across an aisle."""
    for segment in segments(row, aisle_after):
        start = 0
        for position, seat in enumerate(segment):
            if seat.id not in free:
                if start < position:
                    yield segment[start:position]
                start = position + 1
        if start < len(segment):
            yield segment[start:]


def leaves_single(
    seats: Iterable[Seat],
    free: AbstractSet[int],
    chosen: AbstractSet[int],
    aisle_after: Collection[int] | None = None,
) -> tuple[int, ...]:
    """The free seats, in plan order, that choosing `chosen` leaves without a free neighbour.

    A seat that was alone before is not counted; an aisle or the row's end separates like a sold seat.
    `seats` holds at least the whole rows of the chosen seats; without `aisle_after` the aisles are worked
    out from them.
    """
    alone: list[int] = []
    for row in rows(seats):
        if any(seat.id in chosen for seat in row):
            for segment in segments(row, frozenset(aisles_of(row)) if aisle_after is None else aisle_after):
                alone += left_alone(segment, free, chosen)
    return tuple(alone)


def left_alone(segment: Row, free: AbstractSet[int], chosen: AbstractSet[int]) -> Iterator[int]:
    """The free seats of one piece of a row that lose their last free neighbour to `chosen`."""
    before = [seat.id in free for seat in segment]
    after = [is_free and seat.id not in chosen for seat, is_free in zip(segment, before, strict=True)]
    for position, seat in enumerate(segment):
        if after[position] and _alone(after, position) and not _alone(before, position):
            yield seat.id


def _alone(free: list[bool], position: int) -> bool:
    return not any(free[max(position - 1, 0) : position]) and not any(free[position + 1 : position + 2])
