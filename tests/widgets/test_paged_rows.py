from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from boxoffice_tui.widgets import paged_rows
from boxoffice_tui.widgets.paged_rows import Row, RowWindow


def rows(start: int, stop: int) -> list[Row]:
    return [Row(number, (str(number),)) for number in range(start, stop)]


def window(start: int, stop: int, *, cursor: int = 0, top: int = 0, height: int = 10) -> RowWindow:
    made = RowWindow(rows(start, stop), more_before=start > 0, cursor=cursor, top=top, height=height)
    made.go(cursor)
    return made


class Browsing(RuleBasedStateMachine):
    """A list of 20,000 rows, walked in any way: what is held is a part of it, what is in sight never jumps."""

    TOTAL, PAGE = 20_000, 300

    @initialize(height=st.integers(1, 60))
    def open(self, height: int) -> None:
        self.window = RowWindow(height=height)
        self.window.start_with(rows(0, self.PAGE), True, stay=False)

    @rule(step=st.sampled_from((-400, -1, 1, 7, 400)))
    def go(self, step: int) -> None:
        self.window.go(self.window.cursor + step)
        assert self.window.top <= self.window.cursor < self.window.top + self.window.height

    @rule(pages=st.sampled_from((-3, -1, 1, 2)))
    def turn(self, pages: int) -> None:
        self.window.turn(pages)

    @rule(step=st.integers(-50, 50))
    def scroll(self, step: int) -> None:
        key = self.window.key
        self.window.scroll(step)
        assert self.window.key == key

    @rule()
    def next_page(self) -> None:
        if self.window.near_end:
            start = self.key(-1) + 1
            seen = (self.window.key, self.window.visible[:1])
            self.window.append(
                rows(start, min(start + self.PAGE, self.TOTAL)), start + self.PAGE < self.TOTAL
            )
            assert (self.window.key, self.window.visible[:1]) == seen

    @rule()
    def page_before(self) -> None:
        if self.window.near_start:
            stop = self.key(0)
            seen = (self.window.key, self.window.visible)
            self.window.prepend(rows(max(0, stop - self.PAGE), stop), stop - self.PAGE > 0)
            assert (self.window.key, self.window.visible) == seen

    @rule()
    def end(self) -> None:
        self.window.end_with(rows(self.TOTAL - self.PAGE, self.TOTAL), True)
        assert self.window.key == self.TOTAL - 1

    @invariant()
    def it_holds_consecutive_rows_and_few(self) -> None:
        keys = [row.key for row in self.window.rows]
        assert keys == list(range(self.key(0), self.key(0) + len(keys)))
        assert len(keys) <= paged_rows.WINDOW + self.PAGE
        assert self.window.more_before == (self.key(0) > 0)
        assert self.window.more_after == (self.key(-1) < self.TOTAL - 1)

    def key(self, position: int) -> int:
        key = self.window.rows[position].key
        assert isinstance(key, int)
        return key


TestBrowsing = Browsing.TestCase
TestBrowsing.settings = settings(max_examples=20, stateful_step_count=30)


def test_a_row_still_there_keeps_the_cursor_and_at_the_start_the_view() -> None:
    at_start = window(0, 50, cursor=3)
    at_start.start_with([Row(-1, ("new",)), *rows(0, 50)], True, stay=False)
    assert (at_start.key, at_start.cursor, at_start.top) == (3, 4, 0)


def test_further_down_the_row_keeps_its_line() -> None:
    further = window(0, 50, cursor=30, top=25)
    further.start_with([Row(-1, ("new",)), *rows(0, 50)], True, stay=False)
    assert (further.key, further.cursor - further.top) == (30, 5)


def test_a_row_that_is_gone_leaves_the_cursor_at_the_start_or_on_its_neighbour() -> None:
    searched, finished = window(0, 50, cursor=30, top=25), window(0, 50, cursor=30, top=25)
    searched.start_with(rows(100, 150), True, stay=False)
    finished.start_with([row for row in rows(0, 50) if row.key != 30], True, stay=True)
    assert (searched.key, searched.top) == (100, 0)
    assert (finished.key, finished.cursor - finished.top) == (31, 5)


def test_no_rows_have_no_key_and_want_no_page() -> None:
    empty = RowWindow()
    empty.start_with([], True, stay=False)
    empty.go(5)
    empty.turn(1)
    assert (empty.key, empty.visible, empty.near_end, empty.near_start) == (None, [], False, False)
