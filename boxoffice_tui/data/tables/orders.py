"""Written by `make tables` from data/models/orders.py: its tables, as statements need them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, String, Table

from boxoffice_tui.data.columns import CORE, Instant, choice
from boxoffice_tui.views.states import FeeKind, OrderState, Origin, TicketState

DOSSIERS = Table(
    "dossier",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("number", String),
    Column("contact_id", Integer),
    Column("created_at", Instant),
)
ORDERS = Table(
    "order",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("number", String),
    Column("dossier_id", Integer),
    Column("contact_id", Integer),
    Column("channel_id", Integer),
    Column("origin", choice(Origin)),
    Column("state", choice(OrderState), default=OrderState.ACTIVE),
    Column("version", Integer, default=1),
    Column("bought_at", Instant),
    Column("changed_at", Instant),
    Column("changed_by", Integer),
    Column("balance_minor", BigInteger, default=0),
    Column("needs_confirmation", Boolean, default=False),
    Column("needs_note", Boolean, default=False),
    Column("due_on", Date),
)
TICKETS = Table(
    "ticket",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("order_id", Integer),
    Column("performance_id", Integer),
    Column("cell_id", Integer),
    Column("seat_id", Integer),
    Column("rate_id", Integer),
    Column("number", Integer),
    Column("token", String),
    Column("state", choice(TicketState), default=TicketState.LIVE),
    Column("price_minor", BigInteger),
    Column("tax_minor", BigInteger, default=0),
    Column("shipment_id", Integer),
    Column("sold_at", Instant),
    Column("scanned_at", Instant),
    Column("cancelled_at", Instant),
    Column("replaces_id", Integer),
    Column("printed", Integer, default=0),
)
ORDER_FEES = Table(
    "order_fee",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("order_id", Integer),
    Column("ticket_id", Integer),
    Column("shipment_id", Integer),
    Column("kind", choice(FeeKind)),
    Column("amount_minor", BigInteger),
    Column("tax_minor", BigInteger, default=0),
    Column("cancelled_at", Instant),
)
NOTES = Table(
    "note",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("order_id", Integer),
    Column("at", Instant),
    Column("operator_id", Integer),
    Column("text", String),
)
