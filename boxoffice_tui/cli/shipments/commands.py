"""`boxoffice shipments`: importing the modules adds their commands, in this order."""

from boxoffice_tui.cli.shipments import changing, leaving, offered, showing
from boxoffice_tui.cli.shipments.noun import app

__all__ = ["app", "changing", "leaving", "offered", "showing"]
