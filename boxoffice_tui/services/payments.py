"""Payments of an order (spec/archives.md, 9). Recording one takes no money: it says how money was taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules.cash import Handed
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.payments import paid_over, payment_line_objection
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

    Cash that settles the balance is rounded to coins, and the answer says so. Raises `RefusedError` (nothing_due,
    amount_not_positive, amount_too_high, currency_differs, not_in_coins, tendered_too_low, card_number,
    last_four_digits), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    return add(work, row.id, row.balance_minor, payment)


def add(
    work: Work, order_id: int, balance_minor: int, payment: PaymentRequest, part: str = ""
) -> OrderChange:
    """Writes a payment line within a transaction under way, on an order already locked.

    It belongs to the session open at the desk's till, where one is.
    """
    balance, step = work.money(balance_minor), work.house.cash_step
    insist(payment_line_objection(payment, balance, step))
    over = paid_over(payment, balance, step)
    given = _change(payment, over)
    session_id = till_sessions.paying(work)
    sides = (MovementKind.PAYMENT, Account.TILL, Account.RECEIVABLE)
    payment_id = work.insert(
        PAYMENTS,
        order_id=order_id,
        movement_id=post(work, order_id, sides, over, part),
        method=payment.method,
        amount_minor=over.amount.minor,
        rounding_minor=over.rounding.minor,
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
        **told(over),
    )
    change = orders.leave(work, order_id)
    if over.rounding:
        change = replace(change, cash=over.amount, rounding=over.rounding)
    return replace(change, change_given=given)


def post(
    work: Work, order_id: int, way: tuple[MovementKind, Account, Account], over: Handed, part: str
) -> int:
    """Moves what goes over the counter `way` (kind, debit, credit), and its rounding; the id of the first movement.

    What comes in adds its rounding to what is owed, what goes back takes it off.
    """
    kind, debit, credit = way
    amount, rounding = over.amount.minor, over.rounding.minor
    ids = [ledger.post(work, order_id, kind, debit, credit, amount, part)] if amount else []
    if rounding:
        ids.append(ledger.post_rounding(work, order_id, rounding if debit is Account.TILL else -rounding, part))
    return ids[0]


def told(over: Handed) -> dict[str, Any]:
    """What the journal's line of a payment or refund says of its money."""
    said: dict[str, Any] = {"amount": over.amount.minor, "currency": over.amount.currency}
    return {**said, "rounding": over.rounding.minor} if over.rounding else said


def reference_of(text: str) -> str:
    """A payment's reference made harmless. Raises `RefusedError` (card_number) when it holds one."""
    clean = safe(text, REFERENCE_LIMIT)
    if holds_card_number(clean):
        raise RefusedError(rule.OrderRefusal.CARD_NUMBER)
    return clean


def _change(payment: PaymentRequest, over: Handed) -> Money | None:
    if payment.method is not PaymentMethod.CASH or payment.tendered is None:
        return None
    return payment.tendered - over.amount
