"""Contacts: found, added, changed. Names, e-mails, phones and addresses are replaced, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import present_of
from boxoffice_tui.data.contact_search import find_contact_ids
from boxoffice_tui.data.tables.contacts import (
    ADDRESSES,
    CONTACT_EMAILS,
    CONTACT_NAMES,
    CONTACT_PHONES,
    CONTACTS,
)
from boxoffice_tui.rules.contacts import (
    ContactQuery,
    ContactRefusal,
    contact_query,
    email_objection,
    may_be_phone,
    name_objection,
)
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import contact_versions as versions
from boxoffice_tui.services import numbering
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.contact_versions import clean
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import ConflictError, NotFoundError, RefusedError, insist
from boxoffice_tui.services.journal import last_line_about_contact
from boxoffice_tui.services.naming import named
from boxoffice_tui.services.transaction import Work, reading, require_held, use_case
from boxoffice_tui.views.contacts import ContactDetails, ContactRow, NewContact, PostalAddress

MOST_FOUND = 50


def find_contacts(desk: Desk, text: str, limit: int = MOST_FOUND) -> tuple[ContactRow, ...]:
    """The contacts that `3`, `[3]`, `dainville`, `secutix`, `75009`, a phone or an e-mail's part names, by number.

    Case and accents never matter (spec/delivery.md, Rules, 6). Raises `RefusedError` (contact_search_empty).
    """
    require_held(desk, Right.ORDERS_SEARCH)
    query = contact_query(text)
    if isinstance(query, Objection):
        raise RefusedError(query.code, query.facts)
    if may_be_phone(text):
        query = replace(query, phone=versions.phone_read(clean(text), desk.house.country) or None)
    with reading(desk) as connection:
        ids = find_contact_ids(connection, query, limit)
        rows = {row.id: row for row in connection.execute(CONTACT_ROWS.where(CONTACTS.c.id.in_(ids)))}
    return tuple(row_of(rows[contact_id]) for contact_id in ids)


def numbered(desk: Desk, number: int, *, itself: bool = False) -> int:
    """The id of the contact with a number, of the one it was merged into where it was.

    Raises `NotFoundError` (contact), which an erased one is as well. With `itself` the id of the number's own
    contact, whatever became of it.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    own = sa.select(CONTACTS.c.id).where(CONTACTS.c.number == number)
    with reading(desk) as connection:
        led = ContactQuery(number=number)
        ids = list(connection.execute(own).scalars()) if itself else find_contact_ids(connection, led, 1)
    if not ids:
        raise NotFoundError("contact", number)
    return int(ids[0])


def show_contact(desk: Desk, contact_id: int) -> ContactRow:
    """A contact as it is now. Raises `NotFoundError` (contact)."""
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        return row_of(_read(connection, contact_id))


def contact_details(desk: Desk, contact_id: int | None) -> ContactDetails:
    """A contact field by field as it is now; without an id one to be, of the house's language and country.

    Raises `NotFoundError` (contact).
    """
    require_held(desk, Right.ORDERS_SEARCH)
    if contact_id is None:
        address = PostalAddress(country=desk.house.country)
        return ContactDetails(None, 0, NewContact("", language=desk.house.language, address=address))
    with reading(desk) as connection:
        row = _read(connection, contact_id)
    return ContactDetails(contact_id, row.number, _fields_of(row, desk.house.country))


