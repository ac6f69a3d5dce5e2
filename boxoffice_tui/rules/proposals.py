"""Which seats to propose, best first (spec/archives.md, Add a ticket, 4); "best available" for a sale too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from boxoffice_tui.rules.seat_blocks import (
    Block,
    Request,
    every_block,
    middle_blocks,
    request_of,
    runs_of,
)
from boxoffice_tui.rules.seating import Row, left_alone
from boxoffice_tui.rules.seating_plan import Piece, SeatingPlan
from boxoffice_tui.rules.splits import split

_ROW_WORTH_SEATS = 2  # one row nearer the front weighs as much as two seats nearer the middle


class ProposalKind(StrEnum):
    """Where proposed seats lie, best first; `BEST_BLOCK` stands alone, for a party that has no seat yet."""

    BESIDE = "beside"  # same section and row, touching an own seat
    BEHIND = "behind"  # the row directly behind, over the own seats' numbers
    IN_FRONT = "in_front"  # the row directly in front, over the own seats' numbers
    ACROSS_AISLE = "across_aisle"  # same row, an aisle between
    SAME_SECTION = "same_section"
    BEST_BLOCK = "best_block"
    SPLIT = "split"  # not together: the parts are in `blocks`


@dataclass(frozen=True, slots=True)
class Proposal:
    """Seats to offer, in plan order. `blocks` holds them as one block, or as the parts of a split.

    `leaves_single` names the free seats that would be left without a free neighbour: a warning.
    """

    kind: ProposalKind
    seat_ids: tuple[int, ...]
    leaves_single: tuple[int, ...]
    blocks: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Own:
    """The seats the party has: printed numbers and positions by row, and the pieces they sit in."""

    numbers: dict[tuple[str, int], set[str]]
    positions: dict[tuple[str, int], list[int]]
    pieces: set[tuple[int, int]]  # (order of the row, offset of the piece)
    every_number: set[str]


_Ranked = tuple[tuple[object, ...], ProposalKind, Block]
_KIND_ORDER = {kind: order for order, kind in enumerate(ProposalKind)}


def propose(
    plan: SeatingPlan,
    free: AbstractSet[int],
    own: AbstractSet[int],
    count: int,
    category: str | None = None,
    accessible: bool = False,
    limit: int = 5,
) -> tuple[Proposal, ...]:
    """Up to `limit` ways to seat `count` people near the seats of `own`, best first, no seat offered twice.

    Classes and order are those of spec/archives.md, Add a ticket, 4; without own seats, whole blocks near the
    front and the middle. A split is offered only where no block of that size exists. A block lies within one
    category, `category` where it is given. Accessible and companion seats are left out, unless `accessible`:
    then every proposal holds one, and is never a split.
    """
    request = request_of(plan, free, own, count, category, accessible)
    if count < 1 or limit < 1 or len(request.wanted) < count:
        return ()
    sections = {seat.section for seat in plan.seats if seat.id in request.own} if request.own else ()
    near = [piece for piece in plan.pieces if piece.row[0] in sections] if sections else plan.pieces
    ranked = _ranked_near(near, request, limit) if sections else _ranked_best(plan, request, limit)
    whole = tuple(_whole(kind, block) for _, kind, block in _apart(ranked, limit))
    if whole or accessible:
        return whole
    return _splits(near, request, limit) or _splits(plan.pieces, request, limit)


def _ranked_best(plan: SeatingPlan, request: Request, limit: int) -> list[_Ranked]:
    """Blocks for a party without seats: no single left, then front and middle, then lowest number.

    Rows from the front on, as far as one may still be among the best: no block costs less than its row does.
    """
    ranked: list[_Ranked] = []
    good: list[_Ranked] = []  # leave no single seat
    for pieces in plan.ranks:
        row_cost = 2 * _ROW_WORTH_SEATS * pieces[0].rank
        if len(_apart((entry for entry in good if entry[0] < (False, row_cost)), limit)) == limit:
            return good
        for piece in pieces:
            for block in middle_blocks(piece, request):
                off_middle = abs(2 * block.position + request.count - piece.length)  # in half seats
                place = (piece.order, _lowest_number(block.seats), block.position)
                rank = (bool(block.alone), row_cost + off_middle, *place)
                ranked.append((rank, ProposalKind.BEST_BLOCK, block))
                if not block.alone:
                    good.append(ranked[-1])
    return ranked


def _ranked_near(pieces: Sequence[Piece], request: Request, limit: int) -> list[_Ranked]:
    """Blocks of the own seats' sections; rows away from the own ones are looked at only when needed."""
    own = _own_seats(pieces, request.own)
    beside = {(section, index + step) for section, index in own.numbers for step in (-1, 0, 1)}
    close = [piece for piece in pieces if piece.row in beside]
    ranked = [_rank(block, own, request) for piece in close for block in every_block(piece, request)]
    better = [entry for entry in ranked if entry[1] is not ProposalKind.SAME_SECTION]
    if len(_apart(better, limit)) == limit:
        return better
    away = sorted(
        (piece for piece in pieces if piece.row not in beside), key=lambda piece: _row_gap(piece, own)
    )
    most = min(request.count, len(own.every_number))
    unbeatable: list[_Ranked] = []
    for _, equally_far in groupby(away, key=lambda piece: _row_gap(piece, own)):
        found = [_rank(block, own, request) for piece in equally_far for block in every_block(piece, request)]
        ranked += found
        unbeatable += [entry for entry in found if not entry[2].alone and _covered(entry[2], own) == most]
        if len(_apart(unbeatable, limit)) == limit:
            break
    return ranked


