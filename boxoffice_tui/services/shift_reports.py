"""What tills hold now, and what a shift came to: its numbered report."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.ledger import MOVEMENTS, PAYMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.data.tables.tills import CASH_MOVEMENTS, TILL_SESSIONS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.tills import COUNTED_ON, CashKind
from boxoffice_tui.services import order_papers, till_sessions
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.states import PaymentMethod
from boxoffice_tui.views.tills import (
    CashLine,
    CountLine,
    MethodLine,
    ShiftReport,
    ShiftRow,
    ShiftRows,
    TillState,
    VoucherLine,
)

PAGE = 50


def list_tills(desk: Desk) -> tuple[TillState, ...]:
    """Every till by its code, with its open shift. Raises `NotAllowedError`."""
    _require_reader(desk)
    with reading(desk) as connection:
        return tuple(_state(desk, connection, row) for row in _standing(connection, sa.true()))


def state_of(desk: Desk, till: str | None = None) -> TillState:
    """The till with this code, or the desk's own.

    Raises `NotAllowedError`, `NotFoundError` (till), `RefusedError` (till_not_named).
    """
    _require_reader(desk)
    with reading(desk) as connection:
        found = till_sessions.till_of(desk, connection, till)
        (row,) = _standing(connection, TILLS.c.id == found.id)
        return _state(desk, connection, row)


def shift_report(desk: Desk, number: int) -> ShiftReport:
    """The shift with a number, closed or not yet. Raises `NotAllowedError`, `NotFoundError` (shift)."""
    _require_reader(desk)
    opener, closer = OPERATORS.alias(), OPERATORS.alias()
    query = (
        sa.select(
            TILL_SESSIONS,
            TILLS.c.code.label("till"),
            TILLS.c.name.label("till_name"),
            opener.c.code.label("opener"),
            closer.c.code.label("closer"),
        )
        .join(TILLS, TILLS.c.id == TILL_SESSIONS.c.till_id)
        .join(opener, opener.c.id == TILL_SESSIONS.c.opened_by)
        .join(closer, closer.c.id == TILL_SESSIONS.c.closed_by, isouter=True)
        .where(TILL_SESSIONS.c.number == number)
    )
    with reading(desk) as connection:
        row = connection.execute(query).first()
        if row is None:
            raise NotFoundError("shift", number)
        return _report(desk, connection, row)


def list_shifts(
    desk: Desk, beyond: int | None = None, *, backwards: bool = False, limit: int = PAGE
) -> ShiftRows:
    """The latest shifts of all tills, or those before the one numbered `beyond`, the latest first.

    With `backwards` the page that precedes it in the list, or the list's last page. Raises `NotAllowedError`.
    """
    _require_reader(desk)
    opener, closer = OPERATORS.alias(), OPERATORS.alias()
    number = TILL_SESSIONS.c.number
    query = (
        sa.select(
            TILL_SESSIONS,
            TILLS.c.code.label("till"),
            opener.c.code.label("opener"),
            closer.c.code.label("closer"),
        )
        .join(TILLS, TILLS.c.id == TILL_SESSIONS.c.till_id)
        .join(opener, opener.c.id == TILL_SESSIONS.c.opened_by)
        .join(closer, closer.c.id == TILL_SESSIONS.c.closed_by, isouter=True)
        .order_by(number if backwards else number.desc())
        .limit(limit + 1)
    )
    if beyond is not None:
        query = query.where(number > beyond if backwards else number < beyond)
    with reading(desk) as connection:
        found = connection.execute(query).all()
    rows = [_shift(row, desk.house.currency) for row in found[:limit]]
    return ShiftRows(tuple(reversed(rows) if backwards else rows), len(found) > limit)


def _shift(row: Any, currency: str) -> ShiftRow:
    counted = Money(row.counted_minor, currency) if row.counted_minor is not None else None
    difference = counted - Money(row.expected_minor, currency) if counted is not None else None
    return ShiftRow(
        row.number,
        row.till,
        row.opener,
        row.opened_at,
        row.closer or "",
        row.closed_at,
        counted,
        difference,
    )


def _require_reader(desk: Desk) -> None:
    """Who works at tills, and who reads reports."""
    try:
        require_held(desk, Right.TILLS_OPERATE)
    except NotAllowedError:
        require_held(desk, Right.REPORTS_READ)


def _standing(connection: Connection, which: sa.ColumnElement[bool]) -> list[Any]:
    past = TILL_SESSIONS.alias()
    last = (
        sa.select(sa.func.max(past.c.number))
        .where(past.c.till_id == TILLS.c.id, past.c.closed_at.is_not(None))
        .scalar_subquery()
    )
    query = (
        sa.select(
            TILLS.c.id,
            TILLS.c.code,
            TILLS.c.name,
            TILL_SESSIONS.c.id.label("session_id"),
            TILL_SESSIONS.c.number,
            TILL_SESSIONS.c.opened_at,
            OPERATORS.c.code.label("opener"),
            last.label("last"),
        )
        .join(TILL_SESSIONS, sa.and_(TILL_SESSIONS.c.till_id == TILLS.c.id, till_sessions.OPEN), isouter=True)
        .join(OPERATORS, OPERATORS.c.id == TILL_SESSIONS.c.opened_by, isouter=True)
        .where(which)
        .order_by(TILLS.c.code)
    )
    return list(connection.execute(query).all())


def _state(desk: Desk, connection: Connection, row: Any) -> TillState:
    here = row.id == desk.actor.till_id
    if row.session_id is None:
        return TillState(row.code, row.name, last=row.last, here=here)
    sums = till_sessions.sums_of(connection, row.session_id, desk.house.currency)
    expected = sums.cash.expected
    return TillState(row.code, row.name, row.number, row.opener, row.opened_at, expected, row.last, here)


def _report(desk: Desk, connection: Connection, row: Any) -> ShiftReport:
    currency = desk.house.currency
    cash = till_sessions.sums_of(connection, row.id, currency).cash
    counted = Money(row.counted_minor, currency) if row.counted_minor is not None else None
    return ShiftReport(
        house=order_papers.house_facts(order_papers.house_row(connection)),
        zone=str(desk.house.zone),
        number=row.number,
        till=row.till,
        till_name=row.till_name,
        opened_by=row.opener,
        opened_at=row.opened_at,
        closed_by=row.closer or "",
        closed_at=row.closed_at,
        opening=cash.opening,
        movements=_movements(connection, row.id, currency),
        methods=_methods(connection, row.id, currency),
        vouchers=_vouchers(connection, row.id, currency),
        rounding=Money(till_sessions.rounding_of(connection, row.id), currency),
        expected=cash.expected,
        counted=counted,
        counts=tuple(
            CountLine(Money(one, currency), count, Money(one * count, currency)) for one, count in row.counts
        ),
        difference=counted - cash.expected if counted is not None else None,
    )


def _movements(connection: Connection, session_id: int, currency: str) -> tuple[CashLine, ...]:
    """What people put in and took out; what closing moves stands beside it as difference and count."""
    query = (
        sa.select(CASH_MOVEMENTS, MOVEMENTS.c.kind, OPERATORS.c.code)
        .join(MOVEMENTS, MOVEMENTS.c.id == CASH_MOVEMENTS.c.movement_id)
        .join(OPERATORS, OPERATORS.c.id == CASH_MOVEMENTS.c.operator_id)
        .where(CASH_MOVEMENTS.c.session_id == session_id, MOVEMENTS.c.kind.in_(sorted(COUNTED_ON)))
        .order_by(CASH_MOVEMENTS.c.id)
    )
    return tuple(
        CashLine(row.at, row.code, CashKind(row.kind), Money(row.amount_minor, currency), row.reason)
        for row in connection.execute(query)
    )


def _methods(connection: Connection, session_id: int, currency: str) -> tuple[MethodLine, ...]:
    amount = PAYMENTS.c.amount_minor
    query = (
        sa.select(
            OPERATORS.c.code,
            PAYMENTS.c.method,
            sa.func.count().filter(amount > 0).label("payments"),
            sa.func.coalesce(sa.func.sum(amount).filter(amount > 0), 0).label("paid"),
            sa.func.count().filter(amount < 0).label("refunds"),
            sa.func.coalesce(sa.func.sum(-amount).filter(amount < 0), 0).label("refunded"),
        )
        .join(OPERATORS, OPERATORS.c.id == PAYMENTS.c.operator_id)
        .where(PAYMENTS.c.session_id == session_id)
        .group_by(OPERATORS.c.code, PAYMENTS.c.method)
    )
    order = list(PaymentMethod)
    found = [
        MethodLine(
            row.code,
            PaymentMethod(row.method),
            row.payments,
            Money(int(row.paid), currency),
            row.refunds,
            Money(int(row.refunded), currency),
        )
        for row in connection.execute(query)
    ]
    return tuple(sorted(found, key=lambda one: (one.operator, order.index(one.method))))


def _vouchers(connection: Connection, session_id: int, currency: str) -> tuple[VoucherLine, ...]:
    query = (
        sa.select(
            PAYMENTS.c.at,
            PAYMENTS.c.reference,
            PAYMENTS.c.amount_minor,
            OPERATORS.c.code,
            ORDERS.c.number,
        )
        .join(OPERATORS, OPERATORS.c.id == PAYMENTS.c.operator_id)
        .join(ORDERS, ORDERS.c.id == PAYMENTS.c.order_id)
        .where(PAYMENTS.c.session_id == session_id, PAYMENTS.c.method == PaymentMethod.VOUCHER)
        .order_by(PAYMENTS.c.id)
    )
    return tuple(
        VoucherLine(row.at, row.code, row.number, row.reference, Money(row.amount_minor, currency))
        for row in connection.execute(query)
    )
