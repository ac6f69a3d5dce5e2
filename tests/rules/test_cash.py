"""Cash rounded to coins: what is settled stays exact, and never more than half a coin is won or lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.cash import (
    CashRefusal,
    coins_of,
    given_back,
    handed,
    rounded,
    step_of,
    steps_objection,
)
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.payments import paid_over, payment_line_objection
from boxoffice_tui.rules.refunds import RefundLine
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import PaymentMethod

CASH, DEBIT = PaymentMethod.CASH, PaymentMethod.DEBIT_TERMINAL
STEPS = st.sampled_from([1, 5, 10, 50, 100])
AMOUNTS = st.integers(1, 10**9)


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


@pytest.mark.parametrize(
    ("exact", "coins"),
    [
        *((1000, 1000), (1001, 1000), (1002, 1000), (1003, 1005), (1004, 1005), (1005, 1005)),
        *((1006, 1005), (1007, 1005), (1008, 1010), (1009, 1010), (2, 0), (3, 5)),
    ],
)
def test_the_cents_of_canada(exact: int, coins: int) -> None:
    assert (rounded(cad(exact), 5), rounded(cad(-exact), 5)) == (cad(coins), cad(-coins))


@pytest.mark.parametrize(
    ("currency", "step"),
    [("CAD", 5), ("CHF", 5), ("EUR", 1), ("USD", 1), ("GBP", 1), ("SEK", 100), ("NZD", 10), ("BRL", 1)],
)
def test_the_smallest_coin_is_the_step_unless_the_house_has_another(currency: str, step: int) -> None:
    assert (step_of(currency, None), step_of(currency, 20)) == (step, 20)


@given(st.integers(-(10**12), 10**12), STEPS)
def test_it_is_the_nearest_coin_once_and_for_all(minor: int, step: int) -> None:
    coins = rounded(cad(minor), step)
    assert coins.minor % step == 0
    assert 2 * abs(coins.minor - minor) <= step
    assert rounded(coins, step) == coins
    assert rounded(cad(-minor), step) == -coins


@given(AMOUNTS, AMOUNTS, STEPS, st.sampled_from(PaymentMethod))
def test_only_cash_that_settles_all_is_rounded(amount: int, due: int, step: int, method: PaymentMethod) -> None:
    over = handed(method, cad(amount), cad(due), step)
    whole = method is CASH and cad(amount) in {cad(due), rounded(cad(due), step)}
    assert over.settles == (cad(due) if whole else cad(amount))
    assert over.amount == (rounded(cad(due), step) if whole else cad(amount))
    assert 2 * abs(over.rounding.minor) <= step


@given(AMOUNTS, st.integers(0, 10**9), STEPS)
def test_what_is_taken_in_cash_is_made_of_coins_and_leaves_no_debt_below_zero(
    due: int, amount: int, step: int
) -> None:
    payment = PaymentRequest(CASH, cad(amount))
    if payment_line_objection(payment, cad(due), step) is None:
        over = paid_over(payment, cad(due), step)
        assert over.amount.minor % step == 0
        assert 0 < over.settles.minor <= due


def test_a_part_that_no_coins_make_is_refused_by_its_nearest() -> None:
    objection = payment_line_objection(PaymentRequest(CASH, cad(501)), cad(1003), 5)
    facts = {"amount": cad(501), "step": cad(5), "nearest": cad(500)}
    assert objection == Objection(CashRefusal.NOT_IN_COINS, facts)
    assert payment_line_objection(PaymentRequest(DEBIT, cad(501)), cad(1003), 5) is None


def test_change_is_given_on_what_the_coins_make() -> None:
    payment = PaymentRequest(CASH, cad(1003), tendered=cad(1004))
    objection = payment_line_objection(payment, cad(1003), 5)
    assert objection == Objection(OrderRefusal.TENDERED_TOO_LOW, {"tendered": cad(1004), "amount": cad(1005)})
    assert payment_line_objection(PaymentRequest(CASH, cad(1003), cad(1005)), cad(1003), 5) is None


def test_less_than_half_the_smallest_coin_is_settled_by_nothing() -> None:
    payment = PaymentRequest(CASH, cad(2))
    assert payment_line_objection(payment, cad(2), 5) is None
    assert (paid_over(payment, cad(2), 5).amount, paid_over(payment, cad(2), 5).settles) == (cad(0), cad(2))


@given(AMOUNTS, STEPS, st.integers(0, 10**6), st.integers(1, 4), st.booleans())
def test_what_goes_back_is_rounded_as_what_came_in(
    owed: int, step: int, by_card: int, parts: int, in_coins: bool
) -> None:
    left = cad(owed)
    asked = rounded(left, step) if in_coins else left
    share = asked.minor // parts
    amounts = [share] * (parts - 1) + [asked.minor - share * (parts - 1)]
    cards = [RefundLine(9, PaymentMethod.CREDIT_TERMINAL, cad(by_card))] if by_card else []
    lines = [*(RefundLine(number, CASH, cad(minor)) for number, minor in enumerate(amounts)), *cards]
    given_ = given_back(lines, cad(owed + by_card), left, step)
    assert not isinstance(given_, Objection)
    coins = coins_of(given_, "CAD")
    assert coins == handed(CASH, left, left, step)
    assert sum(one.line.amount.minor for one in given_) == owed + by_card
    assert [one.rounding for one in given_[parts:]] == [cad(0)] * len(cards)
    assert all(one.amount.minor >= 0 for one in given_), "what goes back brings nothing in"


def test_a_line_of_less_than_its_rounding_gives_nothing_and_the_ones_before_it_the_rest() -> None:
    given_ = given_back([RefundLine(2, CASH, cad(201)), RefundLine(1, CASH, cad(1))], cad(202), cad(202), 5)
    assert not isinstance(given_, Objection)
    assert [(one.amount, one.rounding) for one in given_] == [(cad(200), cad(-1)), (cad(0), cad(-1))]


def test_a_part_that_goes_back_is_made_of_coins_too() -> None:
    lines = [RefundLine(1, CASH, cad(501))]
    refused = given_back(lines, cad(1003), cad(1003), 5)
    assert refused == steps_objection(cad(501), 5)
    given_ = given_back([RefundLine(1, CASH, cad(500))], cad(1003), cad(1003), 5)
    assert not isinstance(given_, Objection)
    assert coins_of(given_, "CAD").rounding == cad(0)


def test_cash_settles_no_more_than_came_in_cash() -> None:
    given_ = given_back([RefundLine(1, CASH, cad(1000))], cad(1002), cad(1000), 5)
    assert not isinstance(given_, Objection)
    assert [(one.line.amount, one.rounding) for one in given_] == [(cad(1000), cad(0))]
