"""A seating plan, and what is worked out from it once, however often seats are named or chosen in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from boxoffice_tui.rules.seat_names import NamedPlan, named
from boxoffice_tui.rules.seating import Row, Seat, rows, segments


@dataclass(frozen=True, slots=True)
class Piece:
    """A row between two aisles: `offset` its first position in the row of `length` seats.

    `order` counts the rows of the plan, `rank` those of the section, from the front.
    """

    seats: Row
    offset: int
    length: int
    order: int
    rank: int

    @property
    def row(self) -> tuple[str, int]:
        """What identifies the row: its section and index."""
        return self.seats[0].section, self.seats[0].row_index


@dataclass(frozen=True, eq=False)
class SeatingPlan:
    """Seats in any order, and the ids of those followed by an aisle in their row (rules/seating.aisles)."""

    seats: tuple[Seat, ...]
    aisle_after: frozenset[int] = frozenset()

    @cached_property
    def names(self) -> NamedPlan:
        """The seats by their names."""
        return named(self.seats)

    @cached_property
    def ids(self) -> frozenset[int]:
        """All seats."""
        return frozenset(seat.id for seat in self.seats)

    @cached_property
    def set_apart(self) -> frozenset[int]:
        """The accessible and companion seats."""
        return frozenset(seat.id for seat in self.seats if seat.accessible or seat.companion)

    @cached_property
    def categories(self) -> dict[str, frozenset[int]]:
        """The seats of each category, by its code."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for seat in self.seats:
            found[seat.category].append(seat.id)
        return {category: frozenset(seat_ids) for category, seat_ids in found.items()}

    @cached_property
    def by_id(self) -> dict[int, Seat]:
        """The seats by their ids."""
        return {seat.id: seat for seat in self.seats}

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The rows cut at their aisles, in plan order."""
        return tuple(self._cut())

    @cached_property
    def ranks(self) -> tuple[tuple[Piece, ...], ...]:
        """The pieces as many rows from the front of their sections, the front ones first."""
        found: defaultdict[int, list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            found[piece.rank].append(piece)
        return tuple(tuple(found[rank]) for rank in sorted(found))

    def _cut(self) -> Iterator[Piece]:
        order = 0
        for _, of_section in groupby(rows(self.seats), key=lambda row: row[0].section):
            for rank, row in enumerate(of_section):
                offset = 0
                for segment in segments(row, self.aisle_after):
                    yield Piece(segment, offset, len(row), order, rank)
                    offset += len(segment)
                order += 1
