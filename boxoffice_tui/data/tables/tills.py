"""Written by `make tables` from data/models/tills.py: its tables, as statements need them."""

from sqlalchemy import JSON, BigInteger, Column, Date, Integer, String, Table

from boxoffice_tui.data.columns import CORE, Instant, choice
from boxoffice_tui.rules.closings import ClosingKind

TILL_SESSIONS = Table(
    "till_session",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("till_id", Integer),
    Column("number", Integer),
    Column("opened_at", Instant),
    Column("opened_by", Integer),
    Column("closed_at", Instant),
    Column("closed_by", Integer),
    Column("expected_minor", BigInteger),
    Column("counted_minor", BigInteger),
    Column("counts", JSON, default=list),
)
CASH_MOVEMENTS = Table(
    "cash_movement",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("session_id", Integer),
    Column("movement_id", Integer),
    Column("amount_minor", BigInteger),
    Column("reason", String, default=""),
    Column("at", Instant),
    Column("operator_id", Integer),
)
CLOSINGS = Table(
    "closing",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("kind", choice(ClosingKind)),
    Column("number", Integer),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("at", Instant),
    Column("operator_id", Integer),
    Column("first_seq", Integer),
    Column("last_seq", Integer),
    Column("head_hash", String),
    Column("total_minor", BigInteger),
    Column("perpetual_minor", BigInteger),
    Column("totals", JSON),
    Column("previous", String),
    Column("hash", String),
)
