"""Tills that are opened and counted, closings of the books; money that moves without an order."""

from boxoffice_tui.data.migrations import frozen
from boxoffice_tui.data.migrations.widening import widen

revision = "0002"
down_revision = "0001"

_KINDS = "'sale', 'fee', 'cancellation', 'payment', 'refund'"


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand; SQLite's tables are widened where they stand."""
    widen((
        ("movement", "order_id INTEGER NOT NULL", "order_id INTEGER"),
        ("movement", _KINDS, f"{_KINDS}, 'float', 'cash_in', 'cash_out', 'difference', 'emptying'"),
        ("entry", "order_id INTEGER NOT NULL", "order_id INTEGER"),
        (
            "entry",
            "'sales', 'receivable', 'till'",
            "'sales', 'receivable', 'till', 'safe', 'differences'",
        ),
    ))
    frozen.run("0002_tills")
