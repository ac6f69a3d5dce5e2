"""What a till must hold, and why it is not opened, moved or counted so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.currencies import digits_of
from boxoffice_tui.rules.money import MOST_AMOUNT, Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.tills import (
    Cash,
    Counts,
    OpenShift,
    counted_total,
    counts_objection,
    denominations_of,
    float_objection,
    merged,
    move_objection,
    open_objection,
    out_objection,
    shift_objection,
)

CURRENCIES = ("AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "JPY", "NOK", "NZD", "PLN", "SEK", "USD")
NOON = datetime(2026, 11, 21, 17, tzinfo=UTC)
AMOUNTS = st.integers(0, MOST_AMOUNT)


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


def code_of(objection: Objection | None) -> str:
    return str(objection.code) if objection is not None else ""


@st.composite
def counts(draw: st.DrawFn, currency: str = "EUR") -> Counts:
    known = st.sampled_from(denominations_of(currency))
    return tuple(draw(st.lists(st.tuples(known, st.integers(0, 500)), max_size=20)))


@pytest.mark.parametrize("currency", CURRENCIES)
def test_denominations_are_each_once_the_largest_first_down_to_a_coin(currency: str) -> None:
    known = denominations_of(currency)
    assert list(known) == sorted(set(known), reverse=True)
    assert 0 < known[-1] <= 10 ** digits_of(currency)
    assert all(str(one).rstrip("0") in {"1", "2", "5", "25"} for one in known)


def test_the_coins_and_notes_of_a_few_currencies() -> None:
    assert denominations_of("EUR")[:7] == (50000, 20000, 10000, 5000, 2000, 1000, 500)
    assert denominations_of("CAD")[-5:] == (200, 100, 25, 10, 5)  # no cent any more
    assert denominations_of("JPY") == (10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1)
    assert denominations_of("XTS") == ()


def test_counted_total() -> None:
    assert counted_total(((2000, 3), (25, 4), (5, 0)), "CAD") == cad(6100)
    assert counted_total((), "CAD") == cad(0)


@given(one=counts(), other=counts())
def test_what_is_counted_twice_is_added(one: Counts, other: Counts) -> None:
    together = merged(one + other)
    values = [value for value, _count in together]
    assert values == sorted(set(values), reverse=True)
    assert all(count > 0 for _value, count in together)
    assert counted_total(together, "EUR") == counted_total(one, "EUR") + counted_total(other, "EUR")
    assert merged(together) == together


@given(found=counts())
def test_what_is_in_the_data_can_be_counted(found: Counts) -> None:
    assert counts_objection(found, "EUR") is None


def test_counts_that_cannot_be() -> None:
    unknown = counts_objection(((2000, 1), (300, 1)), "CAD")
    assert (code_of(unknown), unknown.facts if unknown else {}) == (
        "denomination_unknown",
        {"denomination": cad(300)},
    )
    less = counts_objection(((2000, -1),), "CAD")
    assert (code_of(less), less.facts if less else {}) == (
        "count_negative",
        {"denomination": cad(2000), "count": -1},
    )
    assert code_of(counts_objection(((1, 1),), "CAD")) == "denomination_unknown"
    assert code_of(counts_objection(((100, 1),), "XTS")) == "denomination_unknown"
    assert code_of(counts_objection(((100, MOST_AMOUNT),), "CAD")) == "amount_too_large"


@given(opening=AMOUNTS, paid=AMOUNTS, refunded=AMOUNTS, into=AMOUNTS, out=AMOUNTS)
def test_expected_is_what_went_in_less_what_went_out(
    opening: int, paid: int, refunded: int, into: int, out: int
) -> None:
    cash = Cash(cad(opening), cad(paid), cad(refunded), cad(into), cad(out))
    assert cash.expected == cad(opening + paid + into) - cad(refunded + out)


@given(expected=st.integers(-1000, 1000), amount=st.integers(1, 1000))
def test_no_more_goes_out_than_should_be_there(expected: int, amount: int) -> None:
    objection = out_objection(cad(amount), cad(expected))
    assert (objection is not None) == (amount > expected)
    if objection is not None:
        assert code_of(objection) == "cash_out_too_high"
        assert objection.facts == {"amount": cad(amount), "expected": cad(expected)}


def test_an_open_till_says_who_and_when() -> None:
    assert open_objection("1", None) is None
    objection = open_objection("1", OpenShift(12, "BRUNO", NOON))
    assert objection is not None
    assert (code_of(objection), objection.facts) == (
        "till_open",
        {"till": "1", "number": 12, "who": "BRUNO", "when": NOON},
    )


@pytest.mark.parametrize(
    ("found", "seen", "code"),
    [
        (12, None, ""),
        (12, 12, ""),
        (None, None, "till_not_open"),
        (None, 12, "session_closed"),
        (13, 12, "session_closed"),
    ],
)
def test_only_the_open_shift_is_worked_in(found: int | None, seen: int | None, code: str) -> None:
    assert code_of(shift_objection("1", found, seen)) == code


@pytest.mark.parametrize(
    ("opening", "code"),
    [
        (cad(0), ""),
        (cad(20000), ""),
        (cad(MOST_AMOUNT), ""),
        (cad(MOST_AMOUNT + 1), "amount_too_large"),
        (cad(-1), "amount_negative"),
        (Money(1, "EUR"), "till_currency"),
    ],
)
def test_floats(opening: Money, code: str) -> None:
    assert code_of(float_objection(opening, "CAD")) == code


@pytest.mark.parametrize(
    ("amount", "reason", "code"),
    [
        (cad(100), "monnaie", ""),
        (cad(0), "monnaie", "amount_not_positive"),
        (cad(-1), "monnaie", "amount_not_positive"),
        (Money(0, "EUR"), "monnaie", "till_currency"),
        (cad(MOST_AMOUNT + 1), "monnaie", "amount_too_large"),
        (cad(100), "", "reason_required"),
        (cad(100), " \u200b\n", "reason_required"),
        (cad(100), "x" * 200, ""),
        (cad(100), "x" * 201, "note_too_long"),
        (cad(100), "carte 4111 1111 1111 1111", "card_number"),
    ],
)
def test_cash_moves_with_a_reason(amount: Money, reason: str, code: str) -> None:
    assert code_of(move_objection(amount, "CAD", reason)) == code
