"""Archives: finding orders (spec/archives.md, Search)."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET, Engine, among, listed, present_of
from boxoffice_tui.data.search import Criteria, Position, count_orders, find_orders
from boxoffice_tui.data.tables.contacts import CONTACT_EMAILS, CONTACT_NAMES, CONTACTS, STRUCTURES
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import EVENTS, PERFORMANCES, SEASONS
from boxoffice_tui.data.tables.venues import VENUES
from boxoffice_tui.rules import numbers
from boxoffice_tui.rules.deadlines import Period, bounds, local_date
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.numbers import QueryKind
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import unfinished
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.naming import named
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.archives import OrderCursor, OrderQuery, OrderRow, OrderRows, OutsidePeriod

PAGE = 50

_ROWS = (
    sa.select(
        ORDERS.c.id,
        ORDERS.c.number,
        ORDERS.c.origin,
        ORDERS.c.state,
        ORDERS.c.balance_minor,
        ORDERS.c.needs_confirmation,
        ORDERS.c.needs_note,
        ORDERS.c.due_on,
        CONTACT_NAMES.c.last_name,
        CONTACT_NAMES.c.first_name,
        STRUCTURES.c.name.label("structure"),
        CONTACT_EMAILS.c.email,
    )
    .join(CONTACTS, CONTACTS.c.id == ORDERS.c.contact_id, isouter=True)
    .join(STRUCTURES, STRUCTURES.c.id == CONTACTS.c.structure_id, isouter=True)
    .join(CONTACT_NAMES, present_of(CONTACT_NAMES, ORDERS.c.contact_id), isouter=True)
    .join(CONTACT_EMAILS, present_of(CONTACT_EMAILS, ORDERS.c.contact_id), isouter=True)
)
_SHOWS = (
    sa.select(
        TICKETS.c.order_id,
        EVENTS.c.title,
        PERFORMANCES.c.starts_at,
        VENUES.c.zone,
        sa.func.count().label("tickets"),
    )
    .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
    .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
    .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
    .where(LIVE_TICKET)
    .group_by(TICKETS.c.order_id, EVENTS.c.title, PERFORMANCES.c.starts_at, VENUES.c.zone)
    .order_by(TICKETS.c.order_id, PERFORMANCES.c.starts_at)
)


class _Show(NamedTuple):
    """The tickets of an order for one performance."""

    title: str
    starts_at: datetime | None
    zone: str
    tickets: int


_NO_SHOW = _Show("", None, "", 0)


def search(
    desk: Desk,
    query: OrderQuery,
    at: OrderCursor | None = None,
    *,
    backwards: bool = False,
    limit: int = PAGE,
) -> OrderRows:
    """A page of the orders found, newest first: from the newest, beyond `at`, or `backwards` before it.

    A number bought outside the period gives no row but `outside`. Raises `RefusedError` (order_number_length
    and what else rules/numbers says), before any query runs.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    criteria = _criteria(desk, query)
    place = Position(at.bought_at, at.order_id) if at else None
    with reading(desk) as connection:
        found = find_orders(connection, criteria, limit + 1, place, backwards=backwards)
        page = found[-limit:] if backwards else found[:limit]
        rows = _rows(connection, desk, page)
        outside = None
        if not rows and criteria.number is not None:
            outside = _outside(connection, desk, criteria)
    further = len(found) > limit
    newer = further if backwards else at is not None
    older = at is not None if backwards else further
    return OrderRows(
        rows=rows,
        after=_cursor(rows[-1]) if rows and older else None,
        before=_cursor(rows[0]) if rows and newer else None,
        outside=outside,
    )


def count(desk: Desk, query: OrderQuery) -> int:
    """How many orders `search` would page through."""
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        return count_orders(connection, _criteria(desk, query))


def season_of(desk: Desk) -> tuple[date, date] | None:
    """First and last day of the season that runs today, for the preset period; None between seasons."""
    today = local_date(desk.clock.now(), str(desk.house.zone))
    query = sa.select(SEASONS.c.starts_on, SEASONS.c.ends_on).where(
        SEASONS.c.starts_on <= today, SEASONS.c.ends_on >= today
    )
    with reading(desk) as connection:
        row = connection.execute(query.order_by(SEASONS.c.starts_on.desc())).first()
    return (row.starts_on, row.ends_on) if row else None


def _criteria(desk: Desk, query: OrderQuery) -> Criteria:
    since, until = bounds(Period(query.first, query.last), str(desk.house.zone))
    number: str | None = None
    words: tuple[str, ...] = ()
    email: str | None = None
    if query.number.strip():
        number = _accepted(numbers.order_number(query.number))
    meant = numbers.query_of(query.text)
    if isinstance(meant, Objection):
        raise RefusedError(meant.code, meant.facts)
    if meant.kind is QueryKind.NUMBER and number is None:
        number = meant.value
    elif meant.kind is QueryKind.EMAIL:
        email = meant.value
    elif meant.kind is QueryKind.NAME:
        words = tuple(meant.value.split())
    return Criteria(number, words, email, since, until, query.to_finish)


def _accepted(number: str | Objection) -> str:
    if isinstance(number, Objection):
        raise RefusedError(number.code, number.facts)
    return number


def _outside(connection: Connection, desk: Desk, criteria: Criteria) -> OutsidePeriod | None:
    """The order that answers all but the period."""
    found = find_orders(connection, replace(criteria, since=None, until=None), 1, None)
    if not found or criteria.number is None:
        return None
    row = found[0]
    return OutsidePeriod(row.id, criteria.number, local_date(row.bought_at, str(desk.house.zone)))


def _cursor(row: OrderRow) -> OrderCursor:
    return OrderCursor(row.bought_at, row.order_id)


def _rows(connection: Connection, desk: Desk, page: Sequence[Any]) -> tuple[OrderRow, ...]:
    if not page:
        return ()
    engine = connection.dialect.name
    ids = {"ids": listed([found.id for found in page], engine)}
    orders, tickets = _of_orders(engine)
    by_id = {row[0]: row for row in connection.execute(orders, ids)}
    shows: dict[int, list[_Show]] = {}
    for order_id, *show in connection.execute(tickets, ids):
        shows.setdefault(order_id, []).append(_Show(*show))
    return tuple(_row(desk, by_id[found.id], found.bought_at, shows.get(found.id, [])) for found in page)


def _row(desk: Desk, row: Any, bought_at: datetime, shows: Sequence[_Show]) -> OrderRow:
    (
        order_id, number, origin, state, balance_minor, needs_confirmation, needs_note, due_on,
        last_name, first_name, structure, email,
    ) = row  # fmt: skip  # by name it takes twice as long, fifty times a keystroke
    balance = Money(balance_minor, desk.house.currency)
    first = next((show for show in shows if show.starts_at), _NO_SHOW)
    return OrderRow(
        order_id=order_id,
        number=number,
        buyer=named(last_name, first_name, structure),
        email=email or "",
        bought_at=bought_at,
        origin=origin,
        events=tuple(dict.fromkeys(show.title for show in shows)),
        first_starts_at=first.starts_at,
        first_zone=first.zone,
        tickets=sum(show.tickets for show in shows),
        balance=balance,
        state=state,
        unfinished=unfinished(state, balance, needs_confirmation=needs_confirmation, needs_note=needs_note),
        due_on=due_on,
    )


@functools.cache
def _of_orders(engine: Engine) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """The two questions about the orders of a page."""
    return (
        _ROWS.where(among(ORDERS.c.id, "ids", engine)),
        _SHOWS.where(among(TICKETS.c.order_id, "ids", engine)),
    )
