"""A price that has ended is not that of an added ticket, and is said (spec/archives.md, Money)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.organisation import ORGANISATIONS, TAXES
from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.pricing import PriceRefusal
from boxoffice_tui.services import cancellations, catalogue, promotions, sales
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange, PromotionNotApplied
from boxoffice_tui.views.requests import TicketRequest
from tests.house import ACCOUNT, HouseUnderTest
from tests.services.test_archives_money import sell_two

OCTOBER = datetime(2026, 10, 20, 16, tzinfo=UTC)


def sold_in_october(house: HouseUnderTest) -> OrderChange:
    """Two tickets sold on 20 October at a promotion of 28.00 that ended on 15 November."""
    with writing(house.desk) as work:
        work.insert(
            PRICES,
            event_id=house.ids["event"],
            category_id=house.ids["parterre"],
            rate_id=house.ids["full"],
            amount_minor=2800,
            promotion="HATIF",
            valid_until=date(2026, 11, 15),
        )
    earlier = open_desk(house.address, ACCOUNT, operator="ANNE", shown_now=OCTOBER)
    seats = (house.seat("F-12"), house.seat("F-13"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats, promotion="hatif")
    sold = sales.sell(earlier, "sale", "form", house.contacts["Cote"], (request,), "by_hand")
    earlier.database.close()
    return sold


def test_an_ended_promotion_is_told_with_its_last_day(house: HouseUnderTest) -> None:
    sold = sold_in_october(house)
    ended = promotions.ended_since(house.desk, sold.order_id, house.ids["p1"])
    assert ended is not None
    assert ended.code == "promotion_expired"
    assert ended.facts == {"promotion": "HATIF", "until": date(2026, 11, 15)}


def test_a_promotion_asked_for_and_not_applied_is_told_with_the_sale_and_again_by_its_key(
    house: HouseUnderTest,
) -> None:
    sold_in_october(house)
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-15"),), promotion="hatif")
    told = [sales.sell(house.desk, "late", "form", None, (request,), "by_hand") for _ in range(2)]
    ended = PromotionNotApplied("promotion_expired", "hatif", until=date(2026, 11, 15))
    assert [sale.promotions_not_applied for sale in told] == [(ended,), (ended,)]
    assert told[0].balance == Money(3200, "CAD")


def test_prices_without_their_tax_are_compared(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(tax_included=False))
        work.insert(TAXES, code="gst", names={"en": "GST"}, percent="5", on_fees=True)
    sold = sold_in_october(house)
    assert sold.balance == Money(2 * 2940, "CAD")
    untaxed = house.as_operator("ANNE")
    assert promotions.ended_since(untaxed, sold.order_id, house.ids["p1"]) is not None
    untaxed.database.close()


@pytest.mark.parametrize("performance", ["p1", "p2"])
def test_the_price_still_in_force_and_other_performances_have_nothing_to_tell(
    house: HouseUnderTest, performance: str
) -> None:
    sold = sell_two(house) if performance == "p1" else sold_in_october(house)
    assert promotions.ended_since(house.desk, sold.order_id, house.ids[performance]) is None


def test_cancelled_tickets_tell_nothing(house: HouseUnderTest) -> None:
    sold = sold_in_october(house)
    cancellations.cancel_tickets(house.desk, "c", sold.order_id, None, sold.ticket_ids, may_cancel_order=True)
    assert promotions.ended_since(house.desk, sold.order_id, house.ids["p1"]) is None


def test_an_offer_tells_the_prices_of_a_code_and_why_others_do_not_take_it(house: HouseUnderTest) -> None:
    sold_in_october(house)
    with writing(house.desk) as work:
        work.insert(
            PRICES,
            event_id=house.ids["event"],
            category_id=house.ids["parterre"],
            rate_id=house.ids["full"],
            amount_minor=2700,
            promotion="LAC",
        )
    asked = [catalogue.offer_of(house.desk, house.ids["p1"], code) for code in ("", " lac ", "HATIF")]
    assert [offer.promotions for offer in asked] == [True] * 3
    parterre, debout = house.ids["parterre"], house.ids["debout"]
    told = [
        {rate.category_id: (rate.price, rate.notice and rate.notice.code) for rate in offer.rates}
        for offer in asked
    ]
    assert [one[parterre] for one in told] == [
        (Money(3200, "CAD"), None),
        (Money(2700, "CAD"), None),
        (Money(3200, "CAD"), PriceRefusal.PROMOTION_EXPIRED),
    ]
    assert [one[debout][1] for one in told] == [None] + [PriceRefusal.PROMOTION_UNKNOWN] * 2


def test_a_house_without_codes_offers_no_promotions(house: HouseUnderTest) -> None:
    assert not catalogue.offer_of(house.desk, house.ids["p1"]).promotions


def test_performances_are_told_by_their_ids_in_the_order_of_their_dates(house: HouseUnderTest) -> None:
    wanted = (house.ids["p2"], house.ids["p1"])
    told = catalogue.choices_of(house.desk, wanted)
    assert [one.performance_id for one in told] == [house.ids["p1"], house.ids["p2"]]
    assert catalogue.choices_of(house.desk, ()) == ()
