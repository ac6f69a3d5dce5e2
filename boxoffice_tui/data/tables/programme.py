"""Written by `make tables` from data/models/programme.py: its tables, as statements need them."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, String, Table

from boxoffice_tui.data.columns import CORE, Instant, choice
from boxoffice_tui.rules.orders import PerformanceState

SEASONS = Table(
    "season",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
    Column("starts_on", Date),
    Column("ends_on", Date),
)
ACTIVITIES = Table(
    "activity",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
    Column("season_id", Integer),
)
EVENTS = Table(
    "event",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("title", String),
    Column("activity_id", Integer),
)
PERFORMANCES = Table(
    "performance",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("event_id", Integer),
    Column("code", String),
    Column("venue_id", Integer),
    Column("plan_id", Integer),
    Column("starts_at", Instant),
    Column("announced_on", Date),
    Column("state", choice(PerformanceState), default=PerformanceState.OPEN),
    Column("on_sale", Boolean, default=True),
    Column("calendar_sequence", Integer, default=0),
)
CONTINGENTS = Table(
    "contingent",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
)
CELLS = Table(
    "cell",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("performance_id", Integer),
    Column("category_id", Integer),
    Column("contingent_id", Integer),
    Column("gauge", Integer),
    Column("overbooking_percent", Integer),
)
AUDIENCE_CATEGORIES = Table(
    "audience_category",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
)
RATES = Table(
    "rate",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
    Column("rank", Integer, default=0),
    Column("audience_category_id", Integer),
)
PRICES = Table(
    "price",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("event_id", Integer),
    Column("performance_id", Integer),
    Column("category_id", Integer),
    Column("rate_id", Integer),
    Column("amount_minor", BigInteger),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("promotion", String, default=""),
)
