"""`boxoffice seats`: what its commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from boxoffice_tui.cli.command import noun
from boxoffice_tui.locales.translate import N_

app = noun()

Performance = Annotated[
    str, typer.Argument(metavar="EVENT/PERFORMANCE", help=N_("The performance, by its codes."))
]
