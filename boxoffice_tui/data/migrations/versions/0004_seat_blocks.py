"""Blocks of seats with their reasons, and the right to set them for those who may overbook."""

from boxoffice_tui.data.migrations import frozen

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand."""
    frozen.run("0004_seat_blocks")
