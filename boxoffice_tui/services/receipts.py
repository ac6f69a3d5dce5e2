"""What the receipt of an order says (issue: Customer's and clerk's comfort)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import FEE_STANDS
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import ORDER_FEES, ORDERS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import articles, order_papers
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.documents import Receipt, ReceiptFacts, ReceiptPayment

_MADE_BY = ("order_sold", "order_reserved")


def receipt_of(desk: Desk, order_id: int) -> Receipt:
    """The receipt of an order as it stands, in its buyer's language. Raises `NotFoundError`, `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    currency, now = desk.house.currency, desk.clock.now()
    with reading(desk) as connection:
        order = connection.execute(sa.select(ORDERS).where(ORDERS.c.id == order_id)).first()
        if order is None:
            raise NotFoundError("order", order_id)
        house = order_papers.house_row(connection)
        holder = order_papers.holder_of(connection, order.contact_id, desk.house.language)
        rows = order_papers.ticket_rows(connection, order_id)
        facts = order_papers.order_facts(connection, order, house, holder, rows, now)
        taxes = sum(row.tax_minor for row in rows) + _tax_of_fees(connection, order_id)
        taxes += articles.tax_in(connection, order_id)
        payments = _payments(connection, order_id, currency)
        seller = _seller(connection, order_id)
    zone = str(desk.house.zone)
    told = ReceiptFacts(facts, order.bought_at, zone, seller, Money(taxes, currency), payments)
    return Receipt(told, holder.language)


def _seller(connection: Connection, order_id: int) -> str:
    """The code of who sold or reserved the order, "" where it was made elsewhere and imported."""
    made = sa.and_(JOURNAL.c.order_id == order_id, JOURNAL.c.action.in_(_MADE_BY))
    query = sa.select(OPERATORS.c.code).join(JOURNAL, JOURNAL.c.operator_id == OPERATORS.c.id).where(made)
    return connection.execute(query).scalar() or ""


def _tax_of_fees(connection: Connection, order_id: int) -> int:
    query = sa.select(sa.func.sum(ORDER_FEES.c.tax_minor)).where(ORDER_FEES.c.order_id == order_id, FEE_STANDS)
    return int(connection.execute(query).scalar() or 0)


def _payments(connection: Connection, order_id: int, currency: str) -> tuple[ReceiptPayment, ...]:
    query = sa.select(PAYMENTS).where(PAYMENTS.c.order_id == order_id).order_by(PAYMENTS.c.id)
    return tuple(
        ReceiptPayment(
            row.method,
            Money(row.amount_minor, currency),
            _money(row.tendered_minor, currency),
            _money(row.rounding_minor or None, currency),
        )
        for row in connection.execute(query)
    )


def _money(minor: Any, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
