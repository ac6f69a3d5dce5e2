"""A ticket printer per till, and what was printed on it."""

from boxoffice_tui.data.migrations import frozen

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand."""
    frozen.run("0008_ticket_printers")
