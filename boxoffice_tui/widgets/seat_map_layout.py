"""Where each seat of a plan stands on the terminal: geometry, no Textual (spec/screens.md, Add a ticket).

Sections lie under each other, centred; in a section each row of the plan is one line. Seats of a row that are
neighbours stand side by side; a block of neighbours stands where the plan has it, so that columns line up and
aisles stay visible.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, hypot
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

    def section_start(self, section: int) -> int | None:
        """The first row's line of a section, None where there is no such section."""
        for number, line in enumerate(self.lines):
            if isinstance(line, SeatLine) and line.section == section:
                return number
        return None


@dataclass(slots=True)
class _Block:
    """Neighbouring seats between two aisles and the middle of them in the plan's units."""

    seats: Sequence[Seat]
    middle: float


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
    drawn = [_draw_section(rows, aisle_after, room - 2 * (label_width + 1)) for rows in plan.values()]
    width = max((section_width for _, _, section_width in drawn), default=0)
    lines: list[SeatLine | Heading] = []
    line_of: dict[int, int] = {}
    edges: list[tuple[int, int]] = []
    for section, (_, rows, section_width) in enumerate(drawn):
        if section:
            lines.append(Heading(section))
        shift = (width - section_width) // 2
        edges.append((shift, shift + section_width - 1))
        for row_seats, row_columns in rows:
            line_of.update(dict.fromkeys([seat.id for seat in row_seats], len(lines)))
            columns = tuple([column + shift for column in row_columns])
            lines.append(SeatLine(section, row_seats[0].row, tuple(row_seats), columns))
    return SeatMapLayout(
        sections=tuple(plan),
        pitches=tuple(pitch for pitch, _, _ in drawn),
        edges=tuple(edges),
        lines=tuple(lines),
        width=width,
        label_width=label_width,
        line_of=line_of,
    )


def _rows_by_section(seats: Iterable[Seat]) -> dict[str, list[list[Seat]]]:
    sections: dict[str, dict[int, list[Seat]]] = {}
    for seat in seats:
        sections.setdefault(seat.section, {}).setdefault(seat.row_index, []).append(seat)
    return {
        section: [_left_to_right(rows[index]) for index in sorted(rows)] for section, rows in sections.items()
    }


def _left_to_right(row: list[Seat]) -> list[Seat]:
    """The seats in plan order, turned round where the plan draws them from right to left."""
    row.sort(key=lambda seat: seat.place)
    if row[0].x > row[-1].x and all(here.x >= after.x for here, after in pairwise(row)):
        row.reverse()
    return row


def _draw_section(
    rows: list[list[Seat]], aisle_after: frozenset[int], room: int
) -> tuple[int, list[tuple[list[Seat], list[int]]], int]:
    """The pitch, each row's seats with their columns, and the width of one section."""
    blocks = [_blocks(row, aisle_after) for row in rows]
    unit = _unit(blocks)

    def drawn_at(pitch: int) -> tuple[int, list[tuple[list[Seat], list[int]]], int]:
        drawn = [(row, _columns(parts, unit, pitch)) for row, parts in zip(rows, blocks, strict=True)]
        return pitch, drawn, _pull_together(drawn, pitch)

    roomy = drawn_at(2)
    if roomy[2] <= room:
        return roomy
    dense = drawn_at(1)
    return dense if dense[2] <= room else roomy


def _blocks(row: list[Seat], aisle_after: frozenset[int]) -> list[_Block]:
    """The row cut at its aisles; the aisle follows the seat that comes first in the plan."""
    gaps = [hypot(after.x - here.x, after.y - here.y) for here, after in pairwise(row)]
    widest = AISLE * median(gaps) if gaps else 0.0
    blocks: list[_Block] = []
    start = 0
    for position, gap in enumerate(gaps):
        here, after = row[position], row[position + 1]
        first = here if here.place < after.place else after
        if gap > widest > 0 or first.id in aisle_after:
            blocks.append(_block(row[start : position + 1]))
            start = position + 1
    blocks.append(_block(row[start:]))
    return blocks


def _block(seats: list[Seat]) -> _Block:
    return _Block(seats, (seats[0].x + seats[-1].x) / 2)


def _unit(rows: list[list[_Block]]) -> float:
    """How many of the plan's units lie between two neighbours of the section; 0 where x tells nothing."""
    steps = [
        (block.seats[-1].x - block.seats[0].x) / (len(block.seats) - 1)
        for blocks in rows
        for block in blocks
        if len(block.seats) > 1
    ]
    return max(median(steps), 0.0) if steps else 0.0


def _columns(blocks: list[_Block], unit: float, pitch: int) -> list[int]:
    """The column of each seat of a row: each block where the plan centres it, an aisle between two."""
    columns: list[int] = []
    for block in blocks:
        length = (len(block.seats) - 1) * pitch
        start = floor(pitch * block.middle / unit - length / 2 + 0.5) if unit else 0
        if columns:
            start = max(start, columns[-1] + 2 * pitch)
        columns.extend(range(start, start + length + 1, pitch))
    return columns


def _pull_together(drawn: list[tuple[list[Seat], list[int]]], pitch: int) -> int:
    """Moves the columns to begin at 0 and narrows gaps that all rows share; the width of what is left."""
    used = sorted({column for _, columns in drawn for column in columns})
    widest = (WIDEST_GAP + 1) * pitch
    moved: dict[int, int] = {}
    before, now = used[0], 0
    for column in used:
        now += min(column - before, widest)
        moved[column] = now
        before = column
    for _, columns in drawn:
        columns[:] = [moved[column] for column in columns]
    return now + 1
