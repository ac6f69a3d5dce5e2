"""Movements of money with two entries each, payments and refunds."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.models.base import (
    choice,
    identity,
    instant,
    link,
    minor,
    optional_link,
    whole_numbers,
)
from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.views.states import PaymentMethod


class Movement(SQLModel, table=True):
    """An amount that moved, as two entries that sum to zero; countered, never edited. A till's own has no order."""

    __table_args__ = (sa.Index(None, "order_id"),)

    id: int | None = identity()
    order_id: int | None = optional_link("order.id")
    kind: MovementKind = choice(MovementKind)
    at: datetime = instant()
    operator_id: int = link("operator.id")
    key: str = Field(unique=True)


class Entry(SQLModel, table=True):
    """One side of a movement, in minor units of `currency`."""

    __table_args__ = (
        sa.Index(None, "movement_id"),
        sa.Index("ix_entry_order_account", "order_id", "account", "amount_minor"),
        *whole_numbers("amount_minor"),
    )

    id: int | None = identity()
    movement_id: int = link("movement.id")
    order_id: int | None = optional_link("order.id")
    account: Account = choice(Account)
    till_id: int | None = optional_link("till.id")
    amount_minor: int = minor()
    currency: str


class Payment(SQLModel, table=True):
    """Money received or, negative, given back by a method; `last_four` is all that is kept of a card.

    `session_id` is the till's session it was taken in, missing where no till was open: online, or imported.
    `rounding_minor` is what of the amount only coins made, a movement of its own; the rest is what it settles. One
    of less than the smallest coin is nothing but its rounding.
    """

    __table_args__ = (
        sa.Index(None, "order_id"),
        sa.Index(None, "session_id"),
        sa.CheckConstraint("amount_minor <> 0 OR rounding_minor <> 0", name="not_zero"),
        *whole_numbers("amount_minor", "tendered_minor", "rounding_minor"),
    )

    id: int | None = identity()
    order_id: int = link("order.id")
    movement_id: int = link("movement.id", unique=True)
    method: PaymentMethod = choice(PaymentMethod)
    amount_minor: int = minor()
    tendered_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    reference: str = ""
    last_four: str = ""
    at: datetime = instant()
    operator_id: int = link("operator.id")
    till_id: int | None = optional_link("till.id")
    refunds_id: int | None = optional_link("payment.id")
    session_id: int | None = optional_link("till_session.id")
    rounding_minor: int = minor(default=0)


TABLES = {
    "MOVEMENTS": Movement,
    "ENTRIES": Entry,
    "PAYMENTS": Payment,
}
