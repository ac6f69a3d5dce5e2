"""How a seat looks: its glyph, its style, and the text of a row of seats (spec/screens.md, Add a ticket)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.states import SeatState
from boxoffice_tui.widgets.seat_map_layout import SeatLine


class Look(StrEnum):
    """What a cell tells: the seat's state, or of a free seat whom it is for."""

    FREE = "free"
    ACCESSIBLE = "accessible"
    COMPANION = "companion"
    OWN = "own"
    CHOSEN = "chosen"
    HELD = "held"
    SOLD = "sold"
    HOUSE = "house"
    KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One cell for each look, and the marks that say where the map goes on."""

    seats: Mapping[Look, str]
    left: str
    right: str
    up: str
    down: str


ROUND = Glyphs(
    {
        Look.FREE: "○",
        Look.ACCESSIBLE: "a",
        Look.COMPANION: "c",
        Look.OWN: "●",
        Look.CHOSEN: "◉",
        Look.HELD: "◌",
        Look.SOLD: "✕",
        Look.HOUSE: "▪",
        Look.KILLED: "▒",
    },
    left="‹",
    right="›",
    up="▴",
    down="▾",
)
ASCII = Glyphs(
    {
        Look.FREE: "o",
        Look.ACCESSIBLE: "a",
        Look.COMPANION: "c",
        Look.OWN: "@",
        Look.CHOSEN: "*",
        Look.HELD: "~",
        Look.SOLD: "x",
        Look.HOUSE: "#",
        Look.KILLED: "%",
    },
    left="<",
    right=">",
    up="^",
    down="v",
)


@dataclass(frozen=True, slots=True)
class Palette:
    """The styles of the map, all on its own background; `marked` is laid over a seat's own."""

    looks: Mapping[Look, Style]
    base: Style
    label: Style
    heading: Style
    marked: Style


@dataclass(frozen=True, slots=True)
class Cursor:
    """The seat under the cursor: `style` is laid over the seat's own, brackets stand where there is room."""

    seat_id: int
    style: Style
    bracketed: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The columns in sight: `start` up to and including `stop`, one spare cell on either side for a mark."""

    start: int
    stop: int

    @property
    def cells(self) -> int:
        """The width on the terminal, the two spare cells included."""
        return self.stop - self.start + 3


def look_of(seat: Seat, state: SeatState) -> Look:
    """What the cell of `seat` tells; whom a seat is for matters only while it is free."""
    if state is not SeatState.FREE:
        return Look(state.value)
    if seat.accessible:
        return Look.ACCESSIBLE
    return Look.COMPANION if seat.companion else Look.FREE


_HOLE = Style(reverse=False, underline=True)
"""The cursor among marked seats, which are reversed: it alone is not."""


@dataclass(frozen=True, slots=True)
class RowPainter:
    """Paints rows of seats with one set of glyphs and styles; `states` and `marked` are the widget's own, live."""

    glyphs: Glyphs
    palette: Palette
    states: Mapping[int, SeatState]
    marked: AbstractSet[int]

    def seats(self, row: SeatLine, window: Window, cursor: Cursor | None) -> list[Segment]:
        """The seats of `row` inside `window`, the one under the cursor marked."""
        cells = [" "] * window.cells
        styles: list[Style | None] = [None] * window.cells
        origin = window.start - 1
        first, last = bisect_left(row.columns, window.start), bisect_right(row.columns, window.stop)
        for seat, column in zip(row.seats[first:last], row.columns[first:last], strict=True):
            look = look_of(seat, self.states.get(seat.id, SeatState.FREE))
            cell = column - origin
            cells[cell] = self.glyphs.seats[look]
            styles[cell] = self.palette.looks[look]
            if seat.id in self.marked:
                self._lay_mark(cells, styles, cell)
            if cursor and seat.id == cursor.seat_id:
                self._mark(cells, styles, cell, cursor)
        if first > 0:
            cells[0] = self.glyphs.left
        if last < len(row.columns):
            cells[-1] = self.glyphs.right
        return runs(cells, styles, self.palette.base)

    def _lay_mark(self, cells: list[str], styles: list[Style | None], cell: int) -> None:
        """The seat's own style and the mark's; the blank between two marked neighbours is the right one's."""
        style = styles[cell] = (styles[cell] or self.palette.base) + self.palette.marked
        before = styles[cell - 2] if cell > 1 else None
        if cells[cell - 1] == " " and before is not None and before.reverse:
            styles[cell - 1] = style

    def _mark(self, cells: list[str], styles: list[Style | None], cell: int, cursor: Cursor) -> None:
        own = styles[cell] or self.palette.base
        marked = own + cursor.style + _HOLE if own.reverse else own + cursor.style
        styles[cell] = marked
        if cursor.bracketed:
            cells[cell - 1], cells[cell + 1] = "[", "]"
            styles[cell - 1] = styles[cell + 1] = marked

    def label(self, row: SeatLine, width: int) -> Segment:
        """The row's name against the right edge of `width` cells."""
        return Segment(fitted(row.label, width, right=True), self.palette.label)


def runs(cells: list[str], styles: list[Style | None], base: Style) -> list[Segment]:
    """One segment for each run of cells of one style; a cell without a style has the base's.

    A blank between two seats of one style goes with them where it looks as the base's would: each segment is 40
    bytes on the wire.
    """
    segments: list[Segment] = []
    text = ""
    now = base
    for cell, style in zip(cells, styles, strict=True):
        wanted = style or (now if cell == " " and _blank_as(base, now) else base)
        if wanted != now and text:
            segments.append(Segment(text, now))
            text = ""
        now = wanted
        text += cell
    if text:
        segments.append(Segment(text, now))
    return segments


def _blank_as(base: Style, style: Style) -> bool:
    """Whether a blank in `style` looks as one in `base`."""
    return style.bgcolor == base.bgcolor and not (style.reverse or style.underline or style.strike)


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """`text` from a plan, made harmless, in exactly `width` cells."""
    harmless = safe(text)
    cut = set_cell_size(harmless, width).rstrip() if width > 0 else ""
    return set_cell_size("", width - cell_len(cut)) + cut if right else set_cell_size(cut, width)
