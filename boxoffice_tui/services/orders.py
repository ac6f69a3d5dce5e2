"""An order taken in hand: locked, its version compared, and left with the next one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import FEE_STANDS, LIVE_TICKET
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDER_FEES, ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.rules.orders import OrderFacts
from boxoffice_tui.services.errors import ConflictError, NotFoundError
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.orders import OrderChange

_ANSWERED = (ORDERS.c.number, ORDERS.c.version, ORDERS.c.balance_minor, ORDERS.c.due_on)


def id_of(connection: Connection, number: str) -> int:
    """The id of the order with a number. Raises `NotFoundError` (order)."""
    found = connection.execute(sa.select(ORDERS.c.id).where(ORDERS.c.number == number)).scalar()
    if found is None:
        raise NotFoundError("order", number)
    return int(found)


def take(work: Work, order_id: int, version: int | None) -> Any:
    """Locks an order after its dossier; its row, with channel and platform.

    `version` is what the operator saw, None for commands that name the order only.
    Raises `NotFoundError` (order), `ConflictError` when somebody changed it since.
    """
    dossier = sa.select(ORDERS.c.dossier_id).where(ORDERS.c.id == order_id).scalar_subquery()
    work.connection.execute(sa.select(DOSSIERS.c.id).where(DOSSIERS.c.id == dossier).with_for_update())
    query = (
        sa.select(ORDERS, SALES_CHANNELS.c.platform)
        .join(SALES_CHANNELS, SALES_CHANNELS.c.id == ORDERS.c.channel_id)
        .where(ORDERS.c.id == order_id)
        .with_for_update(of=ORDERS)
    )
    row = work.connection.execute(query).first()
    if row is None:
        raise NotFoundError("order", order_id)
    if version is not None and row.version != version:
        who = sa.select(OPERATORS.c.code).where(OPERATORS.c.id == row.changed_by)
        raise ConflictError(work.connection.execute(who).scalar_one(), row.changed_at)
    return row


def facts_of(row: Any) -> OrderFacts:
    """What the rules need of an order row."""
    return OrderFacts(row.state, row.origin, row.platform)


def leave(work: Work, order_id: int, **changes: object) -> OrderChange:
    """Gives the order its next version, with `changes`; the answer without tickets.

    Nobody waits to be told of a change (`needs_confirmation`) of an order that is nobody's.
    """
    if changes.get("needs_confirmation"):
        changes["needs_confirmation"] = ORDERS.c.contact_id.is_not(None)
    row = work.connection.execute(
        sa.update(ORDERS)
        .where(ORDERS.c.id == order_id)
        .values(version=ORDERS.c.version + 1, changed_at=work.now, changed_by=work.operator_id, **changes)
        .returning(*_ANSWERED)
    ).one()
    return _answer(work, order_id, row)


def answer(work: Work, order_id: int) -> OrderChange:
    """What a change answers that leaves the order's version as it is."""
    row = work.connection.execute(sa.select(*_ANSWERED).where(ORDERS.c.id == order_id)).one()
    return _answer(work, order_id, row)


def _answer(work: Work, order_id: int, row: Any) -> OrderChange:
    balance = work.money(row.balance_minor)
    return OrderChange(order_id, row.number, row.version, balance, due_on=row.due_on)


def live_tickets(connection: Connection, order_id: int) -> set[int]:
    """The ids of the tickets of an order that are not cancelled."""
    query = sa.select(TICKETS.c.id).where(TICKETS.c.order_id == order_id, LIVE_TICKET)
    return set(connection.execute(query).scalars())


def fees_of(connection: Connection, order_id: int) -> int:
    """What the fees of an order that stand come to, in minor units."""
    return _sum(connection, ORDER_FEES.c.amount_minor, sa.and_(ORDER_FEES.c.order_id == order_id, FEE_STANDS))


def paid_of(connection: Connection, order_id: int) -> int:
    """What was received for an order less what went back, in minor units."""
    return paid_of_many(connection, [order_id]).get(order_id, 0)


def paid_of_many(connection: Connection, order_ids: Collection[int]) -> dict[int, int]:
    """As `paid_of`, by order; one that nothing was paid for is left out."""
    settles = PAYMENTS.c.amount_minor - PAYMENTS.c.rounding_minor
    query = (
        sa.select(PAYMENTS.c.order_id, sa.func.sum(settles).label("paid"))
        .where(PAYMENTS.c.order_id.in_(order_ids))
        .group_by(PAYMENTS.c.order_id)
    )
    return {row.order_id: int(row.paid) for row in connection.execute(query)}


def _sum(connection: Connection, column: Any, which: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(column), 0)).where(which)
    return int(connection.execute(query).scalar_one())
