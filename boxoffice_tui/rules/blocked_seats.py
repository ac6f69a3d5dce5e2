"""Seats that staff take out of public sale by the block, and free again (issue: Holds).

A house seat is sold by those with the right, a killed one by nobody (spec/options.md, Arithmetic). What somebody
has is never blocked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.occupancy import Claim, ClaimKind, live
from boxoffice_tui.rules.orders import OrderRefusal, reason_objection
from boxoffice_tui.rules.text import FIELD_LIMIT, holds_card_number, safe


class BlockKind(StrEnum):
    """What is made of seats: the house's, out of use, or free for everybody again."""

    HOUSE = "house"
    KILLED = "killed"
    FREE = "free"


class BlockRefusal(StrEnum):
    """Why seats are not blocked or freed; the functions below document the facts."""

    BLOCK_TAKEN = "block_taken"
    NOTHING_TO_BLOCK = "nothing_to_block"
    NOTHING_TO_FREE = "nothing_to_free"


_BLOCKED = frozenset({ClaimKind.HOUSE, ClaimKind.KILLED})


@dataclass(frozen=True, slots=True)
class Block:
    """The seats of a block, each in the one part that says what it is now, in the order they were named."""

    free: tuple[int, ...]
    blocked: tuple[int, ...]
    taken: tuple[int, ...]

    def changing(self, kind: BlockKind) -> tuple[int, ...]:
        """The seats that become `kind`: what is blocked already is blocked anew, with another reason."""
        return self.blocked if kind is BlockKind.FREE else (*self.free, *self.blocked)


def block_of(seat_ids: Iterable[int], claims: Mapping[int, Claim], now: datetime) -> Block:
    """Tells the seats named apart by the live claims on them; one named twice is there once."""
    free, blocked, taken = [], [], []
    for seat_id in dict.fromkeys(seat_ids):
        claim = claims.get(seat_id)
        if claim is None or not live(claim, now):
            free.append(seat_id)
        elif claim.kind in _BLOCKED:
            blocked.append(seat_id)
        else:
            taken.append(seat_id)
    return Block(tuple(free), tuple(blocked), tuple(taken))


def block_objection(block: Block, kind: BlockKind, *, skip_taken: bool = False) -> Objection | None:
    """Why a block does not become `kind`: a seat that is sold, reserved or held refuses all of it, unless such
    seats are left out on purpose; freeing takes nobody's seat away and leaves them out anyhow.

    Facts of `block_taken`: count; the caller names the seats. The others have none.
    """
    if kind is BlockKind.FREE:
        return None if block.blocked else Objection(BlockRefusal.NOTHING_TO_FREE)
    if block.taken and not skip_taken:
        return Objection(BlockRefusal.BLOCK_TAKEN, {"count": len(block.taken)})
    return None if block.changing(kind) else Objection(BlockRefusal.NOTHING_TO_BLOCK)


def why_objection(reason: str) -> Objection | None:
    """Why a text is no reason for a block: nothing in it, too long to stand in a list, a card's number in it.

    Facts of `note_too_long`: limit, length (characters). The other codes have none.
    """
    objection = reason_objection(reason)
    if objection is not None:
        return objection
    if len(reason) > FIELD_LIMIT:
        return Objection(OrderRefusal.NOTE_TOO_LONG, {"limit": FIELD_LIMIT, "length": len(reason)})
    return Objection(OrderRefusal.CARD_NUMBER) if holds_card_number(safe(reason)) else None
