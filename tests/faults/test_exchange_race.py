"""Two counters at once: the same ticket is exchanged once, and one seat goes to one of two tickets."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.services import exchanges, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ExchangeRequest, TicketRequest
from tests.house import HouseUnderTest

PATIENCE = 20
"""Seconds: longer than anybody waits for a lock."""
ROUNDS = 5


@pytest.fixture
def desks(house: HouseUnderTest) -> Iterator[tuple[Desk, Desk]]:
    """Two counters."""
    bruno = house.as_operator("BRUNO")
    yield house.desk, bruno
    bruno.database.close()


def sell(house: HouseUnderTest, *seats: str) -> OrderChange:
    request = TicketRequest(house.ids["p1"], house.ids["full"], tuple(house.seat(seat) for seat in seats))
    return sales.sell(house.desk, seats[0], seats[0], None, (request,), None)


def at_once(
    desks: tuple[Desk, Desk], orders: tuple[int, int], wishes: tuple[ExchangeRequest, ExchangeRequest]
) -> list[str]:
    """Both exchange at the same instant; "done" or the refusal of each, sorted."""
    start = Barrier(2)

    def act(desk: Desk, order_id: int, wish: ExchangeRequest) -> str:
        key = f"{desk.actor.code} {wish}"
        start.wait(PATIENCE)
        try:
            exchanges.exchange(desk, key, order_id, None, key, (wish,))
        except RefusedError as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(act, *one) for one in zip(desks, orders, wishes, strict=True)]
        return sorted(one.result(PATIENCE) for one in running)


def live(house: HouseUnderTest) -> tuple[int, int]:
    """How many tickets are live, and how many claims."""
    with house.desk.database.read() as connection:
        tickets = sa.select(sa.func.count()).where(TICKETS.c.state == "live")
        claims = sa.select(sa.func.count()).where(CLAIMS.c.ended_at.is_(None))
        return connection.execute(tickets).scalar_one(), connection.execute(claims).scalar_one()


def test_two_clerks_exchange_the_same_ticket_once(house: HouseUnderTest, desks: tuple[Desk, Desk]) -> None:
    for number in range(ROUNDS):
        sold = sell(house, f"E-{10 + number}")
        (ticket,) = sold.ticket_ids
        wishes = (
            ExchangeRequest(ticket, seat_id=house.seat(f"F-{10 + number}")),
            ExchangeRequest(ticket, seat_id=house.seat(f"G-{10 + number}")),
        )
        assert at_once(desks, (sold.order_id,) * 2, wishes) == ["done", "ticket_not_live"]
    assert live(house) == (ROUNDS, ROUNDS)


def test_two_exchanges_to_the_same_seat(house: HouseUnderTest, desks: tuple[Desk, Desk]) -> None:
    for number in range(ROUNDS):
        one, two = sell(house, f"E-{10 + number}"), sell(house, f"F-{10 + number}")
        seat = house.seat(f"G-{10 + number}")
        wishes = tuple(ExchangeRequest(sold.ticket_ids[0], seat_id=seat) for sold in (one, two))
        told = at_once(desks, (one.order_id, two.order_id), (wishes[0], wishes[1]))
        assert told == ["done", "seat_taken"]
    assert live(house) == (2 * ROUNDS, 2 * ROUNDS)


def test_two_orders_change_evenings_with_each_other(house: HouseUnderTest, desks: tuple[Desk, Desk]) -> None:
    """Each frees what the other may want, in the other performance: nobody waits in a circle."""
    for number in range(ROUNDS):
        here = sell(house, f"E-{10 + number}")
        there_request = TicketRequest(house.ids["p2"], house.ids["full"], (house.seat(f"F-{10 + number}"),))
        there = sales.sell(house.desk, f"there {number}", f"there {number}", None, (there_request,), None)
        wishes = (
            ExchangeRequest(here.ticket_ids[0], performance_id=house.ids["p2"]),
            ExchangeRequest(there.ticket_ids[0], performance_id=house.ids["p1"]),
        )
        assert at_once(desks, (here.order_id, there.order_id), wishes) == ["done", "done"]
    assert live(house) == (2 * ROUNDS, 2 * ROUNDS)
