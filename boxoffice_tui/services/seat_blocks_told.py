"""Which seats of a performance are the house's or out of use now, with who blocked them, when and why."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import expired_claim, live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS, SEAT_BLOCKS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.rules.blocked_seats import BlockKind
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.views.blocked_seats import SeatBlockLine


def standing_blocks(connection: Connection, performance_id: int, now: datetime) -> dict[int, SeatBlockLine]:
    """The block of each seat, by seat id. A house seat whose hold expired is the house's again.

    The seating plan's own house seats share a line without a block, of when the first of them was claimed.
    """
    blocked = sa.or_(
        CLAIMS.c.kind.in_((ClaimKind.HOUSE, ClaimKind.KILLED)),
        sa.and_(CLAIMS.c.kind == ClaimKind.HOLD, CLAIMS.c.was_house, expired_claim(now)),
    )
    query = (
        sa.select(
            CLAIMS.c.seat_id,
            CLAIMS.c.block_id,
            CLAIMS.c.created_at,
            SEAT_BLOCKS.c.kind,
            SEAT_BLOCKS.c.at,
            SEAT_BLOCKS.c.reason,
            OPERATORS.c.code,
        )
        .join(SEAT_BLOCKS, SEAT_BLOCKS.c.id == CLAIMS.c.block_id, isouter=True)
        .join(OPERATORS, OPERATORS.c.id == SEAT_BLOCKS.c.operator_id, isouter=True)
        .where(CLAIMS.c.performance_id == performance_id, CLAIMS.c.seat_id.is_not(None), live_claim(), blocked)
        .order_by(CLAIMS.c.created_at, CLAIMS.c.id)
    )
    lines: dict[int | None, SeatBlockLine] = {}
    found = {}
    for seat_id, block_id, created_at, kind, at, reason, code in connection.execute(query):
        if block_id not in lines:
            lines[block_id] = (
                SeatBlockLine(None, BlockKind.HOUSE, created_at, "", "")
                if block_id is None
                else SeatBlockLine(block_id, kind, at, code, reason)
            )
        found[seat_id] = lines[block_id]
    return found
