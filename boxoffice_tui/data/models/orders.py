"""Dossiers, orders, tickets, fees and notes."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.columns import UNFINISHED
from boxoffice_tui.data.models.base import (
    choice,
    identity,
    instant,
    link,
    live_index,
    minor,
    optional_instant,
    optional_link,
    whole_numbers,
)
from boxoffice_tui.views.states import FeeKind, OrderState, Origin, TicketState


class Dossier(SQLModel, table=True):
    """A customer's folder, with a 12-digit number."""

    id: int | None = identity()
    number: str = Field(unique=True)
    contact_id: int | None = optional_link("contact.id", index=True)
    created_at: datetime = instant()


class Order(SQLModel, table=True):
    """A purchase. `balance_minor` repeats what the ledger says, for lists; `boxoffice check` compares them.

    With `due_on`, a day in the organisation's zone, it is reserved and not taken up yet.
    """

    __tablename__ = "order"
    __table_args__ = (
        sa.Index("ix_order_newest", "bought_at", "id"),
        sa.Index("ix_order_contact_newest", "contact_id", "bought_at", "id"),
        live_index("ix_order_to_finish", "bought_at", "id", where=UNFINISHED),
        live_index("ix_order_due", "due_on", "id", where="due_on IS NOT NULL"),
        *whole_numbers("balance_minor", "version"),
    )

    id: int | None = identity()
    number: str = Field(unique=True)
    dossier_id: int = link("dossier.id", index=True)
    contact_id: int | None = optional_link("contact.id")
    channel_id: int = link("sales_channel.id")
    origin: Origin = choice(Origin)
    state: OrderState = choice(OrderState, default=OrderState.ACTIVE)
    version: int = 1
    bought_at: datetime = instant()
    changed_at: datetime = instant()
    changed_by: int = link("operator.id")
    balance_minor: int = minor(default=0)
    needs_confirmation: bool = False
    needs_note: bool = False
    due_on: date | None = None


class Ticket(SQLModel, table=True):
    """A place sold, numbered 1..n within its performance; cancelled by state, never removed or renumbered.

    `price_minor` is all the customer pays for it, `tax_minor` the tax in that.
    """

    __table_args__ = (
        sa.UniqueConstraint("performance_id", "number"),
        sa.Index(None, "order_id"),
        sa.Index(None, "shipment_id"),
        *whole_numbers("number", "price_minor", "tax_minor", "printed"),
    )

    id: int | None = identity()
    order_id: int = link("order.id")
    performance_id: int = link("performance.id")
    cell_id: int = link("cell.id")
    seat_id: int | None = optional_link("seat.id")
    rate_id: int = link("rate.id")
    number: int
    token: str = Field(unique=True)
    state: TicketState = choice(TicketState, default=TicketState.LIVE)
    price_minor: int = minor()
    tax_minor: int = minor(default=0)
    shipment_id: int | None = optional_link("shipment.id")
    sold_at: datetime = instant()
    scanned_at: datetime | None = optional_instant()
    cancelled_at: datetime | None = optional_instant()
    replaces_id: int | None = optional_link("ticket.id")
    printed: int = 0


class OrderFee(SQLModel, table=True):
    """A fee of an order, of one ticket where `ticket_id` is set; given back by `cancelled_at`."""

    __tablename__ = "order_fee"
    __table_args__ = (sa.Index(None, "order_id"), *whole_numbers("amount_minor", "tax_minor"))

    id: int | None = identity()
    order_id: int = link("order.id")
    ticket_id: int | None = optional_link("ticket.id")
    shipment_id: int | None = optional_link("shipment.id")
    kind: FeeKind = choice(FeeKind)
    amount_minor: int = minor()
    tax_minor: int = minor(default=0)
    cancelled_at: datetime | None = optional_instant()


class Note(SQLModel, table=True):
    """An internal note, appended, never edited."""

    __table_args__ = (sa.Index(None, "order_id"),)

    id: int | None = identity()
    order_id: int = link("order.id")
    at: datetime = instant()
    operator_id: int = link("operator.id")
    text: str


TABLES = {
    "DOSSIERS": Dossier,
    "ORDERS": Order,
    "TICKETS": Ticket,
    "ORDER_FEES": OrderFee,
    "NOTES": Note,
}
