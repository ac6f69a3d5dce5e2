"""`boxoffice seats`: all its commands."""

from __future__ import annotations

from boxoffice_tui.cli.seats import blocking, showing
from boxoffice_tui.cli.seats.noun import app

__all__ = ["app", "blocking", "showing"]
