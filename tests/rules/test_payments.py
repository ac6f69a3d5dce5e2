"""A payment line as it was typed: what is wrong with it, if anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.payments import payment_line_objection
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import PaymentMethod

CASH, DEBIT = PaymentMethod.CASH, PaymentMethod.DEBIT_TERMINAL


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


@pytest.mark.parametrize(
    ("payment", "refused"),
    [
        (PaymentRequest(CASH, cad(3500)), None),
        (PaymentRequest(CASH, cad(3500), cad(5000)), None),
        (PaymentRequest(CASH, cad(3500), cad(3499)), OrderRefusal.TENDERED_TOO_LOW),
        (PaymentRequest(DEBIT, cad(3500), cad(1)), None),
        (PaymentRequest(DEBIT, cad(3501)), OrderRefusal.AMOUNT_TOO_HIGH),
        (PaymentRequest(CASH, cad(0)), OrderRefusal.AMOUNT_NOT_POSITIVE),
        (PaymentRequest(CASH, Money(1, "EUR")), OrderRefusal.CURRENCY_DIFFERS),
        (PaymentRequest(DEBIT, cad(1), last_four="123"), OrderRefusal.LAST_FOUR_DIGITS),
        (PaymentRequest(DEBIT, cad(1), last_four="1234"), None),
        (PaymentRequest(DEBIT, cad(1), reference="4111 1111 1111 1111"), OrderRefusal.CARD_NUMBER),
    ],
)
def test_the_first_thing_wrong_is_told(payment: PaymentRequest, refused: OrderRefusal | None) -> None:
    objection = payment_line_objection(payment, cad(3500), 1)
    assert (objection.code if objection else None) == refused


@given(st.integers(-5, 200), st.integers(1, 100), st.none() | st.integers(0, 300))
def test_cash_is_taken_exactly_when_it_pays_no_more_than_is_due(amount: int, due: int, given_: int | None) -> None:
    tendered = None if given_ is None else cad(given_)
    objection = payment_line_objection(PaymentRequest(CASH, cad(amount), tendered), cad(due), 1)
    assert (objection is None) == (0 < amount <= due and (given_ is None or given_ >= amount))
