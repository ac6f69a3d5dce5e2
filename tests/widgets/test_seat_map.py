from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len
from rich.color import Color, ColorSystem
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from benchmarks.counting_driver import CountingDriver, driver_of, run_counted, settled
from benchmarks.seat_map import mixed_states
from boxoffice_tui.locales import translate
from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.rules.seating_plan import SeatingPlan
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import SeatState
from boxoffice_tui.widgets.seat_map import SeatMap
from boxoffice_tui.widgets.seat_map_paint import ASCII, ROUND, Look
from tests.widgets.halls import hall, teatro_grande, view
from tests.widgets.terminal import Terminal


class Room(App[None]):
    """A seat map that fills the terminal; notes what it says."""

    def __init__(self, shown: SeatMapView, *, counted: bool = False, plain: bool = False) -> None:
        super().__init__(driver_class=CountingDriver if counted else None)
        self.shown, self.plain = shown, plain
        self.said: list[tuple[str, int]] = []

    def compose(self) -> ComposeResult:
        yield SeatMap(self.shown, plain=self.plain)

    def on_mount(self) -> None:
        self.query_one(SeatMap).focus()

    @on(SeatMap.Moved)
    @on(SeatMap.Chosen)
    def note(self, event: SeatMap.Moved | SeatMap.Chosen) -> None:
        self.said.append((type(event).__name__, event.seat_id))


def lines(app: App[Any]) -> list[str]:
    """What the map shows, without the blanks at the ends."""
    seat_map = app.query_one(SeatMap)
    return [seat_map.render_line(y).text.rstrip() for y in range(seat_map.size.height)]


async def test_the_map_shows_sections_rows_aisles_states_and_the_stage() -> None:
    shown = view(hall(2, 2, 6), own=[1, 2], chosen=[3], sold=[4], held=[5], house=[6], killed=[7])
    async with Room(shown).run_test(size=(24, 9)) as pilot:
        assert lines(pilot.app) == [
            " Secti S T A G E",
            "   A[●]● ◉   ✕ ◌ ▪ A",
            "   B ▒ ○ ○   ○ ○ ○ B",
            " Section 2",
            "   A ○ ○ ○   ○ ○ ○ A",
            "   B ○ ○ ○   ○ ○ ○ B",
            "",
            "",
            "",
        ]


async def test_plain_glyphs_are_ascii() -> None:
    async with Room(view(hall(2, 2, 6), own=[1], sold=[4]), plain=True).run_test(size=(24, 9)) as pilot:
        assert all(line.isascii() for line in lines(pilot.app))
        assert lines(pilot.app)[1] == "   A[@]o o   x o o A"


@pytest.mark.parametrize("glyphs", [ROUND, ASCII])
def test_every_look_has_a_glyph_of_its_own_and_one_cell(glyphs: Any) -> None:
    assert set(glyphs.seats) == set(Look)
    assert len(set(glyphs.seats.values())) == len(Look)
    assert {cell_len(glyph) for glyph in glyphs.seats.values()} == {1}


async def test_accessible_and_companion_seats_are_marked_while_they_are_free() -> None:
    seats = (
        Seat(1, "S", "A", "1", 0, 0, 0, 0, "P", accessible=True),
        Seat(2, "S", "A", "2", 0, 1, 10, 0, "P", companion=True),
        Seat(3, "S", "A", "3", 0, 2, 20, 0, "P", accessible=True),
    )
    async with Room(view(seats, sold=[3])).run_test(size=(20, 3)) as pilot:
        assert lines(pilot.app)[1].strip() == "A[a]c ✕ A"
        assert pilot.app.query_one(SeatMap).describe(1) == "S A-1 · free · accessible · P"


async def test_arrows_go_to_the_nearest_seat_and_stop_at_the_ends() -> None:
    async with Room(view(hall(2, 2, 6))).run_test(size=(40, 12)) as pilot:
        seat_map = pilot.app.query_one(SeatMap)
        visited = []
        for key in (
            "left",
            "right",
            "right",
            "right",
            "down",
            "down",
            "down",
            "down",
            "up",
            "end",
            "right",
            "home",
        ):
            await pilot.press(key)
            visited.append(seat_map.cursor_seat)
        assert visited == [1, 2, 3, 4, 10, 16, 22, 22, 16, 18, 18, 13]
        assert ("Moved", 16) in pilot.app.said


