"""The sentences of the dialog of a contact."""

from __future__ import annotations

from boxoffice_tui.locales.translate import _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.contacts.contact_fields import PART_LABELS
from boxoffice_tui.screens.contacts.contact_work import Look


def doubt_words(look: Look | None) -> str:
    """What may be wrong, as the imports say it; nothing where nothing is."""
    if look is None:
        return ""
    said = []
    if look.doubts.phone:
        doubtful = _("“{value}” may not be a phone number. It is kept as it is.")
        said.append(doubtful.format(value=safe(look.doubts.phone)))
    if look.doubts.address:
        parts = ", ".join(_(PART_LABELS[part]) for part in look.doubts.address if part in PART_LABELS)
        doubtful = _("The post may not know this address ({fields}). It is kept as it is.")
        said.append(doubtful.format(fields=parts))
    return " ".join(said)


def relay_words(look: Look | None) -> str:
    """Who else stands for the structure; nothing where nobody does."""
    if look is None or not look.relays:
        return ""
    named = "; ".join(f"{safe(one.name)} ({one.number})" for one in look.relays)
    return _("Also there: {relays}").format(relays=named)
