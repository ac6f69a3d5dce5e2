"""The part of a seat map in sight: which cell shows which seat, and how far the map is scrolled."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.widgets.seat_map_layout import Heading, SeatMapLayout

EMPTY = SeatMapLayout((), (), (), (), 0, 0, {})


@dataclass(slots=True)
class Viewport:
    """A layout seen through `width` by `height` cells, below one line that stays.

    `top` is the first line in sight, `start` the first column; the row labels on the left do not scroll.
    """

    layout: SeatMapLayout = EMPTY
    width: int = 0
    height: int = 0
    top: int = 0
    start: int = 0

    @property
    def lines(self) -> int:
        """How many lines of the map are in sight."""
        return max(1, self.height - 1)

    @property
    def columns(self) -> int:
        """How many columns of the map fit beside the label on the left."""
        return max(1, min(self.layout.width, self.width - self.layout.label_width - 2))

    @property
    def margin(self) -> int:
        """The blank cells left of the row labels."""
        return max(0, (self.width - 2 * self.layout.label_width - self.layout.width - 2) // 2)

    @property
    def first_cell(self) -> int:
        """Where the column `start` stands on the terminal."""
        return self.margin + self.layout.label_width + 1

    @property
    def labels_on_the_right(self) -> bool:
        """Whether the row labels fit on the right too."""
        return self.margin + 2 * self.layout.label_width + self.columns + 2 <= self.width

    def span(self, section: int) -> tuple[int, int]:
        """The first and the last column in sight of a section; of one that fits whole, those it has."""
        if self.columns >= self.layout.width:
            return self.layout.edges[section]
        return self.start, self.start + self.columns - 1

    @property
    def more_above(self) -> bool:
        """Whether lines lie above those in sight."""
        return self.top > 0

    @property
    def more_below(self) -> bool:
        """Whether lines lie below those in sight."""
        return self.top + self.lines < len(self.layout.lines)

    def cell_of(self, seat_id: int) -> tuple[int, int] | None:
        """The cell (x, y) of a seat, None when it is out of sight or in no line."""
        if seat_id not in self.layout.line_of:
            return None
        column = self.layout.column(seat_id) - self.start
        line = self.layout.line_of[seat_id] - self.top
        if not (0 <= line < self.lines and 0 <= column < self.columns):
            return None
        return self.first_cell + column, line + 1

    def seat_at(self, x: int, y: int) -> Seat | None:
        """The seat whose cell is (x, y) or touches it in the row, None where there is none."""
        line = y - 1 + self.top
        if not (0 < y <= self.lines and line < len(self.layout.lines)):
            return None
        if isinstance(self.layout.lines[line], Heading):
            return None
        column = x - self.first_cell + self.start
        seat = self.layout.nearest(line, column)
        return seat if abs(self.layout.column(seat.id) - column) <= 1 else None

    def bring_into_view(self, seat_id: int) -> bool:
        """Scrolls to a seat, half a view further than needed to spare the next moves; whether it scrolled."""
        if seat_id not in self.layout.line_of:
            return False
        before = (self.top, self.start)
        line, column = self.layout.line_of[seat_id], self.layout.column(seat_id)
        if not self.top <= line < self.top + self.lines:
            self.top = line - self.lines // 2
        if not self.start <= column < self.start + self.columns:
            self.start = column - self.columns // 2
        self._stay_inside()
        return before != (self.top, self.start)

    def scroll_lines(self, step: int) -> bool:
        """Scrolls by `step` lines as far as there are any; whether it moved."""
        before = self.top
        self.top += step
        self._stay_inside()
        return before != self.top

    def _stay_inside(self) -> None:
        self.top = min(max(self.top, 0), max(0, len(self.layout.lines) - self.lines))
        self.start = min(max(self.start, 0), max(0, self.layout.width - self.columns))