@use_case(Right.CONTACTS_EDIT)
def add_contact(work: Work, contact: NewContact) -> int:
    """Adds a contact; its id. Raises `RefusedError` (contact_name_required, malformed_email, card_number)."""
    _insist_sound(contact)
    contact_id = work.insert(
        CONTACTS,
        number=numbering.reserve(work, numbering.CONTACT, 1),
        structure_id=versions.structure_named(work, clean(contact.structure)),
        language=contact.language or work.house.language,
    )
    for table, values in versions.versions_of(work, contact).items():
        versions.replace_version(work, table, contact_id, values)
    versions.write_words(work, contact_id)
    work.journal("contact_added", contact_id=contact_id)
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_contact(work: Work, contact_id: int, contact: NewContact, seen: NewContact | None = None) -> int:
    """Makes a contact what is typed, field by field; what differs is replaced. Its id.

    `seen` is what the operator had before their eyes: where the contact has become another meanwhile nothing is
    done. Raises `NotFoundError` (contact), `ConflictError`, `RefusedError` (contact_name_required,
    malformed_email, card_number, contact_erased).
    """
    row = take(work, contact_id)
    if seen is not None and seen != _fields_of(_read(work.connection, contact_id), work.house.country):
        raise ConflictError(*last_line_about_contact(work.connection, contact_id, work.now))
    _insist_sound(contact)
    for table, values in versions.versions_of(work, contact).items():
        versions.change_version(work, table, contact_id, values)
    structure_id = versions.structure_named(work, clean(contact.structure))
    versions.change_column(work, contact_id, row, "structure_id", structure_id)
    versions.change_column(work, contact_id, row, "language", contact.language or row.language)
    versions.write_words(work, contact_id)
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_name(work: Work, contact_id: int, last_name: str, first_name: str = "") -> int:
    """Gives a contact another name, by which it is found from now on; the contact's id.

    Raises `NotFoundError` (contact), `RefusedError` (contact_name_required, card_number, contact_erased).
    """
    row = take(work, contact_id)
    values = versions.name_values(last_name, first_name)
    insist(name_objection(values["last_name"], "structure" if row.structure_id else ""))
    versions.change_version(work, CONTACT_NAMES, contact_id, values)
    versions.write_words(work, contact_id)
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_structure(work: Work, contact_id: int, name: str) -> int:
    """Makes a contact a relay of the structure of that name, new where there is none, or with "" of none; its id.

    Raises `NotFoundError` (contact), `RefusedError` (contact_name_required, card_number, contact_erased).
    """
    row = take(work, contact_id)
    last_name = sa.select(CONTACT_NAMES.c.last_name).where(present_of(CONTACT_NAMES, contact_id))
    insist(name_objection(work.connection.execute(last_name).scalar() or "", clean(name)))
    structure_id = versions.structure_named(work, clean(name))
    versions.change_column(work, contact_id, row, "structure_id", structure_id)
    versions.write_words(work, contact_id)
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_language(work: Work, contact_id: int, language: str) -> int:
    """Gives a contact the language of its mails, one of the program's; the contact's id.

    Raises `NotFoundError` (contact), `RefusedError` (contact_erased).
    """
    versions.change_column(work, contact_id, take(work, contact_id), "language", language)
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_email(work: Work, contact_id: int, email: str) -> int:
    """Gives a contact another e-mail address, or with "" none; the contact's id.

    Raises `NotFoundError` (contact), `RefusedError` (malformed_email, contact_erased).
    """
    take(work, contact_id)
    insist(email_objection(email.strip()))
    versions.change_version(work, CONTACT_EMAILS, contact_id, versions.email_values(email))
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_phone(work: Work, contact_id: int, phone: str) -> int:
    """Gives a contact another phone number, or with "" none; the contact's id.

    Raises `NotFoundError` (contact), `RefusedError` (contact_erased).
    """
    take(work, contact_id)
    country = sa.select(ADDRESSES.c.country).where(present_of(ADDRESSES, contact_id))
    spoken = work.connection.execute(country).scalar() or work.house.country
    versions.change_version(work, CONTACT_PHONES, contact_id, {"phone": versions.phone_of(phone, spoken)})
    return contact_id


@use_case(Right.CONTACTS_EDIT)
def change_address(work: Work, contact_id: int, address: PostalAddress) -> int:
    """Gives a contact another postal address, or a blank one; the contact's id.

    Raises `NotFoundError` (contact), `RefusedError` (card_number, contact_erased).
    """
    take(work, contact_id)
    versions.change_version(work, ADDRESSES, contact_id, versions.address_values(work, address))
    return contact_id


