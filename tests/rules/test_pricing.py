"""Prices in force, promotions, taxes, fees and totals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.pricing import (
    Fee,
    Price,
    PriceFound,
    PriceRefusal,
    Tax,
    TicketSold,
    carries_fees,
    fees_in_force,
    price_of,
    promotion_ended,
    tax_of,
)
from boxoffice_tui.views.states import FeeKind

TODAY = date(2026, 11, 21)
TPS = Tax("TPS", Decimal(5))
TVQ = Tax("TVQ", Decimal("9.975"))
DAYS = st.none() | st.integers(-30, 30).map(lambda days: TODAY + timedelta(days=days))


def cad(minor: int) -> Money:
    """Canadian cents."""
    return Money(minor, "CAD")


def price(minor: int, **more: object) -> Price:
    """A price of category 1, rate 1."""
    return Price(cad(minor), 1, 1, **more)  # type: ignore[arg-type]


USUAL = price(3500)
SUMMER = price(2800, valid_from=date(2026, 6, 1), valid_until=date(2026, 8, 31), promotion="ÉTÉ")
PRICES = st.lists(
    st.builds(
        Price,
        amount=st.integers(0, 10_000).map(cad),
        category=st.integers(1, 2),
        rate=st.integers(1, 2),
        performance=st.none() | st.just(4),
        valid_from=DAYS,
        valid_until=DAYS,
        promotion=st.sampled_from(["", "A"]),
    ),
    max_size=6,
)


def test_the_usual_price() -> None:
    other = Price(cad(1000), 2, 1)
    assert price_of([other, USUAL], 1, 1, TODAY) == PriceFound(USUAL)


def test_no_price_says_what_was_looked_for() -> None:
    facts = {"category": 1, "rate": 2, "on": TODAY}
    assert price_of([USUAL], 1, 2, TODAY) == Objection(PriceRefusal.NO_PRICE, facts)
    assert price_of([SUMMER], 1, 1, date(2026, 7, 1)) == Objection(
        PriceRefusal.NO_PRICE, {"category": 1, "rate": 1, "on": date(2026, 7, 1)}
    )


@pytest.mark.parametrize(
    ("day", "minor"),
    [("2026-08-31", 3200), ("2026-09-01", 3500), ("2026-06-01", 3200), ("2026-05-31", 3500)],
)
def test_a_price_holds_on_its_first_and_last_day(day: str, minor: int) -> None:
    early = price(3200, valid_from=date(2026, 6, 1), valid_until=date(2026, 8, 31))
    found = price_of([USUAL, early], 1, 1, date.fromisoformat(day))
    assert isinstance(found, PriceFound)
    assert found.price.amount == cad(minor)


def test_the_performance_wins_over_the_event_and_the_later_start_over_the_earlier() -> None:
    gala = price(9000, performance=4)
    january = price(3000, valid_from=date(2026, 1, 1))
    november = price(3700, valid_from=date(2026, 11, 1))
    assert price_of([USUAL, january, november, gala], 1, 1, TODAY) == PriceFound(gala)
    assert price_of([USUAL, november, january], 1, 1, TODAY) == PriceFound(november)
    week = price(3600, valid_from=date(2026, 11, 1), valid_until=date(2026, 11, 30))
    assert price_of([november, week], 1, 1, TODAY) == PriceFound(week)


@pytest.mark.parametrize("typed", ["ÉTÉ", " été ", "Été"])
def test_a_promotion_in_force_is_applied_to_who_gives_its_code(typed: str) -> None:
    july = date(2026, 7, 14)
    assert price_of([USUAL, SUMMER], 1, 1, july, typed) == PriceFound(SUMMER)
    assert price_of([USUAL, SUMMER], 1, 1, july) == PriceFound(USUAL)


def test_an_expired_promotion_is_not_applied_and_said() -> None:
    notice = Objection(PriceRefusal.PROMOTION_EXPIRED, {"promotion": "ÉTÉ", "until": date(2026, 8, 31)})
    assert price_of([USUAL, SUMMER], 1, 1, TODAY, "ÉTÉ") == PriceFound(USUAL, notice)


def test_a_promotion_to_come_and_an_unknown_one_are_said_too() -> None:
    to_come = Objection(PriceRefusal.PROMOTION_NOT_STARTED, {"promotion": "ÉTÉ", "from": date(2026, 6, 1)})
    unknown = Objection(PriceRefusal.PROMOTION_UNKNOWN, {"promotion": "NOËL"})
    assert price_of([USUAL, SUMMER], 1, 1, date(2026, 5, 31), "ÉTÉ") == PriceFound(USUAL, to_come)
    assert price_of([USUAL, SUMMER], 1, 1, TODAY, "NOËL") == PriceFound(USUAL, unknown)


@given(PRICES, st.sampled_from(["", "A", "B"]))
def test_a_price_found_is_in_force_and_asked_for(prices: list[Price], promotion: str) -> None:
    found = price_of(prices, 1, 1, TODAY, promotion)
    if isinstance(found, Objection):
        assert found.code is PriceRefusal.NO_PRICE
        return
    assert found.price in prices
    assert (found.price.category, found.price.rate) == (1, 1)
    assert found.price.valid_from is None or found.price.valid_from <= TODAY
    assert found.price.valid_until is None or found.price.valid_until >= TODAY
    assert found.price.promotion in {"", promotion}
    assert (found.notice is not None) is (promotion != "" and found.price.promotion == "")
    assert price_of(prices[::-1], 1, 1, TODAY, promotion) == found


def test_an_added_ticket_is_told_why_it_costs_more_than_the_others() -> None:
    sold = TicketSold(1, 1, cad(2800), date(2026, 7, 14))
    ended = Objection(PriceRefusal.PROMOTION_EXPIRED, {"promotion": "ÉTÉ", "until": date(2026, 8, 31)})
    assert promotion_ended([USUAL, SUMMER], sold, TODAY) == ended
    assert promotion_ended([USUAL, SUMMER], sold, date(2026, 8, 31)) is None
    still = price(2800, promotion="AMIS")
    assert promotion_ended([USUAL, SUMMER, still], sold, TODAY) is None
    assert promotion_ended([USUAL, SUMMER], TicketSold(1, 1, cad(3500), date(2026, 7, 14)), TODAY) is None


def test_taxes_added_round_half_up_one_by_one() -> None:
    taxed = tax_of(cad(9000), [TPS, TVQ], included=False)
    assert taxed.taxes == (cad(450), cad(898))  # 9.975 % of 90.00 is 8.9775
    assert (taxed.net, taxed.tax, taxed.gross) == (cad(9000), cad(1348), cad(10348))


def test_taxes_included_leave_the_price_as_it_is() -> None:
    taxed = tax_of(cad(3500), [TPS, TVQ], included=True)
    assert taxed.taxes == (cad(152), cad(304))  # 35.00 × 5/114.975 = 1.522, × 9.975/114.975 = 3.037
    assert (taxed.net, taxed.gross) == (cad(3044), cad(3500))


@pytest.mark.parametrize(("minor", "tax"), [(10, 1), (9, 0), (30, 2), (29, 1), (0, 0)])
def test_half_a_cent_rounds_up(minor: int, tax: int) -> None:
    assert tax_of(cad(minor), [Tax("T", Decimal(5))], included=False).tax == cad(tax)


def test_rounding_is_per_ticket_and_then_summed() -> None:
    one = tax_of(cad(10), [TPS], included=False).tax
    assert (one + one + one, tax_of(cad(30), [TPS], included=False).tax) == (cad(3), cad(2))


def test_without_taxes_the_amount_stays() -> None:
    taxed = tax_of(cad(3500), [], included=True)
    assert (taxed.net, taxed.taxes, taxed.gross) == (cad(3500), (), cad(3500))


@given(
    st.integers(0, 10_000_000),
    st.lists(st.decimals(0, 30, places=3).map(lambda percent: Tax("T", percent)), max_size=3),
    st.booleans(),
)
def test_net_and_taxes_make_the_gross(minor: int, taxes: list[Tax], included: bool) -> None:
    taxed = tax_of(cad(minor), taxes, included=included)
    assert taxed.net + taxed.tax == taxed.gross
    assert sum(one.minor for one in taxed.taxes) == taxed.tax.minor
    assert (taxed.gross if included else taxed.net) == cad(minor)
    for tax, part in zip(taxes, taxed.taxes, strict=True):
        base = 100 + sum(one.percent for one in taxes) if included else 100
        assert abs(part.minor - minor * tax.percent / base) <= Decimal("0.5")


def test_fees_hold_on_their_days() -> None:
    always = Fee("T", FeeKind.TICKETING, cad(150))
    summer = Fee("S", FeeKind.ORGANISER, cad(100), date(2026, 6, 1), date(2026, 8, 31))
    assert fees_in_force([always, summer], TODAY) == (always,)
    assert fees_in_force([summer, always], date(2026, 8, 31)) == (summer, always)


@given(st.integers(-5, 5))
def test_an_invitation_alone_is_free_of_fees(minor: int) -> None:
    assert carries_fees(Money(minor, "EUR")) is (minor != 0)
