"""Payments, cash that moved and tills that were counted stay as they were written; cash is rounded to coins."""

from boxoffice_tui.data.migrations import frozen
from boxoffice_tui.data.migrations.widening import widen

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand; SQLite's tables are widened where they stand."""
    frozen.run("0006_counted_cash")
    widen(
        (
            ("movement", "'difference', 'emptying'", "'difference', 'emptying', 'rounding'"),
            ("entry", "'safe', 'differences'", "'safe', 'differences', 'rounding'"),
            ("payment", "(amount_minor <> 0)", "(amount_minor <> 0 OR rounding_minor <> 0)"),
        )
    )
