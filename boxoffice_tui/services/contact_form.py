"""What a form of a contact is told while it is filled in: how a country writes addresses, what may be wrong."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.postal import doubtful_parts, post_format
from boxoffice_tui.data.tables.contacts import CONTACTS, STRUCTURES
from boxoffice_tui.rules import mail_address
from boxoffice_tui.rules.contacts import email_objection
from boxoffice_tui.rules.postal import parts_in_order
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import fold
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.contact_versions import clean, phone_read
from boxoffice_tui.services.contacts import row_of
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.contacts import ContactRow, Doubts, NewContact, PostalForm

MOST_RELAYS = 5


def postal_form(country: str) -> PostalForm:
    """The fields of an address in a country (ISO 3166), in the order its post writes them in Latin letters."""
    written, code = post_format(country)
    return PostalForm(country, parts_in_order(written), code)


def doubts(desk: Desk, contact: NewContact) -> Doubts:
    """What may be wrong in a contact as typed: the parts its post would not accept, a phone number nobody has, an
    e-mail address that is none yet or that no mail reaches.
    """
    address = contact.address
    country = clean(address.country).upper() or desk.house.country
    street, *parts = (clean(one) for one in (address.street, address.postal_code, address.city, address.region))
    doubtful = doubtful_parts(bool(street), *parts, country) if street or any(parts) else ()
    phone = clean(contact.phone)
    email = clean(contact.email)
    mistyped = bool(email) and (email_objection(email) is not None or mail_address.doubtful(email))
    return Doubts(
        doubtful,
        "" if not phone or phone_read(phone, country) else phone,
        email if mistyped else "",
    )


def relays_of(desk: Desk, structure: str, besides: int | None = None) -> tuple[ContactRow, ...]:
    """The first contacts, by number, that stand for the structure of that name, case and accents aside.

    The one with the id `besides` is not among them. Raises `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    folded = fold(clean(structure))
    if not folded:
        return ()
    its = sa.select(STRUCTURES.c.id).where(STRUCTURES.c.name_folded == folded)
    query = CONTACT_ROWS.where(CONTACTS.c.structure_id.in_(its), CONTACTS.c.erased_at.is_(None))
    if besides is not None:
        query = query.where(CONTACTS.c.id != besides)
    with reading(desk) as connection:
        rows = connection.execute(query.order_by(CONTACTS.c.number).limit(MOST_RELAYS)).all()
    return tuple(row_of(row) for row in rows)
