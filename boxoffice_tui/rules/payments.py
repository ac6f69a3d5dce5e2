"""Why a payment cannot be recorded as it was typed: one rule for the form of a sale and for the service."""

from __future__ import annotations

from boxoffice_tui.rules.cash import Handed, handed, steps_objection
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal, change_of, last_four_objection, payment_objection
from boxoffice_tui.rules.text import REFERENCE_LIMIT, holds_card_number, safe
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import PaymentMethod


def payment_line_objection(payment: PaymentRequest, balance: Money, step: int) -> Objection | None:
    """The first thing that is wrong with a payment against `balance` (spec/archives.md, 9).

    Cash goes in multiples of `step` minor units. Facts as payment_objection, last_four_objection, steps_objection
    and change_of give them; `card_number` has none. Of an `amount_too_high` in cash also: cash, the amount, which
    may be what was handed over.
    """
    over = paid_over(payment, balance, step)
    objection = payment_objection(over.settles, balance) or last_four_objection(payment.last_four)
    if objection is not None:
        return _about_cash(objection, payment)
    if payment.method is PaymentMethod.CASH:
        objection = _cash_objection(over.amount, payment.tendered, step)
        if objection is not None:
            return objection
    if holds_card_number(safe(payment.reference, REFERENCE_LIMIT)):
        return Objection(OrderRefusal.CARD_NUMBER)
    return None


def paid_over(payment: PaymentRequest, balance: Money, step: int) -> Handed:
    """What is handed over for a payment against `balance`; cash that settles it is rounded to coins."""
    return handed(payment.method, payment.amount, balance, step)


def _about_cash(objection: Objection, payment: PaymentRequest) -> Objection:
    """More cash than is due is often what was handed over, typed as the amount."""
    if objection.code is not OrderRefusal.AMOUNT_TOO_HIGH or payment.method is not PaymentMethod.CASH:
        return objection
    return Objection(objection.code, {**objection.facts, "cash": payment.amount})


def _cash_objection(amount: Money, tendered: Money | None, step: int) -> Objection | None:
    objection = steps_objection(amount, step)
    if objection is not None or tendered is None:
        return objection
    change = change_of(tendered, amount)
    return change if isinstance(change, Objection) else None
