"""The sentences of the dialog of a contact."""

from __future__ import annotations

from boxoffice_tui.locales.translate import _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.contacts.contact_fields import PART_LABELS
from boxoffice_tui.screens.contacts.contact_work import Look


def field_doubts(look: Look) -> dict[str, str]:
    """By field, what may be wrong in it, as the imports say it."""
    doubts = {
        "phone": (look.doubts.phone, _("“{value}” may not be a phone number. It is kept as it is.")),
        "email": (look.doubts.email, _("“{value}” may not be an e-mail address: a mail may not arrive.")),
    }
    return {name: said.format(value=safe(value)) for name, (value, said) in doubts.items() if value}


def doubt_words(look: Look | None) -> str:
    """What may be wrong in the address; nothing where nothing is."""
    if look is None or not look.doubts.address:
        return ""
    parts = ", ".join(_(PART_LABELS[part]) for part in look.doubts.address if part in PART_LABELS)
    return _("The post may not know this address ({fields}). It is kept as it is.").format(fields=parts)


def relay_words(look: Look | None) -> str:
    """Who else stands for the structure; nothing where nobody does."""
    if look is None or not look.relays:
        return ""
    named = "; ".join(f"{safe(one.name)} ({one.number})" for one in look.relays)
    return _("Also there: {relays}").format(relays=named)
