"""Where each seat of a plan stands on the terminal: geometry, no Textual (spec/screens.md, Add a ticket).

Sections lie under each other, centred; in a section each row of the plan is one line. Seats of a row that are
neighbours stand side by side; a block of neighbours stands where the plan has it, so that columns line up and
aisles stay visible.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import dist, floor, inf
from operator import attrgetter
from statistics import median

from boxoffice_tui.rules.seating import Seat

AISLE = 1.5  # a gap above this many pitches of the row is an aisle (spec/archives.md, Seating plans)
WIDEST_GAP = 2  # empty seat widths that a gap shared by all rows of a section keeps at most


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A row on the terminal: seats from left to right and the column of each, 0 being the map's left edge."""

    section: int
    label: str
    seats: tuple[Seat, ...]
    columns: tuple[int, ...]

    def position(self, seat_id: int) -> int:
        """How many seats stand left of a seat of this row; LookupError for a seat of another."""
        for position, seat in enumerate(self.seats):
            if seat.id == seat_id:
                return position
        raise LookupError(f"seat {seat_id} is not in this row")


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a section above its rows; the first section has none, the widget's top line names it."""

    section: int


@dataclass(frozen=True, slots=True)
class SeatMapLayout:
    """The whole map in cells; `line_of` gives the line of each seat by its id."""

    sections: tuple[str, ...]
    pitches: tuple[int, ...]  # cells from one seat to the next, by section
    edges: tuple[tuple[int, int], ...]  # the first and the last column, by section
    lines: tuple[SeatLine | Heading, ...]
    width: int
    label_width: int
    line_of: dict[int, int]

    def column(self, seat_id: int) -> int:
        """The column of a seat, 0 being the map's left edge."""
        row = self.row(self.line_of[seat_id])
        return row.columns[row.position(seat_id)]

    def row(self, line: int) -> SeatLine:
        """The row on `line`; LookupError where there is a heading."""
        row = self.lines[line]
        if isinstance(row, Heading):
            raise LookupError(f"line {line} is a heading")
        return row

    def nearest(self, line: int, column: int) -> Seat:
        """The seat of the row on `line` that stands nearest to `column`, the left one of two."""
        row = self.row(line)
        position = bisect_left(row.columns, column)
        around = [place for place in (position - 1, position) if 0 <= place < len(row.columns)]
        return row.seats[min(around, key=lambda place: abs(row.columns[place] - column))]

    def row_from(self, line: int, step: int) -> int | None:
        """The next line after `line`, by `step` 1 or -1, that is a row; None at the end of the map."""
        line += step
        while 0 <= line < len(self.lines):
            if isinstance(self.lines[line], SeatLine):
                return line
            line += step
        return None

    def between(self, one: int, other: int) -> frozenset[int]:
        """The ids of the seats in the rectangle of lines and columns that two seats are corners of."""
        top, bottom = sorted((self.line_of[one], self.line_of[other]))
        left, right = sorted((self.column(one), self.column(other)))
        return frozenset(
            seat.id
            for line in self.lines[top : bottom + 1]
            if isinstance(line, SeatLine)
            for seat in line.seats[bisect_left(line.columns, left) : bisect_right(line.columns, right)]
        )

    def rows_between(self, one: int, other: int) -> frozenset[int]:
        """The ids of the seats of all rows from that of one seat to that of another."""
        top, bottom = sorted((self.line_of[one], self.line_of[other]))
        rows = (line for line in self.lines[top : bottom + 1] if isinstance(line, SeatLine))
        return frozenset(seat.id for row in rows for seat in row.seats)

    def section_start(self, section: int) -> int | None:
        """The first row's line of a section, None where there is no such section."""
        for number, line in enumerate(self.lines):
            if isinstance(line, SeatLine) and line.section == section:
                return number
        return None


# The blocks of a row between its aisles: for each how many seats, and the x of its first and last. Rows of one
# shape stand in the same columns, so that a house of 20,000 seats is laid out by its few shapes.
_Shape = tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """A section as drawn: cells from seat to seat, the columns of each shape of row, and their width."""

    pitch: int
    columns: dict[_Shape, tuple[int, ...]]
    width: int


