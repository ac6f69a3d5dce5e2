"""Blocks of seats as faces show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boxoffice_tui.rules.blocked_seats import BlockKind


@dataclass(frozen=True, slots=True)
class SeatBlockLine:
    """Who made seats the house's or put them out of use, when (aware UTC) and why.

    Of the seating plan's own house seats `block_id` is None, `operator` and `reason` are empty.
    """

    block_id: int | None
    kind: BlockKind
    at: datetime
    operator: str
    reason: str


@dataclass(frozen=True, slots=True)
class BlockedSeats:
    """A block and what of it stands: its seats by the fewest names, and how many they are."""

    line: SeatBlockLine
    seats: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What became of a block: the seats changed by the fewest names, and those left out because somebody has them.

    `block_id` is None where it was only asked what would happen.
    """

    block_id: int | None
    kind: BlockKind
    seats: tuple[str, ...]
    count: int
    left_out: tuple[str, ...] = ()
    left_out_count: int = 0
