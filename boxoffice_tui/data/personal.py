"""What is a contact's: what is personal is blanked when it is forgotten, all goes along when it is merged."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import ADDRESSES, CONTACT_EMAILS, CONTACT_NAMES, CONTACT_PHONES
from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENTS
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS

PERSONAL: tuple[tuple[str, sa.Table, tuple[str, ...]], ...] = (
    ("name", CONTACT_NAMES, ("last_name", "first_name")),
    ("email", CONTACT_EMAILS, ("email", "email_folded")),
    ("phone", CONTACT_PHONES, ("phone",)),
    ("address", ADDRESSES, ("street", "postal_code", "city", "region")),
)
"""By kind, table and columns."""

BELONGING = (DOSSIERS, ORDERS, SHIPMENTS, DOCUMENTS, OUTBOX)
"""What belongs to a contact besides, in the order of locks; notes go with their orders."""
