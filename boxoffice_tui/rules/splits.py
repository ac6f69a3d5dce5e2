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
    left = sum(len(run) for run in runs)
    if left < count:
        return
    middle = _middle(own or max(runs, key=len))
    distances = [_distance(run, middle) for run in runs]
    pool = sorted(range(len(runs)), key=lambda order: (-len(runs[order]), distances[order], order))
    for _ in range(limit):
        if left < count:
            return
        sizes = _sizes(pool, runs, distances, count)
        yield tuple(_nearest(runs[order], sizes[order], middle) for order in sorted(sizes))
        pool = [order for order in pool if order not in sizes]
        left -= sum(len(runs[order]) for order in sizes)


def _sizes(pool: list[int], runs: Sequence[Row], distances: list[float], count: int) -> dict[int, int]:
    """The longest runs whole, then the nearest one that seats the rest: seats to take of each run.

    `pool` orders the runs left by length, the longest first, then by distance.
    """
    rest, used = count, 0
    while len(runs[pool[used]]) < rest:
        rest -= len(runs[pool[used]])
        used += 1
    roomy = [order for order in pool[used:] if len(runs[order]) >= rest]
    last = min(roomy, key=lambda order: (distances[order], order))
    sizes = {order: len(runs[order]) for order in pool[:used]} | {last: rest}
    if rest == 1 and len(runs[last]) > 1:
        spared = [order for order in pool[:used] if sizes[order] > 2]
        if spared:
            sizes |= {spared[-1]: sizes[spared[-1]] - 1, last: 2}
    return sizes


def _nearest(run: Row, size: int, middle: _Point) -> Row:
    starts = range(len(run) - size + 1)
    start = min(starts, key=lambda start: (_distance(run[start : start + size], middle), start))
    return run[start : start + size]


def _middle(seats: Sequence[Seat]) -> _Point:
    return sum(seat.x for seat in seats) / len(seats), sum(seat.y for seat in seats) / len(seats)


def _distance(seats: Sequence[Seat], middle: _Point) -> float:
    x, y = _middle(seats)
    return hypot(x - middle[0], y - middle[1])