async def test_up_and_down_keep_to_one_column_through_a_shorter_row() -> None:
    seats = hall(1, 3, 8, aisle=False)
    without_the_ends = (*seats[:8], *seats[10:14], *seats[16:])
    async with Room(view(without_the_ends, own=[8])).run_test(size=(40, 6)) as pilot:
        await pilot.press("down")
        assert pilot.app.query_one(SeatMap).cursor_seat == 14
        await pilot.press("down")
        assert pilot.app.query_one(SeatMap).cursor_seat == 24


async def test_pages_go_by_section() -> None:
    async with Room(view(hall(3, 30, 6), own=[1])).run_test(size=(40, 8)) as pilot:
        seat_map = pilot.app.query_one(SeatMap)
        visited = []
        for key in ("pagedown", "pagedown", "pagedown", "pageup", "pageup", "pageup"):
            await pilot.press(key)
            visited.append(seat_map.cursor_seat)
        assert visited == [181, 361, 361, 181, 1, 1]


async def test_enter_space_and_a_click_choose_and_say_so_once() -> None:
    async with Room(view(hall(1, 2, 4))).run_test(size=(24, 4)) as pilot:
        await pilot.press("enter", "right", "space")
        x, y = pilot.app.cursor_position
        await pilot.click(SeatMap, offset=(x - 2, y + 1))
        assert pilot.app.said == [("Chosen", 1), ("Moved", 2), ("Chosen", 2), ("Moved", 5), ("Chosen", 5)]
        await pilot.click(SeatMap, offset=(x, 0))
        await pilot.click(SeatMap, offset=(0, 1))
        assert len(pilot.app.said) == 5


async def test_the_terminal_s_cursor_stands_on_the_seat() -> None:
    async with Room(view(hall(1, 2, 4))).run_test(size=(24, 4)) as pilot:
        await pilot.press("right", "down")
        x, y = pilot.app.cursor_position
        line = pilot.app.query_one(SeatMap).render_line(y).text
        assert line[x - 1 : x + 2] == "[○]"


async def test_moving_to_a_seat_far_away_brings_it_into_sight() -> None:
    async with Room(view(hall(20, 25, 36))).run_test(size=(80, 10)) as pilot:
        seat_map = pilot.app.query_one(SeatMap)
        assert lines(pilot.app)[0].endswith(" ▾")
        seat_map.move_to(18_000)
        await pilot.pause()
        assert "[○]" in "".join(lines(pilot.app))
        assert seat_map.describe(18_000) == "Section 20 Y-36 · free · Parterre"
        assert lines(pilot.app)[0].startswith(" Section 20 ")
        assert lines(pilot.app)[0].endswith("▴")


async def test_rows_wider_than_the_terminal_say_where_they_go_on() -> None:
    async with Room(view(hall(1, 2, 60))).run_test(size=(40, 4)) as pilot:
        assert (lines(pilot.app)[1][1:4], lines(pilot.app)[1][-1]) == ("[○]", "›")
        await pilot.press("end")
        assert lines(pilot.app)[1].startswith("A‹")
        assert lines(pilot.app)[1].endswith("[○]")


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with Room(view(hall(1, 30, 4))).run_test(size=(24, 6)) as pilot:
        seat_map = pilot.app.query_one(SeatMap)
        seat_map.action_along(0)
        for _ in range(2):
            await pilot._post_mouse_events([_wheel()], seat_map)
        assert lines(pilot.app)[1].strip().startswith("G")
        assert seat_map.cursor_seat == 1


def _wheel() -> Any:
    from textual.events import MouseScrollDown

    return MouseScrollDown


async def test_only_the_cells_that_change_are_written() -> None:
    seats = hall(2, 10, 20)
    app = Room(view(seats), counted=True)
    counted: list[str] = []

    async def journey(pilot: Pilot[Any]) -> None:
        pilot.app.query_one(SeatMap).update_states(
            {25: SeatState.SOLD, 999: SeatState.SOLD, 30: SeatState.FREE}
        )
        await settled(pilot)
        counted.append(driver_of(app).take())
        pilot.app.query_one(SeatMap).update_states({25: SeatState.SOLD})
        await settled(pilot)
        counted.append(driver_of(app).take())

    await run_counted(app, journey)
    terminal = Terminal(80, 24)
    terminal.feed(counted[0])
    assert {(y, cell) for (_, y), (cell, _) in terminal.cells.items()} == {(2, "✕")}
    assert counted[1] == ""


