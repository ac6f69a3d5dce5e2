"""Orders that are reserved until a day, and the days the organisation gives them."""

from boxoffice_tui.data.migrations import frozen

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand."""
    frozen.run("0003_reservations")
