"""The foundation: every table as of the first release, its indexes and its guards."""

from boxoffice_tui.data.migrations import frozen

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand."""
    frozen.run("0001_foundation")
