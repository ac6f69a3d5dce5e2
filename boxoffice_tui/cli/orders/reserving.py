"""`boxoffice orders reserve` and `take-up`: the same as those of `boxoffice reservations`."""

from __future__ import annotations

from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.orders.noun import app
from boxoffice_tui.cli.reservations import reserve, take_up
from boxoffice_tui.locales.translate import N_

command(
    app, "reserve", N_("Reserve places for a contact, to be paid and taken up until a day."), writes=True
)(reserve)
command(app, "take-up", N_("Sell what is reserved: paid now or later."), writes=True, dashes=True)(take_up)
