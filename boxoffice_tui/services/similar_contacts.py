"""Contacts that are probably somebody who is being typed: suggested, never insisted on (issue 3)."""

from __future__ import annotations

from typing import Any

from boxoffice_tui.data.contact_likeness import ids_perhaps_alike
from boxoffice_tui.data.tables.contacts import CONTACTS
from boxoffice_tui.rules.likeness import Identity, likenesses, name_words, strength
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import fold_email, safe
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.contact_versions import phone_of
from boxoffice_tui.services.contacts import row_of
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.contacts import NewContact, SimilarContact

MOST_SUGGESTED = 5
_MOST_JUDGED = 50


def similar_contacts(
    desk: Desk, contact: NewContact, besides: int | None = None, limit: int = MOST_SUGGESTED
) -> tuple[SimilarContact, ...]:
    """Up to `limit` contacts that are probably `contact`, as far as it is typed, the likeliest first.

    The contact with the id `besides` is not among them: the one that is being changed. Raises `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    typed = _identity(desk, contact)
    email = fold_email(typed.email)
    with reading(desk) as connection:
        ids = ids_perhaps_alike(connection, email, typed.phone, name_words(typed), _MOST_JUDGED)
        rows = connection.execute(CONTACT_ROWS.where(CONTACTS.c.id.in_(ids))).all() if ids else []
    found = [
        SimilarContact(row_of(row), reasons)
        for row in rows
        if row.id != besides and (reasons := likenesses(typed, _known(row)))
    ]
    found.sort(key=lambda one: (-strength(one.reasons), one.contact.number))
    return tuple(found[:limit])


def _identity(desk: Desk, contact: NewContact) -> Identity:
    country = safe(contact.address.country).strip().upper() or desk.house.country
    last, first = safe(contact.last_name), safe(contact.first_name)
    return Identity(last, first, safe(contact.email), phone_of(contact.phone, country))


def _known(row: Any) -> Identity:
    return Identity(row.last_name or "", row.first_name or "", row.email or "", row.phone or "")
