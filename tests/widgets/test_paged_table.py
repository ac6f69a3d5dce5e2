from __future__ import annotations

from typing import Any

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from benchmarks.counting_driver import CountingDriver, driver_of, run_counted, settled
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable, Toward
from tests.widgets.terminal import Terminal

PAGE = 40


class Orders(App[None]):
    """A list of `total` numbers; answers pages unless told to keep still."""

    def __init__(
        self, total: int, *, page: int = PAGE, tickable: bool = False, counted: bool = False
    ) -> None:
        super().__init__(driver_class=CountingDriver if counted else None)
        self.total, self.page, self.tickable = total, page, tickable
        self.silent = False
        self.wanted: list[tuple[Toward, object]] = []
        self.said: list[tuple[str, object]] = []

    def compose(self) -> ComposeResult:
        yield PagedTable(
            (Column("number", 8), Column("name", 10, flexible=True), Column("origin", 10, priority=2)),
            tickable=self.tickable,
        )

    def on_mount(self) -> None:
        self.table.focus()
        self.table.replace(self.rows(0, self.page), self.total > self.page)

    @property
    def table(self) -> PagedTable:
        return self.query_one(PagedTable)

    def rows(self, start: int, stop: int) -> list[Row]:
        span = range(max(0, start), min(self.total, stop))
        return [Row(n, (str(n), f"name {n}", "counter"), "●" if n % 5 == 0 else "") for n in span]

    @on(PagedTable.PageWanted)
    def answer(self, event: PagedTable.PageWanted) -> None:
        self.wanted.append((event.toward, event.key))
        if self.silent:
            return
        match event.toward, event.key:
            case Toward.START, _:
                self.table.replace(self.rows(0, self.page), self.total > self.page)
            case Toward.END, _:
                self.table.replace_tail(self.rows(self.total - self.page, self.total), self.total > self.page)
            case Toward.AFTER, int(key):
                self.table.append(
                    self.rows(key + 1, key + 1 + self.page), key + 1 + self.page < self.total, after=key
                )
            case Toward.BEFORE, int(key):
                self.table.prepend(self.rows(key - self.page, key), key > self.page, before=key)

    @on(PagedTable.RowMoved)
    @on(PagedTable.RowChosen)
    def note(self, event: PagedTable.RowMoved | PagedTable.RowChosen) -> None:
        self.said.append((type(event).__name__, event.key))

    @on(PagedTable.Ticked)
    def note_ticks(self, event: PagedTable.Ticked) -> None:
        self.said.append(("Ticked", sorted(event.keys, key=str)))


def lines(app: Orders) -> list[str]:
    return [app.table.render_line(y).text.rstrip() for y in range(app.table.size.height)]


async def test_titles_rows_and_marks() -> None:
    async with Orders(3).run_test(size=(39, 6)) as pilot:
        assert lines(pilot.app) == [
            " number   name               origin",
            "●0        name 0             counter",
            " 1        name 1             counter",
            " 2        name 2             counter",
            "",
            "",
        ]


async def test_keys_move_choose_and_stop_at_the_ends() -> None:
    async with Orders(3).run_test(size=(39, 6)) as pilot:
        await pilot.press("up", "down", "down", "down", "enter", "home", "end", "space")
        said = pilot.app.said
        assert said == [
            ("RowMoved", 0),
            ("RowMoved", 1),
            ("RowMoved", 2),
            ("RowChosen", 2),
            ("RowMoved", 0),
            ("RowMoved", 2),
        ]
        assert pilot.app.wanted == []
        assert pilot.app.table.ticked == frozenset()


async def test_pages_are_asked_for_before_the_end_is_reached_and_once() -> None:
    app = Orders(1_000)
    async with app.run_test(size=(39, 6)) as pilot:
        app.silent = True
        for _ in range(8):
            app.table.action_page(1)
        await pilot.pause()
        assert app.wanted == [(Toward.AFTER, 39)]
        assert app.table.cursor_key == 39
        assert app.table.append(app.rows(40, 80), True, after=39)
        app.table.action_move(1)
        assert app.table.cursor_key == 40


async def test_a_page_of_another_list_is_left_out() -> None:
    app = Orders(1_000)
    async with app.run_test(size=(39, 6)):
        app.table.replace([Row("a", ("a", "b", "c"))], False)
        assert not app.table.append(app.rows(40, 80), True, after=39)
        assert not app.table.prepend(app.rows(40, 80), True, before=80)
        assert lines(app)[1:3] == [" a        b                  c", ""]


async def test_a_page_that_failed_is_asked_for_again() -> None:
    app = Orders(1_000)
    async with app.run_test(size=(39, 6)) as pilot:
        app.silent = True
        app.table.action_page(8)
        app.table.page_failed()
        app.table.action_move(-1)
        await pilot.pause()
        assert app.wanted == [(Toward.AFTER, 39), (Toward.AFTER, 39)]


