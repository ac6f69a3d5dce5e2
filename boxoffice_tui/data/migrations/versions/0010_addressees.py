"""A document remembers whom it is addressed to; how much of a shipment is printed is counted, never stored."""

from boxoffice_tui.data.migrations import frozen
from boxoffice_tui.data.migrations.widening import widen

revision = "0010"
down_revision = "0009"

_PRINTED = (
    "    CONSTRAINT ck_shipment_printstate CHECK"
    " (print_state IN ('not_printed', 'partly_printed', 'printed', 'duplicate')),\n"
)


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand; SQLite drops no column that a check still names."""
    widen((("shipment", _PRINTED, ""),))
    frozen.run("0010_addressees")