def _own_seats(pieces: Sequence[Piece], own: AbstractSet[int]) -> _Own:
    found = _Own(defaultdict(set), defaultdict(list), set(), set())
    for piece in pieces:
        for place, seat in enumerate(piece.seats, piece.offset):
            if seat.id in own:
                found.numbers[piece.row].add(seat.number)
                found.positions[piece.row].append(place)
                found.pieces.add((piece.order, piece.offset))
                found.every_number.add(seat.number)
    return found


def _rank(block: Block, own: _Own, request: Request) -> _Ranked:
    """Within a class: leaves no single free seat; covers most own numbers; lowest number.

    Across an aisle and elsewhere in the section the nearest comes before the lowest number.
    """
    kind = _kind(block, own, request)
    distance: tuple[int, ...] = ()
    if kind in {ProposalKind.ACROSS_AISLE, ProposalKind.SAME_SECTION}:
        distance = (*_row_gap(block.piece, own), _seat_gap(block, own))
    rank = (
        _KIND_ORDER[kind],
        bool(block.alone),
        -_covered(block, own),
        distance,
        _lowest_number(block.seats),
        block.piece.order,
        block.position,
    )
    return rank, kind, block


def _kind(block: Block, own: _Own, request: Request) -> ProposalKind:
    piece, end = block.piece, block.start + len(block.seats)
    around = piece.seats[max(block.start - 1, 0) : block.start] + piece.seats[end : end + 1]
    if any(seat.id in request.own for seat in around):
        return ProposalKind.BESIDE
    section, index = piece.row
    numbers = {seat.number for seat in block.seats}
    if not numbers.isdisjoint(own.numbers.get((section, index - 1), ())):
        return ProposalKind.BEHIND
    if not numbers.isdisjoint(own.numbers.get((section, index + 1), ())):
        return ProposalKind.IN_FRONT
    if piece.row in own.numbers and (piece.order, piece.offset) not in own.pieces:
        return ProposalKind.ACROSS_AISLE
    return ProposalKind.SAME_SECTION


def _row_gap(piece: Piece, own: _Own) -> tuple[int, int]:
    """Rows to the nearest own row of the section, and 1 where it lies in front of it: behind comes first."""
    section, index = piece.row
    steps = (index - row for own_section, row in own.numbers if own_section == section)
    return min((abs(step), int(step < 0)) for step in steps)


def _seat_gap(block: Block, own: _Own) -> int:
    """Along the row, in half seats: to the nearest own seat of it, or the middle of the nearest own row."""
    section, index = block.piece.row
    first, last = block.position, block.position + len(block.seats) - 1
    if block.piece.row in own.positions:
        return 2 * min(max(first - place, place - last) for place in own.positions[block.piece.row])
    nearest = min(
        (row for row in own.positions if row[0] == section), key=lambda row: (abs(index - row[1]), row[1])
    )
    places = own.positions[nearest]
    return abs(first + last - places[0] - places[-1])


def _covered(block: Block, own: _Own) -> int:
    return sum(seat.number in own.every_number for seat in block.seats)


def _lowest_number(seats: Row) -> tuple[int, str]:
    """The lowest printed number; what is no number comes after all numbers, as text."""
    return min(
        (int(seat.number), "")
        if seat.number.isascii() and seat.number.isdigit() and len(seat.number) < 10
        else (10**9, seat.number)
        for seat in seats
    )


def _apart(ranked: Iterable[_Ranked], limit: int) -> list[_Ranked]:
    """The best `limit` blocks that share no seat with a better one: alternatives, not the same again."""
    taken: set[int] = set()
    chosen: list[_Ranked] = []
    for entry in sorted(ranked, key=lambda entry: entry[0]):
        ids = [seat.id for seat in entry[2].seats]
        if taken.isdisjoint(ids):
            taken.update(ids)
            chosen.append(entry)
            if len(chosen) == limit:
                break
    return chosen


def _whole(kind: ProposalKind, block: Block) -> Proposal:
    ids = tuple(seat.id for seat in block.seats)
    return Proposal(kind, ids, block.alone, (ids,))


def _splits(pieces: Sequence[Piece], request: Request, limit: int) -> tuple[Proposal, ...]:
    """Splits of the fewest parts, within one section and category where one has seats enough."""
    runs = [piece.seats[start:end] for piece in pieces for start, end in runs_of(piece, request.wanted)]
    own = [seat for piece in pieces for seat in piece.seats if seat.id in request.own]
    scopes: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for run in runs:
        scopes[run[0].section, run[0].category].append(run)
    found = [parts for scope in scopes.values() for parts in split(scope, own, request.count, limit)]
    found = found or list(split(runs, own, request.count, limit))
    return tuple(_split(parts, pieces, request) for parts in sorted(found, key=len)[:limit])


def _split(parts: tuple[Row, ...], pieces: Sequence[Piece], request: Request) -> Proposal:
    blocks = tuple(tuple(seat.id for seat in part) for part in parts)
    chosen = frozenset(seat_id for block in blocks for seat_id in block)
    touched = {(part[0].section, part[0].row_index) for part in parts}
    alone = [
        seat_id
        for piece in pieces
        if piece.row in touched
        for seat_id in left_alone(piece.seats, request.open, chosen)
    ]
    return Proposal(
        ProposalKind.SPLIT, tuple(seat_id for block in blocks for seat_id in block), tuple(alone), blocks
    )
