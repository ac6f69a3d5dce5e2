"""Finding contacts among hundreds of thousands, and making the index of their e-mails forget for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.columns import POSTAL_KEY
from boxoffice_tui.data.conditions import present
from boxoffice_tui.data.tables.contacts import (
    ADDRESSES,
    CONTACT_EMAILS,
    CONTACT_PHONES,
    CONTACT_WORDS,
    CONTACTS,
)
from boxoffice_tui.rules.text import email_spellings

if TYPE_CHECKING:
    from boxoffice_tui.rules.contacts import ContactQuery

_LAST_CODE_POINT = chr(0x10FFFF)
_FORGETS_SINCE = (3, 42)
_ITS_POSTAL_KEY: sa.ColumnElement[str] = sa.literal_column(POSTAL_KEY.format("address."), sa.String)


def find_contact_ids(connection: Connection, query: ContactQuery, limit: int) -> list[int]:
    """The ids of up to `limit` contacts, the one with the number asked for first, then by number."""
    exact = sa.case((CONTACTS.c.id.in_(_numbered(query.number)), 0), else_=1) if query.number else sa.literal(0)
    found = (
        sa.select(CONTACTS.c.id)
        .where(CONTACTS.c.id.in_(contacts_found(connection, query)), CONTACTS.c.erased_at.is_(None))
        .order_by(exact, CONTACTS.c.number)
        .limit(limit)
    )
    return list(connection.execute(found).scalars())


def contacts_found(connection: Connection, query: ContactQuery) -> sa.CompoundSelect[Any]:
    """The ids of all contacts asked for, as a question within another."""
    return sa.union(*[part for part in _parts(connection, query) if part is not None])


@contextmanager
def forgetting_emails(connection: Connection) -> Iterator[None]:
    """E-mails blanked inside leave nothing in the index: SQLite's own keeps deleted words until it tidies up."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.dialect.dbapi
    forgets = driver.sqlite_version_info >= _FORGETS_SINCE
    if forgets:
        statement = "INSERT INTO email_trigram(email_trigram, rank) VALUES ('secure-delete', 1)"
        connection.exec_driver_sql(statement)
    yield
    if not forgets:
        connection.exec_driver_sql("INSERT INTO email_trigram(email_trigram) VALUES ('optimize')")


def _parts(connection: Connection, query: ContactQuery) -> Iterator[sa.Select[Any] | None]:
    if query.number is not None:
        yield _numbered(query.number)
    if query.postal_code is not None:
        yield sa.select(ADDRESSES.c.contact_id).where(
            sa.literal(query.postal_code) == _ITS_POSTAL_KEY, present(ADDRESSES)
        )
    if query.phone is not None:
        yield sa.select(CONTACT_PHONES.c.contact_id).where(
            CONTACT_PHONES.c.phone == query.phone, present(CONTACT_PHONES)
        )
    if query.email is not None:
        yield with_email(connection, query.email)
    if query.words:
        yield _by_words(query.words)


def _numbered(number: int) -> sa.Select[Any]:
    """The id of the contact with a number, or of the one it was merged into."""
    named = sa.func.coalesce(CONTACTS.c.merged_into_id, CONTACTS.c.id)
    return sa.select(named).where(CONTACTS.c.number == number)


def _by_words(words: Sequence[str]) -> sa.Select[Any]:
    longest, *others = sorted(words, key=len, reverse=True)
    first = CONTACT_WORDS.alias()
    query = sa.select(first.c.contact_id).where(begins(first, beginning(longest)))
    for word in others:
        other = CONTACT_WORDS.alias()
        borne = begins(other, beginning(word))
        query = query.where(sa.exists().where(other.c.contact_id == first.c.contact_id, borne))
    return query


def with_email(connection: Connection, text: str) -> sa.Select[Any]:
    """The ids of the contacts whose e-mail, folded, contains `text` in a spelling, by the engine's trigrams."""
    query = sa.select(CONTACT_EMAILS.c.contact_id).where(present(CONTACT_EMAILS))
    spellings = email_spellings(text)
    if connection.dialect.name != "sqlite":
        held = (CONTACT_EMAILS.c.email_folded.contains(one, autoescape=True) for one in spellings)
        return query.where(sa.or_(*held))
    phrases = ('"' + one.replace('"', '""') + '"' for one in spellings)
    ids = sa.text("contact_email.id IN (SELECT rowid FROM email_trigram WHERE email_trigram MATCH :phrases)")
    return query.where(ids.bindparams(phrases=" OR ".join(phrases)))


def beginning(word: str) -> tuple[str, str]:
    """Between what the words that begin with `word` lie: the first included, the last not."""
    return word, word + _LAST_CODE_POINT


def begins(table: Any, span: tuple[Any, Any]) -> sa.ColumnElement[bool]:
    """That a word of `table`, the words of contacts, lies in a span of `beginning`: a range of the index."""
    first, end = span
    result: sa.ColumnElement[bool] = sa.and_(table.c.word >= first, table.c.word < end)
    return result