def remember_email(work: Work, contact_id: int, email: str) -> None:
    """Gives a contact, taken already, the e-mail address it lacks; one that it has stays."""
    present = sa.select(CONTACT_EMAILS.c.id).where(present_of(CONTACT_EMAILS, contact_id))
    if work.connection.execute(present).first() is None:
        _, email_id = versions.replace_version(
            work, CONTACT_EMAILS, contact_id, versions.email_values(email)
        )
        work.journal("contact_changed", None, contact_id=contact_id, email_id=email_id)


def take(work: Work, contact_id: int) -> Any:
    """Locks a contact that may still be changed.

    Raises `NotFoundError`, `RefusedError` (contact_erased, contact_merged).
    """
    query = sa.select(CONTACTS).where(CONTACTS.c.id == contact_id).with_for_update()
    row = work.connection.execute(query).first()
    if row is None:
        raise NotFoundError("contact", contact_id)
    insist_unmerged(work.connection, row)
    if row.erased_at is not None:
        raise RefusedError(ContactRefusal.CONTACT_ERASED)
    return row


def take_each(work: Work, contact_ids: Iterable[int | None]) -> None:
    """Locks these contacts as `take`, in the order everybody does, so that nobody forgets them meanwhile."""
    for one in sorted({one for one in contact_ids if one is not None}):
        take(work, one)


def not_erased(connection: Connection, contact_ids: Iterable[int]) -> list[int]:
    """Those of these contacts that were not erased."""
    query = sa.select(CONTACTS.c.id).where(CONTACTS.c.id.in_(list(contact_ids)), CONTACTS.c.erased_at.is_(None))
    return list(connection.execute(query).scalars())


def take_current(work: Work, contact_id: int) -> int:
    """The id of a contact that buys or is delivered to, or of the one it was merged into since it was chosen.

    It is neither erased nor merged until COMMIT, and others may deal with it at the same time. Raises
    `NotFoundError` (contact), `RefusedError` (contact_erased).
    """
    query = sa.select(CONTACTS.c.erased_at, CONTACTS.c.merged_into_id).where(CONTACTS.c.id == contact_id)
    lock = work.connection.begin_nested()
    row = work.connection.execute(query.with_for_update(read=True)).first()
    if row is None:
        raise NotFoundError("contact", contact_id)
    if row.erased_at is not None:
        raise RefusedError(ContactRefusal.CONTACT_ERASED)
    if row.merged_into_id is not None:
        lock.rollback()  # held on, it would stop who merges the kept one, for which we wait next
        return take_current(work, row.merged_into_id)
    lock.commit()
    return contact_id


def insist_unmerged(connection: Connection, row: Any) -> None:
    """Raises `RefusedError` (contact_merged) where the contact of a row was merged into another."""
    if row.merged_into_id is not None:
        kept = sa.select(CONTACTS.c.number).where(CONTACTS.c.id == row.merged_into_id)
        facts = {"number": row.number, "kept": connection.execute(kept).scalar_one()}
        raise RefusedError(ContactRefusal.CONTACT_MERGED, facts)


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


def _read(connection: Connection, contact_id: int) -> Any:
    row = connection.execute(CONTACT_ROWS.where(CONTACTS.c.id == contact_id)).first()
    if row is None:
        raise NotFoundError("contact", contact_id)
    return row


def _fields_of(row: Any, house_country: str) -> NewContact:
    return NewContact(
        row.last_name or "",
        row.first_name or "",
        row.structure or "",
        row.email or "",
        row.phone or "",
        PostalAddress(
            row.street or "",
            row.postal_code or "",
            row.city or "",
            row.region or "",
            row.country or house_country,
        ),
        row.language,
    )


def _insist_sound(contact: NewContact) -> None:
    insist(name_objection(clean(contact.last_name), clean(contact.structure)))
    insist(email_objection(contact.email.strip()))
