"""Payments of an order (spec/archives.md, 9). Recording one takes no money: it says how money was taken."""

from __future__ import annotations

from dataclasses import replace

from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.payments import payment_line_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import REFERENCE_LIMIT, holds_card_number, safe
from boxoffice_tui.services import ledger, orders, till_sessions
from boxoffice_tui.services.errors import RefusedError, insist
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import PaymentMethod


@use_case(Right.ORDERS_RECORD_PAYMENT)
def record_payment(work: Work, order_id: int, version: int | None, payment: PaymentRequest) -> OrderChange:
    """Records one payment line; the answer says the change to hand back where cash was tendered.

    Raises `RefusedError` (nothing_due, amount_not_positive, amount_too_high, currency_differs, tendered_too_low,
    card_number, last_four_digits), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    return add(work, row.id, row.balance_minor, payment)


def add(
    work: Work, order_id: int, balance_minor: int, payment: PaymentRequest, part: str = ""
) -> OrderChange:
    """Writes a payment line within a transaction under way, on an order already locked.

    It belongs to the session open at the desk's till, where one is.
    """
    insist(payment_line_objection(payment, work.money(balance_minor)))
    given = _change(payment)
    session_id = till_sessions.paying(work)
    movement_id = ledger.post(
        work, order_id, MovementKind.PAYMENT, Account.TILL, Account.RECEIVABLE, payment.amount.minor, part
    )
    payment_id = work.insert(
        PAYMENTS,
        order_id=order_id,
        movement_id=movement_id,
        method=payment.method,
        amount_minor=payment.amount.minor,
        tendered_minor=payment.tendered.minor if payment.tendered else None,
        reference=safe(payment.reference, REFERENCE_LIMIT),
        last_four=payment.last_four,
        at=work.now,
        operator_id=work.operator_id,
        till_id=work.desk.actor.till_id,
        session_id=session_id,
    )
    work.journal(
        "payment_recorded",
        order_id,
        payment_id=payment_id,
        method=payment.method,
        amount=payment.amount.minor,
        currency=payment.amount.currency,
    )
    change = orders.leave(work, order_id)
    return replace(change, change_given=given)


def reference_of(text: str) -> str:
    """A payment's reference made harmless. Raises `RefusedError` (card_number) when it holds one."""
    clean = safe(text, REFERENCE_LIMIT)
    if holds_card_number(clean):
        raise RefusedError(rule.OrderRefusal.CARD_NUMBER)
    return clean


def _change(payment: PaymentRequest) -> Money | None:
    if payment.method is not PaymentMethod.CASH or payment.tendered is None:
        return None
    return payment.tendered - payment.amount
