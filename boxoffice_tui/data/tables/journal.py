"""Written by `make tables` from data/models/journal.py: its tables, as statements need them."""

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table

from boxoffice_tui.data.columns import CORE, Instant, choice
from boxoffice_tui.data.states import MailState

JOURNAL = Table(
    "journal",
    CORE,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant),
    Column("operator_id", Integer),
    Column("action", String),
    Column("order_id", Integer),
    Column("facts", String),
    Column("previous", String),
    Column("hash", String),
)
JOURNAL_HEAD = Table(
    "journal_head",
    CORE,
    Column("id", Integer, primary_key=True, default=1),
    Column("seq", Integer),
    Column("hash", String),
)
OUTBOX = Table(
    "outbox",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("cause", String),
    Column("order_id", Integer),
    Column("contact_id", Integer),
    Column("recorded_at", Instant),
    Column("template", String),
    Column("template_version", Integer),
    Column("language", String),
    Column("recipient", String),
    Column("recipient_name", String),
    Column("sender", String),
    Column("message_id", String),
    Column("facts", JSON),
    Column("state", choice(MailState), default=MailState.PENDING),
    Column("attempts", Integer, default=0),
    Column("next_attempt_at", Instant),
    Column("claimed_by", String, default=""),
    Column("claimed_until", Instant),
    Column("sent_at", Instant),
    Column("sent_hash", String, default=""),
    Column("maybe_twice", Boolean, default=False),
    Column("reply", String, default=""),
)
ANSWERS = Table(
    "idempotency",
    CORE,
    Column("key", String, primary_key=True),
    Column("action", String),
    Column("content", String),
    Column("answer", String),
    Column("at", Instant),
    Column("operator_id", Integer),
)
