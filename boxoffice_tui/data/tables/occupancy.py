"""Written by `make tables` from data/models/occupancy.py: its tables, as statements need them."""

from sqlalchemy import Boolean, Column, Integer, String, Table

from boxoffice_tui.data.columns import CORE, Instant, choice
from boxoffice_tui.rules.blocked_seats import BlockKind
from boxoffice_tui.rules.occupancy import ClaimKind

SEAT_BLOCKS = Table(
    "seat_block",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("performance_id", Integer),
    Column("kind", choice(BlockKind)),
    Column("reason", String),
    Column("at", Instant),
    Column("operator_id", Integer),
)
CLAIMS = Table(
    "claim",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("performance_id", Integer),
    Column("cell_id", Integer),
    Column("seat_id", Integer),
    Column("quantity", Integer, default=1),
    Column("kind", choice(ClaimKind)),
    Column("order_id", Integer),
    Column("ticket_id", Integer),
    Column("operator_id", Integer),
    Column("form", String),
    Column("created_at", Instant),
    Column("expires_at", Instant),
    Column("ended_at", Instant),
    Column("was_house", Boolean, default=False),
    Column("limit_in_force", Integer),
    Column("block_id", Integer),
)
