"""The journal, the outbox and the answers already given."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.models.base import (
    choice,
    identity,
    instant,
    live_index,
    optional_instant,
    optional_link,
    whole_numbers,
)
from boxoffice_tui.data.states import MailState


class JournalLine(SQLModel, table=True):
    """Who changed what, when: ids and codes only; each line holds the hash of the one before."""

    __tablename__ = "journal"
    __table_args__ = (sa.Index(None, "order_id"),)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = instant()
    operator_id: int | None = optional_link("operator.id")
    action: str
    order_id: int | None = optional_link("order.id")
    facts: str
    previous: str
    hash: str


class JournalHead(SQLModel, table=True):
    """The end of the chain; locked last in a transaction."""

    __tablename__ = "journal_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="only_one"),)

    id: int = Field(default=1, primary_key=True)
    seq: int
    hash: str


class Mail(SQLModel, table=True):
    """A mail to send: everything its bytes depend on, frozen when the change it tells was made."""

    __tablename__ = "outbox"
    __table_args__ = (
        live_index("ix_outbox_due", "next_attempt_at", "id", where="state = 'pending'"),
        sa.Index(None, "order_id"),
        *whole_numbers("attempts", "template_version"),
    )

    id: int | None = identity()
    cause: str = Field(unique=True)
    order_id: int | None = optional_link("order.id")
    contact_id: int | None = optional_link("contact.id")
    recorded_at: datetime = instant()
    template: str
    template_version: int
    language: str
    recipient: str
    recipient_name: str
    sender: str
    message_id: str = Field(unique=True)
    facts: dict[str, Any] = Field(sa_type=sa.JSON)
    state: MailState = choice(MailState, default=MailState.PENDING)
    attempts: int = 0
    next_attempt_at: datetime = instant()
    claimed_by: str = ""
    claimed_until: datetime | None = optional_instant()
    sent_at: datetime | None = optional_instant()
    sent_hash: str = ""
    maybe_twice: bool = False
    reply: str = ""


class Answer(SQLModel, table=True):
    """The answer given to a key, so that a repeated key gives it again."""

    __tablename__ = "idempotency"

    key: str = Field(primary_key=True)
    action: str
    content: str
    answer: str
    at: datetime = instant()
    operator_id: int | None = optional_link("operator.id")


TABLES = {
    "JOURNAL": JournalLine,
    "JOURNAL_HEAD": JournalHead,
    "OUTBOX": Mail,
    "ANSWERS": Answer,
}
