"""Writing what a contact is: each name, e-mail, phone and address a row of its own, replaced and never edited.

The journal cites the ids of the rows, never what is in them (DESIGN.md, Journal).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import present_of
from boxoffice_tui.data.tables.contacts import (
    ADDRESSES,
    CONTACT_EMAILS,
    CONTACT_NAMES,
    CONTACT_PHONES,
    CONTACT_WORDS,
    CONTACTS,
    STRUCTURES,
)
from boxoffice_tui.rules.contacts import texts_objection, words_of
from boxoffice_tui.rules.text import EMAIL_LIMIT, fold, fold_email, safe
from boxoffice_tui.services import numbering
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.errors import insist
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.contacts import NewContact, PostalAddress

ACTIONS: Mapping[sa.Table, str] = {
    CONTACT_NAMES: "contact_name_changed",
    CONTACT_EMAILS: "contact_email_changed",
    CONTACT_PHONES: "contact_phone_changed",
    ADDRESSES: "contact_address_changed",
}
"""The journal's word for a change of each."""
_FREE = frozenset({"last_name", "first_name", "street", "city", "region"})
"""Columns in which a card's number may be typed; one phone number in ten looks like one by chance."""


def replace_version(
    work: Work, table: sa.Table, contact_id: int, values: Mapping[str, str]
) -> tuple[int | None, int | None]:
    """Ends the present row and adds one with `values`, none where they are blank; the ids of both.

    Raises `RefusedError` (card_number).
    """
    row = work.connection.execute(sa.select(table).where(present_of(table, contact_id))).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return row.id, row.id
    insist(texts_objection(value for name, value in values.items() if name in _FREE))
    if row is not None:
        work.connection.execute(sa.update(table).where(table.c.id == row.id).values(until=work.now))
    blank = not any(value for name, value in values.items() if name != "country")
    after = None if blank else work.insert(table, contact_id=contact_id, since=work.now, **values)
    return row.id if row else None, after


def change_version(work: Work, table: sa.Table, contact_id: int, values: Mapping[str, str]) -> None:
    """As `replace_version`, and the journal says so where it is a change."""
    before, after = replace_version(work, table, contact_id, values)
    if before != after:
        work.journal(ACTIONS[table], contact_id=contact_id, before_id=before, after_id=after)


def change_column(work: Work, contact_id: int, row: Any, name: str, value: object) -> None:
    """Gives the contact of `row` another structure (its id) or language; the journal says from what to what."""
    before = getattr(row, name)
    if before != value:
        changed = sa.update(CONTACTS).where(CONTACTS.c.id == contact_id).values({name: value})
        work.connection.execute(changed)
        action = f"contact_{name.removesuffix('_id')}_changed"
        work.journal(action, contact_id=contact_id, before=before, after=value)


def write_words(work: Work, contact_id: int) -> None:
    """Makes the words of search those of the present name and structure."""
    work.connection.execute(sa.delete(CONTACT_WORDS).where(CONTACT_WORDS.c.contact_id == contact_id))
    row = work.connection.execute(CONTACT_ROWS.where(CONTACTS.c.id == contact_id)).one()
    words = words_of(row.last_name or "", row.first_name or "", row.structure or "")
    if words:
        rows = [{"word": word, "contact_id": contact_id} for word in sorted(words)]
        work.connection.execute(sa.insert(CONTACT_WORDS), rows)


def structure_named(work: Work, name: str) -> int | None:
    """The structure of that name, case and accents aside, new where there is none; None where it is blank.

    Raises `RefusedError` (card_number).
    """
    if not name:
        return None
    folded = fold(name)
    found = work.connection.execute(
        sa.select(STRUCTURES.c.id).where(STRUCTURES.c.name_folded == folded).order_by(STRUCTURES.c.id)
    ).scalar()
    if found is not None:
        return int(found)
    insist(texts_objection([name]))
    number = numbering.reserve(work, numbering.STRUCTURE, 1)
    return work.insert(STRUCTURES, number=number, name=name, name_folded=folded)


def versions_of(work: Work, contact: NewContact) -> dict[sa.Table, dict[str, str]]:
    """What the rows of a contact hold, by table."""
    spoken = country_of(work, contact.address)
    return {
        CONTACT_NAMES: name_values(contact.last_name, contact.first_name),
        CONTACT_EMAILS: email_values(contact.email),
        CONTACT_PHONES: {"phone": phone_of(contact.phone, spoken)},
        ADDRESSES: address_values(work, contact.address),
    }


def name_values(last_name: str, first_name: str) -> dict[str, str]:
    """The columns of a name."""
    return {"last_name": clean(last_name), "first_name": clean(first_name)}


def email_values(text: str) -> dict[str, str]:
    """The columns of an e-mail address."""
    email = safe(text, EMAIL_LIMIT).strip()
    return {"email": email, "email_folded": fold_email(email)}


def address_values(work: Work, address: PostalAddress) -> dict[str, str]:
    """The columns of a postal address; the house's country where it names none."""
    return {
        "street": clean(address.street),
        "postal_code": clean(address.postal_code),
        "city": clean(address.city),
        "region": clean(address.region),
        "country": country_of(work, address),
    }


def country_of(work: Work, address: PostalAddress) -> str:
    """The country of an address, the house's where it names none."""
    return clean(address.country).upper() or work.house.country


def phone_of(text: str, country: str) -> str:
    """A phone number in E.164 where it can be read in `country`, else as typed."""
    typed = clean(text)
    return phone_read(typed, country) or typed


def phone_read(text: str, country: str) -> str:
    """A phone number in E.164, "" where it cannot be read in `country`."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def clean(text: str) -> str:
    """A text from people, made harmless and trimmed."""
    return safe(text).strip()