def lay_out(
    seats: Iterable[Seat], aisle_after: frozenset[int], room: int, longest_label: int = 6
) -> SeatMapLayout:
    """The map of `seats` (plan order) for `room` cells of width.

    A seat takes two cells with its gap; in a section wider than `room` it takes one, where that makes it fit.
    Labels longer than `longest_label` characters are shortened by the widget.
    """
    plan = _rows_by_section(seats)
    label_width = max(
        (min(len(row[0].row), longest_label) for rows in plan.values() for row in rows), default=0
    )
    shapes = [[_shape(row, aisle_after) for row in rows] for rows in plan.values()]
    drawn = [_draw(section, room - 2 * (label_width + 1)) for section in shapes]
    width = max((section.width for section in drawn), default=0)
    lines: list[SeatLine | Heading] = []
    line_of: dict[int, int] = {}
    edges: list[tuple[int, int]] = []
    for number, (rows, section) in enumerate(zip(plan.values(), drawn, strict=True)):
        shift = (width - section.width) // 2
        edges.append((shift, shift + section.width - 1))
        columns_of = {
            shape: tuple([column + shift for column in columns]) for shape, columns in section.columns.items()
        }
        if number:
            lines.append(Heading(number))
        for row, shape in zip(rows, shapes[number], strict=True):
            line_of.update(dict.fromkeys([seat.id for seat in row], len(lines)))
            lines.append(SeatLine(number, row[0].row, tuple(row), columns_of[shape]))
    return SeatMapLayout(
        sections=tuple(plan),
        pitches=tuple(section.pitch for section in drawn),
        edges=tuple(edges),
        lines=tuple(lines),
        width=width,
        label_width=label_width,
        line_of=line_of,
    )


def _rows_by_section(seats: Iterable[Seat]) -> dict[str, list[list[Seat]]]:
    sections: dict[str, dict[int, list[Seat]]] = {}
    here: tuple[str, int] | None = None
    row: list[Seat] = []
    for seat in seats:
        if here != (seat.section, seat.row_index):
            here = (seat.section, seat.row_index)
            row = sections.setdefault(seat.section, {}).setdefault(seat.row_index, [])
        row.append(seat)
    return {
        section: [_left_to_right(rows[index]) for index in sorted(rows)] for section, rows in sections.items()
    }


def _left_to_right(row: list[Seat]) -> list[Seat]:
    """The seats in plan order, turned round where the plan draws them from right to left."""
    row.sort(key=attrgetter("place"))
    if row[0].x > row[-1].x and all(here.x >= after.x for here, after in pairwise(row)):
        row.reverse()
    return row


def _shape(row: list[Seat], aisle_after: frozenset[int]) -> _Shape:
    """The row cut at its aisles; the aisle follows the seat that comes first in the plan."""
    places = [(seat.x, seat.y) for seat in row]
    gaps = [dist(here, after) for here, after in pairwise(places)]
    widest = (AISLE * median(gaps) if gaps else 0.0) or inf
    cuts = {position for position, gap in enumerate(gaps, 1) if gap > widest}
    if aisle_after:
        firsts = row if row[0].place <= row[-1].place else row[1:]
        cuts.update(position for position, seat in enumerate(firsts, 1) if seat.id in aisle_after)
    bounds = [0, *sorted(cuts - {len(row)}), len(row)]
    return tuple([(stop - start, places[start][0], places[stop - 1][0]) for start, stop in pairwise(bounds)])


def _draw(rows: list[_Shape], room: int) -> _Section:
    """A section at two cells a seat; at one where it does not fit `room` else."""
    unit = _unit(rows)
    shapes = dict.fromkeys(rows)
    roomy = _draw_at(2, shapes, unit)
    if roomy.width <= room:
        return roomy
    dense = _draw_at(1, shapes, unit)
    return dense if dense.width <= room else roomy


def _unit(rows: list[_Shape]) -> float:
    """How many of the plan's units lie between two neighbours of the section; 0 where x tells nothing."""
    steps = [(last - first) / (count - 1) for shape in rows for count, first, last in shape if count > 1]
    return max(median(steps), 0.0) if steps else 0.0


def _draw_at(pitch: int, shapes: Iterable[_Shape], unit: float) -> _Section:
    """The columns of the shapes, beginning at 0, a gap that all of them share narrowed."""
    drawn = {shape: _columns(shape, unit, pitch) for shape in shapes}
    used = sorted({column for columns in drawn.values() for column in columns})
    widest = (WIDEST_GAP + 1) * pitch
    moved: dict[int, int] = {}
    before, now = used[0], 0
    for column in used:
        now += min(column - before, widest)
        moved[column] = now
        before = column
    columns_of = {shape: tuple([moved[column] for column in columns]) for shape, columns in drawn.items()}
    return _Section(pitch, columns_of, now + 1)


def _columns(shape: _Shape, unit: float, pitch: int) -> list[int]:
    """The column of each seat of a row: each block where the plan centres it, an aisle between two."""
    columns: list[int] = []
    for count, first, last in shape:
        length = (count - 1) * pitch
        start = floor(pitch * (first + last) / 2 / unit - length / 2 + 0.5) if unit else 0
        if columns:
            start = max(start, columns[-1] + 2 * pitch)
        columns.extend(range(start, start + length + 1, pitch))
    return columns
