"""What a user can do under Setup: the delivery modes, and the media of products."""

from __future__ import annotations

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.command import GENERAL, Command

DELIVERY = N_("Delivery")

OPEN_MODE = Command(
    "setup.open_mode",
    N_("Open"),
    ("enter", "alt+o"),
    DELIVERY,
    lambda screen: screen.chosen is not None,
    footer=1,
)
NEW_MODE = Command(
    "setup.new_mode",
    N_("New delivery mode"),
    ("n", "alt+n"),
    DELIVERY,
    lambda screen: screen.rows is not None,
    footer=2,
    right=Right.SETUP_CHANGE,
)
MEDIA = Command("setup.media", N_("Ticket media"), ("m", "alt+m"), DELIVERY, footer=2)
OPEN_MEDIA = Command(
    "setup.open_media",
    N_("Open"),
    ("enter", "alt+o"),
    DELIVERY,
    lambda screen: screen.chosen is not None,
    footer=1,
)

SAVE = Command("setup.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1, right=Right.SETUP_CHANGE)
