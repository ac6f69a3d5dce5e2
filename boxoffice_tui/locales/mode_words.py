"""What a delivery mode carries and needs, in words."""

from __future__ import annotations

from boxoffice_tui.locales.translate import N_, _

CARRIED: dict[str, str] = {"tickets": N_("Tickets"), "documents": N_("Documents")}
NEEDED: dict[str, str] = {"address": N_("Postal address"), "email": N_("E-mail address")}


def needs(*, address: bool, email: bool) -> str:
    """What it needs, "" where nothing."""
    return ", ".join(_(NEEDED[name]) for name, needed in (("address", address), ("email", email)) if needed)


def carries(*, tickets: bool, documents: bool) -> str:
    """What it carries."""
    carried = (("tickets", tickets), ("documents", documents))
    return ", ".join(_(CARRIED[name]) for name, there in carried if there)
