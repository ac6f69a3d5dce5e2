"""What every table shares: constraint names and kinds of column."""

from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data import columns

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

SQLModel.model_config["defer_build"] = True  # tables are never validated: their validators need not be built

Names = dict[str, str]
"""A text per language code; `fr` stands in where the reader's language is missing."""


def identity() -> Any:
    """A whole-number primary key the database gives."""
    return Field(default=None, primary_key=True)


def instant(**options: Any) -> Any:
    """An aware instant, kept in UTC, refused when naive."""
    return Field(sa_type=cast(Any, columns.Instant), **options)


def optional_instant(**options: Any) -> Any:
    """An instant that may be missing."""
    return Field(default=None, sa_type=cast(Any, columns.Instant), nullable=True, **options)


def choice(members: type[StrEnum], **options: Any) -> Any:
    """A column that holds one member's value of `members`, guarded by a CHECK."""
    return Field(sa_type=cast(Any, columns.choice(members)), **options)


def minor(**options: Any) -> Any:
    """An amount in minor units of the organisation's currency."""
    return Field(sa_type=cast(Any, sa.BigInteger), **options)


def per_language(**options: Any) -> Any:
    """A text per language code, as JSON."""
    return Field(default_factory=dict, sa_type=cast(Any, sa.JSON), **options)


def link(target: str, **options: Any) -> Any:
    """A required foreign key."""
    return Field(foreign_key=target, **options)


def optional_link(target: str, **options: Any) -> Any:
    """A foreign key that may be missing."""
    return Field(default=None, foreign_key=target, nullable=True, **options)


def comparable() -> Any:
    """A folded text that sorts and compares by code point on both engines."""
    return Field(sa_type=cast(Any, columns.FOLDED))


def whole_numbers(*names: str) -> tuple[sa.CheckConstraint, ...]:
    """CHECKs that keep SQLite from storing anything but whole numbers in `names`."""
    return tuple(
        sa.CheckConstraint(f"typeof({name}) IN ('integer', 'null')", name=f"{name}_whole").ddl_if(
            dialect="sqlite"
        )
        for name in names
    )


def live_index(name: str, *over: str | sa.TextClause, where: str, unique: bool = False) -> sa.Index:
    """An index over the rows of `where` only, on both engines."""
    condition = sa.text(where)
    return sa.Index(name, *over, unique=unique, sqlite_where=condition, postgresql_where=condition)
