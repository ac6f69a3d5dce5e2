"""Claims: every place taken, for whatever reason, is one row here. Blocks say why the house keeps seats."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from boxoffice_tui.data.models.base import (
    choice,
    identity,
    instant,
    link,
    live_index,
    optional_instant,
    optional_link,
    whole_numbers,
)
from boxoffice_tui.rules.blocked_seats import BlockKind
from boxoffice_tui.rules.occupancy import ClaimKind


class SeatBlock(SQLModel, table=True):
    """Seats of a performance kept for the house, put out of use or freed again: who did it, when and why.

    Never changed; the claims that stand for it say of which seats it still holds.
    """

    __tablename__ = "seat_block"
    __table_args__ = (
        sa.Index(None, "performance_id"),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: int | None = identity()
    performance_id: int = link("performance.id")
    kind: BlockKind = choice(BlockKind)
    reason: str
    at: datetime = instant()
    operator_id: int = link("operator.id")


class Claim(SQLModel, table=True):
    """A claim on a seat, or on `quantity` unnumbered places, of a cell; live while `ended_at` is missing.

    `form` is the key of the form that holds; `limit_in_force` the cell's limit when the claim was accepted;
    `was_house` gives the seat back to the house when a hold ends without a sale, `block_id` to the block it is of;
    a house seat without one is the seating plan's.
    """

    __table_args__ = (
        live_index(
            "uq_claim_live_seat",
            "performance_id",
            "seat_id",
            where="ended_at IS NULL AND seat_id IS NOT NULL",
            unique=True,
        ),
        live_index("ix_claim_live_cell", "cell_id", "quantity", "expires_at", where="ended_at IS NULL"),
        live_index("ix_claim_expiring", "expires_at", where="ended_at IS NULL AND expires_at IS NOT NULL"),
        live_index("ix_claim_live_form", "form", where="ended_at IS NULL AND form IS NOT NULL"),
        live_index(
            "uq_claim_ticket", "ticket_id", where="ended_at IS NULL AND ticket_id IS NOT NULL", unique=True
        ),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("seat_id IS NULL OR quantity = 1", name="one_place_a_seat"),
        *whole_numbers("quantity", "limit_in_force"),
    )

    id: int | None = identity()
    performance_id: int = link("performance.id")
    cell_id: int = link("cell.id")
    seat_id: int | None = optional_link("seat.id")
    quantity: int = 1
    kind: ClaimKind = choice(ClaimKind)
    order_id: int | None = optional_link("order.id")
    ticket_id: int | None = optional_link("ticket.id")
    operator_id: int | None = optional_link("operator.id")
    form: str | None = None
    created_at: datetime = instant()
    expires_at: datetime | None = optional_instant()
    ended_at: datetime | None = optional_instant()
    was_house: bool = False
    limit_in_force: int
    block_id: int | None = optional_link("seat_block.id")


TABLES = {
    "SEAT_BLOCKS": SeatBlock,
    "CLAIMS": Claim,
}
