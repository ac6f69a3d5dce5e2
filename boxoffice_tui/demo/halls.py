"""The seats that are still free while the demo's house is filled: what may be sold together, performance by
performance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import pairwise
from random import Random

from boxoffice_tui.rules.seating import usual_guid
from boxoffice_tui.services.setup.file import Performance, Plan, Row, Setup

_AISLE = 37.5  # one and a half pitches of the plan in house.toml

Run = list[str]


class Hall:
    """One performance's free seats by category, as runs of neighbours; places without numbers as a count."""

    def __init__(self, runs: dict[str, list[Run]], counts: dict[str, int]) -> None:
        self._runs = runs
        self._counts = counts

    def numbered(self, category: str) -> bool:
        """Whether the places of a category are seats."""
        return category in self._runs

    def take(self, dice: Random, category: str, count: int) -> tuple[str, ...]:
        """`count` seats side by side that are free no more; none where there are no such seats."""
        runs = self._runs[category]
        wide = [run for run in runs if len(run) >= count]
        if not wide:
            return ()
        run = dice.choice(wide)
        start = dice.choice((0, len(run) - count))
        runs.remove(run)
        runs += [rest for rest in (run[:start], run[start + count :]) if rest]
        return tuple(run[start : start + count])

    def take_places(self, category: str, count: int) -> bool:
        """Takes `count` places without numbers where there are as many."""
        enough = self._counts[category] >= count
        if enough:
            self._counts[category] -= count
        return enough

    def withhold(self, patterns: Collection[str], places: int = 0) -> Hall:
        """Keeps the seats that patterns name, and `places` without numbers, out of what may be taken here.

        They make a hall of their own.
        """
        kept: dict[str, list[Run]] = {}
        for category, runs in self._runs.items():
            seats = {seat for run in runs for seat in run if _named(seat, patterns)}
            kept[category] = [piece for run in runs for piece in _without(run, set(run) - seats)]
            runs[:] = [piece for run in runs for piece in _without(run, seats)]
        for category in self._counts:
            self._counts[category] -= places
        return Hall(kept, dict.fromkeys(self._counts, places))


def halls_of(setup: Setup) -> dict[str, Hall]:
    """The halls of all performances, each by `EVENT/PERFORMANCE`."""
    plans = {plan.code: plan for plan in setup.plans}
    return {
        f"{performance.event}/{performance.code}": _hall(plans[performance.plan], performance)
        for performance in setup.performances
        if performance.plan
    }


def _hall(plan: Plan, performance: Performance) -> Hall:
    runs: defaultdict[str, list[Run]] = defaultdict(list)
    kept = (*plan.house, *plan.accessible, *plan.companion)
    for row in plan.rows:
        for block in _blocks(row):
            runs[str(row.category)] += _without(block, {seat for seat in block if _named(seat, kept)})
    counts = {
        category.code or "": category.gauge or 0 for category in plan.categories if not category.numbered
    }
    for share in performance.cells:
        counts[share.category] -= share.gauge or 0  # set apart for a contingent
    return Hall(dict(runs), counts)


def _blocks(row: Row) -> Iterator[Run]:
    """The seats of a row between its aisles, as their guids."""
    numbers = range(1, row.seats + 1) if isinstance(row.seats, int) else row.seats
    guids = [usual_guid(row.section, row.row, str(number)) for number in numbers]
    start = 0
    for place, (here, after) in enumerate(pairwise(row.x), 1):
        if after - here > _AISLE:
            yield guids[start:place]
            start = place
    yield guids[start:]


def _without(run: Run, seats: Collection[str]) -> list[Run]:
    """What is left of a run without some seats, in pieces."""
    pieces: list[Run] = [[]]
    for seat in run:
        if seat in seats:
            pieces.append([])
        else:
            pieces[-1].append(seat)
    return [piece for piece in pieces if piece]


def _named(seat: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(seat, pattern) for pattern in patterns)
