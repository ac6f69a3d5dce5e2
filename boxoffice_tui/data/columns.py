"""Kinds of column, and the SQL texts that an index and a question share: needs SQLAlchemy alone, not SQLModel."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa

CORE = sa.MetaData()
"""Where the tables of data/tables/ are; the whole schema, with keys and indexes, is data/models/metadata.py."""

UNFINISHED = "balance_minor <> 0 OR needs_confirmation OR needs_note"
"""An order under To finish (spec/archives.md, To finish)."""

POSTAL_KEY = "upper(replace({}postal_code, ' ', ''))"
"""A postal code as search compares it (rules/contacts.py); `{}` is the table with its point, or nothing."""

FOLDED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
"""A folded text that sorts and compares by code point on both engines."""


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware instant, kept in UTC and given back in UTC; ValueError for a naive one.

    SQLModel has the same, but to import it is a sixth of the program's start.
    """

    impl = sa.DateTime
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """What the database keeps."""
        if value is not None and value.utcoffset() is None:
            raise ValueError(f"an instant without a time zone: {value}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """What the database kept: SQLite without its time zone."""
        if value is None or value.utcoffset() is None:
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


def choice(members: type[StrEnum]) -> sa.Enum:
    """One member's value of `members`, guarded by a CHECK."""
    return sa.Enum(
        members,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        values_callable=lambda enum: [member.value for member in enum],
        length=32,
        name=members.__name__.lower(),
    )
