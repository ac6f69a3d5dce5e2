"""Written by `make tables` from data/models/organisation.py: its tables, as statements need them."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, String, Table

from boxoffice_tui.data.columns import CORE, choice
from boxoffice_tui.rules.printers import PrinterLanguage
from boxoffice_tui.views.states import FeeKind, Origin

ORGANISATIONS = Table(
    "organisation",
    CORE,
    Column("id", Integer, primary_key=True, default=1),
    Column("code", String),
    Column("name", String),
    Column("address", String, default=""),
    Column("email", String, default=""),
    Column("phone", String, default=""),
    Column("country", String),
    Column("currency", String),
    Column("zone", String),
    Column("language", String),
    Column("tax_included", Boolean, default=True),
    Column("tickets_per_order", Integer),
    Column("hold_minutes", Integer, default=15),
    Column("training", Boolean, default=False),
    Column("suppressed_domains", JSON, default=list),
    Column("reservation_days_after", Integer),
    Column("reservation_days_before", Integer),
    Column("cash_step", Integer),
)
COUNTERS = Table(
    "counter",
    CORE,
    Column("name", String, primary_key=True),
    Column("value", Integer),
)
TAXES = Table(
    "tax",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
    Column("percent", String),
    Column("on_fees", Boolean, default=True),
)
FEES = Table(
    "fee",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
    Column("kind", choice(FeeKind)),
    Column("amount_minor", BigInteger),
    Column("valid_from", Date),
    Column("valid_until", Date),
)
SALES_CHANNELS = Table(
    "sales_channel",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
    Column("origin", choice(Origin)),
    Column("platform", String, default=""),
)
TILLS = Table(
    "till",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("name", String),
    Column("printer_language", choice(PrinterLanguage)),
    Column("printer_address", String),
    Column("printer_answers", Boolean, default=False),
)
