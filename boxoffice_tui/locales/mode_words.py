"""What a delivery mode carries and needs, in words."""

from __future__ import annotations

from boxoffice_tui.locales.labels import Word
from boxoffice_tui.locales.translate import N_, NP_, _, pgettext
from boxoffice_tui.rules.delivery import ShipmentType

CARRIED: dict[str, str] = {"tickets": N_("Tickets"), "documents": N_("Documents")}
NEEDED: dict[str, str] = {"address": N_("Postal address"), "email": N_("E-mail address")}
_TITLES: dict[ShipmentType, Word] = {
    ShipmentType.BY_HAND: NP_("column", "By hand"),
    ShipmentType.PICK_UP: NP_("column", "Pick-up"),
    ShipmentType.POST: NP_("column", "Post"),
    ShipmentType.REGISTERED_POST: NP_("column", "Registered"),
    ShipmentType.PRINT_AT_HOME: NP_("column", "Print@home"),
    ShipmentType.MOBILE: NP_("column", "Mobile"),
}


def type_title(kind: ShipmentType) -> str:
    """A type of mode that carries tickets, as short as the title of a column."""
    return pgettext(*_TITLES[kind])


def needs(*, address: bool, email: bool) -> str:
    """What it needs, "" where nothing."""
    return ", ".join(_(NEEDED[name]) for name, needed in (("address", address), ("email", email)) if needed)


def carries(*, tickets: bool, documents: bool) -> str:
    """What it carries."""
    carried = (("tickets", tickets), ("documents", documents))
    return ", ".join(_(CARRIED[name]) for name, there in carried if there)
