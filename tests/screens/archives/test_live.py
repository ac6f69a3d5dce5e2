"""What other counters do shows on the open pages of Archives, and moves nothing under the clerk's hands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from boxoffice_tui.screens.archives.add_ticket import AddTicket
from boxoffice_tui.screens.archives.order_list import OrderList
from boxoffice_tui.services import holds, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.states import SeatState
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, line_of, press, settled, shown, typed
from tests.services.test_archives_money import sell_two


async def until(pilot: Pilot[Any], true: Callable[[], bool]) -> None:
    for _turn in range(200):
        await settled(pilot)
        if true():
            return
    raise AssertionError("\n".join(shown(pilot.app)))


def sell_one(desk: Desk, house: HouseUnderTest, seat: str, buyer: str) -> str:
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat(seat),))
    contact = house.contacts[buyer]
    return sales.sell(desk, f"sale {seat}", f"form {seat}", contact, (request,), "by_hand").number


async def test_a_sale_elsewhere_joins_the_list_and_the_cursor_stays_on_its_order(
    house: HouseUnderTest,
) -> None:
    first = sell_one(house.desk, house, "E-10", "Cothin")
    second = sell_one(house.desk, house, "E-11", "Cothin")
    bruno = house.as_operator("BRUNO")
    app = archives_app(house, watching=True)
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "alt+c")
        await typed(pilot, "cothin")
        await press(pilot, "enter", "down")
        orders = app.screen.query_one(OrderList)
        before = orders.cursor_key
        assert before == orders._window.rows[1].key
        third = sell_one(bruno, house, "E-12", "Cothin")
        await until(pilot, lambda: line_of(app, third) != "")
        listed = [number for line in shown(app) for number in (first, second, third) if number in line]
        assert listed == [third, second, first]
        assert (orders.cursor_key, orders.has_focus) == (before, True)
        assert "3 orders" in line_of(app, " orders")
    bruno.database.close()


async def test_a_seat_taken_elsewhere_shows_on_the_open_map(house: HouseUnderTest) -> None:
    sell_two(house)
    bruno = house.as_operator("BRUNO")
    app = archives_app(house, watching=True)
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "a")
        form = app.screen
        assert isinstance(form, AddTicket)
        seat = house.seat("G-15")

        def state() -> SeatState:
            view = form.draft.view
            assert view is not None
            return view.states.get(seat, SeatState.FREE)

        assert state() is SeatState.FREE
        holds.hold_seats(bruno, "bruno", house.ids["p1"], (seat,))
        await until(pilot, lambda: state() is SeatState.HELD)
        holds.release(bruno, "bruno")
        await until(pilot, lambda: state() is SeatState.FREE)
    bruno.database.close()
