"""Contacts: found, added, changed. Names, e-mails, phones and addresses are replaced, never edited.

The journal cites the ids of the rows, never what is in them (DESIGN.md, Journal).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import present_of
from boxoffice_tui.data.contact_search import find_contact_ids
from boxoffice_tui.data.tables.contacts import (
    ADDRESSES,
    CONTACT_EMAILS,
    CONTACT_NAMES,
    CONTACT_PHONES,
    CONTACT_WORDS,
    CONTACTS,
    STRUCTURES,
)
from boxoffice_tui.rules.contacts import (
    ContactRefusal,
    contact_query,
    email_objection,
    name_objection,
    words_of,
)
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import EMAIL_LIMIT, fold, fold_email, safe
from boxoffice_tui.services import numbering
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, RefusedError, insist
from boxoffice_tui.services.naming import named
from boxoffice_tui.services.transaction import Work, reading, require_held, use_case
from boxoffice_tui.views.contacts import ContactRow, NewContact, PostalAddress

MOST_FOUND = 50


def find_contacts(desk: Desk, text: str, limit: int = MOST_FOUND) -> tuple[ContactRow, ...]:
    """The contacts that `3`, `[3]`, `dainville`, `secutix`, `75009` or an e-mail's part names, by number.

    Case and accents never matter (spec/delivery.md, Rules, 6). Raises `RefusedError` (contact_search_empty).
    """
    require_held(desk, Right.ORDERS_SEARCH)
    query = contact_query(text)
    if isinstance(query, Objection):
        raise RefusedError(query.code, query.facts)
    with reading(desk) as connection:
        ids = find_contact_ids(connection, query, limit)
        rows = {row.id: row for row in connection.execute(CONTACT_ROWS.where(CONTACTS.c.id.in_(ids)))}
    return tuple(row_of(rows[contact_id]) for contact_id in ids)


def show_contact(desk: Desk, contact_id: int) -> ContactRow:
    """A contact as it is now. Raises `NotFoundError` (contact)."""
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        row = connection.execute(CONTACT_ROWS.where(CONTACTS.c.id == contact_id)).first()
    if row is None:
        raise NotFoundError("contact", contact_id)
    return row_of(row)


@use_case(Right.CONTACTS_EDIT)
def add_contact(work: Work, contact: NewContact) -> int:
    """Adds a contact; its id. Raises `RefusedError` (contact_name_required, malformed_email)."""
    last, first = _text(contact.last_name), _text(contact.first_name)
    structure = _text(contact.structure)
    insist(name_objection(last, structure))
    insist(email_objection(contact.email.strip()))
    contact_id = work.insert(
        CONTACTS,
        number=numbering.reserve(work, numbering.CONTACT, 1),
        structure_id=_structure(work, structure) if structure else None,
        language=contact.language or work.house.language,
    )
    _replace(work, CONTACT_NAMES, contact_id, {"last_name": last, "first_name": first})
    _replace(work, CONTACT_EMAILS, contact_id, _email(contact.email))
    _replace(
        work, CONTACT_PHONES, contact_id, {"phone": phone_of(contact.phone, _country(work, contact.address))}
    )
    _replace(work, ADDRESSES, contact_id, _address(work, contact.address))
    _write_words(work, contact_id)
    work.journal("contact_added", contact_id=contact_id)
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_name(work: Work, contact_id: int, last_name: str, first_name: str = "") -> int:
    """Gives a contact another name, by which it is found from now on; the contact's id.

    Raises `NotFoundError` (contact), `RefusedError` (contact_name_required, contact_erased).
    """
    row = take(work, contact_id)
    last = _text(last_name)
    insist(name_objection(last, "structure" if row.structure_id else ""))
    values = {"last_name": last, "first_name": _text(first_name)}
    _change(work, CONTACT_NAMES, contact_id, values, "contact_name_changed")
    _write_words(work, contact_id)
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_email(work: Work, contact_id: int, email: str) -> int:
    """Gives a contact another e-mail address, or with "" none; the contact's id.

    Raises `NotFoundError` (contact), `RefusedError` (malformed_email, contact_erased).
    """
    take(work, contact_id)
    insist(email_objection(email.strip()))
    _change(work, CONTACT_EMAILS, contact_id, _email(email), "contact_email_changed")
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_phone(work: Work, contact_id: int, phone: str) -> int:
    """Gives a contact another phone number, or with "" none; the contact's id.

    Raises `NotFoundError` (contact), `RefusedError` (contact_erased).
    """
    take(work, contact_id)
    country = sa.select(ADDRESSES.c.country).where(present_of(ADDRESSES, contact_id))
    spoken = work.connection.execute(country).scalar() or work.house.country
    _change(work, CONTACT_PHONES, contact_id, {"phone": phone_of(phone, spoken)}, "contact_phone_changed")
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_address(work: Work, contact_id: int, address: PostalAddress) -> int:
    """Gives a contact another postal address, or a blank one; the contact's id.

    Raises `NotFoundError` (contact), `RefusedError` (contact_erased).
    """
    take(work, contact_id)
    _change(work, ADDRESSES, contact_id, _address(work, address), "contact_address_changed")
    return contact_id


def remember_email(work: Work, contact_id: int, email: str) -> None:
    """Gives a contact, taken already, the e-mail address it lacks; one that it has stays."""
    present = sa.select(CONTACT_EMAILS.c.id).where(present_of(CONTACT_EMAILS, contact_id))
    if work.connection.execute(present).first() is None:
        _, email_id = _replace(work, CONTACT_EMAILS, contact_id, _email(email))
        work.journal("contact_changed", None, contact_id=contact_id, email_id=email_id)


def take(work: Work, contact_id: int) -> Any:
    """Locks a contact that may still be changed. Raises `NotFoundError`, `RefusedError` (contact_erased)."""
    query = sa.select(CONTACTS).where(CONTACTS.c.id == contact_id).with_for_update()
    row = work.connection.execute(query).first()
    if row is None:
        raise NotFoundError("contact", contact_id)
    if row.erased_at is not None:
        raise RefusedError(ContactRefusal.CONTACT_ERASED)
    return row


def phone_of(text: str, country: str) -> str:
    """A phone number in E.164 where it can be read in `country`, else as typed."""
    import phonenumbers

    clean = _text(text)
    try:
        number = phonenumbers.parse(clean, country)
    except phonenumbers.NumberParseException:
        return clean
    if not phonenumbers.is_valid_number(number):
        return clean
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _change(work: Work, table: sa.Table, contact_id: int, values: Mapping[str, str], action: str) -> None:
    before, after = _replace(work, table, contact_id, values)
    if before != after:
        work.journal(action, contact_id=contact_id, before_id=before, after_id=after)


def _replace(
    work: Work, table: sa.Table, contact_id: int, values: Mapping[str, str]
) -> tuple[int | None, int | None]:
    """Ends the present row and adds one with `values`, none where they are blank; the ids of both."""
    present = sa.select(table).where(present_of(table, contact_id))
    row = work.connection.execute(present).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return row.id, row.id
    if row is not None:
        work.connection.execute(sa.update(table).where(table.c.id == row.id).values(until=work.now))
    blank = not any(value for name, value in values.items() if name != "country")
    after = None if blank else work.insert(table, contact_id=contact_id, since=work.now, **values)
    return row.id if row else None, after


def _write_words(work: Work, contact_id: int) -> None:
    """Makes the words of search those of the present name and structure."""
    work.connection.execute(sa.delete(CONTACT_WORDS).where(CONTACT_WORDS.c.contact_id == contact_id))
    row = work.connection.execute(CONTACT_ROWS.where(CONTACTS.c.id == contact_id)).one()
    words = words_of(row.last_name or "", row.first_name or "", row.structure or "")
    if words:
        rows = [{"word": word, "contact_id": contact_id} for word in sorted(words)]
        work.connection.execute(sa.insert(CONTACT_WORDS), rows)


def _structure(work: Work, name: str) -> int:
    """The structure of that name, case and accents aside, new where there is none."""
    folded = fold(name)
    found = work.connection.execute(
        sa.select(STRUCTURES.c.id).where(STRUCTURES.c.name_folded == folded).order_by(STRUCTURES.c.id)
    ).scalar()
    if found is not None:
        return int(found)
    number = numbering.reserve(work, numbering.STRUCTURE, 1)
    return work.insert(STRUCTURES, number=number, name=name, name_folded=folded)


def _email(text: str) -> dict[str, str]:
    email = safe(text, EMAIL_LIMIT).strip()
    return {"email": email, "email_folded": fold_email(email)}


def _address(work: Work, address: PostalAddress) -> dict[str, str]:
    return {
        "street": _text(address.street),
        "postal_code": _text(address.postal_code),
        "city": _text(address.city),
        "region": _text(address.region),
        "country": _country(work, address),
    }


def _country(work: Work, address: PostalAddress) -> str:
    return _text(address.country).upper() or work.house.country


def _text(text: str) -> str:
    return safe(text).strip()


def row_of(row: Any) -> ContactRow:
    """A row of `CONTACT_ROWS` as lists show it."""
    return ContactRow(
        contact_id=row.id,
        number=row.number,
        name=named(row.last_name, row.first_name, row.structure),
        structure=row.structure or "",
        email=row.email or "",
        phone=row.phone or "",
        postal_code=row.postal_code or "",
        city=row.city or "",
        country=row.country or "",
        language=row.language,
    )
