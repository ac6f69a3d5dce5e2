"""Seating a party apart where no block is large enough (spec/archives.md, Add a ticket, 4 e)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from boxoffice_tui.rules.seating import Row, Seat

_Point = tuple[float, float]


def split(runs: Sequence[Row], own: Sequence[Seat], count: int, limit: int) -> Iterator[tuple[Row, ...]]:
    """Up to `limit` ways to take `count` seats from `runs` of free neighbours, in plan order.

    No run is used twice. Each way takes the fewest parts that the runs left allow, the last of them nearest
    to the own seats, and sends nobody to sit alone where a larger part can spare a second person.
    """
    left = dict(enumerate(runs))
    for _ in range(limit):
        if sum(len(run) for run in left.values()) < count:
            return
        parts = _once(left, own, count)
        yield tuple(parts[order] for order in sorted(parts))
        for order in parts:
            del left[order]


def _once(runs: dict[int, Row], own: Sequence[Seat], count: int) -> dict[int, Row]:
    """The longest runs whole, then the nearest one that seats the rest: the part taken of each."""
    middle = _middle(own or max(runs.values(), key=len))
    pool = sorted(runs, key=lambda order: (-len(runs[order]), _distance(runs[order], middle), order))
    used = 0
    while len(runs[pool[used]]) < count:
        count -= len(runs[pool[used]])
        used += 1
    roomy = [order for order in pool[used:] if len(runs[order]) >= count]
    last = min(roomy, key=lambda order: (_distance(runs[order], middle), order))
    sizes = _company([len(runs[order]) for order in pool[:used]], count, len(runs[last]))
    return {
        order: _nearest(runs[order], size, middle)
        for order, size in zip([*pool[:used], last], sizes, strict=True)
    }


def _company(sizes: list[int], rest: int, room: int) -> list[int]:
    """The sizes of all parts, `rest` last: who would be alone gets company from a part of three or more."""
    if rest == 1 and room > 1:
        for position in range(len(sizes) - 1, -1, -1):
            if sizes[position] > 2:
                return [*sizes[:position], sizes[position] - 1, *sizes[position + 1 :], 2]
    return [*sizes, rest]


def _nearest(run: Row, size: int, middle: _Point) -> Row:
    starts = range(len(run) - size + 1)
    start = min(starts, key=lambda start: (_distance(run[start : start + size], middle), start))
    return run[start : start + size]


def _middle(seats: Sequence[Seat]) -> _Point:
    return sum(seat.x for seat in seats) / len(seats), sum(seat.y for seat in seats) / len(seats)


def _distance(seats: Sequence[Seat], middle: _Point) -> float:
    x, y = _middle(seats)
    return hypot(x - middle[0], y - middle[1])
