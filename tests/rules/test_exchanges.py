"""What a ticket becomes when it is exchanged, when it may be, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.exchanges import (
    ExchangeRefusal,
    Place,
    Wish,
    chosen_objection,
    difference,
    exchanged,
    leaving_objection,
    place_objection,
    together_objection,
)
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal, PerformanceFacts, PerformanceState

ids = st.integers(1, 5)
maybe = st.none() | ids
places = st.builds(Place, ids, ids, maybe, ids)
wishes = st.builds(Wish, maybe, maybe, maybe, maybe, st.sampled_from(["", "PROMO"]))
prices = st.lists(st.integers(0, 10**7).map(lambda minor: Money(minor, "EUR")), max_size=6)
NOW = datetime(2026, 11, 21, 19, 7, tzinfo=UTC)
SEATED = Place(performance=1, category=2, seat=3, rate=4)


@given(places, wishes)
def test_what_is_named_changes_and_the_rest_stays(place: Place, wish: Wish) -> None:
    made = exchanged(place, wish, 7)
    if isinstance(made, Objection):
        assert (made.code, dict(made.facts)) == (ExchangeRefusal.NOTHING_TO_EXCHANGE, {"number": 7})
        assert not wish.promotion
        return
    assert made != place or wish.promotion
    assert made.performance == (wish.performance or place.performance)
    assert made.rate == (wish.rate or place.rate)
    assert made.category == (wish.category or place.category)
    assert made.seat in {wish.seat, place.seat}


@given(places)
def test_no_wish_is_no_exchange(place: Place) -> None:
    for wish in (Wish(), Wish(place.performance, place.category, None, place.rate)):
        assert isinstance(exchanged(place, wish, 1), Objection)


def test_another_evening_keeps_the_seat_and_another_category_leaves_it() -> None:
    assert exchanged(SEATED, Wish(performance=9), 1) == replace(SEATED, performance=9)
    assert exchanged(SEATED, Wish(category=8), 1) == replace(SEATED, category=8, seat=None)
    assert exchanged(SEATED, Wish(rate=8), 1) == replace(SEATED, rate=8)
    assert exchanged(SEATED, Wish(promotion="PROMO"), 1) == SEATED


@given(places, st.sets(ids))
def test_a_place_is_one_of_the_performance(wanted: Place, known: set[int]) -> None:
    asked = wanted.seat if wanted.seat is not None else wanted.category
    objection = place_objection(wanted, known, 7)
    assert (objection is None) == (asked in known)
    if objection is not None:
        assert (objection.code, objection.facts["number"]) == (ExchangeRefusal.EXCHANGE_SEAT_NEEDED, 7)


@given(st.lists(ids, max_size=5))
def test_each_ticket_is_exchanged_once_at_a_time(tickets: list[int]) -> None:
    objection = chosen_objection(tickets)
    if not tickets:
        assert objection == Objection(ExchangeRefusal.NOTHING_TO_EXCHANGE)
    elif len(set(tickets)) < len(tickets):
        assert objection == Objection(ExchangeRefusal.TICKET_TWICE)
    else:
        assert objection is None


@given(
    st.sampled_from(PerformanceState),
    st.none() | st.integers(-100, 100),
    st.booleans(),
    st.booleans(),
)
def test_only_what_began_is_not_given_back(
    state: PerformanceState, minutes: int | None, on_sale: bool, may_sell_past: bool
) -> None:
    starts_at = None if minutes is None else NOW + timedelta(minutes=minutes)
    facts = PerformanceFacts(state, starts_at, "Europe/Paris", on_sale)
    objection = leaving_objection(facts, NOW, may_sell_past=may_sell_past)
    began = minutes is not None and minutes <= 0 and state is PerformanceState.OPEN
    if began and not may_sell_past:
        expected = {"starts_at": starts_at, "zone": "Europe/Paris"}
        assert objection == Objection(OrderRefusal.PERFORMANCE_PAST, expected)
    else:
        assert objection is None


@given(prices, prices)
def test_there_and_back_costs_nothing(old: list[Money], new: list[Money]) -> None:
    there, back = difference(old, new, "EUR"), difference(new, old, "EUR")
    assert there + back == Money(0, "EUR")
    assert there.minor == sum(one.minor for one in new) - sum(one.minor for one in old)


@given(st.lists(ids))
def test_one_performance_at_a_time(performances: list[int]) -> None:
    objection = together_objection(performances)
    together = all(one == performances[0] for one in performances)
    assert objection == (None if together else Objection(ExchangeRefusal.SEVERAL_PERFORMANCES))
