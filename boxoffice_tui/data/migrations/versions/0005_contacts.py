"""Contacts that were merged into another, whom their number leads to; contacts found by their phone."""

from boxoffice_tui.data.migrations import frozen

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand."""
    frozen.run("0005_contacts")