async def test_moves_hold_their_bytes_on_20_000_seats() -> None:
    """Issue 2: at most 600 bytes a cursor move; every seat drawn by itself is the worst case."""
    seats = hall(20, 25, 40)
    app = Room(SeatMapView(1, SeatingPlan(seats), mixed_states(seats, 3)), counted=True)
    sizes: list[int] = []

    async def journey(pilot: Pilot[Any]) -> None:
        seat_map = pilot.app.query_one(SeatMap)
        seat_map.move_to(seats[40 * 5 + 37].id)
        await settled(pilot)
        for step in ("along", "across", "across", "along", "across", "along"):
            driver_of(app).take()
            getattr(seat_map, f"action_{step}")(-1)
            await settled(pilot)
            sizes.append(len(driver_of(app).take().encode()))

    await run_counted(app, journey)
    assert min(sizes) > 0
    assert max(sizes) <= 200


async def test_an_idle_map_writes_nothing() -> None:
    app = Room(view(hall()), counted=True)
    written: list[str] = []

    async def journey(pilot: Pilot[Any]) -> None:
        for _ in range(5):
            await settled(pilot)
        written.append(driver_of(app).take())

    await run_counted(app, journey)
    assert written == [""]


async def test_another_view_keeps_the_cursor_on_its_seat_or_takes_the_first_own_one() -> None:
    async with Room(view(hall())).run_test() as pilot:
        seat_map = pilot.app.query_one(SeatMap)
        seat_map.move_to(5)
        seat_map.show(view(hall(), sold=[5]))
        assert (seat_map.cursor_seat, seat_map.state_of(5)) == (5, SeatState.SOLD)
        seat_map.show(view(hall()[10:], own=[20, 21]))
        assert seat_map.cursor_seat == 20
        seat_map.show(view(()))
        await pilot.pause()
        assert seat_map.cursor_seat is None
        await pilot.press("right", "down", "home", "pagedown", "enter")
        assert lines(pilot.app)[0] == ""
        with pytest.raises(LookupError):
            seat_map.move_to(5)


async def test_own_seats_are_yellow_in_16_colours_too() -> None:
    async with Room(view(hall(), own=[1, 2])).run_test() as pilot:
        styles = {
            text: style for text, style, _ in pilot.app.query_one(SeatMap).render_line(1) if "●" in text
        }
        background = styles["●"].bgcolor
        assert background == Color.parse("#ffd700")
        assert background.downgrade(ColorSystem.STANDARD).number == 11  # bright yellow


async def test_words_follow_the_language() -> None:
    async with Room(view(hall(), own=[1], sold=[2])).run_test(size=(60, 10)) as pilot:
        seat_map = pilot.app.query_one(SeatMap)
        assert seat_map.describe(2) == "Section 1 A-2 · sold · Parterre"
        assert seat_map.legend().plain == "○\u00a0free  ●\u00a0yours  ◉\u00a0chosen  ✕\u00a0sold"
        translate.use(translate.PSEUDO)
        seat_map.retranslate()
        await pilot.pause()
        assert "S T A G E" not in lines(pilot.app)[0]
        assert "free" not in seat_map.legend().plain


async def test_names_from_a_plan_are_shown_literally() -> None:
    seat = Seat(1, "[red]x[/red]\x1b[31m", "\x1b[2J[b]", "1\u202e2", 0, 0, 0, 0, "[i]c\x07")
    async with Room(view((seat,))).run_test(size=(60, 4)) as pilot:
        assert lines(pilot.app)[0].startswith(" [red]x[/red][31m ")
        assert lines(pilot.app)[1].strip() == "[2J[b][○][2J[b]"
        assert pilot.app.query_one(SeatMap).describe(1) == "[red]x[/red][31m [2J[b]-12 · free · [i]c"


async def test_teatro_grande_at_80_by_24() -> None:
    seats = teatro_grande()
    async with Room(SeatMapView(1, SeatingPlan(seats), {})).run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown", "end")
        seat_map = pilot.app.query_one(SeatMap)
        assert seat_map.cursor_seat is not None
        assert seat_map.describe(seat_map.cursor_seat) == "Galleria A-52 · free · Galleria"
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert max(len(line) for line in lines(pilot.app)) <= 40
        assert pilot.app.query_one(SeatMap).cursor_seat == seats[22 * 34 - 2 + 51].id
