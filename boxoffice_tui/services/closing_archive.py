"""What a closing took, record by record, for the archive: ids, codes and amounts, nothing personal.

First the closing itself, then the journal's lines in order, and behind each page of them the movements and the
tickets and lines of articles they cite. Whoever has the file can make the sums and the hashes again
(spec/reliability.md, Cash rules).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.articles import ARTICLES, ORDER_ARTICLES
from boxoffice_tui.data.tables.ledger import ENTRIES, MOVEMENTS, PAYMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.data.tables.tills import CLOSINGS
from boxoffice_tui.rules import closings as rule
from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import closing_sums
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.transaction import reading, require_held

Record = Mapping[str, object]
"""`record` says what it is: closing, journal, movement (with its entries and its payment), ticket or article."""

_LINE = ("seq", "at", "operator_id", "action", "order_id", "facts", "previous", "hash")
_PAID = ("method", "amount_minor", "rounding_minor", "tendered_minor", "refunds_id", "session_id")
_ARTICLE = ("id", "quantity", "price_minor", "tax_minor", "returns_id")
_TICKET = ("id", "performance_id", "number", "rate_id", "price_minor", "tax_minor", "replaces_id")


def records(desk: Desk, kind: ClosingKind, number: int) -> Iterator[Record]:
    """The records of a closing, read as they are asked for, the same whenever they are: none says what a thing has
    become since. Raises `NotAllowedError`, `NotFoundError` (closing)."""
    require_held(desk, Right.REPORTS_READ)
    with reading(desk) as connection:
        which = sa.and_(CLOSINGS.c.kind == kind, CLOSINGS.c.number == number)
        row = connection.execute(sa.select(CLOSINGS).where(which)).first()
        if row is None:
            raise NotFoundError("closing", number)
        yield _closing(desk, row)
        known: set[closing_sums.Silent] = set()
        for page in closing_sums.lines_between(connection, row.first_seq, row.last_seq):
            yield from ({"record": "journal", **_named(line, _LINE)} for line in page)
            cited = closing_sums.movements_of(connection, page, known)
            yield from _movements(connection, sorted(cited.movements + cited.imported))
            cancelled = [one for ids in cited.cancelled.values() for one in ids]
            yield from _tickets(connection, sorted({*cited.sold, *cancelled}))
            yield from _articles(connection, sorted(set(cited.articles)))


def _closing(desk: Desk, row: Any) -> Record:
    content = rule.Content(**{name: getattr(row, name) for name in rule.Content.__slots__})
    house = {"house": desk.house.name, "currency": desk.house.currency, "zone": str(desk.house.zone)}
    return {
        "record": "closing",
        "training": desk.house.training,
        **house,
        **asdict(content),
        "hash": row.hash,
    }


def _named(row: Any, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _movements(connection: Connection, movement_ids: Sequence[int]) -> Iterator[Record]:
    for ids in closing_sums.groups(movement_ids):
        query = (
            sa.select(MOVEMENTS, ORDERS.c.number, OPERATORS.c.code)
            .join(ORDERS, ORDERS.c.id == MOVEMENTS.c.order_id, isouter=True)
            .join(OPERATORS, OPERATORS.c.id == MOVEMENTS.c.operator_id)
            .where(MOVEMENTS.c.id.in_(ids))
            .order_by(MOVEMENTS.c.id)
        )
        entries, payments = _entries(connection, ids), _payments(connection, ids)
        for row in connection.execute(query):
            yield {
                "record": "movement",
                "id": row.id,
                "at": row.at,
                "kind": row.kind,
                "order": row.number,
                "operator": row.code,
                "entries": entries[row.id],
                "payment": payments.get(row.id),
            }


def _entries(connection: Connection, ids: Sequence[int]) -> dict[int, list[Record]]:
    query = (
        sa.select(ENTRIES, TILLS.c.code)
        .join(TILLS, TILLS.c.id == ENTRIES.c.till_id, isouter=True)
        .where(ENTRIES.c.movement_id.in_(ids))
        .order_by(ENTRIES.c.id)
    )
    found: dict[int, list[Record]] = {one: [] for one in ids}
    for row in connection.execute(query):
        entry = _named(row, ("account", "amount_minor", "currency"))
        found[row.movement_id].append({**entry, "till": row.code})
    return found


def _payments(connection: Connection, ids: Sequence[int]) -> dict[int, Record]:
    query = sa.select(PAYMENTS).where(PAYMENTS.c.movement_id.in_(ids))
    return {row.movement_id: _named(row, _PAID) for row in connection.execute(query)}


def _tickets(connection: Connection, ticket_ids: Sequence[int]) -> Iterator[Record]:
    for ids in closing_sums.groups(ticket_ids):
        query = sa.select(TICKETS, ORDERS.c.number.label("order")).join(ORDERS, ORDERS.c.id == TICKETS.c.order_id)
        for row in connection.execute(query.where(TICKETS.c.id.in_(ids)).order_by(TICKETS.c.id)):
            yield {"record": "ticket", **_named(row, _TICKET), "order": row.order}


def _articles(connection: Connection, line_ids: Sequence[int]) -> Iterator[Record]:
    for ids in closing_sums.groups(line_ids):
        query = (
            sa.select(ORDER_ARTICLES, ARTICLES.c.code, ORDERS.c.number.label("order"))
            .join(ARTICLES, ARTICLES.c.id == ORDER_ARTICLES.c.article_id)
            .join(ORDERS, ORDERS.c.id == ORDER_ARTICLES.c.order_id)
            .where(ORDER_ARTICLES.c.id.in_(ids))
            .order_by(ORDER_ARTICLES.c.id)
        )
        for row in connection.execute(query):
            yield {"record": "article", **_named(row, _ARTICLE), "code": row.code, "order": row.order}
