"""The seat map: every seat of a performance in one widget that repaints only the cells that change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.views.blocked_seats import SeatBlockLine
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import SeatState
from boxoffice_tui.widgets.lean_lines import LeanLines
from boxoffice_tui.widgets.seat_map_layout import Heading, SeatLine, lay_out
from boxoffice_tui.widgets.seat_map_paint import (
    ASCII,
    ROUND,
    Cursor,
    Look,
    Palette,
    RowPainter,
    Window,
    fitted,
    look_of,
)
from boxoffice_tui.widgets.seat_map_viewport import Viewport
from boxoffice_tui.widgets.seat_map_words import described, word_of

_WHEEL = 3  # lines a notch of the wheel
_BLOCKED = frozenset({SeatState.HOUSE, SeatState.KILLED})


@dataclass
class _FromMap(Message):
    seat_map: SeatMap

    @property
    def control(self) -> SeatMap:
        """The map it comes from."""
        return self.seat_map


class SeatMap(LeanLines, can_focus=True):
    """A performance's seats, one line a row, under a line that names the section in sight and the stage.

    Arrows go to the nearest seat, Home and End along the row, Page Up and Page Down by section; Enter, space
    and a click choose. Nothing scrolls by itself and no scrollbar is drawn: `‹ › ▴ ▾` say where more lies.
    """

    HELP_WORDS = N_("The seats: the arrows go from one to the next, Space or Enter chooses it.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "along(-1)", N_("Seat to the left"), show=False, id="seat_map.left"),
        Binding("right", "along(1)", N_("Seat to the right"), show=False, id="seat_map.right"),
        Binding("up", "across(-1)", N_("Row in front"), show=False, id="seat_map.up"),
        Binding("down", "across(1)", N_("Row behind"), show=False, id="seat_map.down"),
        Binding("home", "edge(0)", N_("First seat of the row"), show=False, id="seat_map.home"),
        Binding("end", "edge(-1)", N_("Last seat of the row"), show=False, id="seat_map.end"),
        Binding("pageup", "section(-1)", N_("Section before"), show=False, id="seat_map.section_before"),
        Binding("pagedown", "section(1)", N_("Next section"), show=False, id="seat_map.section_after"),
        Binding("enter,space", "choose", N_("Choose the seat"), show=False, id="seat_map.choose"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"seat-map--{look.value}" for look in Look),
        "seat-map--label",
        "seat-map--heading",
        "seat-map--cursor",
        "seat-map--cursor-away",
        "seat-map--marked",
    }
    DEFAULT_CSS = """
    SeatMap {
        height: 1fr;
        background: $background;
        & > .seat-map--free { color: $foreground; }
        & > .seat-map--accessible { color: $foreground; text-style: bold; }
        & > .seat-map--companion { color: $foreground; text-style: bold; }
        & > .seat-map--own { color: #000000; background: #ffd700; text-style: bold; }
        & > .seat-map--chosen { color: $text-success; text-style: bold; }
        & > .seat-map--held { color: $foreground 50%; }
        & > .seat-map--sold { color: $foreground 50%; }
        & > .seat-map--house { color: $foreground 50%; }
        & > .seat-map--killed { color: $foreground 50%; }
        & > .seat-map--label { color: $foreground 70%; }
        & > .seat-map--heading { color: $foreground; text-style: bold; }
        & > .seat-map--cursor { color: $foreground; background: $background; text-style: bold reverse not dim; }
        & > .seat-map--cursor-away { text-style: underline; }
        & > .seat-map--marked { text-style: reverse not dim; }
        &:ansi {
            & > .seat-map--own { color: ansi_black; background: ansi_bright_yellow; }
            & > .seat-map--chosen { color: ansi_green; }
            & > .seat-map--held { text-style: dim; }
            & > .seat-map--sold { text-style: dim; }
            & > .seat-map--house { text-style: dim; }
            & > .seat-map--killed { text-style: dim; }
        }
    }
    """

    @dataclass
    class Moved(_FromMap):
        """The cursor went to another seat."""

        seat_id: int

    @dataclass
    class Chosen(_FromMap):
        """Enter, space or a click on a seat, whatever its state: the owner decides what that means."""

        seat_id: int

    def __init__(
        self,
        view: SeatMapView | None = None,
        *,
        plain: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        """`plain` takes ASCII only, for terminals without the round glyphs."""
        super().__init__(id=id, classes=classes)
        self._glyphs = ASCII if plain else ROUND
        self._view = view
        self._seats: dict[int, Seat] = {}
        self._states: dict[int, SeatState] = {}
        self._marked: set[int] = set()  # by the map with which blocks are chosen
        self._blocks: Mapping[int, SeatBlockLine] = {}
        self._port = Viewport()
        self._stale = True  # the view is newer than its layout
        self._cursor: int | None = None
        self._goal: int | None = None  # the column that up and down keep to
        self._painter: RowPainter | None = None
        if view is not None:
            self.show(view)

    # What the owner asks

    def show(self, view: SeatMapView) -> None:
        """Shows another performance or state; the cursor stays on its seat, else takes the first own one."""
        self._view = view
        self._seats = {seat.id: seat for seat in view.seats}
        self._states.clear()
        self._states.update(view.states)
        self._blocks = view.blocks
        if self._cursor not in self._seats:
            self._cursor = self._first_seat()
            self._goal = None
        self._stale = True
        if self.is_mounted and self.content_size.width:
            self._lay_out()
            self.refresh()

    def update(self, view: SeatMapView) -> None:
        """Takes the states of now of the same performance; repaints the cells that change."""
        self._blocks = view.blocks
        self.update_states({seat.id: view.states.get(seat.id, SeatState.FREE) for seat in view.seats})

    def update_states(self, changes: Mapping[int, SeatState]) -> None:
        """Takes new states of some seats and repaints their cells; a seat not in the map is left out."""
        for seat_id, state in changes.items():
            if seat_id in self._seats and self._states.get(seat_id, SeatState.FREE) is not state:
                self._states[seat_id] = state
                self._refresh_seat(seat_id, beside=1 if seat_id == self._cursor else 0)

    def move_to(self, seat_id: int) -> None:
        """Puts the cursor on a seat and scrolls to it; LookupError for a seat the map does not hold."""
        if seat_id not in self._seats:
            raise LookupError(f"seat {seat_id} is not in this map")
        self._goal = None
        self._go(seat_id)

    @property
    def cursor_seat(self) -> int | None:
        """The id of the seat under the cursor, None in an empty map."""
        return self._cursor

    def state_of(self, seat_id: int) -> SeatState:
        """The state of a seat as the map shows it."""
        return self._states.get(seat_id, SeatState.FREE)

    def describe(self, seat_id: int, category: str = "") -> str:
        """A seat in words for a status line: section, row-number, state, category by its name if given.

        Of a seat that is blocked the reason too: `house: press`.
        """
        return described(self._seats[seat_id], self.state_of(seat_id), self.block_of(seat_id), category)

    def block_of(self, seat_id: int) -> SeatBlockLine | None:
        """Who made a seat the house's or put it out of use, when and why; None of any other."""
        return self._blocks.get(seat_id) if self.state_of(seat_id) in _BLOCKED else None

    def legend(self) -> Text:
        """The glyphs that this map shows now, each with its word, which a line's end does not part."""
        present = {look_of(seat, self.state_of(seat.id)) for seat in self._seats.values()}
        palette = self._paint().palette
        text = Text()
        for look in Look:
            if look in present or look in (Look.OWN, Look.CHOSEN):
                text.append("  " if text else "")
                text.append(self._glyphs.seats[look], palette.looks[look])
                text.append(f" {word_of(look)}".replace(" ", "\u00a0"))
        return text

    def retranslate(self) -> None:
        """Paints the words of the map in the language of now."""
        self.refresh()

    # Keys and mouse

    def action_along(self, step: int) -> None:
        """Goes to the neighbour on the left (-1) or right (1) of the row."""
        line = self._line_of_cursor()
        if line is not None and self._cursor is not None:
            seats = self._port.layout.row(line).seats
            position = self._port.layout.row(line).position(self._cursor) + step
            self.move_to(seats[min(max(position, 0), len(seats) - 1)].id)

    def action_across(self, step: int) -> None:
        """Goes to the nearest seat of the row in front (-1) or behind (1), keeping to one column."""
        line = self._line_of_cursor()
        target = self._port.layout.row_from(line, step) if line is not None else None
        if target is not None:
            self._go_to_line(target)

    def action_edge(self, position: int) -> None:
        """Goes to the first (0) or last (-1) seat of the row."""
        line = self._line_of_cursor()
        if line is not None:
            self.move_to(self._port.layout.row(line).seats[position].id)

    def action_section(self, step: int) -> None:
        """Goes to the first row of the section before (-1) or after (1), in the end sections to their own."""
        line = self._line_of_cursor()
        if line is None:
            return
        section = self._port.layout.row(line).section + step
        target = self._port.layout.section_start(min(max(section, 0), len(self._port.layout.sections) - 1))
        if target is not None:
            self._go_to_line(target)

    def action_choose(self) -> None:
        """Says that the seat under the cursor was chosen."""
        if self._cursor is not None:
            self.post_message(self.Chosen(self, self._cursor))

    def on_click(self, event: events.Click) -> None:
        """Goes to the seat under the mouse and chooses it."""
        seat = self._port.seat_at(*event.get_content_offset_capture(self))
        if seat is not None:
            self.move_to(seat.id)
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Shows the lines below; the cursor stays where it is."""
        event.stop()
        if self._port.scroll_lines(_WHEEL):
            self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Shows the lines above; the cursor stays where it is."""
        event.stop()
        if self._port.scroll_lines(-_WHEEL):
            self.refresh()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Marks the cursor as the one that keys move, or as asleep."""
        super().watch_has_focus(has_focus)
        self._refresh_cursor()

    def on_resize(self) -> None:
        """Lays the map out for the room there is now."""
        self._lay_out()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forgets the styles of the theme before."""
        self._painter = None
        super().notify_style_update()

    # Moving

    def _first_seat(self) -> int | None:
        own = (seat_id for seat_id, state in self._states.items() if state is SeatState.OWN)
        return next(own, next(iter(self._seats), None))

    def _lay_out(self) -> None:
        width, height = self.content_size
        if self._view is not None and (self._stale or width != self._port.width):
            self._port.layout = lay_out(self._view.seats, self._view.aisle_after, width)
            self._stale = False
        self._port.width, self._port.height = width, height
        if self._cursor is not None:
            self._port.bring_into_view(self._cursor)

    def _line_of_cursor(self) -> int | None:
        return self._port.layout.line_of.get(self._cursor) if self._cursor is not None else None

    def _go_to_line(self, line: int) -> None:
        if self._goal is None and self._cursor is not None:
            self._goal = self._port.layout.column(self._cursor)
        self._go(self._port.layout.nearest(line, self._goal or 0).id)

    def _go(self, seat_id: int) -> None:
        before, self._cursor = self._cursor, seat_id
        if self._port.bring_into_view(seat_id):
            self.refresh()
        elif before is not None and before != seat_id:
            self._refresh_seat(before)
        self._refresh_cursor()
        if before != seat_id:
            self.post_message(self.Moved(self, seat_id))

    def _refresh_cursor(self) -> None:
        cell = self._port.cell_of(self._cursor) if self._cursor is not None else None
        if self._cursor is None or cell is None:
            return
        self._refresh_seat(self._cursor)
        if self.has_focus:
            self.app.cursor_position = self.content_region.offset + cell

    def _refresh_seat(self, seat_id: int, beside: int = 1, after: int | None = None) -> None:
        """Repaints a seat's cell and those `beside` it, where the cursor has its brackets; `after` it as many."""
        cell = self._port.cell_of(seat_id)
        if cell is not None:
            x, y = cell
            room = self._bracketed(self._port.layout.row(self._port.layout.line_of[seat_id]))
            left, right = beside * room, (beside if after is None else after) * room
            self.refresh(Region(x - left, y, 1 + left + right, 1))

    def _bracketed(self, row: SeatLine) -> bool:
        return self._port.layout.pitches[row.section] > 1

    # Painting

    def _paint(self) -> RowPainter:
        if self._painter is None:
            looks = {look: self.get_component_rich_style(f"seat-map--{look.value}") for look in Look}
            row_label, heading = (
                self.get_component_rich_style(f"seat-map--{part}") for part in ("label", "heading")
            )
            marked = self.get_component_rich_style("seat-map--marked", partial=True)
            palette = Palette(looks, self.rich_style, row_label, heading, marked)
            self._painter = RowPainter(self._glyphs, palette, self._states, self._marked)
        return self._painter

    def render_line(self, y: int) -> Strip:
        """One line of the widget: the section's line, a heading, or a row."""
        painter, port = self._paint(), self._port
        number = port.top + y - 1
        if y == 0:
            segments = self._top_line(painter)
        elif number >= len(port.layout.lines):
            segments = []
        else:
            line = port.layout.lines[number]
            segments = self._heading(painter, line) if isinstance(line, Heading) else self._row(painter, line)
        return Strip(segments).adjust_cell_length(port.width, painter.palette.base)

    def _top_line(self, painter: RowPainter) -> list[Segment]:
        port = self._port
        if not port.layout.lines:
            return []
        section = port.layout.sections[port.layout.lines[port.top].section]
        stage = _("S T A G E")
        left = max(0, port.first_cell + port.columns // 2 - cell_len(stage) // 2)
        up = painter.glyphs.up if port.more_above else " "
        down = painter.glyphs.down if port.more_below else " "
        text = fitted(f" {fitted(section, max(0, left - 2))} {stage}", port.width - 3)
        return [Segment(f"{text}{up}{down} ", painter.palette.heading)]

    def _heading(self, painter: RowPainter, line: Heading) -> list[Segment]:
        name = fitted(f" {self._port.layout.sections[line.section]}", self._port.width)
        return [Segment(name, painter.palette.heading)]

    def _row(self, painter: RowPainter, row: SeatLine) -> list[Segment]:
        port = self._port
        cursor = None
        if self._cursor is not None and any(seat.id == self._cursor for seat in row.seats):
            part = "seat-map--cursor" if self.has_focus else "seat-map--cursor-away"
            style = self.get_component_rich_style(part, partial=True)
            cursor = Cursor(self._cursor, style, self._bracketed(row))
        first, last = port.span(row.section)
        margin = " " * (port.margin + first - port.start)
        segments = [Segment(margin, painter.palette.base)] if margin else []
        segments.append(painter.label(row, port.layout.label_width))
        segments += painter.seats(row, Window(first, last), cursor)
        if port.labels_on_the_right:
            segments.append(Segment(fitted(row.label, port.layout.label_width), painter.palette.label))
        return segments
