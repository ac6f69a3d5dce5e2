"""At most so many tickets of a performance in an order, counted with those it has (spec/archives.md, 6)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.services import add_tickets, cancellations, sales
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest


def limited(house: HouseUnderTest, limit: int | None) -> None:
    """Sets the limit, and opens the desk again."""
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(tickets_per_order=limit))
    house.desk.database.close()
    house.desk = house.as_operator("ANNE")


def seats(house: HouseUnderTest, *names: str, performance: str = "p1") -> TicketRequest:
    chosen = tuple(house.seat(name) for name in names)
    return TicketRequest(house.ids[performance], house.ids["full"], chosen)


def standing(house: HouseUnderTest, quantity: int) -> TicketRequest:
    return TicketRequest(
        house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=quantity
    )


def sell(house: HouseUnderTest, *requests: TicketRequest) -> OrderChange:
    key = repr(requests)
    return sales.sell(house.desk, key, key, None, requests, None)


def add(house: HouseUnderTest, order_id: int, *requests: TicketRequest) -> OrderChange:
    key = repr(requests)
    return add_tickets.add_tickets(house.desk, key, order_id, None, key, requests, None)


def counts(house: HouseUnderTest) -> list[int]:
    """Orders, tickets and claims."""
    with house.desk.database.read() as connection:
        return [
            int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
            for table in (ORDERS, TICKETS, CLAIMS)
        ]


def test_a_sale_stops_at_the_limit(house: HouseUnderTest) -> None:
    limited(house, 3)
    with pytest.raises(RefusedError) as refused:
        sell(house, seats(house, "F-12", "F-13", "F-14", "F-15"))
    assert (refused.value.code, refused.value.facts) == (
        "limit_per_order",
        {"limit": 3, "live": 0, "adding": 4},
    )
    assert counts(house) == [0, 0, 0]
    assert len(sell(house, seats(house, "F-12", "F-13", "F-14")).ticket_ids) == 3


def test_requests_of_one_performance_count_together_others_apart(house: HouseUnderTest) -> None:
    limited(house, 3)
    with pytest.raises(RefusedError) as refused:
        sell(house, seats(house, "F-12", "F-13"), standing(house, 2))
    assert refused.value.facts == {"limit": 3, "live": 0, "adding": 4}
    assert counts(house) == [0, 0, 0]
    other = seats(house, "F-12", "F-13", performance="p2")
    assert len(sell(house, seats(house, "F-12", "F-13"), standing(house, 1), other).ticket_ids) == 5


def test_what_the_order_has_counts_and_what_was_cancelled_does_not(house: HouseUnderTest) -> None:
    limited(house, 3)
    sold = sell(house, seats(house, "F-12", "F-13"))
    with pytest.raises(RefusedError) as refused:
        add(house, sold.order_id, seats(house, "F-14", "F-15"))
    assert (refused.value.code, refused.value.facts) == (
        "limit_per_order",
        {"limit": 3, "live": 2, "adding": 2},
    )
    assert counts(house) == [1, 2, 2]
    add(house, sold.order_id, seats(house, "F-14"))
    with pytest.raises(RefusedError, match="limit_per_order"):
        add(house, sold.order_id, standing(house, 1))
    cancellations.cancel_tickets(house.desk, "cancel", sold.order_id, None, sold.ticket_ids[:1])
    add(house, sold.order_id, standing(house, 1))


def test_a_limit_lowered_below_what_an_order_has_adds_nothing_and_takes_nothing(
    house: HouseUnderTest,
) -> None:
    sold = sell(house, seats(house, "F-12", "F-13", "F-14"))
    limited(house, 2)
    with pytest.raises(RefusedError) as refused:
        add(house, sold.order_id, seats(house, "F-15"))
    assert refused.value.facts == {"limit": 2, "live": 3, "adding": 1}
    assert counts(house) == [1, 3, 3]


def test_without_a_limit_a_hall_may_go_to_one(house: HouseUnderTest) -> None:
    limited(house, None)
    every = [f"{row}-{place}" for row in "EFG" for place in range(10, 20)]
    assert len(sell(house, seats(house, *every)).ticket_ids) == 30
