"""The history of an order: what its journal cites by id, named."""

from __future__ import annotations

from boxoffice_tui.services import cancellations, history, order_page, sales
from boxoffice_tui.views.orders import HistoryLine
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest


def sold(house: HouseUnderTest, *requests: TicketRequest) -> int:
    return sales.sell(house.desk, "k-sale", "form", None, requests, None).order_id


def seats(house: HouseUnderTest, performance: str, *names: str) -> TicketRequest:
    return TicketRequest(house.ids[performance], house.ids["full"], tuple(house.seat(name) for name in names))


def last(house: HouseUnderTest, order_id: int) -> HistoryLine:
    return history.history(house.desk, order_id)[-1]


def test_tickets_are_named_by_their_seats_in_the_order_of_the_page(house: HouseUnderTest) -> None:
    line = last(house, sold(house, seats(house, "p2", "G-10"), seats(house, "p1", "F-12", "F-13")))
    assert (line.action, line.operator) == ("order_sold", "ANNE")
    assert line.facts["seats"] == ["F-12", "F-13", "G-10"]
    assert line.facts["tickets"] == [1, 2, 1]
    assert "number" in line.facts  # of the order


def test_a_seat_of_two_evenings_is_named_once(house: HouseUnderTest) -> None:
    line = last(house, sold(house, seats(house, "p1", "F-12"), seats(house, "p2", "F-12")))
    assert line.facts["seats"] == ["F-12"]


def test_where_one_has_no_seat_all_are_named_by_number(house: HouseUnderTest) -> None:
    standing = TicketRequest(house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=1)
    line = last(house, sold(house, seats(house, "p1", "F-12"), standing))
    assert "seats" not in line.facts
    assert line.facts["tickets"] == [1, 2]


def test_one_ticket_says_its_number(house: HouseUnderTest) -> None:
    order_id = sold(house, seats(house, "p1", "F-12", "F-13"))
    second = order_page.show(house.desk, order_id).tickets[1]
    cancellations.cancel_tickets(house.desk, "k-cancel", order_id, None, (second.ticket_id,))
    line = last(house, order_id)
    assert (line.facts["number"], line.facts["seats"]) == (2, ["F-13"])
