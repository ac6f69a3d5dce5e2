"""What goes back, and to which payments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.refunds import (
    PaymentFacts,
    Received,
    RefundLine,
    RefundRefusal,
    check_refund,
    propose_refund,
    received_of,
)
from boxoffice_tui.views.states import PaymentMethod

CASH, DEBIT, CREDIT = PaymentMethod.CASH, PaymentMethod.DEBIT_TERMINAL, PaymentMethod.CREDIT_TERMINAL
NOON = datetime(2026, 11, 21, 17, tzinfo=UTC)


def cad(minor: int) -> Money:
    """Canadian cents."""
    return Money(minor, "CAD")


def paid(*lines: tuple[PaymentMethod, int]) -> tuple[Received, ...]:
    """Payments 1, 2, 3 …, each a minute after the one before, nothing given back yet."""
    return tuple(
        Received(number, method, cad(minor), cad(minor), NOON + timedelta(minutes=number))
        for number, (method, minor) in enumerate(lines, 1)
    )


def proposed(payments: tuple[Received, ...], minor: int, **options: bool) -> list[tuple[int, int]]:
    """The proposal as (payment, minor units)."""
    answer = propose_refund(payments, cad(minor), **options)
    assert isinstance(answer, tuple), answer
    return [(line.payment_id, line.amount.minor) for line in answer]


def test_the_exact_amount_comes_first_the_newest_of_several() -> None:
    payments = paid((CASH, 3200), (DEBIT, 3200), (CREDIT, 5000))
    assert proposed(payments, 3200) == [(2, 3200)]
    assert proposed(payments, 3200, card_present=False) == [(1, 3200)]


def test_then_the_smallest_payment_that_covers_it() -> None:
    payments = paid((CREDIT, 4000), (CASH, 4000), (CASH, 9000), (DEBIT, 3600))
    assert proposed(payments, 3500) == [(2, 3500)]


def test_then_several_newest_first() -> None:
    payments = paid((CASH, 2000), (CREDIT, 1500), (CASH, 1000))
    assert proposed(payments, 3000) == [(3, 1000), (2, 1500), (1, 500)]


def test_a_debit_payment_goes_back_whole_or_not_at_all() -> None:
    payments = paid((DEBIT, 6400))
    answer = propose_refund(payments, cad(3200))
    assert answer == Objection(RefundRefusal.DEBIT_WHOLE_PAYMENT_ONLY, {"amount": cad(3200)})
    assert proposed(payments, 6400) == [(1, 6400)]
    with_cash = paid((CASH, 500), (DEBIT, 3000), (CASH, 1000))
    assert proposed(with_cash, 3500) == [(3, 500), (2, 3000)]


def test_several_debits_are_combined_where_the_newest_do_not_fit() -> None:
    payments = paid((DEBIT, 1000), (DEBIT, 2500), (DEBIT, 3000))
    assert proposed(payments, 3500) == [(2, 2500), (1, 1000)]


def test_without_the_card_a_debit_is_not_proposed() -> None:
    payments = paid((DEBIT, 3000), (CASH, 500))
    answer = propose_refund(payments, cad(3000), card_present=False)
    assert answer == Objection(RefundRefusal.CARD_MUST_BE_PRESENT, {"amount": cad(3000)})


def test_no_more_than_was_received() -> None:
    answer = propose_refund(paid((CASH, 2000), (CREDIT, 1000)), cad(3001))
    facts = {"amount": cad(3001), "received": cad(3000)}
    assert answer == Objection(RefundRefusal.REFUND_EXCEEDS_RECEIVED, facts)


@pytest.mark.parametrize("minor", [0, -1])
def test_nothing_to_refund(minor: int) -> None:
    facts = {"amount": cad(minor)}
    assert propose_refund(paid((CASH, 100)), cad(minor)) == Objection(RefundRefusal.NOTHING_TO_REFUND, facts)


def test_an_order_that_paid_nothing_gets_nothing() -> None:
    answer = propose_refund((), cad(100))
    assert isinstance(answer, Objection)
    assert answer.code is RefundRefusal.REFUND_EXCEEDS_RECEIVED


def test_earlier_refunds_leave_less() -> None:
    lines = [
        PaymentFacts(1, CASH, cad(2000), NOON),
        PaymentFacts(2, CREDIT, cad(5000), NOON + timedelta(minutes=1)),
        PaymentFacts(3, CASH, cad(1000), NOON + timedelta(minutes=2)),
        PaymentFacts(4, CREDIT, cad(-1500), NOON + timedelta(minutes=3), refunds=2),
        PaymentFacts(5, CASH, cad(-1200), NOON + timedelta(minutes=4)),
    ]
    assert [(one.payment_id, one.left.minor) for one in received_of(lines)] == [(3, 0), (2, 3500), (1, 1800)]
    named = replace(lines[4], refunds=1)
    assert [(one.payment_id, one.left.minor) for one in received_of([*lines[:4], named])] == [
        (3, 1000),
        (2, 3500),
        (1, 800),
    ]


def check(lines: list[RefundLine], minor: int) -> str | None:
    """The code of the objection to `lines` as the refund of 20.00 cash, 30.00 debit, 50.00 credit."""
    objection = check_refund(lines, paid((CASH, 2000), (DEBIT, 3000), (CREDIT, 5000)), cad(minor))
    return None if objection is None else str(objection.code)


def test_what_the_clerk_changed_is_checked() -> None:
    assert check([RefundLine(1, CASH, cad(2000))], 2000) is None
    assert check([RefundLine(3, CREDIT, cad(1)), RefundLine(1, CASH, cad(1))], 2) is None
    assert check([RefundLine(2, DEBIT, cad(3000), card_present=True)], 3000) is None
    assert check([RefundLine(2, DEBIT, cad(3000))], 3000) == "card_must_be_present"
    assert check([RefundLine(2, DEBIT, cad(2999), card_present=True)], 2999) == "debit_whole_payment_only"
    assert check([RefundLine(1, CASH, cad(2001))], 2001) == "refund_exceeds_method"
    assert (
        check([RefundLine(1, CASH, cad(1500)), RefundLine(1, CASH, cad(501))], 2001)
        == "refund_exceeds_method"
    )
    assert check([RefundLine(1, CASH, cad(1500))], 2000) == "refund_sum_differs"
    assert check([], 2000) == "refund_sum_differs"
    assert check([RefundLine(9, CASH, cad(1500))], 1500) == "unknown_payment"
    assert check([RefundLine(3, CASH, cad(1500))], 1500) == "unknown_payment"
    assert check([RefundLine(1, CASH, cad(0))], 0) == "nothing_to_refund"
    assert check([RefundLine(1, CASH, cad(-5)), RefundLine(3, CREDIT, cad(5))], 0) == "nothing_to_refund"


def test_a_refused_line_says_by_how_much() -> None:
    objection = check_refund([RefundLine(1, CASH, cad(2001))], paid((CASH, 2000)), cad(2001))
    facts = {"method": CASH, "received": cad(2000), "amount": cad(2001)}
    assert objection == Objection(RefundRefusal.REFUND_EXCEEDS_METHOD, facts)


PAYMENTS = st.lists(st.tuples(st.sampled_from([CASH, DEBIT, CREDIT]), st.integers(1, 12)), max_size=6).map(
    lambda lines: paid(*lines)
)


def possible(payments: tuple[Received, ...], minor: int) -> bool:
    """Whether some choice gives `minor` back exactly, by trying every set of whole debits."""
    debits = [one.amount.minor for one in payments if one.method is DEBIT]
    rest = sum(one.amount.minor for one in payments if one.method is not DEBIT)
    sums = {sum(some) for size in range(len(debits) + 1) for some in combinations(debits, size)}
    return any(0 <= minor - whole <= rest for whole in sums)


@given(PAYMENTS, st.integers(1, 80))
def test_a_proposal_is_exact_within_what_was_received_and_found_if_there_is_one(
    payments: tuple[Received, ...], minor: int
) -> None:
    answer = propose_refund(payments, cad(minor))
    assert isinstance(answer, tuple) is possible(payments, minor)
    if isinstance(answer, Objection):
        return
    assert sum(line.amount.minor for line in answer) == minor
    by_method: dict[PaymentMethod, int] = defaultdict(int)
    for line in answer:
        by_method[line.method] += line.amount.minor
    for method, given_ in by_method.items():
        assert given_ <= sum(one.amount.minor for one in payments if one.method is method)
    handed_over = [replace(line, card_present=True) for line in answer]
    assert check_refund(handed_over, payments, cad(minor)) is None


@given(PAYMENTS, st.lists(st.integers(1, 20), max_size=6))
def test_refunds_one_after_the_other_never_pass_what_was_received(
    payments: tuple[Received, ...], amounts: list[int]
) -> None:
    lines = [PaymentFacts(one.payment_id, one.method, one.amount, one.at) for one in payments]
    for step, minor in enumerate(amounts):
        answer = propose_refund(received_of(lines), cad(minor))
        for line in answer if isinstance(answer, tuple) else ():
            at = NOON + timedelta(hours=1 + step)
            lines.append(PaymentFacts(100 + len(lines), line.method, -line.amount, at, line.payment_id))
    for method in (CASH, DEBIT, CREDIT):
        assert sum(line.amount.minor for line in lines if line.method is method) >= 0
    for payment in received_of(lines):
        assert 0 <= payment.left.minor <= payment.amount.minor
        if payment.method is DEBIT:
            assert payment.left in {cad(0), payment.amount}
