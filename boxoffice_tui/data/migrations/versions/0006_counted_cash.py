"""Payments, cash that moved and tills that were counted stay as they were written."""

from boxoffice_tui.data.migrations import frozen

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand."""
    frozen.run("0006_counted_cash")
