"""What a basket comes to and asks for, whatever was put in and taken out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens.counter.basket import Basket, BasketLine
from boxoffice_tui.views.articles import ArticleOffer
from boxoffice_tui.views.catalogue import CategoryChoice, PerformanceChoice, PerformanceOffer, RateOffer

STALLS, STANDING = 1, 2


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


def performance(number: int) -> PerformanceChoice:
    starts_at = datetime(2026, 12, 6, 1, tzinfo=UTC)
    return PerformanceChoice(
        number, 1, "mouette", f"p{number}", "La Mouette", "Lac", starts_at, "America/Toronto", 30, None
    )


def rates(category: int, plus: int = 0) -> tuple[RateOffer, ...]:
    return tuple(
        RateOffer(category, rate, f"r{rate}", f"Rate {rate}", cad(rate * 1000 + plus), cad(100), cad(rate * 13))
        for rate in (1, 2, 3)
    )


def line(place: int, *, counted: int = 0) -> BasketLine:
    category = STANDING if counted else STALLS
    here = performance(place % 2 + 1)
    seat_id = None if counted else place
    return BasketLine(0, here, category, f"F-{place}", rates(category), 1, seat_id, counted or 1)


lines = st.lists(
    st.builds(lambda place, counted: line(place, counted=counted), st.integers(1, 40), st.integers(0, 4)),
    max_size=12,
    unique_by=lambda one: (one.seat_id, one.seat_id is None or id(one)),
)
deeds = st.lists(st.tuples(st.integers(1, 14), st.integers(0, 4)), max_size=20)


def basket_of(given_lines: list[BasketLine], done: list[tuple[int, int]]) -> Basket:
    """Lines put in, then re-rated by a digit, or taken out where it is 0."""
    basket = Basket("CAD").with_lines(given_lines)
    for number, digit in done:
        basket = basket.rated(number, digit) if digit else basket.without(number)
    return basket


@given(lines, deeds)
def test_it_comes_to_what_its_tickets_cost(given_lines: list[BasketLine], done: list[tuple[int, int]]) -> None:
    basket = basket_of(given_lines, done)
    assert basket.prices() == cad(sum(one.rate_id * 1000 * one.quantity for one in basket.lines))
    assert basket.fees() == cad(100 * basket.tickets)
    assert basket.taxes() == cad(sum(one.rate_id * 13 * one.quantity for one in basket.lines))
    assert basket.sum() == basket.prices() + basket.fees()


@given(lines, deeds)
def test_what_is_asked_for_is_what_is_in_it(given_lines: list[BasketLine], done: list[tuple[int, int]]) -> None:
    basket = basket_of(given_lines, done)
    asked: Counter[tuple[object, ...]] = Counter()
    for request in basket.requests():
        for seat_id in request.seat_ids:
            asked[request.performance_id, request.rate_id, seat_id] += 1
        if request.quantity:
            asked[request.performance_id, request.rate_id, request.category_id, "counted"] += request.quantity
        assert request.shown == cad(request.rate_id * 1000)
    there: Counter[tuple[object, ...]] = Counter()
    for one in basket.lines:
        where = (one.performance.performance_id, one.rate_id)
        there[(*where, one.seat_id) if one.seat_id else (*where, one.category_id, "counted")] += one.quantity
    assert asked == there


@given(lines, deeds)
def test_what_is_held_is_what_is_in_it(given_lines: list[BasketLine], done: list[tuple[int, int]]) -> None:
    basket = basket_of(given_lines, done)
    held = sum(
        len(basket.seats(one)) + sum(count for _category, count in basket.counted(one))
        for one in basket.performances()
    )
    assert held == basket.tickets
    assert len({one.number for one in basket.lines}) == len(basket.lines)


@given(lines, st.lists(st.tuples(st.sampled_from([7, 8]), st.integers(-3, 5)), max_size=8))
def test_articles_stand_beside_and_are_paid_with_the_rest(
    given_lines: list[BasketLine], done: list[tuple[int, int]]
) -> None:
    basket, there = basket_of(given_lines, []), Counter[int]()
    for article, more in done:
        basket = basket.with_articles(ArticleOffer(article, f"a{article}", "Article", cad(500), cad(26)), more)
        there[article] = max(0, there[article] + more)
    assert basket.pieces_of() == dict(+there)
    assert basket.article_prices() == cad(500 * there.total())
    assert basket.sum() == basket.prices() + basket.fees() + basket.article_prices()
    assert basket.taxes() == basket_of(given_lines, []).taxes() + cad(26 * there.total())
    asked = {one.article_id: (one.quantity, one.shown) for one in basket.article_requests()}
    assert asked == {article: (count, cad(500)) for article, count in (+there).items()}
    held = basket_of(given_lines, [(1, 2)])
    assert held.chosen_as(basket).articles == basket.articles


def test_a_digit_without_a_rate_changes_nothing() -> None:
    basket = Basket("CAD").with_lines([line(1)])
    assert basket.rated(1, 9) == basket
    assert basket.rated(7, 2) == basket
    assert basket.rated(1, 2).lines[0].price == cad(2000)


def test_new_prices_keep_the_rates_that_are_sold_still() -> None:
    basket = Basket("CAD").with_lines([line(2), line(1)]).rated(1, 2)
    category = CategoryChoice(STALLS, "stalls", "Stalls", numbered=True, left=9)
    offer = PerformanceOffer(performance(1), (category,), rates(STALLS, plus=5))
    assert [one.price for one in basket.repriced(offer).lines] == [cad(2005), cad(1000)]
    gone = replace(offer, rates=rates(STALLS)[2:])
    assert basket.repriced(gone) == basket


def test_seats_chosen_by_hand_keep_their_rates() -> None:
    basket = Basket("CAD").with_lines([line(2), line(4), line(1), line(6, counted=2)]).rated(1, 3)
    changed = basket.with_seats(1, (2, 8), [line(8)])
    assert [(one.seat_id, one.rate_id) for one in changed.lines] == [(2, 3), (1, 1), (None, 1), (8, 1)]
    assert [one.number for one in changed.lines] == [1, 3, 4, 5]