async def test_end_reaches_the_last_row_and_from_there_all_the_others() -> None:
    app = Orders(100_000, page=500)
    async with app.run_test(size=(39, 12)) as pilot:
        await pilot.press("end")
        assert app.table.cursor_key == 99_999
        assert lines(app)[11].startswith(" 99999")
        for _ in range(20):  # two moves a page of 500: to its first row, then into the page before
            app.table.action_move(-400)
            await pilot.pause()
        assert app.table.cursor_key == 95_000
        assert len(app.table._window.rows) <= 2_500
        await pilot.press("home")
        assert (app.table.cursor_key, app.wanted[-1]) == (0, (Toward.START, None))


async def test_what_is_in_sight_does_not_move_when_rows_arrive() -> None:
    app = Orders(1_000)
    async with app.run_test(size=(39, 12)) as pilot:
        app.silent = True
        app.table.action_page(2)
        before = lines(app)
        app.table.append(app.rows(40, 80), True, after=39)
        await pilot.pause()
        assert lines(app) == before
        app.table.replace(app.rows(0, 80), True)
        assert lines(app) == before


async def test_a_move_writes_two_lines_and_little() -> None:
    app = Orders(1_000, counted=True)
    written: list[str] = []

    async def journey(pilot: Pilot[Any]) -> None:
        for step in (1, 1, -1):
            app.table.action_move(step)
            await settled(pilot)
            written.append(driver_of(app).take())
        app.table.replace(app.rows(0, PAGE), True)
        app.table.append(app.rows(PAGE, 2 * PAGE), True, after=PAGE - 1)
        await settled(pilot)
        written.append(driver_of(app).take())

    await run_counted(app, journey)
    for text in written[:3]:
        terminal = Terminal(80, 24)
        terminal.feed(text)
        assert len({y for _, y in terminal.cells}) == 2
        assert len(text.encode()) <= 300
    assert written[3] == ""


async def test_ticks_stay_on_their_rows() -> None:
    app = Orders(1_000, tickable=True)
    async with app.run_test(size=(39, 6)) as pilot:
        await pilot.press("space", "down", "down", "space", "up", "space", "space")
        assert lines(app)[1:4] == [
            "●[x] 0        name 0         counter",
            " [ ] 1        name 1         counter",
            " [x] 2        name 2         counter",
        ]
        await pilot.press("end", "home")
        assert app.table.ticked == {0, 2}
        await pilot.click(PagedTable, offset=(2, 2))
        assert app.said[-1] == ("Ticked", [0, 1, 2])
        app.table.clear_ticks()
        await pilot.pause()
        assert app.said[-1] == ("Ticked", [])


async def test_rows_are_ticked_together_and_told_once() -> None:
    app = Orders(1_000, tickable=True)
    async with app.run_test(size=(39, 6)) as pilot:
        app.table.tick({1, 2})
        app.table.tick({2, 1})
        await pilot.pause()
        assert [line[1:4] for line in lines(app)[1:4]] == ["[ ]", "[x]", "[x]"]
        assert app.said.count(("Ticked", [1, 2])) == 1


async def test_a_row_that_is_held_gets_other_cells_where_it_stands() -> None:
    app = Orders(1_000)
    async with app.run_test(size=(39, 6)) as pilot:
        assert app.table.held == PAGE
        await pilot.press("down")
        app.table.change(Row(1, ("1", "Éloïse", "widget"), "●"))
        app.table.change(Row(999, ("999", "nobody", "here")))
        assert lines(app)[2] == "●1        Éloïse             widget"
        assert app.table.cursor_key == 1
        await pilot.press("end")
        assert app.table.held is None


async def test_a_click_moves_and_chooses_and_the_cursor_is_where_the_row_is() -> None:
    app = Orders(1_000)
    async with app.run_test(size=(39, 6)) as pilot:
        await pilot.click(PagedTable, offset=(12, 3))
        assert app.said[-2:] == [("RowMoved", 2), ("RowChosen", 2)]
        assert app.cursor_position == (0, 3)
        await pilot.click(PagedTable, offset=(12, 0))
        assert app.said[-1] == ("RowChosen", 2)


async def test_a_line_says_that_there_are_no_rows() -> None:
    app = Orders(0)
    async with app.run_test(size=(39, 6)) as pilot:
        app.table.say("[b]no order[/b]")
        await pilot.press("down", "end", "enter", "pagedown")
        assert lines(app)[1] == " [b]no order[/b]"
        assert (app.said, app.table.cursor_key) == ([], None)


async def test_titles_change_with_the_language_and_columns_with_the_width() -> None:
    app = Orders(3)
    async with app.run_test(size=(39, 6)) as pilot:
        app.table.set_columns(
            (Column("numéro", 8), Column("nom", 10, flexible=True), Column("origine", 10, 2))
        )
        assert lines(app)[0] == " numéro   nom                origine"
        await pilot.resize_terminal(28, 6)
        await pilot.pause()
        assert lines(app)[:2] == [" numéro   nom", "●0        name 0"]


@pytest.mark.parametrize("focused", [True, False])
async def test_the_cursor_shows_without_colour(monkeypatch: pytest.MonkeyPatch, focused: bool) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Orders(3)
    async with app.run_test(size=(39, 6)) as pilot:
        if not focused:
            app.screen.set_focus(None)
        await pilot.pause()
        style = app.table.render_line(1)._segments[1].style
        assert style is not None
        assert bool(style.reverse if focused else style.underline)
