"""Contacts, their versioned names, e-mails, phones and addresses, structures, and the words search looks in."""

from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.columns import FOLDED, POSTAL_KEY
from boxoffice_tui.data.models.base import (
    Names,
    comparable,
    identity,
    instant,
    link,
    live_index,
    optional_instant,
    optional_link,
    per_language,
)


class CommunityType(SQLModel, table=True):
    """Works council, school, tourism and the like."""

    __tablename__ = "community_type"

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()


class Structure(SQLModel, table=True):
    """A body that buys through relays."""

    id: int | None = identity()
    number: int = Field(unique=True)
    name: str
    name_folded: str = comparable()
    community_type_id: int | None = optional_link("community_type.id")


class Contact(SQLModel, table=True):
    """A customer; a relay when `structure_id` is set. What is personal lies in versioned rows.

    One that was merged into another is kept for its number alone, which names that one.
    """

    __table_args__ = (live_index("ix_contact_merged", "merged_into_id", where="merged_into_id IS NOT NULL"),)

    id: int | None = identity()
    number: int = Field(unique=True)
    structure_id: int | None = optional_link("structure.id", index=True)
    language: str
    erased_at: datetime | None = optional_instant()
    merged_into_id: int | None = optional_link("contact.id")


class ContactName(SQLModel, table=True):
    """A name a contact has or had; replaced, never edited."""

    __tablename__ = "contact_name"
    __table_args__ = (
        live_index("ix_contact_name_current", "contact_id", where="until IS NULL", unique=True),
    )

    id: int | None = identity()
    contact_id: int = link("contact.id")
    last_name: str
    first_name: str = ""
    since: datetime = instant()
    until: datetime | None = optional_instant()


class ContactEmail(SQLModel, table=True):
    """An e-mail address a contact has or had."""

    __tablename__ = "contact_email"
    __table_args__ = (
        live_index("ix_contact_email_current", "contact_id", where="until IS NULL", unique=True),
    )

    id: int | None = identity()
    contact_id: int = link("contact.id")
    email: str
    email_folded: str = comparable()
    since: datetime = instant()
    until: datetime | None = optional_instant()


class ContactPhone(SQLModel, table=True):
    """A phone number a contact has or had, in E.164 where it could be read."""

    __tablename__ = "contact_phone"
    __table_args__ = (
        live_index("ix_contact_phone_current", "contact_id", where="until IS NULL", unique=True),
        live_index("ix_contact_phone_number", "phone", where="until IS NULL"),
    )

    id: int | None = identity()
    contact_id: int = link("contact.id")
    phone: str
    since: datetime = instant()
    until: datetime | None = optional_instant()


class Address(SQLModel, table=True):
    """A postal address a contact has or had."""

    __table_args__ = (
        live_index("ix_address_current", "contact_id", where="until IS NULL", unique=True),
        live_index("ix_address_postal_key", sa.text(POSTAL_KEY.format("")), where="until IS NULL"),
    )

    id: int | None = identity()
    contact_id: int = link("contact.id")
    street: str
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str
    since: datetime = instant()
    until: datetime | None = optional_instant()


class ContactWord(SQLModel, table=True):
    """A folded word of a contact's current name or of its structure's: the index of the search by name."""

    __tablename__ = "contact_word"
    __table_args__ = (sa.Index(None, "contact_id"), {"sqlite_with_rowid": False})

    word: str = Field(
        primary_key=True,
        sa_type=cast(Any, FOLDED),
    )
    contact_id: int = Field(foreign_key="contact.id", primary_key=True)


TABLES = {
    "COMMUNITY_TYPES": CommunityType,
    "STRUCTURES": Structure,
    "CONTACTS": Contact,
    "CONTACT_NAMES": ContactName,
    "CONTACT_EMAILS": ContactEmail,
    "CONTACT_PHONES": ContactPhone,
    "ADDRESSES": Address,
    "CONTACT_WORDS": ContactWord,
}
