"""What is personal about a contact: blanked when it is forgotten, and checked for."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import ADDRESSES, CONTACT_EMAILS, CONTACT_NAMES, CONTACT_PHONES

PERSONAL: tuple[tuple[str, sa.Table, tuple[str, ...]], ...] = (
    ("name", CONTACT_NAMES, ("last_name", "first_name")),
    ("email", CONTACT_EMAILS, ("email", "email_folded")),
    ("phone", CONTACT_PHONES, ("phone",)),
    ("address", ADDRESSES, ("street", "postal_code", "city", "region")),
)
"""By kind, table and columns."""
