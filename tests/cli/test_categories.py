"""Which category is sold is never left to chance where they have different prices."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Commands, straight

SELL = ("orders", "sell", "--performance", "mouette/p1", "--rate", "full", "--count", "2")
BALCONY = """
INSERT INTO seat_category (plan_id, rank, code, name, numbered, accessible, colour)
  SELECT plan_id, 3, 'balcon', 'Balcon', 1, 0, '' FROM seat_category WHERE code = 'parterre';
UPDATE seat SET category_id = (SELECT id FROM seat_category WHERE code = 'balcon') WHERE row = 'G';
INSERT INTO cell (performance_id, category_id, contingent_id, gauge, overbooking_percent)
  SELECT id, (SELECT id FROM seat_category WHERE code = 'balcon'), 1, 10, 0 FROM performance;
INSERT INTO price (event_id, category_id, rate_id, amount_minor, promotion)
  SELECT event_id, (SELECT id FROM seat_category WHERE code = 'balcon'), rate_id, {price}, promotion FROM price
  WHERE amount_minor = 3200;
"""


@pytest.fixture
def balcony(boxoffice: Commands) -> Commands:
    """The house with a second numbered category, at $21.00."""
    return with_balcony(boxoffice, 2100)


def with_balcony(boxoffice: Commands, price: int) -> Commands:
    with straight(boxoffice.database) as connection:
        connection.executescript(BALCONY.format(price=price))
    return boxoffice


def test_categories_at_different_prices_are_named_to_choose_from(balcony: Commands) -> None:
    error = balcony.error(4, *SELL)
    assert error["code"] == "category_needed"
    assert error["message"] == (
        "Several categories are on sale, at different prices: parterre $32.00, debout $15.00, balcon $21.00. "
        "Choose one: --category CODE"
    )
    assert error["facts"]["categories"][2] == {
        "code": "balcon",
        "name": "Balcon",
        "rate": "full",
        "price": {"minor": 2100, "currency": "CAD"},
        "left": 10,
    }
    assert "balcon 21,00\N{NO-BREAK SPACE}$" in balcony.run(*SELL, language="fr").stderr
    sold = balcony.json(*SELL, "--category", "balcon")
    assert {seat.partition("-")[0] for seat in sold["seats"]} == {"G"}


def test_one_numbered_category_needs_no_name(boxoffice: Commands) -> None:
    assert boxoffice.json(*SELL)["balance"]["minor"] == 6400


def test_nor_do_several_at_one_price(boxoffice: Commands) -> None:
    assert with_balcony(boxoffice, 3200).json(*SELL)["balance"]["minor"] == 6400


def test_a_category_that_is_full_is_no_choice(balcony: Commands) -> None:
    balcony.json(*SELL[:-1], "10", "--category", "balcon")
    assert balcony.json(*SELL)["balance"]["minor"] == 6400


def test_an_order_with_seats_goes_on_beside_them(balcony: Commands) -> None:
    number = balcony.sell("G-12")["number"]
    added = balcony.json("orders", "add-ticket", number, "--count", "1")
    assert added["seats"] == ["G-13"]
    assert balcony.error(2, "orders", "add-ticket", number)["message"] == (
        "--seat, --count or --beside is needed here."
    )
    assert balcony.error(2, *SELL[:-2])["message"] == "--seat or --count is needed here."


def test_a_key_repeats_its_sale_whatever_is_left(balcony: Commands) -> None:
    sold = balcony.json(*SELL, "--category", "balcon", "--key", "once")
    assert balcony.json(*SELL, "--category", "balcon", "--key", "once") == sold


def test_a_promotion_that_is_not_applied_is_said_with_the_sale(boxoffice: Commands) -> None:
    sold = boxoffice.json(*SELL, "--promotion", "HATIF")
    told = "There is no promotion HATIF. Check the code, or sell at the usual price."
    assert (sold["warnings"], sold["balance"]["minor"]) == ([told], 6400)
    assert told in boxoffice.run(*SELL, "--promotion", "HATIF").stdout
