"""What moves when two contacts are made one, in the process's language."""

from __future__ import annotations

from boxoffice_tui.locales.translate import NP_, _, ngettext, pgettext
from boxoffice_tui.views.contacts import Merged

_KINDS = {
    "name": NP_("contact", "name"),
    "email": NP_("contact", "e-mail"),
    "phone": NP_("contact", "phone"),
    "address": NP_("contact", "address"),
}


def merged_words(merged: Merged) -> str:
    """The orders and mails that go with the other contact, its versions, and what the kept one had not."""
    orders = ngettext("{count} order", "{count} orders", merged.orders).format(count=merged.orders)
    mails = ngettext("{count} mail", "{count} mails", merged.mails).format(count=merged.mails)
    known = ngettext(
        "{count} name, e-mail, phone or address", "{count} names, e-mails, phones and addresses", merged.versions
    ).format(count=merged.versions)
    said = _("With it go {orders}, {mails}, {known}.").format(orders=orders, mails=mails, known=known)
    if not merged.taken:
        return said
    kinds = ", ".join(pgettext(*_KINDS[kind]) for kind in merged.taken)
    return f"{said} " + _("Contact {number} takes over what it had not: {kinds}.").format(
        number=merged.number, kinds=kinds
    )
