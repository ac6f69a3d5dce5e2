"""The blocks of neighbours a plan can offer a party: what proposals choose from (spec/archives.md, 4)."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from boxoffice_tui.rules.seating import Row
from boxoffice_tui.rules.seating_plan import Piece, SeatingPlan


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: `open` are the seats the party may take, `wanted` those of its category among them.

    `own` are the seats it has; where `accessible`, a block must hold an accessible or companion seat.
    """

    count: int
    open: AbstractSet[int]
    wanted: AbstractSet[int]
    own: AbstractSet[int]
    accessible: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Wanted neighbours of one piece and category, from `start` in it.

    `alone` are the open seats that taking it leaves without an open neighbour.
    """

    piece: Piece
    start: int
    seats: Row
    alone: tuple[int, ...]

    @property
    def position(self) -> int:
        """Of the first seat, in its row."""
        return self.piece.offset + self.start


def request_of(
    plan: SeatingPlan,
    free: AbstractSet[int],
    own: AbstractSet[int],
    count: int,
    category: str | None,
    accessible: bool,
) -> Request:
    """What `count` people may take: free seats, accessible and companion ones only if asked for."""
    ours = plan.ids & own
    open_ids = (plan.ids & free) - ours
    if not accessible:
        open_ids -= plan.set_apart
    wanted = open_ids if category is None else open_ids & plan.categories.get(category, frozenset())
    return Request(count, open_ids, wanted, ours, accessible)


def runs_of(piece: Piece, wanted: AbstractSet[int]) -> Iterator[tuple[int, int]]:
    """Where the runs of wanted seats of one category begin and end in `piece`, the end not included."""
    start, category = 0, ""
    for position, seat in enumerate(piece.seats):
        if seat.id not in wanted:
            if start < position:
                yield start, position
            start = position + 1
        elif start < position and seat.category != category:
            yield start, position
            start = position
        category = seat.category
    if start < len(piece.seats):
        yield start, len(piece.seats)


def every_block(piece: Piece, request: Request) -> Iterator[Block]:
    """All blocks of the size asked for, in plan order."""
    for start, end in runs_of(piece, request.wanted):
        for first in range(start, end - request.count + 1):
            yield from _block(piece, first, request)


def middle_blocks(piece: Piece, request: Request) -> Iterator[Block]:
    """Of every run the blocks that can be its best: nearest to the row's middle, and at the run's ends.

    Of five neighbouring blocks two at most leave a seat alone. Where an accessible place is asked for, all blocks:
    few hold one.
    """
    middle = (piece.length - request.count) // 2 - piece.offset
    for start, end in runs_of(piece, request.wanted):
        last = end - request.count
        if last < start:
            continue
        nearest = min(max(middle, start), last)
        around = {min(max(nearest + step, start), last) for step in range(-2, 3)} | {start, last}
        for first in range(start, last + 1) if request.accessible else sorted(around):
            yield from _block(piece, first, request)


def _block(piece: Piece, start: int, request: Request) -> Iterator[Block]:
    end = start + request.count
    seats = piece.seats[start:end]
    if not request.accessible or any(seat.accessible or seat.companion for seat in seats):
        yield Block(piece, start, seats, _alone_beside(piece.seats, start, end, request.open))


def _alone_beside(segment: Row, start: int, end: int, open_ids: AbstractSet[int]) -> tuple[int, ...]:
    """`rules.seating.left_alone` for a block: only the seats next to its two ends can be left alone."""
    before = [seat.id for seat in segment[max(start - 2, 0) : start] if seat.id in open_ids]
    after = [seat.id for seat in segment[end : end + 2] if seat.id in open_ids]
    alone = []
    if len(before) == 1 and before[0] == segment[start - 1].id:
        alone.append(before[0])
    if len(after) == 1 and after[0] == segment[end].id:
        alone.append(after[0])
    return tuple(alone)
