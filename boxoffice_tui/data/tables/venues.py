"""Written by `make tables` from data/models/venues.py: its tables, as statements need them."""

from sqlalchemy import Boolean, Column, Float, Integer, String, Table

from boxoffice_tui.data.columns import CORE

VENUES = Table(
    "venue",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("name", String),
    Column("address", String, default=""),
    Column("country", String),
    Column("zone", String),
)
SEATING_PLANS = Table(
    "seating_plan",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("name", String),
    Column("venue_id", Integer),
    Column("content", String),
)
SEAT_CATEGORIES = Table(
    "seat_category",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("plan_id", Integer),
    Column("rank", Integer),
    Column("code", String),
    Column("name", String),
    Column("colour", String, default=""),
    Column("numbered", Boolean, default=True),
    Column("accessible", Boolean, default=False),
    Column("gauge", Integer),
)
SEATS = Table(
    "seat",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("plan_id", Integer),
    Column("category_id", Integer),
    Column("guid", String),
    Column("section", String),
    Column("row", String),
    Column("number", String),
    Column("row_index", Integer),
    Column("place", Integer),
    Column("x", Float),
    Column("y", Float),
    Column("accessible", Boolean, default=False),
    Column("companion", Boolean, default=False),
    Column("house", Boolean, default=False),
    Column("aisle_after", Boolean, default=False),
)
