"""M4 of tills: what moved in a till beside its payments, and that a closed shift adds up (spec/reliability.md)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.ledger import ENTRIES, MOVEMENTS, PAYMENTS
from boxoffice_tui.data.tables.tills import CASH_MOVEMENTS, TILL_SESSIONS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.rules.tills import COUNTED_ON, CashKind
from boxoffice_tui.services.checks.questions import Gathered, Question
from boxoffice_tui.views.checks import Finding
from boxoffice_tui.views.states import PaymentMethod

_OF_TILLS = [MovementKind(kind) for kind in CashKind]
_CLOSED = TILL_SESSIONS.c.closed_at.is_not(None)


def _cash_without_entry() -> sa.Select[Any]:
    """Cash movements that are no movement of their amount, kind and operator in their session's till."""
    whole = (
        sa.select(ENTRIES.c.id)
        .join(MOVEMENTS, MOVEMENTS.c.id == ENTRIES.c.movement_id)
        .join(TILL_SESSIONS, TILL_SESSIONS.c.id == CASH_MOVEMENTS.c.session_id)
        .where(
            ENTRIES.c.movement_id == CASH_MOVEMENTS.c.movement_id,
            ENTRIES.c.account == Account.TILL,
            ENTRIES.c.amount_minor == CASH_MOVEMENTS.c.amount_minor,
            ENTRIES.c.till_id == TILL_SESSIONS.c.till_id,
            MOVEMENTS.c.kind.in_(_OF_TILLS),
            MOVEMENTS.c.operator_id == CASH_MOVEMENTS.c.operator_id,
        )
        .correlate(CASH_MOVEMENTS)
        .exists()
    )
    return sa.select(CASH_MOVEMENTS.c.movement_id).where(~whole)


def _movements_without_cash() -> sa.CompoundSelect[Any]:
    """Movements of a till's kinds that are no cash movement, and movements of other kinds that have no order."""
    cash = sa.exists().where(CASH_MOVEMENTS.c.movement_id == MOVEMENTS.c.id)
    of_a_till = MOVEMENTS.c.kind.in_(_OF_TILLS)
    return sa.union(
        sa.select(MOVEMENTS.c.id).where(of_a_till, ~cash),
        sa.select(MOVEMENTS.c.id).where(~of_a_till, MOVEMENTS.c.order_id.is_(None)),
    )


def _payments_elsewhere() -> sa.Select[Any]:
    """Payments that belong to a session of another till than they were taken at."""
    return (
        sa.select(PAYMENTS.c.id)
        .join(TILL_SESSIONS, TILL_SESSIONS.c.id == PAYMENTS.c.session_id)
        .where(PAYMENTS.c.till_id.is_distinct_from(TILL_SESSIONS.c.till_id))
    )


def _half_closed() -> sa.Select[Any]:
    """Sessions that are closed without saying by whom or what was there, or open and counted."""
    said = (TILL_SESSIONS.c.closed_by, TILL_SESSIONS.c.expected_minor, TILL_SESSIONS.c.counted_minor)
    without = sa.or_(*(one.is_(None) for one in said))
    counted = sa.or_(*(one.is_not(None) for one in said))
    return sa.select(TILL_SESSIONS.c.number).where(
        sa.or_(sa.and_(_CLOSED, without), sa.and_(~_CLOSED, counted))
    )


def _in_cash(*kinds: CashKind) -> sa.Select[Any]:
    """Rows of (session_id, amount): what went in for these reasons."""
    return (
        sa.select(CASH_MOVEMENTS.c.session_id, CASH_MOVEMENTS.c.amount_minor.label("amount"))
        .join(MOVEMENTS, MOVEMENTS.c.id == CASH_MOVEMENTS.c.movement_id)
        .where(MOVEMENTS.c.kind.in_([MovementKind(kind) for kind in kinds]))
    )


def _of_session(amount: sa.ColumnElement[int]) -> sa.Select[Any]:
    return sa.select(TILL_SESSIONS.c.id.label("session_id"), amount.label("amount"))


def _unequal(*parts: sa.Select[Any]) -> sa.Select[Any]:
    """The numbers of the closed sessions whose amounts do not sum to zero."""
    listed = sa.union_all(*parts).subquery()
    return (
        sa.select(TILL_SESSIONS.c.number)
        .join(listed, listed.c.session_id == TILL_SESSIONS.c.id)
        .where(_CLOSED)
        .group_by(TILL_SESSIONS.c.number)
        .having(sa.func.sum(listed.c.amount) != 0)
    )


def _paid(*which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    paid = sa.select(PAYMENTS.c.session_id, PAYMENTS.c.amount_minor.label("amount"))
    return paid.where(PAYMENTS.c.session_id.is_not(None), *which)


def _expected() -> sa.Select[Any]:
    """What was said to be there against what moved."""
    cash = PAYMENTS.c.method == PaymentMethod.CASH
    moved = _in_cash(*(CashKind(kind) for kind in sorted(COUNTED_ON)))
    return _unequal(_paid(cash), moved, _of_session(-TILL_SESSIONS.c.expected_minor))


def _counted() -> sa.Select[Any]:
    """What was counted against what should have been there, and the difference that was kept."""
    lacking = TILL_SESSIONS.c.expected_minor - TILL_SESSIONS.c.counted_minor
    return _unequal(_in_cash(CashKind.DIFFERENCE), _of_session(lacking))


def _emptied() -> sa.Select[Any]:
    """What a closed till still holds of its session."""
    return _unequal(_paid(), _in_cash(*CashKind))


def counts_add_up(connection: Connection) -> list[Finding]:
    """Shifts whose coins and notes come to something else than what was counted."""
    query = sa.select(TILL_SESSIONS.c.number, TILL_SESSIONS.c.counted_minor, TILL_SESSIONS.c.counts)
    wrong = Gathered()
    for number, counted, counts in connection.execute(query.where(_CLOSED).order_by(TILL_SESSIONS.c.number)):
        if counts and sum(denomination * count for denomination, count in counts) != counted:
            wrong.add(number)
    return wrong.finding(Invariant.TILL_IS_PAYMENTS, Thing.SHIFT)


QUESTIONS = (
    Question(Invariant.TILL_IS_PAYMENTS, Thing.MOVEMENT, _cash_without_entry()),
    Question(Invariant.TILL_IS_PAYMENTS, Thing.MOVEMENT, _movements_without_cash()),
    Question(Invariant.TILL_IS_PAYMENTS, Thing.PAYMENT, _payments_elsewhere()),
    Question(Invariant.TILL_IS_PAYMENTS, Thing.SHIFT, _half_closed()),
    Question(Invariant.TILL_IS_PAYMENTS, Thing.SHIFT, _expected()),
    Question(Invariant.TILL_IS_PAYMENTS, Thing.SHIFT, _counted()),
    Question(Invariant.TILL_IS_PAYMENTS, Thing.SHIFT, _emptied()),
)
