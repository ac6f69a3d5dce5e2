"""Written by `make tables` from data/models/ledger.py: its tables, as statements need them."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from boxoffice_tui.data.columns import CORE, Instant, choice
from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.views.states import PaymentMethod

MOVEMENTS = Table(
    "movement",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("order_id", Integer),
    Column("kind", choice(MovementKind)),
    Column("at", Instant),
    Column("operator_id", Integer),
    Column("key", String),
)
ENTRIES = Table(
    "entry",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("movement_id", Integer),
    Column("order_id", Integer),
    Column("account", choice(Account)),
    Column("till_id", Integer),
    Column("amount_minor", BigInteger),
    Column("currency", String),
)
PAYMENTS = Table(
    "payment",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("order_id", Integer),
    Column("movement_id", Integer),
    Column("method", choice(PaymentMethod)),
    Column("amount_minor", BigInteger),
    Column("tendered_minor", BigInteger),
    Column("reference", String, default=""),
    Column("last_four", String, default=""),
    Column("at", Instant),
    Column("operator_id", Integer),
    Column("till_id", Integer),
    Column("refunds_id", Integer),
    Column("session_id", Integer),
    Column("rounding_minor", BigInteger, default=0),
)
