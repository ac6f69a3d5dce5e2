"""Written by `make tables` from data/models/operators.py: its tables, as statements need them."""

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table

from boxoffice_tui.data.columns import CORE

OPERATORS = Table(
    "operator",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("name", String),
    Column("language", String),
    Column("pin_hash", String, default=""),
    Column("active", Boolean, default=True),
    Column("till_id", Integer),
    Column("perimeter", JSON, default=dict),
)
OPERATOR_RIGHTS = Table(
    "operator_right",
    CORE,
    Column("operator_id", Integer, primary_key=True),
    Column("right", String, primary_key=True),
)
SYSTEM_ACCOUNTS = Table(
    "system_account",
    CORE,
    Column("account", String, primary_key=True),
    Column("operator_id", Integer, primary_key=True),
    Column("usual", Boolean, default=False),
)
