"""Blocks marked on the seat map: corners, rows, sections; only the cells that change are painted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot

from benchmarks.counting_driver import CountingDriver, driver_of, run_counted, settled
from benchmarks.seat_map import mixed_states
from boxoffice_tui.rules.seating_plan import SeatingPlan
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.widgets.seat_marking import SeatMarkingMap
from tests.widgets.halls import hall, view
from tests.widgets.terminal import Terminal

A_MOVE = 600  # bytes, the bound of a cursor move
A_CELL = 70  # bytes, of a cell alone in its line: a block of 20 rows that grows by a column changes 20 of them


class Room(App[None]):
    """A map to mark on that fills the terminal; space sets corners."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "corner", show=False)]

    def __init__(self, shown: SeatMapView, *, counted: bool = False) -> None:
        super().__init__(driver_class=CountingDriver if counted else None)
        self.map = SeatMarkingMap(shown)

    def compose(self) -> ComposeResult:
        yield self.map

    def on_mount(self) -> None:
        self.map.focus()

    def action_corner(self) -> None:
        self.map.action_choose()


async def test_a_block_grows_from_corner_to_corner_over_rows_and_sections() -> None:
    """Rows of six: 1–6, 7–12; the next section 13–18, 19–24."""
    async with Room(view(hall(2, 2, 6), own=[2])).run_test(size=(40, 12)) as pilot:
        marking = pilot.app.query_one(SeatMarkingMap)
        await pilot.press("right")
        assert (marking.marked, marking.growing) == (set(), False)
        await pilot.press("space", "right")
        assert (marking.marked, marking.growing) == ({3, 4}, True)
        await pilot.press("down", "down")
        assert marking.marked == {3, 4, 9, 10, 15, 16}
        await pilot.press("up", "left", "left")
        assert marking.marked == {2, 3, 8, 9}
        await pilot.press("space", "end", "pagedown")
        assert (marking.marked, marking.growing) == ({2, 3, 8, 9}, False)
        await pilot.press("space")
        assert marking.marked == {marking.cursor_seat}
        marking.unmark()
        assert (marking.marked, marking.growing) == (set(), False)


async def test_whole_rows_and_sections_join_what_is_marked() -> None:
    async with Room(view(hall(2, 2, 4), own=[2])).run_test(size=(40, 12)) as pilot:
        marking = pilot.app.query_one(SeatMarkingMap)
        marking.mark_rows()
        assert marking.marked == {1, 2, 3, 4}
        await pilot.press("down", "down")
        marking.mark_rows()
        assert marking.marked == {1, 2, 3, 4, 9, 10, 11, 12}
        await pilot.press("up", "space", "up")
        marking.mark_rows()
        assert (marking.marked, marking.growing) == (set(range(1, 9)), False)
        marking.unmark()
        marking.mark_section()
        assert marking.marked == set(range(1, 9))
        await pilot.press("pagedown")
        marking.mark_section()
        assert marking.marked == set(range(1, 17))
        marking.show(view(hall(1, 2, 4)))
        assert marking.marked == set()


async def test_two_clicks_are_two_corners() -> None:
    async with Room(view(hall(1, 3, 6, aisle=False))).run_test(size=(40, 8)) as pilot:
        marking = pilot.app.query_one(SeatMarkingMap)
        for seat_id in (2, 16):
            cell = marking._port.cell_of(seat_id)
            assert cell is not None
            await pilot.click(SeatMarkingMap, offset=cell)
        assert (marking.marked, marking.growing) == ({2, 3, 4, 8, 9, 10, 14, 15, 16}, False)


@pytest.mark.parametrize("seats", [hall(1, 20, 34), hall(1, 20, 60)], ids=["roomy", "dense"])
async def test_only_what_changes_is_written_and_it_is_what_a_whole_paint_shows(seats: Any) -> None:
    app = Room(SeatMapView(1, SeatingPlan(seats), mixed_states(seats, 3)), counted=True)
    terminal, whole = Terminal(80, 24), Terminal(80, 24)

    async def spent(act: Callable[[], object]) -> int:
        act()
        await settled(app_pilot[0])
        written = driver_of(app).take()
        terminal.feed(written)
        return len(written.encode())

    app_pilot: list[Pilot[Any]] = []

    async def journey(pilot: Pilot[Any]) -> None:
        app_pilot.append(pilot)
        marking = app.map
        await spent(marking.refresh)
        await spent(lambda: marking.move_to(seats[5].id))
        moves = [await spent(lambda: marking.action_along(1)) for _ in range(3)]
        await spent(marking.action_choose)
        moves += [await spent(lambda: marking.action_along(1)) for _ in range(10)]
        rows = [await spent(lambda: marking.action_across(1)) for _ in range(18)]
        columns = [await spent(partial(marking.action_along, step)) for step in (1, 1, -1, -1, -1)]
        marking.action_choose()
        moves += [await spent(lambda: marking.action_along(-1)) for _ in range(3)]
        assert 0 < max(moves) <= 250
        assert max(rows) <= A_MOVE
        assert max(columns) <= 20 * A_CELL
        marking.refresh()
        await settled(pilot)
        whole.feed(driver_of(app).take())

    await run_counted(app, journey)
    assert {place: cell for place, cell in terminal.cells.items() if place in whole.cells} == whole.cells
