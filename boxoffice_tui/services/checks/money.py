"""M1 to M7 and the balances of lists: nothing but sums that must come out at zero (spec/reliability.md).

An equality per order is asked as one sum: both sides in one list, the right one negative, grouped by order.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import FEE_STANDS, LIVE_TICKET
from boxoffice_tui.data.states import Account
from boxoffice_tui.data.tables.articles import ORDER_ARTICLES
from boxoffice_tui.data.tables.ledger import ENTRIES, MOVEMENTS, PAYMENTS
from boxoffice_tui.data.tables.orders import ORDER_FEES, ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.data.tables.tills import CASH_MOVEMENTS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services.checks.questions import Question, numbers_of
from boxoffice_tui.views.states import PaymentMethod

TWO_SIDES = 2
_SETTLES = PAYMENTS.c.amount_minor - PAYMENTS.c.rounding_minor


def _unequal(*parts: sa.Select[Any]) -> sa.Select[Any]:
    """The numbers of the orders whose amounts, rows of (order_id, amount), do not sum to zero."""
    listed = sa.union_all(*parts).subquery()
    unequal = (
        sa.select(listed.c.order_id).group_by(listed.c.order_id).having(sa.func.sum(listed.c.amount) != 0)
    )
    return numbers_of(unequal.subquery())


def _entries(account: Account, sign: int = 1) -> sa.Select[Any]:
    amount = (ENTRIES.c.amount_minor * sign).label("amount")
    return sa.select(ENTRIES.c.order_id, amount).where(ENTRIES.c.account == account)


def _unbalanced() -> sa.CompoundSelect[Any]:
    """Movements whose entries are not two, do not sum to zero, or belong to another order, or to one too many."""
    unequal = (
        sa.select(ENTRIES.c.movement_id)
        .group_by(ENTRIES.c.movement_id)
        .having(sa.or_(sa.func.count() != TWO_SIDES, sa.func.sum(ENTRIES.c.amount_minor) != 0))
    )
    without = sa.select(MOVEMENTS.c.id).where(
        ~sa.exists().where(ENTRIES.c.movement_id == MOVEMENTS.c.id)
    )
    elsewhere = (
        sa.select(ENTRIES.c.movement_id)
        .join(MOVEMENTS, MOVEMENTS.c.id == ENTRIES.c.movement_id)
        .where(MOVEMENTS.c.order_id.is_distinct_from(ENTRIES.c.order_id))
    )
    return sa.union(unequal, without, elsewhere)


def _totals() -> sa.Select[Any]:
    """What was sold by the ledger against the live tickets, the fees that stand and the articles."""
    tickets = sa.select(TICKETS.c.order_id, TICKETS.c.price_minor.label("amount"))
    fees = sa.select(ORDER_FEES.c.order_id, ORDER_FEES.c.amount_minor.label("amount"))
    return _unequal(
        _entries(Account.SALES),
        tickets.where(LIVE_TICKET),
        fees.where(FEE_STANDS),
        sa.select(
            ORDER_ARTICLES.c.order_id, (ORDER_ARTICLES.c.price_minor * ORDER_ARTICLES.c.quantity).label("amount")
        ),
    )


def _paid_and_owed() -> sa.Select[Any]:
    paid = sa.select(PAYMENTS.c.order_id, PAYMENTS.c.amount_minor.label("amount"))
    return _unequal(
        paid, _entries(Account.RECEIVABLE), _entries(Account.SALES), _entries(Account.ROUNDING)
    )


def _rounded() -> sa.Select[Any]:
    """What payments say that coins made of them against the ledger."""
    said = sa.select(PAYMENTS.c.order_id, PAYMENTS.c.rounding_minor.label("amount"))
    return _unequal(said.where(PAYMENTS.c.rounding_minor != 0), _entries(Account.ROUNDING))


def _rounded_else_than_cash() -> sa.Select[Any]:
    uneven = sa.and_(PAYMENTS.c.rounding_minor != 0, PAYMENTS.c.method != PaymentMethod.CASH)
    return sa.select(PAYMENTS.c.id).where(uneven)


def _balances() -> sa.Select[Any]:
    listed = sa.select(ORDERS.c.id.label("order_id"), ORDERS.c.balance_minor.label("amount"))
    return _unequal(listed.where(ORDERS.c.balance_minor != 0), _entries(Account.RECEIVABLE, -1))


def _foreign_to_tills() -> sa.Select[Any]:
    """As `_foreign_currency`, of what has no order."""
    own = sa.select(ORGANISATIONS.c.currency).scalar_subquery()
    foreign = sa.select(ENTRIES.c.movement_id).where(ENTRIES.c.currency != own)
    return foreign.where(ENTRIES.c.order_id.is_(None)).distinct()


def _payments_without_entry() -> sa.Select[Any]:
    entry = sa.exists().where(
        ENTRIES.c.movement_id == PAYMENTS.c.movement_id,
        ENTRIES.c.order_id == PAYMENTS.c.order_id,
        ENTRIES.c.account == Account.TILL,
        ENTRIES.c.amount_minor == PAYMENTS.c.amount_minor,
        ENTRIES.c.till_id.is_not_distinct_from(PAYMENTS.c.till_id),
    )
    return sa.select(PAYMENTS.c.id).where(~entry, PAYMENTS.c.amount_minor != 0)


def _entries_without_payment() -> sa.Select[Any]:
    payment = sa.exists().where(PAYMENTS.c.movement_id == ENTRIES.c.movement_id)
    cash = sa.exists().where(CASH_MOVEMENTS.c.movement_id == ENTRIES.c.movement_id)
    return sa.select(ENTRIES.c.movement_id).where(ENTRIES.c.account == Account.TILL, ~payment, ~cash)


def _foreign_currency() -> sa.Select[Any]:
    own = sa.select(ORGANISATIONS.c.currency).scalar_subquery()
    foreign = sa.select(ENTRIES.c.order_id).where(ENTRIES.c.currency != own).distinct()
    return numbers_of(foreign.subquery())


def _refunded_beyond_method() -> sa.Select[Any]:
    beyond = (
        sa.select(PAYMENTS.c.order_id, PAYMENTS.c.method)
        .group_by(PAYMENTS.c.order_id, PAYMENTS.c.method)
        .having(sa.func.sum(_SETTLES) < 0)
        .subquery()
    )
    return numbers_of(sa.select(beyond.c.order_id).distinct().subquery())


def _refunded_beyond_payment() -> sa.CompoundSelect[Any]:
    """Payments given back more than once over, or by another method or order."""
    back = PAYMENTS.alias("back")
    on = back.c.refunds_id == PAYMENTS.c.id
    elsewhere = (
        sa.select(PAYMENTS.c.id)
        .join(back, on)
        .where(sa.or_(back.c.method != PAYMENTS.c.method, back.c.order_id != PAYMENTS.c.order_id))
    )
    too_much = (
        sa.select(PAYMENTS.c.id)
        .join(back, on)
        .group_by(PAYMENTS.c.id, PAYMENTS.c.amount_minor, PAYMENTS.c.rounding_minor)
        .having(_SETTLES + sa.func.sum(back.c.amount_minor - back.c.rounding_minor) < 0)
    )
    return sa.union(elsewhere, too_much)


def _keys_twice() -> sa.Select[Any]:
    return sa.select(sa.func.max(MOVEMENTS.c.id)).group_by(MOVEMENTS.c.key).having(sa.func.count() > 1)


QUESTIONS = (
    Question(Invariant.MOVEMENT_BALANCES, Thing.MOVEMENT, _unbalanced()),
    Question(Invariant.ORDER_TOTAL, Thing.ORDER, _totals()),
    Question(Invariant.PAID_AND_OWED, Thing.ORDER, _paid_and_owed()),
    Question(Invariant.PAID_AND_OWED, Thing.ORDER, _rounded()),
    Question(Invariant.PAID_AND_OWED, Thing.PAYMENT, _rounded_else_than_cash()),
    Question(Invariant.TILL_IS_PAYMENTS, Thing.PAYMENT, _payments_without_entry()),
    Question(Invariant.TILL_IS_PAYMENTS, Thing.MOVEMENT, _entries_without_payment()),
    Question(Invariant.ONE_CURRENCY, Thing.ORDER, _foreign_currency()),
    Question(Invariant.ONE_CURRENCY, Thing.MOVEMENT, _foreign_to_tills()),
    Question(Invariant.REFUND_WITHIN_METHOD, Thing.ORDER, _refunded_beyond_method()),
    Question(Invariant.REFUND_WITHIN_METHOD, Thing.PAYMENT, _refunded_beyond_payment()),
    Question(Invariant.KEY_ONCE, Thing.MOVEMENT, _keys_twice()),
    Question(Invariant.LISTED_BALANCE, Thing.ORDER, _balances()),
)
