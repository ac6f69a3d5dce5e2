"""The sentences about how tickets leave the counter: what a mode costs, why not another, that no mail leaves."""

from __future__ import annotations

from collections.abc import Iterable

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import _
from boxoffice_tui.rules.delivery import ELECTRONIC, DeliveryReason
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.delivery import ModeOffer
from boxoffice_tui.views.shipment_modes import ShipmentModeRow

TO_COMPLETE: frozenset[str] = frozenset({DeliveryReason.MISSING_ADDRESS, DeliveryReason.MISSING_EMAIL})
"""What the customer's data lack still: such a mode may be chosen first."""


def mode_words(mode: ModeOffer, locale: str) -> str:
    """`Post – fee $2.50`."""
    return f"{safe(mode.name)} – {_cost(mode, locale)}"


def _cost(mode: ModeOffer, locale: str) -> str:
    from boxoffice_tui.locales import formats

    if not mode.cost:
        return _("no fee")
    return _("fee {amount}").format(amount=formats.money(mode.cost, locale))


def why_not_words(modes: Iterable[ModeOffer], locale: str, zone: str) -> str:
    """Why a mode is not offered or not complete yet, a line each."""
    return "\n".join(
        f"✕ {safe(one.name)} – {words.refusal(one.objection.code, one.objection.facts, locale, zone)}"
        for one in modes
        if one.objection is not None
    )


def no_mail_words(contact: ContactRow | None, mode: ShipmentModeRow | None) -> str:
    """That no mail can leave with electronic tickets, since there is no address; else nothing."""
    if mode is None or mode.type not in ELECTRONIC:
        return ""
    if contact is None:
        return _("Nobody is named: no mail leaves with these tickets. Name the customer, or print them.")
    if contact.email:
        return ""
    said = _("{name} has no e-mail address: no mail leaves with these tickets. Add one, or print them.")
    return said.format(name=safe(contact.name))
