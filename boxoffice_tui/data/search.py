"""Finding orders among millions: folded words by range, e-mails by trigrams, newest first by keyset.

The same ids come out of both engines: texts are folded in Python, never in the database.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import present_of
from boxoffice_tui.data.contact_search import begins, with_email
from boxoffice_tui.data.models.contacts import CONTACT_EMAILS, CONTACT_WORDS
from boxoffice_tui.data.models.orders import ORDERS, UNFINISHED

FEW_CONTACTS = 4_000


@dataclass(frozen=True, slots=True)
class Criteria:
    """What orders to find. Instants in UTC: `since` included, `until` excluded, None where open."""

    number: str | None = None
    words: tuple[str, ...] = ()
    email: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    to_finish: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the newest-first order."""

    bought_at: datetime
    order_id: int


def find_orders(
    connection: Connection, criteria: Criteria, limit: int, after: Position | None, *, backwards: bool = False
) -> list[Any]:
    """Up to `limit` orders, newest first, beyond `after`; `backwards`: the page that ends before `after`,
    or the last page of all. Rows of `id`, `bought_at`.
    """
    query = sa.select(ORDERS.c.id, ORDERS.c.bought_at).where(*_conditions(connection, criteria))
    key = sa.tuple_(ORDERS.c.bought_at, ORDERS.c.id)
    if after is not None:
        place = sa.tuple_(sa.literal(after.bought_at, ORDERS.c.bought_at.type), sa.literal(after.order_id))
        query = query.where(key > place if backwards else key < place)
    if backwards:
        query = query.order_by(ORDERS.c.bought_at, ORDERS.c.id)
    else:
        query = query.order_by(ORDERS.c.bought_at.desc(), ORDERS.c.id.desc())
    rows = list(connection.execute(query.limit(limit)).all())
    return rows[::-1] if backwards else rows


def count_orders(connection: Connection, criteria: Criteria) -> int:
    """How many orders there are to find; slower than a page, so asked for apart."""
    query = sa.select(sa.func.count()).select_from(ORDERS).where(*_conditions(connection, criteria))
    return int(connection.execute(query).scalar_one())


def _conditions(connection: Connection, criteria: Criteria) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if criteria.number is not None:
        conditions.append(ORDERS.c.number == criteria.number)
    if criteria.since is not None:
        conditions.append(ORDERS.c.bought_at >= criteria.since)
    if criteria.until is not None:
        conditions.append(ORDERS.c.bought_at < criteria.until)
    if criteria.to_finish:
        conditions.append(sa.text(UNFINISHED))  # type: ignore[arg-type]
    if criteria.words:
        conditions.append(_by_words(connection, criteria.words))
    if criteria.email is not None:
        conditions.append(_by_email(connection, criteria.email))
    return conditions


def _by_words(connection: Connection, words: Sequence[str]) -> sa.ColumnElement[bool]:
    """Few matching contacts: start from them. Many: walk the orders and look each contact up."""
    bearers = [sa.select(CONTACT_WORDS.c.contact_id).where(begins(CONTACT_WORDS, word)) for word in words]
    query = sa.intersect(*bearers) if len(bearers) > 1 else bearers[0]
    few = _few(connection, query)
    if few is not None:
        return few
    lookups = []
    for word in words:
        table = CONTACT_WORDS.alias()
        lookups.append(sa.exists().where(table.c.contact_id == ORDERS.c.contact_id, begins(table, word)))
    return sa.and_(*lookups)


def _by_email(connection: Connection, text: str) -> sa.ColumnElement[bool]:
    few = _few(connection, with_email(connection, text))
    if few is not None:
        return few
    contains = CONTACT_EMAILS.c.email_folded.contains(text, autoescape=True)
    return sa.exists().where(present_of(CONTACT_EMAILS, ORDERS.c.contact_id), contains)


def _few(
    connection: Connection, contacts: sa.Select[Any] | sa.CompoundSelect[Any]
) -> sa.ColumnElement[bool] | None:
    """The condition that starts from the contacts, None when they are too many for that."""
    ids = list(connection.execute(contacts.limit(FEW_CONTACTS + 1)).scalars())
    if len(ids) > FEW_CONTACTS:
        return None
    if connection.dialect.name == "sqlite":
        listed = sa.text("SELECT value FROM json_each(:ids)").bindparams(ids=json.dumps(ids))
        return ORDERS.c.contact_id.in_(listed)
    return ORDERS.c.contact_id == sa.any_(sa.literal(ids, sa.ARRAY(sa.Integer)))
