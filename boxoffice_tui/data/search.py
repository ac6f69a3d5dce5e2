"""Finding orders among millions: folded words by range, e-mails by trigrams, newest first by keyset.

The same ids come out of both engines: texts are folded in Python, never in the database. The statement of a page
is built once for each set of conditions: building one costs more than running it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.columns import UNFINISHED
from boxoffice_tui.data.conditions import Engine, among, listed, present_of
from boxoffice_tui.data.contact_search import beginning, begins, with_email
from boxoffice_tui.data.tables.contacts import CONTACT_EMAILS, CONTACT_WORDS
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.rules.text import email_spellings
from boxoffice_tui.views.states import OrderState

FEW_CONTACTS = 4_000

_KEY = sa.tuple_(ORDERS.c.bought_at, ORDERS.c.id)
_PLACE = sa.tuple_(sa.bindparam("place_at", type_=ORDERS.c.bought_at.type), sa.bindparam("place_id"))


def _with_email(*parameters: str) -> sa.ColumnElement[bool]:
    """That an order's contact has an e-mail like one of the values of `parameters`."""
    folded = CONTACT_EMAILS.c.email_folded
    like = (folded.like(sa.bindparam(name), escape="/") for name in parameters)
    return sa.exists().where(present_of(CONTACT_EMAILS, ORDERS.c.contact_id), sa.or_(*like))


_CONDITIONS: dict[str, Any] = {
    "number": ORDERS.c.number == sa.bindparam("number"),
    "since": ORDERS.c.bought_at >= sa.bindparam("since"),
    "until": ORDERS.c.bought_at < sa.bindparam("until"),
    # the index's own words, in brackets of their own; a cancelled order has nothing to confirm (rules/orders)
    "to_finish": sa.and_(
        sa.text(f"({UNFINISHED})"),
        sa.or_(ORDERS.c.state != OrderState.CANCELLED, ORDERS.c.balance_minor != 0, ORDERS.c.needs_note),
    ),
    "email": _with_email("email"),
    "either_email": _with_email("email", "other_email"),
    "beyond": _KEY < _PLACE,
    "before": _KEY > _PLACE,
}


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


@dataclass(slots=True)
class _Question:
    """The conditions of a statement by name, how many words are looked up order by order, and all values."""

    names: tuple[str, ...] = ()
    walked: int = 0
    values: dict[str, Any] = field(default_factory=dict)

    def ask(self, name: str, **values: Any) -> None:
        """One condition more."""
        self.names += (name,)
        self.values |= values


def find_orders(
    connection: Connection, criteria: Criteria, limit: int, after: Position | None, *, backwards: bool = False
) -> list[Any]:
    """Up to `limit` orders, newest first, beyond `after`; `backwards`: the page that ends before `after`,
    or the last page of all. Rows of `id`, `bought_at`.
    """
    question = _question(connection, criteria)
    if after is not None:
        name = "before" if backwards else "beyond"
        question.ask(name, place_at=after.bought_at, place_id=after.order_id)
    query = _page(question.names, question.walked, connection.dialect.name, backwards)
    rows = list(connection.execute(query, {**question.values, "limit": limit}).all())
    return rows[::-1] if backwards else rows


def count_orders(connection: Connection, criteria: Criteria) -> int:
    """How many orders there are to find; slower than a page, so asked for apart."""
    question = _question(connection, criteria)
    conditions = _conditions(question.names, question.walked, connection.dialect.name)
    query = sa.select(sa.func.count()).select_from(ORDERS).where(*conditions)
    return int(connection.execute(query, question.values).scalar_one())


@functools.cache
def _page(names: tuple[str, ...], walked: int, engine: Engine, backwards: bool) -> sa.Select[Any]:
    query = sa.select(ORDERS.c.id, ORDERS.c.bought_at).where(*_conditions(names, walked, engine))
    if backwards:
        query = query.order_by(ORDERS.c.bought_at, ORDERS.c.id)
    else:
        query = query.order_by(ORDERS.c.bought_at.desc(), ORDERS.c.id.desc())
    return query.limit(sa.bindparam("limit"))


def _conditions(names: Sequence[str], walked: int, engine: Engine) -> list[sa.ColumnElement[bool]]:
    known = {**_CONDITIONS, "contacts": among(ORDERS.c.contact_id, "contacts", engine)}
    return [known[name] for name in names] + [_borne(position) for position in range(walked)]


def _borne(position: int) -> sa.ColumnElement[bool]:
    """That an order's contact bears the word at a position of those walked for."""
    words = CONTACT_WORDS.alias()
    first: Any = sa.bindparam(f"word_{position}")
    end: Any = sa.bindparam(f"word_{position}_end")
    return sa.exists().where(words.c.contact_id == ORDERS.c.contact_id, begins(words, (first, end)))


def _question(connection: Connection, criteria: Criteria) -> _Question:
    question = _Question()
    if criteria.number is not None:
        question.ask("number", number=criteria.number)
    if criteria.since is not None:
        question.ask("since", since=criteria.since)
    if criteria.until is not None:
        question.ask("until", until=criteria.until)
    if criteria.to_finish:
        question.ask("to_finish")
    if criteria.words:
        _ask_words(connection, question, criteria.words)
    if criteria.email is not None:
        _ask_email(connection, question, criteria.email)
    return question


def _ask_words(connection: Connection, question: _Question, words: Sequence[str]) -> None:
    """Few matching contacts: start from them. Many: walk the orders and look each contact up."""
    bearers = [
        sa.select(CONTACT_WORDS.c.contact_id).where(begins(CONTACT_WORDS, beginning(word))) for word in words
    ]
    if _ask_few(connection, question, sa.intersect(*bearers) if len(bearers) > 1 else bearers[0]):
        return
    question.walked = len(words)
    for position, word in enumerate(words):
        first, end = beginning(word)
        question.values |= {f"word_{position}": first, f"word_{position}_end": end}


def _ask_email(connection: Connection, question: _Question, text: str) -> None:
    if not _ask_few(connection, question, with_email(connection, text)):
        first, *others = [_containing(spelling) for spelling in email_spellings(text)]
        if others:
            question.ask("either_email", email=first, other_email=others[0])
        else:
            question.ask("email", email=first)


def _containing(text: str) -> str:
    literal = text.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%{literal}%"


def _ask_few(
    connection: Connection, question: _Question, contacts: sa.Select[Any] | sa.CompoundSelect[Any]
) -> bool:
    """Asks for the orders of these contacts, unless they are too many to start from; whether it did."""
    ids = list(connection.execute(contacts.limit(FEW_CONTACTS + 1)).scalars())
    if len(ids) > FEW_CONTACTS:
        return False
    question.ask("contacts", contacts=listed(ids, connection.dialect.name))
    return True
