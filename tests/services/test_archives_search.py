"""spec/archives.md, Acceptance 1, 2 and 6: finding orders."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from boxoffice_tui.data import search
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.services import archives, order_page, payments, sales
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.archives import OrderQuery
from boxoffice_tui.views.requests import PaymentRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest, add_contact


def sell_standing(house: HouseUnderTest, contact_id: int | None, key: str) -> int:
    request = TicketRequest(house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=1)
    return sales.sell(house.desk, key, key, contact_id, (request,), None).order_id


def renumber(house: HouseUnderTest, order_id: int, number: str, bought_at: datetime) -> None:
    with writing(house.desk) as work:
        changed = sa.update(ORDERS).where(ORDERS.c.id == order_id)
        work.connection.execute(changed.values(number=number, bought_at=bought_at))


def found(house: HouseUnderTest, **query: object) -> list[str]:
    return [row.buyer for row in archives.search(house.desk, OrderQuery(**query)).rows]  # type: ignore[arg-type]


def test_a_number_outside_the_period_is_hinted_at_and_never_opened_alone(house: HouseUnderTest) -> None:
    order_id = sell_standing(house, None, "k")
    renumber(house, order_id, "482913", datetime(2026, 8, 14, 19, 20, tzinfo=UTC))
    period = {"first": date(2026, 10, 1), "last": date(2026, 11, 21)}
    page = archives.search(house.desk, OrderQuery(number="482 913", **period))
    assert page.rows == ()
    assert page.outside is not None
    assert (page.outside.number, page.outside.bought_on) == ("482913", date(2026, 8, 14))
    widened = OrderQuery(number="482 913", first=date(2026, 8, 14), last=date(2026, 11, 21))
    assert [row.order_id for row in archives.search(house.desk, widened).rows] == [order_id]


def test_a_number_within_the_period_with_nothing_to_finish_is_not_outside(house: HouseUnderTest) -> None:
    order_id = sell_standing(house, None, "k")
    renumber(house, order_id, "482913", datetime(2026, 8, 14, 19, 20, tzinfo=UTC))
    due = order_page.show(house.desk, order_id).balance
    payments.record_payment(house.desk, "p", order_id, None, PaymentRequest(PaymentMethod.CASH, due))
    page = archives.search(house.desk, OrderQuery(number="482913", to_finish=True))
    assert (page.rows, page.outside) == ((), None)


def test_the_last_day_of_the_period_is_whole_in_the_house_s_zone(house: HouseUnderTest) -> None:
    order_id = sell_standing(house, None, "k")
    renumber(house, order_id, "4829131", datetime(2026, 11, 22, 4, 59, 59, tzinfo=UTC))
    day = date(2026, 11, 21)
    assert archives.search(house.desk, OrderQuery(number="4829131", first=day, last=day)).rows
    renumber(house, order_id, "4829131", datetime(2026, 11, 22, 5, 0, tzinfo=UTC))
    assert not archives.search(house.desk, OrderQuery(number="4829131", first=day, last=day)).rows


def test_a_number_of_another_length_runs_no_query(house: HouseUnderTest) -> None:
    with pytest.raises(RefusedError) as refused:
        archives.search(house.desk, OrderQuery(number="48291"))
    assert (refused.value.code, refused.value.facts["length"]) == ("order_number_length", 5)


def test_names_are_found_by_the_beginnings_of_their_words(house: HouseUnderTest) -> None:
    for position, contact_id in enumerate(house.contacts.values()):
        sell_standing(house, contact_id, f"k{position}")
    names = found(house, text="COTE eloise")
    assert len(names) == 3
    assert not [name for name in names if "Cothin" in name]
    assert len(found(house, text="cot")) == 4
    assert found(house, text="cote belanger") == ["Côté-Bélanger, Éloïse"]


def test_ligatures_wildcards_and_quotes_are_letters(house: HouseUnderTest) -> None:
    sell_standing(house, add_contact(house, "Œuvrard", "Zoé", "z@exemple.ca"), "k1")
    sell_standing(house, add_contact(house, "O'Brien_50%", 'Anne "Nan"', "o'brien@exemple.ca"), "k2")
    assert found(house, text="oeuvrard") == ["Œuvrard, Zoé"]
    assert found(house, text="o brien_50%") == ['O\'Brien_50%, Anne "Nan"']
    assert found(house, text="%") == []
    assert len(found(house, text="o'brien@exemple")) == 1


def test_an_email_is_found_by_any_part_of_it(house: HouseUnderTest) -> None:
    sell_standing(house, house.contacts["Côté-Bélanger"], "k1")
    sell_standing(house, house.contacts["Cote"], "k2")
    assert found(house, text=" ELOISE@EXEMPLE.CA ") == ["Côté-Bélanger, Éloïse"]
    assert len(found(house, text="@exemple")) == 2


def test_an_email_is_found_with_accents_it_does_not_have_and_with_those_it_has(
    house: HouseUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell_standing(house, house.contacts["Côté-Bélanger"], "k1")
    sell_standing(house, add_contact(house, "Noël", "Zoé", "noël@exemple.ca"), "k2")
    for few in (4_000, 0):
        monkeypatch.setattr(search, "FEW_CONTACTS", few)
        assert found(house, text="Éloïse@exem") == ["Côté-Bélanger, Éloïse"]
        assert found(house, text="noël@") == ["Noël, Zoé"]
        assert found(house, text="élo%se@") == []


@pytest.mark.parametrize("text", ["418 555-0142", "4185550142", "+1 (418) 555.0142"])
def test_a_phone_number_is_said_not_to_be_searched(house: HouseUnderTest, text: str) -> None:
    with pytest.raises(RefusedError, match="phone_number"):
        found(house, text=text)


def test_every_page_is_reached_both_ways(house: HouseUnderTest) -> None:
    ids = [sell_standing(house, None, f"k{number}") for number in range(7)]
    first = archives.search(house.desk, OrderQuery(), limit=3)
    second = archives.search(house.desk, OrderQuery(), first.after, limit=3)
    third = archives.search(house.desk, OrderQuery(), second.after, limit=3)
    pages = [first, second, third]
    assert [row.order_id for page in pages for row in page.rows] == ids[::-1]
    assert (first.before, third.after) == (None, None)
    last = archives.search(house.desk, OrderQuery(), backwards=True, limit=3)
    assert [row.order_id for row in last.rows] == [ids[2], ids[1], ids[0]]
    assert last.after is None
    middle = archives.search(house.desk, OrderQuery(), last.before, backwards=True, limit=3)
    assert [row.order_id for row in middle.rows] == [ids[5], ids[4], ids[3]]
    assert archives.count(house.desk, OrderQuery()) == 7


def test_to_finish_lists_what_lacks_something(house: HouseUnderTest) -> None:
    unpaid = sell_standing(house, None, "k1")
    request = TicketRequest(house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=1)
    settled = sales.sell(house.desk, "k2", "k2", None, (request,), None)
    with writing(house.desk) as work:
        work.connection.execute(
            sa.update(ORDERS).where(ORDERS.c.id == settled.order_id).values(balance_minor=0)
        )
    rows = archives.search(house.desk, OrderQuery(to_finish=True)).rows
    assert [row.order_id for row in rows] == [unpaid]
    with writing(house.desk) as work:
        work.connection.execute(
            sa.update(ORDERS).where(ORDERS.c.id == settled.order_id).values(balance_minor=1500)
        )
