"""The guards of an order: origin, performance, limit, price, payment, tickets, confirmation, reason, marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import (
    OrderFacts,
    OrderRefusal,
    PerformanceFacts,
    PerformanceState,
    cancel_objection,
    cancels_order,
    change_objection,
    change_of,
    confirmation_objection,
    origin_changeable,
    payment_objection,
    performance_objection,
    price_objection,
    print_objection,
    quantity_objection,
    reason_objection,
    scan_objection,
    undo_scan_objection,
    unfinished,
)
from boxoffice_tui.views.states import OrderState, Origin, TicketState, Unfinished

NOW = datetime(2026, 11, 21, 19, 7, tzinfo=UTC)
SHOW = PerformanceFacts(PerformanceState.OPEN, NOW + timedelta(days=14), "America/Toronto")
AMOUNTS = st.integers(-100_000, 100_000)


def cad(minor: int) -> Money:
    """Canadian cents."""
    return Money(minor, "CAD")


@pytest.mark.parametrize("origin", list(Origin))
def test_only_what_our_own_staff_made_can_be_changed(origin: Origin) -> None:
    assert origin_changeable(origin) is (origin in {Origin.COUNTER, Origin.PHONE, Origin.AGENCY})
    assert origin_changeable(origin, from_option=True)


@given(st.text())
def test_an_unknown_origin_is_refused(origin: str) -> None:
    assert origin_changeable(origin) is (origin in {"counter", "phone", "agency"})


def test_a_refused_origin_names_the_platform() -> None:
    widget = OrderFacts(OrderState.ACTIVE, "widget", "Lepointdevente.com")
    assert change_objection(widget) == Objection(
        OrderRefusal.ORIGIN_NOT_CHANGEABLE, {"origin": "widget", "platform": "Lepointdevente.com"}
    )
    assert change_objection(replace(widget, from_option=True)) is None
    assert change_objection(OrderFacts(OrderState.ACTIVE, "phone")) is None


def test_a_cancelled_order_is_refused_whatever_its_origin() -> None:
    for origin in ("widget", "counter"):
        objection = change_objection(OrderFacts(OrderState.CANCELLED, origin))
        assert objection == Objection(OrderRefusal.ORDER_CANCELLED)


@pytest.mark.parametrize(
    ("performance", "refusal"),
    [
        (SHOW, None),
        (replace(SHOW, state=PerformanceState.CANCELLED), OrderRefusal.PERFORMANCE_CANCELLED),
        (replace(SHOW, state=PerformanceState.POSTPONED), OrderRefusal.PERFORMANCE_NOT_ON_SALE),
        (replace(SHOW, on_sale=False), OrderRefusal.PERFORMANCE_NOT_ON_SALE),
        (replace(SHOW, starts_at=None), OrderRefusal.PERFORMANCE_NOT_ON_SALE),
        (replace(SHOW, starts_at=NOW), OrderRefusal.PERFORMANCE_PAST),
        (replace(SHOW, starts_at=NOW + timedelta(seconds=1)), None),
    ],
)
def test_what_may_be_sold(performance: PerformanceFacts, refusal: OrderRefusal | None) -> None:
    objection = performance_objection(performance, NOW)
    assert (objection and objection.code) == refusal


def test_a_past_performance_takes_a_right_and_says_when_it_was() -> None:
    past = replace(SHOW, starts_at=NOW - timedelta(hours=1))
    facts = {"starts_at": NOW - timedelta(hours=1), "zone": "America/Toronto"}
    assert performance_objection(past, NOW) == Objection(OrderRefusal.PERFORMANCE_PAST, facts)
    assert performance_objection(past, NOW, may_sell_past=True) is None
    cancelled = replace(past, state=PerformanceState.CANCELLED)
    assert performance_objection(cancelled, NOW, may_sell_past=True) is not None


@given(st.integers(1, 50), st.integers(0, 50), st.none() | st.integers(0, 60))
def test_the_limit_per_order_counts_what_is_there(adding: int, live: int, limit: int | None) -> None:
    objection = quantity_objection(adding, live, limit)
    if limit is None or live + adding <= limit:
        assert objection is None
    else:
        facts = {"limit": limit, "live": live, "adding": adding}
        assert objection == Objection(OrderRefusal.LIMIT_PER_ORDER, facts)


@pytest.mark.parametrize("quantity", [0, -1])
def test_adding_nothing_is_refused(quantity: int) -> None:
    facts = {"quantity": quantity}
    assert quantity_objection(quantity, 0, None) == Objection(OrderRefusal.QUANTITY_NOT_POSITIVE, facts)


def test_a_changed_price_is_refused_once_with_both() -> None:
    objection = price_objection(cad(3200), cad(3500))
    assert objection == Objection(OrderRefusal.PRICE_CHANGED, {"shown": cad(3200), "current": cad(3500)})
    assert price_objection(cad(3500), cad(3500)) is None


def test_the_payments_of_the_acceptance_story() -> None:
    assert payment_objection(cad(2000), cad(3500)) is None
    assert payment_objection(cad(1501), cad(1500)) == Objection(
        OrderRefusal.AMOUNT_TOO_HIGH, {"amount": cad(1501), "balance": cad(1500)}
    )
    assert payment_objection(cad(1500), cad(1500)) is None
    assert change_of(cad(5000), cad(3500)) == cad(1500)


@given(AMOUNTS, AMOUNTS)
def test_a_payment_is_positive_and_at_most_what_is_due(amount: int, balance: int) -> None:
    objection = payment_objection(cad(amount), cad(balance))
    assert (objection is None) is (0 < amount <= balance)
    if objection is not None and balance > 0:
        expected = OrderRefusal.AMOUNT_NOT_POSITIVE if amount <= 0 else OrderRefusal.AMOUNT_TOO_HIGH
        assert objection.code is expected
    if balance <= 0:
        assert objection == Objection(OrderRefusal.NOTHING_DUE, {"balance": cad(balance)})


@given(AMOUNTS, AMOUNTS)
def test_change_completes_what_was_tendered(tendered: int, amount: int) -> None:
    change = change_of(cad(tendered), cad(amount))
    if tendered < amount:
        facts = {"tendered": cad(tendered), "amount": cad(amount)}
        assert change == Objection(OrderRefusal.TENDERED_TOO_LOW, facts)
    else:
        assert change == cad(tendered - amount)


@given(AMOUNTS, AMOUNTS)
def test_what_is_paid_is_in_the_currency_of_the_order(amount: int, balance: int) -> None:
    differs = Objection(OrderRefusal.CURRENCY_DIFFERS, {"currency": "CAD", "given": "EUR"})
    assert payment_objection(Money(amount, "EUR"), cad(balance)) == differs
    assert change_of(Money(amount, "EUR"), cad(balance)) == differs


def test_cancelling_tickets() -> None:
    number = {"number": 12}
    assert cancel_objection(TicketState.LIVE, 12) is None
    assert cancel_objection(TicketState.CANCELLED, 12) == Objection(OrderRefusal.TICKET_NOT_LIVE, number)
    assert cancel_objection(TicketState.SCANNED, 12) == Objection(OrderRefusal.TICKET_SCANNED, number)
    assert cancel_objection(TicketState.SCANNED, 12, may_cancel_scanned=True) is None
    assert cancel_objection(TicketState.CANCELLED, 12, may_cancel_scanned=True) is not None


def test_the_last_ticket_cancels_the_order() -> None:
    assert cancels_order([1, 2], [2, 1])
    assert not cancels_order([1, 2], [2])
    assert not cancels_order([], [])


def test_a_barcode_is_let_in_once() -> None:
    number = {"number": 12}
    assert scan_objection(TicketState.LIVE, 12) is None
    assert scan_objection(TicketState.SCANNED, 12) == Objection(OrderRefusal.TICKET_ALREADY_SCANNED, number)
    assert scan_objection(TicketState.CANCELLED, 12) == Objection(OrderRefusal.TICKET_NOT_LIVE, number)
    assert scan_objection(None) == Objection(OrderRefusal.UNKNOWN_TOKEN)


def test_a_scan_is_undone_where_there_was_one() -> None:
    number = {"number": 12}
    assert undo_scan_objection(TicketState.SCANNED, 12) is None
    assert undo_scan_objection(TicketState.LIVE, 12) == Objection(OrderRefusal.TICKET_NOT_SCANNED, number)
    assert undo_scan_objection(TicketState.CANCELLED, 12) == Objection(OrderRefusal.TICKET_NOT_LIVE, number)


@pytest.mark.parametrize(
    ("state", "balance", "email", "reason", "refusal"),
    [
        (OrderState.ACTIVE, 0, "eloise@exemple.ca", "", None),
        (OrderState.ACTIVE, 3500, "eloise@exemple.ca", "", OrderRefusal.BALANCE_NOT_ZERO),
        (OrderState.ACTIVE, -3500, "eloise@exemple.ca", "  ", OrderRefusal.BALANCE_NOT_ZERO),
        (OrderState.ACTIVE, 3500, "eloise@exemple.ca", "pays at the door", None),
        (OrderState.ACTIVE, 0, "  ", "", OrderRefusal.NO_EMAIL),
        (OrderState.ACTIVE, 3500, "", "", OrderRefusal.NO_EMAIL),
        (OrderState.CANCELLED, 0, "eloise@exemple.ca", "", OrderRefusal.ORDER_CANCELLED),
    ],
)
def test_when_the_confirmation_may_be_sent(
    state: OrderState, balance: int, email: str, reason: str, refusal: OrderRefusal | None
) -> None:
    objection = confirmation_objection(state, cad(balance), email, reason)
    assert (objection and objection.code) == refusal


def test_a_reason_that_is_too_long_is_told_its_length() -> None:
    objection = confirmation_objection(OrderState.ACTIVE, cad(3500), "eloise@exemple.ca", "é" * 2001)
    assert objection == Objection(OrderRefusal.NOTE_TOO_LONG, {"limit": 2000, "length": 2001})


def test_an_open_balance_is_named_in_the_refusal() -> None:
    objection = confirmation_objection(OrderState.ACTIVE, cad(3500), "eloise@exemple.ca", "")
    assert objection == Objection(OrderRefusal.BALANCE_NOT_ZERO, {"balance": cad(3500)})


@pytest.mark.parametrize("reason", ["", " \n\t", "\u200b\u200e\x1b"])
def test_a_reason_has_something_to_read(reason: str) -> None:
    assert reason_objection(reason) == Objection(OrderRefusal.REASON_REQUIRED)


def test_a_note_has_a_longest_length() -> None:
    assert reason_objection("é" * 2000) is None
    facts = {"limit": 2000, "length": 2001}
    assert reason_objection("é" * 2001) == Objection(OrderRefusal.NOTE_TOO_LONG, facts)


@given(st.sampled_from(OrderState), AMOUNTS, st.booleans(), st.booleans())
def test_what_is_unfinished(state: OrderState, balance: int, confirm: bool, note: bool) -> None:
    marks = unfinished(state, cad(balance), needs_confirmation=confirm, needs_note=note)
    assert (Unfinished.PAYMENT in marks) is (balance > 0)
    assert (Unfinished.REFUND in marks) is (balance < 0)
    assert (Unfinished.CONFIRMATION in marks) is (confirm and state is OrderState.ACTIVE)
    assert (Unfinished.NOTE in marks) is note
    assert list(marks) == [mark for mark in Unfinished if mark in marks]


@given(st.integers(0, 9), st.integers(1, 99))
def test_one_original_then_duplicates(printed: int, number: int) -> None:
    original = print_objection(printed, number)
    duplicate = print_objection(printed, number, duplicate=True)
    if printed:
        assert (original, duplicate) == (Objection(OrderRefusal.TICKET_PRINTED, {"number": number}), None)
    else:
        assert (original, duplicate) == (None, Objection(OrderRefusal.TICKET_NOT_PRINTED, {"number": number}))
