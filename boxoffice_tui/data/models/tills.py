"""A till's sessions and the cash that moved in them; the closings of the books."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

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
from boxoffice_tui.rules.closings import ClosingKind


class TillSession(SQLModel, table=True):
    """A till from its opening to its count; one open session a till. `number` is the shift report's.

    `counts` is what was counted: pairs of a coin's or a note's minor units and how many.
    """

    __tablename__ = "till_session"
    __table_args__ = (
        live_index("uq_till_session_open", "till_id", where="closed_at IS NULL", unique=True),
        sa.Index(None, "till_id", "opened_at"),
        *whole_numbers("number", "expected_minor", "counted_minor"),
    )

    id: int | None = identity()
    till_id: int = link("till.id")
    number: int = Field(unique=True)
    opened_at: datetime = instant()
    opened_by: int = link("operator.id")
    closed_at: datetime | None = optional_instant()
    closed_by: int | None = optional_link("operator.id")
    expected_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    counted_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    counts: list[list[int]] = Field(default_factory=list, sa_type=sa.JSON)


class CashMovement(SQLModel, table=True):
    """Cash that went into a till or, negative, out of it, beside its payments: float, pick-up, difference."""

    __tablename__ = "cash_movement"
    __table_args__ = (
        sa.Index(None, "session_id"),
        sa.CheckConstraint("amount_minor <> 0", name="not_zero"),
        *whole_numbers("amount_minor"),
    )

    id: int | None = identity()
    session_id: int = link("till_session.id")
    movement_id: int = link("movement.id", unique=True)
    amount_minor: int = minor()
    reason: str = ""
    at: datetime = instant()
    operator_id: int = link("operator.id")


class Closing(SQLModel, table=True):
    """The books of a day, a month or a year, closed: what the journal's lines `first_seq` to `last_seq` moved.

    `perpetual_minor` goes on from closing to closing of a kind; `hash` chains them. Never changed.
    """

    __table_args__ = (
        sa.UniqueConstraint("kind", "number"),
        *whole_numbers("number", "first_seq", "last_seq", "total_minor", "perpetual_minor"),
    )

    id: int | None = identity()
    kind: ClosingKind = choice(ClosingKind)
    number: int
    first_day: date
    last_day: date
    at: datetime = instant()
    operator_id: int = link("operator.id")
    first_seq: int
    last_seq: int
    head_hash: str
    total_minor: int = minor()
    perpetual_minor: int = minor()
    totals: dict[str, Any] = Field(sa_type=sa.JSON)
    previous: str
    hash: str


TABLES = {
    "TILL_SESSIONS": TillSession,
    "CASH_MOVEMENTS": CashMovement,
    "CLOSINGS": Closing,
}
