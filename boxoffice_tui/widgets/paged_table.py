"""A list of any length: rows come in pages from its owner, a move repaints two lines."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.widgets.lean_lines import LeanLines
from boxoffice_tui.widgets.paged_columns import GAP, Column, FittedColumn, cell_segments, fit_columns
from boxoffice_tui.widgets.paged_rows import Row, RowWindow

_WHEEL = 3  # lines a notch of the wheel
_TICK = 4  # cells of "[x] "
_AWAKE = 2


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line of the terminal shows; `cursor` is 0 without, 1 asleep, `_AWAKE` with the focus."""

    row: Row
    cursor: int
    ticked: bool


class Toward(StrEnum):
    """Which page of the list is wanted."""

    START = "start"
    BEFORE = "before"
    AFTER = "after"
    END = "end"


@dataclass
class _FromTable(Message):
    table: PagedTable

    @property
    def control(self) -> PagedTable:
        """The table it comes from."""
        return self.table


class PagedTable(LeanLines, can_focus=True):
    """Rows under their titles, a cursor on one of them; no scrollbar: the owner tells the position.

    When the cursor or the view nears the end of what is loaded, the table asks by `PageWanted`; the owner
    answers with `replace` (START), `append` (AFTER), `prepend` (BEFORE) or `replace_tail` (END), rows always
    in the order they are shown. Rows far behind are let go and asked for again, so that memory stays small.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Line before"), show=False, id="paged_table.up"),
        Binding("down", "move(1)", N_("Next line"), show=False, id="paged_table.down"),
        Binding("pageup", "page(-1)", N_("Page before"), show=False, id="paged_table.page_before"),
        Binding("pagedown", "page(1)", N_("Next page"), show=False, id="paged_table.page_after"),
        Binding("home", "start", N_("Start of the list"), show=False, id="paged_table.start"),
        Binding("end", "end", N_("End of the list"), show=False, id="paged_table.end"),
        Binding("enter", "choose", N_("Open"), show=False, id="paged_table.choose"),
        Binding("space", "tick", N_("Tick"), show=False, id="paged_table.tick"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paged-table--header",
        "paged-table--cursor",
        "paged-table--cursor-away",
        "paged-table--placeholder",
    }
    DEFAULT_CSS = """
    PagedTable {
        height: 1fr;
        background: $background;
        & > .paged-table--header { color: $foreground 70%; text-style: bold; }
        & > .paged-table--cursor {
            color: $block-cursor-foreground; background: $block-cursor-background;
        }
        & > .paged-table--cursor-away {
            color: $block-cursor-blurred-foreground; background: $block-cursor-blurred-background;
        }
        & > .paged-table--placeholder { color: $foreground 70%; }
        &:ansi > .paged-table--cursor { text-style: bold reverse; }
        &:nocolor > .paged-table--cursor { text-style: bold reverse; }
        &:ansi > .paged-table--cursor-away { text-style: underline; }
        &:nocolor > .paged-table--cursor-away { text-style: underline; }
    }
    """

    @dataclass
    class PageWanted(_FromTable):
        """The owner is asked for a page: the one after or before the row `key`, the first, or the last."""

        toward: Toward
        key: Hashable | None

    @dataclass
    class RowMoved(_FromTable):
        """The cursor is on another row."""

        key: Hashable

    @dataclass
    class RowChosen(_FromTable):
        """Enter or a click on a row."""

        key: Hashable

    @dataclass
    class Ticked(_FromTable):
        """Other rows are ticked than before."""

        keys: frozenset[Hashable]

    def __init__(
        self,
        columns: Sequence[Column] = (),
        *,
        tickable: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        """`tickable` puts `[ ]` before each row, for commands on several."""
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._fitted: tuple[FittedColumn, ...] = ()
        self._tickable = tickable
        self._ticked: set[Hashable] = set()
        self._window = RowWindow()
        self._asked: Toward | None = None
        self._told: Hashable | None = None  # the key of the last RowMoved
        self._placeholder: Text | str = ""
        self._painted: list[_Line] = []

    # What the owner tells

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, or the same ones with titles in another language."""
        self._columns = tuple(columns)
        self._fit()

    def say(self, placeholder: Text | str) -> None:
        """The line shown while there are no rows, already translated."""
        self._placeholder = placeholder
        if not self._window.rows:
            self.refresh()

    def replace(self, rows: Iterable[Row], more: bool, *, stay: bool = False) -> None:
        """The first page of the list, the whole list where `more` is false.

        The cursor stays on its row where that is still here; else it goes to the first row or, with `stay`, to
        the row that took its place.
        """
        self._window.start_with(rows, more, stay=stay)
        if self._asked is Toward.START:
            self._window.go(0)
        self._asked = None
        self._changed()

    def replace_tail(self, rows: Iterable[Row], more: bool) -> None:
        """The last page of the list, `more` rows before it; the cursor goes to the last row."""
        self._window.end_with(rows, more)
        self._asked = None
        self._changed()

    def append(self, rows: Iterable[Row], more: bool, *, after: Hashable) -> bool:
        """The page after the row `after`; False, and nothing done, where that is not the last one any more."""
        if not self._window.rows or self._window.rows[-1].key != after:
            return False
        self._window.append(rows, more)
        self._answered(Toward.AFTER)
        return True

    def prepend(self, rows: Iterable[Row], more: bool, *, before: Hashable) -> bool:
        """The page before the row `before`; False, and nothing done, where that is not the first one any more."""
        if not self._window.rows or self._window.rows[0].key != before:
            return False
        self._window.prepend(rows, more)
        self._answered(Toward.BEFORE)
        return True

    def page_failed(self) -> None:
        """The page asked for does not come; the next move asks again."""
        self._asked = None

    @property
    def cursor_key(self) -> Hashable | None:
        """The key of the row under the cursor, None in an empty list."""
        return self._window.key

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor, None in an empty list."""
        return self._window.row

    @property
    def ticked(self) -> frozenset[Hashable]:
        """The keys of the ticked rows, those out of sight included."""
        return frozenset(self._ticked)

    @property
    def held(self) -> int | None:
        """How many rows from the start of the list on are held; None where its start was let go."""
        return None if self._window.more_before else len(self._window.rows)

    def change(self, row: Row) -> None:
        """Other cells for the row with the key of `row`, where it is held."""
        if self._window.change(row):
            self._repaint()

    def tick(self, keys: Iterable[Hashable]) -> None:
        """Ticks the rows with these keys, and no others."""
        wanted = set(keys)
        if wanted != self._ticked:
            self._ticked = wanted
            self._repaint()
            self.post_message(self.Ticked(self, self.ticked))

    def clear_ticks(self) -> None:
        """Unticks all rows."""
        self.tick(())

    # Keys and mouse

    def action_move(self, step: int) -> None:
        """Moves the cursor by `step` rows."""
        self._window.go(self._window.cursor + step)
        self._changed()

    def action_page(self, step: int) -> None:
        """Moves the view and the cursor by a page, -1 or 1."""
        self._window.turn(step)
        self._changed()

    def action_start(self) -> None:
        """Goes to the first row of the list, asking for its page where it is not loaded."""
        if self._window.more_before:
            self._ask(Toward.START)
        else:
            self._window.go(0)
            self._changed()

    def action_end(self) -> None:
        """Goes to the last row of the list, asking for its page where it is not loaded."""
        if self._window.more_after:
            self._ask(Toward.END)
        else:
            self._window.go(len(self._window.rows) - 1)
            self._changed()

    def action_choose(self) -> None:
        """Says that the row under the cursor was chosen."""
        if self.cursor_key is not None:
            self.post_message(self.RowChosen(self, self.cursor_key))

    def action_tick(self) -> None:
        """Ticks or unticks the row under the cursor, where the table has ticks."""
        key = self.cursor_key
        if self._tickable and key is not None:
            self._ticked ^= {key}
            self._repaint()
            self.post_message(self.Ticked(self, self.ticked))

    def on_click(self, event: events.Click) -> None:
        """Goes to the row under the mouse and chooses it; on its box, ticks it."""
        x, y = event.get_content_offset_capture(self)
        position = self._window.top + y - 1
        if not 1 <= y <= self._window.height or position >= len(self._window.rows):
            return
        self._window.go(position)
        self._changed()
        if self._tickable and 1 <= x < 1 + _TICK:
            self.action_tick()
        else:
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Shows the rows below; the cursor stays on its row."""
        event.stop()
        self._window.scroll(_WHEEL)
        self._changed()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Shows the rows above; the cursor stays on its row."""
        event.stop()
        self._window.scroll(-_WHEEL)
        self._changed()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Marks the cursor as the one that keys move, or as asleep."""
        super().watch_has_focus(has_focus)
        self._repaint()
        self._place_cursor()

    def on_resize(self) -> None:
        """Fits rows and columns into the room there is now."""
        self._window.height = max(1, self.content_size.height - 1)
        self._window.go(self._window.cursor)
        self._fit()
        self._changed()

    # What follows from a change

    def _answered(self, toward: Toward) -> None:
        if self._asked is toward:
            self._asked = None
        self._changed()

    def _changed(self) -> None:
        """Repaints what differs, asks for the page that comes near, tells of another row under the cursor."""
        self._repaint()
        self._place_cursor()
        if self._asked is None and self._window.near_end:
            self._ask(Toward.AFTER)
        elif self._asked is None and self._window.near_start:
            self._ask(Toward.BEFORE)
        key = self._window.key
        if key != self._told:
            self._told = key
            if key is not None:
                self.post_message(self.RowMoved(self, key))

    def _ask(self, toward: Toward) -> None:
        if self._asked is toward or not self.is_mounted:
            return
        self._asked = toward
        edges = {Toward.AFTER: -1, Toward.BEFORE: 0}
        rows = self._window.rows
        self.post_message(self.PageWanted(self, toward, rows[edges[toward]].key if toward in edges else None))

    def _fit(self) -> None:
        room = self.content_size.width - 1 - (_TICK if self._tickable else 0)
        self._fitted = fit_columns(self._columns, room) if room > 0 else ()
        self.refresh()

    def _repaint(self) -> None:
        """Repaints the lines that show something else than before; a move leaves the marks alone."""
        before, self._painted = self._painted, self._lines()
        for line, (old, new) in enumerate(zip_longest(before, self._painted), 1):
            if old != new:
                margin = 1 if old and new and old.row == new.row else 0
                self.refresh(Region(margin, line, self.content_size.width - 2 * margin, 1))

    def _lines(self) -> list[_Line]:
        window, focused = self._window, self.has_focus
        return [
            _Line(row, (1 + focused) * (position == window.cursor), row.key in self._ticked)
            for position, row in enumerate(window.visible, window.top)
        ]

    def _place_cursor(self) -> None:
        line = self._window.cursor - self._window.top
        if self.has_focus and 0 <= line < self._window.height:
            self.app.cursor_position = self.content_region.offset + Offset(0, line + 1)

    # Painting

    def render_line(self, y: int) -> Strip:
        """The titles, a row, or a blank line."""
        base = self.rich_style
        if y == 0:
            segments = self._header()
        elif y <= len(self._painted):
            segments = self._row(self._painted[y - 1], base)
        elif y == 1:
            style = self.get_component_rich_style("paged-table--placeholder")
            blank = Segment(" ", style)
            segments = [blank, *self._cell(self._placeholder, max(0, self.content_size.width - 1), style)]
        else:
            segments = []
        return Strip(segments).adjust_cell_length(self.content_size.width, base)

    def _header(self) -> list[Segment]:
        style = self.get_component_rich_style("paged-table--header")
        segments = [Segment(" " * (1 + (_TICK if self._tickable else 0)), style)]
        for fitted in self._fitted:
            segments += cell_segments(
                fitted.column.title, fitted.width, fitted.column.align, style, self.app.console
            )
            segments.append(Segment(" " * GAP, style))
        return segments

    def _row(self, line: _Line, base: Style) -> list[Segment]:
        mark, cells = self._cell(line.row.mark, 1, base), self._cells(line, base)
        if not line.cursor:
            return mark + cells
        style = self.get_component_rich_style(
            f"paged-table--cursor{'' if line.cursor == _AWAKE else '-away'}"
        )
        text = "".join(segment.text for segment in cells)
        return [*mark, Segment(set_cell_size(text, max(0, self.content_size.width - 1)), style)]

    def _cells(self, line: _Line, base: Style) -> list[Segment]:
        box = "[x] " if line.ticked else "[ ] "
        segments = [Segment(box, base)] if self._tickable else []
        for fitted in self._fitted:
            cell = line.row.cells[fitted.position]
            column, console = fitted.column, self.app.console
            segments += cell_segments(cell, fitted.width, column.align, base, console, ends=column.ends)
            segments.append(Segment(" " * GAP, base))
        return segments

    def _cell(self, cell: Text | str, width: int, style: Style) -> list[Segment]:
        return cell_segments(cell, width, "left", style, self.app.console)
