"""Written by `make tables` from data/models/delivery.py: its tables, as statements need them."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, String, Table

from boxoffice_tui.data.columns import CORE, Instant, choice
from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.views.states import DocumentKind, DocumentState, ShipmentState

SHIPMENT_MODES = Table(
    "shipment_mode",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
    Column("type", choice(ShipmentType)),
    Column("handles_tickets", Boolean, default=True),
    Column("handles_documents", Boolean, default=False),
    Column("delay_days", Integer),
    Column("destination", choice(Destination)),
    Column("needs_address", Boolean, default=False),
    Column("needs_email", Boolean, default=False),
    Column("price_minor", BigInteger, default=0),
)
CHANNEL_MODES = Table(
    "channel_mode",
    CORE,
    Column("channel_id", Integer, primary_key=True),
    Column("mode_id", Integer, primary_key=True),
)
TICKET_MEDIA = Table(
    "ticket_medium",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
)
PRODUCT_MEDIA = Table(
    "product_medium",
    CORE,
    Column("activity_id", Integer, primary_key=True),
    Column("type", choice(ShipmentType), primary_key=True),
    Column("medium_id", Integer),
)
SHIPMENTS = Table(
    "shipment",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("number", Integer),
    Column("dossier_id", Integer),
    Column("order_id", Integer),
    Column("mode_id", Integer),
    Column("contact_id", Integer),
    Column("address_id", Integer),
    Column("email_id", Integer),
    Column("state", choice(ShipmentState)),
    Column("exception", Boolean, default=False),
    Column("carrier_reference", String, default=""),
    Column("version", Integer, default=1),
    Column("changed_at", Instant),
    Column("changed_by", Integer),
)
DOCUMENTS = Table(
    "document",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("order_id", Integer),
    Column("shipment_id", Integer),
    Column("contact_id", Integer),
    Column("kind", choice(DocumentKind)),
    Column("state", choice(DocumentState), default=DocumentState.ADDED),
    Column("number", Integer),
    Column("total_minor", BigInteger),
    Column("text", String, default=""),
    Column("language", String, default=""),
    Column("edition", Integer, default=1),
    Column("facts", JSON, default=dict),
    Column("addressee", JSON, default=dict),
    Column("generated_at", Instant),
    Column("mail_id", Integer),
    Column("printed", Integer, default=0),
    Column("version", Integer, default=1),
    Column("changed_at", Instant),
    Column("changed_by", Integer),
)
