"""`boxoffice orders`: all its commands."""

from __future__ import annotations

from boxoffice_tui.cli.orders import (
    after,
    cancelling,
    exchanging,
    finding,
    paying,
    pieces,
    reserving,
    selling,
    showing,
)
from boxoffice_tui.cli.orders.noun import app

__all__ = [
    "after",
    "app",
    "cancelling",
    "exchanging",
    "finding",
    "paying",
    "pieces",
    "reserving",
    "selling",
    "showing",
]
