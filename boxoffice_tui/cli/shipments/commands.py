"""`boxoffice shipments`: importing the modules adds their commands, in this order."""

from boxoffice_tui.cli.shipments import changing, leaving, offered, post, sending, showing
from boxoffice_tui.cli.shipments.noun import app

__all__ = ["app", "changing", "leaving", "offered", "post", "sending", "showing"]
