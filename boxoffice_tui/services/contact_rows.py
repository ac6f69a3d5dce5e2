"""Contacts with what they have at present: structure, name, e-mail, phone and address.

Built once: building the statement costs more than running it.
"""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.conditions import present_of
from boxoffice_tui.data.tables.contacts import (
    ADDRESSES,
    CONTACT_EMAILS,
    CONTACT_NAMES,
    CONTACT_PHONES,
    CONTACTS,
    STRUCTURES,
)

CONTACT_ROWS = (
    sa.select(
        CONTACTS.c.id,
        CONTACTS.c.number,
        CONTACTS.c.language,
        STRUCTURES.c.name.label("structure"),
        CONTACT_NAMES.c.last_name,
        CONTACT_NAMES.c.first_name,
        CONTACT_EMAILS.c.email,
        CONTACT_PHONES.c.phone,
        ADDRESSES.c.street,
        ADDRESSES.c.postal_code,
        ADDRESSES.c.city,
        ADDRESSES.c.region,
        ADDRESSES.c.country,
    )
    .join(STRUCTURES, STRUCTURES.c.id == CONTACTS.c.structure_id, isouter=True)
    .join(CONTACT_NAMES, present_of(CONTACT_NAMES, CONTACTS.c.id), isouter=True)
    .join(CONTACT_EMAILS, present_of(CONTACT_EMAILS, CONTACTS.c.id), isouter=True)
    .join(CONTACT_PHONES, present_of(CONTACT_PHONES, CONTACTS.c.id), isouter=True)
    .join(ADDRESSES, present_of(ADDRESSES, CONTACTS.c.id), isouter=True)
)
"""None in the columns of what a contact has not."""
