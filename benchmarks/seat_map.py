"""The seat map's figures: milliseconds to paint and a move, bytes a move, beside an empty Textual app.

`python benchmarks/seat_map.py` prints a table; to hold (issue 2): 2,000 and 20,000 seats in 60 ms to paint,
10 ms and 600 bytes a cursor move, at 80×24 in true colour, with synchronised output as the terminal answers. A
block of seats that grows changes the cells of a row, or one cell of each of its rows.
"""

from __future__ import annotations

import asyncio
import os
import platform
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from benchmarks.counting_driver import CountingDriver, driver_of, run_counted, settled
from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.rules.seating_plan import SeatingPlan
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import SeatState
from boxoffice_tui.widgets.seat_map import SeatMap
from boxoffice_tui.widgets.seat_marking import SeatMarkingMap

MOVES = 120
PAINTS = 7


def hall(sections: int, rows: int, seats: int) -> Iterator[Seat]:
    """A made-up hall, an aisle in the middle of each row."""
    number = 0
    for section in range(sections):
        for row in range(rows):
            for place in range(seats):
                number += 1
                x = place * 20.0 + (30.0 if place >= seats // 2 else 0.0)
                yield Seat(
                    number,
                    f"Section {section + 1}",
                    str(row + 1),
                    str(place + 1),
                    row,
                    place,
                    x,
                    row * 20.0,
                    "A",
                )


def mixed_states(seats: tuple[Seat, ...], seed: int) -> dict[int, SeatState]:
    """The states of an evening half sold, each seat drawn by itself: the worst case for the wire."""
    dice = random.Random(seed)
    drawn = (SeatState.FREE, SeatState.SOLD, SeatState.SOLD, SeatState.HELD, SeatState.FREE, SeatState.HOUSE)
    return {seat.id: dice.choice(drawn) for seat in seats} | {
        seats[0].id: SeatState.OWN,
        seats[1].id: SeatState.OWN,
    }


class Empty(App[None]):
    """A Textual app with one blank widget that takes the focus."""

    def compose(self) -> ComposeResult:
        yield Blank()


class Blank(Widget, can_focus=True):
    """One cell; a key changes the digit in it, the least that a Textual app can repaint."""

    DEFAULT_CSS = "Blank { width: 1; height: 1; }"
    count = 0

    def render(self) -> str:
        return str(self.count)

    def key_right(self) -> None:
        self.count = 1 - self.count
        self.refresh()


class Hall(App[None]):
    """A seat map and nothing else."""

    def __init__(self, seat_map: SeatMap | None = None) -> None:
        super().__init__(driver_class=CountingDriver)
        self.map = seat_map or SeatMap()

    def compose(self) -> ComposeResult:
        yield self.map


async def time_paint(pilot: Pilot[None], show: object) -> float:
    """Milliseconds from `show()` to the frame with it on the wire."""
    assert callable(show)
    driver = driver_of(pilot.app)
    driver.take()
    start = time.perf_counter()
    show()
    while not driver.written:
        await asyncio.sleep(0)
    return (time.perf_counter() - start) * 1000


async def time_key(pilot: Pilot[None], key: str) -> tuple[float, int]:
    """Milliseconds from a key's message to the frame on the wire, and its bytes."""
    from textual import events

    driver = driver_of(pilot.app)
    driver.take()
    start = time.perf_counter()
    pilot.app.post_message(events.Key(key, None))
    while not driver.written:
        await asyncio.sleep(0)
    elapsed = (time.perf_counter() - start) * 1000
    await settled(pilot)
    return elapsed, len(driver.take().encode())


def line(name: str, paint: list[float], moves: list[tuple[float, int]], base: list[tuple[float, int]]) -> str:
    """A row of the table."""
    times, sizes = sorted(took for took, _ in moves), sorted(size for _, size in moves)
    p95 = int(len(times) * 0.95)
    painted = f"{median(paint):7.1f} {max(paint):7.1f}" if paint else f"{'–':>7} {'–':>7}"
    ratio = median(times) / median(took for took, _ in base)
    return (
        f"{name:24} {painted} {median(times):7.2f} {times[p95]:7.2f} {ratio:7.1f}×"
        f" {median(sizes):7.0f} {sizes[p95]:7d} {sizes[-1]:7d}"
    )


async def measure_empty() -> list[tuple[float, int]]:
    """Key presses in an app that only redraws one cell."""
    moves: list[tuple[float, int]] = []

    async def journey(pilot: Pilot[None]) -> None:
        pilot.app.query_one(Blank).focus()
        await settled(pilot)
        moves.extend([await time_key(pilot, "right") for _ in range(MOVES)])

    await run_counted(Empty(driver_class=CountingDriver), journey)
    return moves


def scrolled_to(seat_map: SeatMap) -> tuple[int, int]:
    """How far the map is scrolled: a move that changes it repaints the whole map."""
    port = seat_map._port  # noqa: SLF001 - how far it is scrolled is not shown elsewhere
    return port.top, port.start


async def measure_hall(seats: tuple[Seat, ...]) -> dict[str, tuple[list[float], list[tuple[float, int]]]]:
    """Paints of the whole hall, then moves along rows, across rows, and those that had to scroll."""
    paints: list[float] = []
    found: dict[str, list[tuple[float, int]]] = {
        "moves along a row": [],
        "moves across rows": [],
        "scrolls": [],
    }
    keys = {"right": "moves along a row", "left": "moves along a row", "down": "moves across rows"}

    async def journey(pilot: Pilot[None]) -> None:
        seat_map = pilot.app.query_one(SeatMap)
        seat_map.focus()
        await settled(pilot)
        for seed in range(PAINTS):
            view = SeatMapView(1, SeatingPlan(seats), mixed_states(seats, seed))
            paints.append(await time_paint(pilot, lambda view=view: seat_map.show(view)))
            await settled(pilot)
        dice = random.Random(7)
        for _ in range(MOVES):
            key = dice.choice(("right", "right", "right", "left", "down"))
            before = scrolled_to(seat_map)
            timed = await time_key(pilot, key)
            found[keys[key] if scrolled_to(seat_map) == before else "scrolls"].append(timed)

    app = Hall()
    await run_counted(app, journey)
    return {
        f"{len(seats):,} seats, {name}": (paints if index == 0 else [], moves)
        for index, (name, moves) in enumerate(found.items())
        if moves
    }


async def measure_block(seats: tuple[Seat, ...]) -> dict[str, list[tuple[float, int]]]:
    """A block of 20 columns that grows row by row, then the 20 rows in sight column by column."""
    marking = SeatMarkingMap()
    found: dict[str, list[tuple[float, int]]] = {"by a row": [], "by a column": []}

    async def journey(pilot: Pilot[None]) -> None:
        marking.focus()
        marking.show(SeatMapView(1, SeatingPlan(seats), mixed_states(seats, 1)))
        await settled(pilot)
        marking.action_choose()
        await settled(pilot)
        for _ in range(20):
            await time_key(pilot, "right")
        found["by a row"] = [await time_key(pilot, "down") for _ in range(20)]
        found["by a column"] = [await time_key(pilot, "right") for _ in range(10)]

    await run_counted(Hall(marking), journey)
    return {f"{len(seats):,} seats, a block grows {way}": moves for way, moves in found.items()}


async def main() -> None:
    """Prints the table."""
    os.environ["COLORTERM"] = "truecolor"
    base = await measure_empty()
    print(
        f"{platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}, 80×24, true colour"
    )
    print(f"{'':40} paint ms (median, max) · move ms (median, p95, × empty app) · bytes (median, p95, max)")
    print(line("empty Textual app", [], base, base))
    for seats in (tuple(hall(2, 25, 40)), tuple(hall(20, 25, 40)), tuple(hall(1, 200, 100))):
        for name, (paints, moves) in (await measure_hall(seats)).items():
            print(line(name, paints, moves, base))
        for name, moves in (await measure_block(seats)).items():
            print(line(name, [], moves, base))


if __name__ == "__main__":
    asyncio.run(main())
