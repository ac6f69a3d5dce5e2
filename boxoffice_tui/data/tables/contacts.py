"""Written by `make tables` from data/models/contacts.py: its tables, as statements need them."""

from sqlalchemy import JSON, Column, Integer, String, Table

from boxoffice_tui.data.columns import CORE, FOLDED, Instant

COMMUNITY_TYPES = Table(
    "community_type",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
)
STRUCTURES = Table(
    "structure",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("number", Integer),
    Column("name", String),
    Column("name_folded", FOLDED),
    Column("community_type_id", Integer),
)
CONTACTS = Table(
    "contact",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("number", Integer),
    Column("structure_id", Integer),
    Column("language", String),
    Column("erased_at", Instant),
    Column("merged_into_id", Integer),
)
CONTACT_NAMES = Table(
    "contact_name",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("contact_id", Integer),
    Column("last_name", String),
    Column("first_name", String, default=""),
    Column("since", Instant),
    Column("until", Instant),
)
CONTACT_EMAILS = Table(
    "contact_email",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("contact_id", Integer),
    Column("email", String),
    Column("email_folded", FOLDED),
    Column("since", Instant),
    Column("until", Instant),
)
CONTACT_PHONES = Table(
    "contact_phone",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("contact_id", Integer),
    Column("phone", String),
    Column("since", Instant),
    Column("until", Instant),
)
ADDRESSES = Table(
    "address",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("contact_id", Integer),
    Column("street", String),
    Column("postal_code", String, default=""),
    Column("city", String, default=""),
    Column("region", String, default=""),
    Column("country", String),
    Column("since", Instant),
    Column("until", Instant),
)
CONTACT_WORDS = Table(
    "contact_word",
    CORE,
    Column("word", FOLDED, primary_key=True),
    Column("contact_id", Integer, primary_key=True),
)
