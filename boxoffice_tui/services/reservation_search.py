"""Pending reservations: those of a contact, and those a customer at the counter may mean (issue: take up by …)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.contact_search import contacts_found
from boxoffice_tui.data.tables.contacts import CONTACTS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import EVENTS, PERFORMANCES
from boxoffice_tui.data.tables.venues import VENUES
from boxoffice_tui.rules import numbers
from boxoffice_tui.rules.contacts import contact_query
from boxoffice_tui.rules.deadlines import local_date, overdue
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.naming import in_language, named
from boxoffice_tui.services.orders import paid_of_many
from boxoffice_tui.services.reference_shipments import references_of
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.reservations import ReservationRow

MOST_FOUND = 200

_ROWS = (
    sa.select(ORDERS, DOSSIERS.c.number.label("dossier"), CONTACTS.c.number.label("contact_number"))
    .join(DOSSIERS, DOSSIERS.c.id == ORDERS.c.dossier_id)
    .join(CONTACTS, CONTACTS.c.id == ORDERS.c.contact_id)
    .where(ORDERS.c.due_on.is_not(None))
    .order_by(ORDERS.c.due_on, ORDERS.c.id)
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
    .where(LIVE_TICKET, TICKETS.c.order_id.in_(sa.bindparam("orders", expanding=True)))
    .group_by(TICKETS.c.order_id, EVENTS.c.title, PERFORMANCES.c.starts_at, VENUES.c.zone)
    .order_by(PERFORMANCES.c.starts_at)
)


def find_reservations(
    desk: Desk, query: str = "", *, overdue_only: bool = False, limit: int = MOST_FOUND
) -> tuple[ReservationRow, ...]:
    """The pending reservations that a text names, those due first: up to `limit`, all of them where it is "".

    The text is an order's or a dossier's number, a contact as in `contacts.find_contacts`, or the token of a
    scanned ticket. Raises `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    today = _today(desk)
    with reading(desk) as connection:
        which = [_named_by(connection, query.strip())] if query.strip() else []
        which += [ORDERS.c.due_on < today] if overdue_only else []
        return _rows(connection, desk, today, sa.and_(sa.true(), *which), limit)


def reservations_of(desk: Desk, contact_id: int) -> tuple[ReservationRow, ...]:
    """The pending reservations of a contact, those due first. Raises `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        return _rows(connection, desk, _today(desk), ORDERS.c.contact_id == contact_id, MOST_FOUND)


def _named_by(connection: Connection, text: str) -> sa.ColumnElement[bool]:
    scanned = connection.execute(sa.select(TICKETS.c.order_id).where(TICKETS.c.token == text)).scalar()
    ways: list[sa.ColumnElement[bool]] = [ORDERS.c.id == scanned]
    if scanned is not None:
        return ways[0]
    digits = numbers.digits_of(text)
    if digits is not None and len(digits) in numbers.ORDER_NUMBER_LENGTHS:
        ways.append(ORDERS.c.number == digits)
    if digits is not None and len(digits) == numbers.DOSSIER_NUMBER_LENGTH:
        ways.append(DOSSIERS.c.number == digits)
    contact = contact_query(text)
    if not isinstance(contact, Objection):
        ways.append(ORDERS.c.contact_id.in_(contacts_found(connection, contact)))
    return sa.or_(*ways)


def _rows(
    connection: Connection, desk: Desk, today: date, which: sa.ColumnElement[bool], limit: int
) -> tuple[ReservationRow, ...]:
    found = connection.execute(_ROWS.where(which).limit(limit)).all()
    contact_ids, order_ids = {row.contact_id for row in found}, [row.id for row in found]
    buyers = {
        row.id: named(row.last_name, row.first_name, row.structure)
        for row in connection.execute(CONTACT_ROWS.where(CONTACTS.c.id.in_(contact_ids)))
    }
    shows: dict[int, list[Any]] = {one: [] for one in order_ids}
    for show in connection.execute(_SHOWS, {"orders": order_ids}):
        shows[show.order_id].append(show)
    references = references_of(connection, [row.dossier_id for row in found])
    paid = paid_of_many(connection, order_ids)
    return tuple(
        _row(
            desk,
            row,
            buyers[row.contact_id],
            shows[row.id],
            references[row.dossier_id],
            paid.get(row.id, 0),
            today,
        )
        for row in found
    )


def _row(
    desk: Desk, row: Any, buyer: str, shows: Sequence[Any], reference: Any, paid: int, today: date
) -> ReservationRow:
    first = next((show for show in shows if show.starts_at), None)
    currency = desk.house.currency
    return ReservationRow(
        order_id=row.id,
        number=row.number,
        dossier=row.dossier,
        version=row.version,
        contact_id=row.contact_id,
        contact_number=row.contact_number,
        buyer=buyer,
        reserved_at=row.bought_at,
        due_on=row.due_on,
        overdue=overdue(row.due_on, today),
        events=tuple(dict.fromkeys(show.title for show in shows)),
        first_starts_at=first.starts_at if first else None,
        first_zone=first.zone if first else "",
        tickets=sum(show.tickets for show in shows),
        mode=reference.code,
        mode_name=in_language(reference.names, desk.language, reference.code),
        paid=Money(paid, currency),
        balance=Money(row.balance_minor, currency),
    )


def _today(desk: Desk) -> date:
    return local_date(desk.clock.now(), str(desk.house.zone))
