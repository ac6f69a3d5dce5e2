"""Exchanging tickets as a clerk does it: keyboard only, on a real database (issue: After the sale)."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.programme import PERFORMANCES
from boxoffice_tui.rules.orders import PerformanceState
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.archives.exchange import ExchangeForm
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.services import order_page, sales
from boxoffice_tui.services.cancellations import cancel_tickets
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderPage
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.states import TicketState
from boxoffice_tui.widgets.band import BalanceBand
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import burst, press, seen
from tests.screens.archives.test_cancel_dialog import set_ticket
from tests.screens.archives.ticket_form_stage import Opened, held, opened, version_of
from tests.screens.command_faults import command_faults
from tests.services.after_sale import add_rate, change_row, live_seats, rows
from tests.services.reserving import reserve_two
from tests.services.test_archives_money import cad, raise_price, sell_two

TO_RATE = ("shift+tab",)
TO_CATEGORY = ("shift+tab",) * 2
TO_PERFORMANCE = ("shift+tab",) * 3


def order(page: OrderPage) -> OrderScreen:
    return OrderScreen(page.order_id)


def exchange(*places: int) -> Any:
    """The form for the tickets that stand there in the order."""

    def make(page: OrderPage) -> ExchangeForm:
        return ExchangeForm(page, [page.tickets[place] for place in places])

    return make


def total(shown: Opened) -> str:
    return shown.screen.query_one("#total", Telling).said.replace("\u00a0", " ")


def said(shown: Opened) -> str:
    return " ".join(shown.screen.query_one("#said", Telling).said.split())


def test_the_commands_have_no_fault_together() -> None:
    assert command_faults(ExchangeForm._merged_commands) == []


async def test_another_rate_for_the_same_seat_from_the_order(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    add_rate(house, "dear", 5000)
    set_ticket(house, sold.ticket_ids[0], printed=1)
    async with opened(house, order, sold.order_id) as shown:
        await press(shown.pilot, "c")
        form = shown.app.screen
        assert isinstance(form, ExchangeForm)
        assert seen(shown.app, "Exchange 1 ticket F-12 of 1000001")
        await press(shown.pilot, "s")
        assert seen(shown.app, "Nothing changes yet: choose another rate")
        await press(shown.pilot, *TO_RATE, "enter", "end", "enter")
        assert seen(shown.app, "Difference to pay: $18.00")
        assert version_of(house, sold.order_id) == sold.version
        await press(shown.pilot, "alt+s", "alt+s")
        for words in (
            "Ticket 1 is printed: it must be handed back.",
            "#1 F-12 · Full · $32.00 → F-12 · Dear · $50.00",
            "Difference to pay: $18.00 Balance due: $18.00",
        ):
            assert seen(shown.app, words)
        assert version_of(house, sold.order_id) == sold.version
        await press(shown.pilot, "alt+e")
        assert seen(shown.app, "Tickets exchanged.")
        assert seen(shown.app, "Balance due: $18.00")
        assert shown.app.screen.query_one(BalanceBand).display
    old, _kept, new = rows(house, TICKETS)
    assert (old.state, new.replaces_id, new.seat_id) == (TicketState.CANCELLED, old.id, old.seat_id)


async def test_other_seats_are_held_while_they_are_chosen(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, exchange(0, 1), sold.order_id) as shown:
        await press(shown.pilot, "1")
        seats = [seat for seat, _count in held(house)]
        assert seats == [house.seat("F-10"), house.seat("F-11")]
        assert total(shown) == "No difference to pay"
        await press(shown.pilot, "escape")
        assert seen(shown.app, "2 places are chosen and not saved.")
        await press(shown.pilot, "1")
        assert (shown.answers, held(house)) == ([None], [])
    async with opened(house, exchange(0, 1), sold.order_id) as shown:
        await press(shown.pilot, "1", "s", "escape")
        assert len(held(house)) == 2, "looking again changes nothing"
        await press(shown.pilot, "s", "alt+e")
        assert [change.replaced_ids for change in shown.answers if change] == [sold.ticket_ids]
    p1 = house.ids["p1"]
    assert live_seats(house) == [(p1, house.seat("F-10")), (p1, house.seat("F-11"))]


async def test_another_performance_keeps_the_seats_where_they_are_free(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    taken = TicketRequest(house.ids["p2"], house.ids["full"], (house.seat("F-12"),))
    sales.sell(house.desk, "other", "o", house.contacts["Cothin"], (taken,), "by_hand")
    async with opened(house, exchange(0, 1), sold.order_id) as shown:
        await press(shown.pilot, *TO_PERFORMANCE, "enter", "end", "enter")
        assert "Seat F-12 is sold, reserved or held on Sun 06/12" in said(shown)
        assert "n takes E-14, E-15." in said(shown)
        await press(shown.pilot, "alt+s")
        assert shown.app.screen is shown.screen
        assert "F-12" in said(shown)
        await press(shown.pilot, "alt+n", "alt+s")
        assert seen(shown.app, "Sun 06/12 20:00") or seen(shown.app, "Sun 06/12 08:00 pm")
        await press(shown.pilot, "alt+e")
        assert len(shown.answers) == 1
    live = [row for row in rows(house, TICKETS) if row.state is TicketState.LIVE]
    assert {row.performance_id for row in live} == {house.ids["p2"]}
    assert {row.order_id for row in live if row.replaces_id} == {sold.order_id}


async def test_a_cancelled_evening_is_exchanged_for_another(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    change_row(house, PERFORMANCES, house.ids["p1"], state=PerformanceState.CANCELLED)
    async with opened(house, exchange(0, 1), sold.order_id) as shown:
        assert "cancelled" in said(shown)
        await press(shown.pilot, "1", "s")
        assert (held(house), shown.app.screen) == ([], shown.screen)
        await press(shown.pilot, *TO_PERFORMANCE, "enter", "end", "enter")
        await burst(shown.pilot, "alt+s", "alt+e")
        assert [change.balance for change in shown.answers if change] == [cad(0)]
    p2 = house.ids["p2"]
    assert live_seats(house) == [(p2, house.seat("F-12")), (p2, house.seat("F-13"))]


async def test_who_may_not_cancel_may_not_exchange(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    with writing(house.desk) as work:
        right = OPERATOR_RIGHTS.c.right == Right.ORDERS_CANCEL_TICKETS
        work.connection.execute(sa.delete(OPERATOR_RIGHTS).where(right))
    async with opened(house, exchange(0), sold.order_id) as shown:
        await press(shown.pilot, "1")
        assert "Cancel tickets" in said(shown)
        await press(shown.pilot, "s")
        assert seen(shown.app, "Cancel tickets")
    assert (version_of(house, sold.order_id), held(house)) == (sold.version, [])


async def test_places_without_numbers_are_held_too(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, exchange(0), sold.order_id, language="fr") as shown:
        await press(shown.pilot, *TO_CATEGORY, "enter", "end", "enter")
        assert held(house) == [(None, 1)]
        assert total(shown) == "Différence à rendre : 17,00 $"
        await press(shown.pilot, "alt+s", "alt+e")
        assert [change.balance for change in shown.answers if change] == [cad(-1700)]
    assert rows(house, TICKETS)[-1].seat_id is None
    assert held(house) == []


async def test_somebody_was_first_and_what_was_chosen_stays(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    async with opened(house, exchange(0), sold.order_id) as shown:
        await press(shown.pilot, "1", "s")
        cancel_tickets(bruno, "b", sold.order_id, sold.version, sold.ticket_ids[1:])
        await press(shown.pilot, "alt+e")
        assert seen(shown.app, "BRUNO changed this meanwhile")
        assert len(held(house)) == 1
        await press(shown.pilot, "1", "s", "alt+e")
        assert [change.replaced_ids for change in shown.answers if change] == [sold.ticket_ids[:1]]
    bruno.database.close()


async def test_a_price_that_changed_is_seen_before_it_is_taken(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, exchange(0), sold.order_id) as shown:
        await press(shown.pilot, "1", "s")
        raise_price(house, 3500)
        await press(shown.pilot, "alt+e")
        assert seen(shown.app, "$35.00")
        assert seen(shown.app, "Difference to pay: $3.00")
        assert version_of(house, sold.order_id) == sold.version
        await press(shown.pilot, "alt+e")
        assert [change.balance for change in shown.answers if change] == [cad(300)]


async def test_a_ticket_that_went_meanwhile_is_said(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, exchange(0), sold.order_id) as shown:
        await press(shown.pilot, "1")
        cancel_tickets(house.desk, "b", sold.order_id, sold.version, sold.ticket_ids[:1])
        await press(shown.pilot, "s")
        assert "Ticket 1 is cancelled." in said(shown)
        assert shown.app.screen is shown.screen


@pytest.mark.parametrize("why", ["reserved", "widget", "two_performances"])
async def test_why_not_is_said_before_the_form(house: HouseUnderTest, why: str) -> None:
    if why == "reserved":
        change, words = reserve_two(house), "is reserved until"
    elif why == "widget":
        elsewhere = house.as_operator("ANNE", channel="widget")
        request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
        change = sales.sell(elsewhere, "sale", "f", house.contacts["Cote"], (request,), None)
        elsewhere.database.close()
        words = "Order placed online"
    else:
        places = [
            TicketRequest(house.ids[code], house.ids["full"], (house.seat("F-12"),)) for code in ("p1", "p2")
        ]
        change = sales.sell(house.desk, "two", "t", house.contacts["Cote"], tuple(places), "by_hand")
        words = "These tickets are for several performances."
    async with opened(house, order, change.order_id) as shown:
        await press(shown.pilot, *(("t",) if why == "two_performances" else ()), "c")
        assert seen(shown.app, words)
        assert order_page.show(house.desk, change.order_id).version == change.version
