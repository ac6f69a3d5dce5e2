"""Documents of an order's shipments; what an invoice states stays as it was written."""

from boxoffice_tui.data.migrations import frozen

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand."""
    frozen.run("0009_documents")
