"""The counter, by keyboard: what is sold, held and given back, in the database and on the screen."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot

from boxoffice_tui.data.conditions import live_claim
from boxoffice_tui.data.tables.contacts import CONTACT_EMAILS
from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.screens.counter import ahead_page
from boxoffice_tui.screens.counter.counter import CounterScreen
from boxoffice_tui.screens.counter.sale_payment import SalePayment
from boxoffice_tui.screens.counter.till_page import TillScreen
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.services import sales
from boxoffice_tui.services.transaction import reading, writing
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from boxoffice_tui.widgets.seat_map import SeatMap
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, seen, settled, typed


@asynccontextmanager
async def counter(
    house: HouseUnderTest, language: str = "en", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[Any]]:
    """The program at the counter, La Mouette p1 under the cursor."""
    app = archives_app(house, language)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "f2")
        screen = app.screen
        assert isinstance(screen, CounterScreen)
        while screen.row is None or screen.row.performance.performance_id != house.ids["p1"]:
            await press(pilot, "down")
        yield pilot


def rows(house: HouseUnderTest, query: Any) -> list[tuple[Any, ...]]:
    with reading(house.desk) as connection:
        return [tuple(row) for row in connection.execute(query)]


def held(house: HouseUnderTest) -> list[tuple[Any, ...]]:
    """What forms hold: seat, quantity."""
    query = sa.select(CLAIMS.c.seat_id, CLAIMS.c.quantity).order_by(CLAIMS.c.id)
    return rows(house, query.where(CLAIMS.c.kind == ClaimKind.HOLD, live_claim()))


async def in_unnumbered(pilot: Pilot[Any]) -> None:
    """Until places without numbers are the ones taken."""
    screen = pilot.app.screen
    assert isinstance(screen, CounterScreen)
    while screen.category is None or screen.category.numbered:
        await press(pilot, "k")


def bold_in(telling: Telling) -> list[str]:
    """What stands out in a line: the digits, and the rate chosen."""
    said = telling._said
    return [said.plain[span.start : span.end] for span in said.spans if "bold" in str(span.style)]


QUICK = ("2", "enter", "p", "1", "enter")


async def test_two_places_for_cash_in_five_keys(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await in_unnumbered(pilot)
        await press(pilot, *QUICK)
        assert seen(pilot.app, "sold: 2 tickets.")
        await press(pilot, "1")
        assert not seen(pilot.app, "sold: ")  # the next customer's turn
    assert rows(house, sa.select(ORDERS.c.balance_minor)) == [(0,)]
    assert rows(house, sa.select(TICKETS.c.price_minor, TICKETS.c.seat_id)) == [(1500, None), (1500, None)]
    payments = rows(house, sa.select(PAYMENTS.c.method, PAYMENTS.c.amount_minor))
    assert payments == [(PaymentMethod.CASH, 3000)]
    assert held(house) == []


async def test_fifteen_is_fifteen_and_a_held_enter_adds_them_once(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await in_unnumbered(pilot)
        await press(pilot, "1", "5", "enter", "enter", "enter")
        assert seen(pilot.app, "Type how many first")
        assert [quantity for _seat, quantity in held(house)] == [15]
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, SalePayment)
        await press(pilot, "1", "enter", "enter", "enter")
    assert len(rows(house, sa.select(TICKETS.c.id))) == 15
    assert len(rows(house, sa.select(ORDERS.c.id))) == 1


async def test_the_best_seats_join_with_their_rates_and_leave_again(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        await press(pilot, "3", "enter")
        seats = [line.seat_id for line in screen.basket.lines]
        assert [seat for seat, _quantity in held(house)] == seats
        assert seen(pilot.app, "To pay: $96.00")
        await press(pilot, "tab")
        assert seen(pilot.app, "1 Full 32.00 2 Student 20.00")
        await press(pilot, "2")
        assert bold_in(screen.query_one("#hint", Telling)) == ["1 ", "  2 ", "Student 20.00"]
        await press(pilot, "down", "delete")
        assert [line.rate.code for line in screen.basket.lines] == ["student", "full"]
        assert seen(pilot.app, "To pay: $52.00")
        assert [seat for seat, _quantity in held(house)] == [seats[0], seats[2]]
        await press(pilot, "p", "2", "enter")
    sold = rows(house, sa.select(TICKETS.c.seat_id, TICKETS.c.price_minor).order_by(TICKETS.c.id))
    assert sorted(sold) == sorted([(seats[0], 2000), (seats[2], 3200)])


async def test_too_many_are_refused_and_the_basket_stays(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "2", "enter")
        before = held(house)
        await press(pilot, "2", "5", "enter")
        assert seen(pilot.app, "There are no 25 seats side by side.")
        assert held(house) == before
        await press(pilot, "9", "9", "9", "enter")
        assert seen(pilot.app, "Places asked for: 999")


@pytest.mark.parametrize("end", ["quit", "empty"])
async def test_what_is_not_sold_is_given_back(house: HouseUnderTest, end: str) -> None:
    async with counter(house) as pilot:
        await press(pilot, "2", "enter")
        assert len(held(house)) == 2
        if end == "empty":
            await press(pilot, "x", "1")
            assert not pilot.app.screen.basket.lines  # type: ignore[attr-defined]
    assert held(house) == []
    assert rows(house, sa.select(ORDERS.c.id)) == []


async def test_a_price_changed_meanwhile_is_said_with_both_and_sold_at_the_new_one(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter")
        with writing(house.desk) as work:
            changed = sa.update(PRICES).where(PRICES.c.amount_minor == 3200).values(amount_minor=3500)
            work.connection.execute(changed)
        await press(pilot, "p", "1", "enter")
        assert seen(pilot.app, "$32.00")
        assert seen(pilot.app, "$35.00")
        assert rows(house, sa.select(ORDERS.c.id)) == []
        await press(pilot, "p")
        assert seen(pilot.app, "Taken: Cash, $32.00")
        assert seen(pilot.app, "To pay: $3.00")
        await press(pilot, "2", "enter")
    assert rows(house, sa.select(TICKETS.c.price_minor)) == [(3500,)]
    payments = rows(house, sa.select(PAYMENTS.c.method, PAYMENTS.c.amount_minor).order_by(PAYMENTS.c.id))
    assert payments == [(PaymentMethod.CASH, 3200), (PaymentMethod.DEBIT_TERMINAL, 300)]


async def test_a_seat_lost_after_its_hold_sells_nothing_and_keeps_the_basket(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        seat = screen.basket.lines[0].seat_id
        assert seat is not None
        with writing(house.desk) as work:
            work.connection.execute(sa.update(CLAIMS).values(ended_at=work.now))
        request = TicketRequest(house.ids["p1"], house.ids["full"], (seat,))
        sales.sell(house.desk, "other", "other", None, (request,), None)
        await press(pilot, "p", "1", "enter")
        assert seen(pilot.app, "taken")
        assert len(screen.basket.lines) == 1
    assert len(rows(house, sa.select(ORDERS.c.id))) == 1


async def test_the_next_customer_gets_tickets_as_anybody_does(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        page = pilot.app.screen
        assert page.mode.code == "by_hand"
        await press(pilot, "1", "enter", "c")
        await typed(pilot, "eloise@")
        await press(pilot, "enter", "l", "2", "enter")
        assert page.mode.code == "print_at_home"
        await press(pilot, "p", "1", "enter")
        assert seen(pilot.app, "sold: 1 ticket.")
        assert page.mode.code == "by_hand"


async def test_the_delivery_list_says_prices_and_why_not_and_that_no_mail_leaves(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter", "l")
        for words in ("By hand – no fee", "Post – fee $2.50"):
            assert seen(pilot.app, words)
        await press(pilot, "pagedown")
        for words in ("✕ Post – ", "✕ Print at home – "):
            assert seen(pilot.app, words)
        await press(pilot, "2", "enter")
        assert pilot.app.screen.mode.code == "print_at_home"
        assert seen(pilot.app, "This mode needs an e-mail address.")
        await press(pilot, "c")
        await typed(pilot, "eloise@")
        await press(pilot, "enter")
        assert not seen(pilot.app, "needs an e-mail address")
        await press(pilot, "l", "pagedown")
        assert not seen(pilot.app, "✕ Print at home")
        await press(pilot, "escape")
        with writing(house.desk) as work:
            work.connection.execute(sa.update(SHIPMENT_MODES).values(needs_email=False))
            work.connection.execute(sa.delete(CONTACT_EMAILS))
        screen = pilot.app.screen
        screen.contact = dataclasses.replace(screen.contact, email="")
        mode = dataclasses.replace(screen.mode, needs_email=False)
        screen.delivered = dataclasses.replace(screen.delivered, mode=mode)
        await press(pilot, "p", "1", "enter")
        assert seen(pilot.app, "sold: 1 ticket.")
        assert seen(pilot.app, "has no e-mail address: no mail leaves with these tickets.")


async def test_the_last_sale_is_repeated_with_its_rates(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "2", "enter", "tab", "2", "p", "1", "enter")
        await press(pilot, "r", "p", "1", "enter")
    prices = rows(house, sa.select(TICKETS.c.order_id, TICKETS.c.price_minor))
    first, second = sorted({order for order, _price in prices})
    assert sorted(p for o, p in prices if o == first) == sorted(p for o, p in prices if o == second)


async def test_a_repeat_that_one_performance_has_no_room_for_holds_nothing_in_the_others(
    house: HouseUnderTest,
) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter", "down", "1", "enter", "p", "1", "enter")
        sold = rows(house, sa.select(TICKETS.c.performance_id, TICKETS.c.seat_id).order_by(TICKETS.c.id))
        _first, (second, taken) = sold
        left = tuple(seat for name, seat in house.ids.items() if name.startswith("seat ") and seat != taken)
        request = TicketRequest(second, house.ids["full"], left)
        sales.sell(house.desk, "rest", "rest", None, (request,), None)
        await press(pilot, "r")
        assert held(house) == []
        await press(pilot, "up", "2", "enter")
        two = held(house)
        await press(pilot, "r")
        assert len(two) == 2
        assert held(house) == two, "what was in the basket before is held on"


async def test_seats_are_chosen_by_hand(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "m")
        assert seen(pilot.app, "Space Choose the seat")
        seat_map = pilot.app.screen.query_one(SeatMap)
        seat_map.move_to(house.seat("G-15"))
        await press(pilot, "enter", "right", "enter")
        assert seen(pilot.app, "2 seats chosen.")
        await press(pilot, "left", "enter")
        assert seen(pilot.app, "1 seat chosen.")
        await press(pilot, "escape")
        assert [seat for seat, _quantity in held(house)] == [house.seat("G-16")]
        await press(pilot, "p", "1", "enter")
    assert rows(house, sa.select(TICKETS.c.seat_id)) == [(house.seat("G-16"),)]


async def test_a_seat_that_moves_on_the_map_keeps_its_rate(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter", "tab", "2", "m")
        assert seen(pilot.app, "La Mouette · Sat 05/12")
        seat_map = pilot.app.screen.query_one(SeatMap)
        await press(pilot, "enter")
        seat_map.move_to(house.seat("G-15"))
        await press(pilot, "enter", "right", "enter", "escape", "p", "1", "enter")
    sold = rows(house, sa.select(TICKETS.c.seat_id, TICKETS.c.price_minor))
    assert sorted(sold) == [(house.seat("G-15"), 2000), (house.seat("G-16"), 3200)]


async def test_quitting_from_the_map_gives_back_what_was_chosen_there(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "m")
        pilot.app.screen.query_one(SeatMap).move_to(house.seat("G-15"))
        await press(pilot, "enter")
        assert len(held(house)) == 1
    assert held(house) == []


async def test_a_rate_typed_while_seats_are_being_held_stays(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        await press(pilot, "1", "enter", "1")
        screen.action_add()
        screen.basket = screen.basket.rated(1, 2)
        await settled(pilot)
        assert [line.rate.code for line in screen.basket.lines] == ["student", "full"]


async def test_the_amount_to_pay_is_whole_however_much_it_is(house: HouseUnderTest) -> None:
    async with counter(house, "fr") as pilot:
        with writing(house.desk) as work:
            work.connection.execute(sa.update(PRICES).values(amount_minor=123_456_789))
        await press(pilot, "9", "enter")
        assert seen(pilot.app, "À payer\u00a0: 11\u00a0111\u00a0111,01\u00a0$")


async def test_many_performances_are_paged(house: HouseUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead_page, "PAGE", 1)
    async with counter(house) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        await press(pilot, "end")
        assert screen.row is not None
        assert screen.row.performance.performance_id == house.ids["p2"]
        await press(pilot, "home")
        assert screen.row.performance.performance_id == house.ids["p1"]


async def test_two_seats_for_a_known_customer_in_fifteen_keys(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "2", "enter", "c")
        await typed(pilot, "belanger")
        await press(pilot, "enter")
        assert seen(pilot.app, "Customer Côté-Bélanger, Éloïse")
        await press(pilot, "p", "1", "enter")
        assert seen(pilot.app, "Customer nobody named"), "the next customer is another one"
    assert rows(house, sa.select(ORDERS.c.contact_id)) == [(house.contacts["Côté-Bélanger"],)]
    assert len(rows(house, sa.select(TICKETS.c.id))) == 2


async def test_who_is_new_is_added(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "c")
        await typed(pilot, "Zyx")
        assert seen(pilot.app, "Nobody found.")
        await press(pilot, "alt+n", "tab")
        await typed(pilot, "Anouk")
        await press(pilot, "enter")
        assert seen(pilot.app, "Customer Zyx, Anouk")


async def test_a_reservation_is_made_for_a_customer_and_taken_up_when_they_come(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "2", "enter", "v")
        assert seen(pilot.app, "choose the customer first")
        assert rows(house, sa.select(ORDERS.c.id)) == []
        await press(pilot, "c")
        await typed(pilot, "belanger")
        await press(pilot, "enter", "v")
        assert seen(pilot.app, "2 tickets reserved until")
        assert rows(house, sa.select(CLAIMS.c.kind).where(live_claim())) == [(ClaimKind.RESERVATION,)] * 2
        await press(pilot, "c")
        await typed(pilot, "belanger")
        await press(pilot, "enter")
        assert seen(pilot.app, "Reserved for this customer: 1000001")
        await press(pilot, "u", "enter")
        assert isinstance(pilot.app.screen, SalePayment)
        await press(pilot, "1", "enter")
        assert seen(pilot.app, "Order 1000001 is taken up.")
    assert rows(house, sa.select(CLAIMS.c.kind).where(live_claim())) == [(ClaimKind.SALE,)] * 2
    assert rows(house, sa.select(ORDERS.c.balance_minor, ORDERS.c.due_on)) == [(0, None)]


async def test_a_deposit_is_taken_as_the_places_are_reserved(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "2", "enter", "d")
        assert seen(pilot.app, "choose the customer first")
        await press(pilot, "c")
        await typed(pilot, "belanger")
        await press(pilot, "enter", "d")
        assert seen(pilot.app, "The reservation comes to $64.00")
        await press(pilot, "1", "enter")
        assert seen(pilot.app, "This is needed."), "how much is typed, never all by itself"
        await press(pilot, *"99", "enter")
        assert seen(pilot.app, "At most $64.00 can be recorded here.")
        await press(pilot, "backspace", "backspace", *"20", "tab", *"50", "enter")
        assert seen(pilot.app, "2 tickets reserved until")
        assert seen(pilot.app, "Still to pay: $44.00. Change to give back: $30.00.")
    assert rows(house, sa.select(CLAIMS.c.kind).where(live_claim())) == [(ClaimKind.RESERVATION,)] * 2
    assert rows(house, sa.select(ORDERS.c.balance_minor)) == [(4400,)]
    assert rows(house, sa.select(PAYMENTS.c.amount_minor, PAYMENTS.c.tendered_minor)) == [(2000, 5000)]


async def test_the_till_is_a_key_away(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, TillScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, CounterScreen)


def sold_by_performance(screen: CounterScreen) -> dict[int, int]:
    return {row.performance.performance_id: row.sold for row in screen.rows.values()}


async def test_another_counter_is_seen_without_a_key(house: HouseUnderTest) -> None:
    app = archives_app(house, watching=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "f2")
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        before = sold_by_performance(screen)
        request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
        sales.sell(house.desk, "other", "other", None, (request,), None)
        for _try in range(1000):
            await settled(pilot)
            now = sold_by_performance(screen)
            if now != before:
                break
        assert now[house.ids["p1"]] == before[house.ids["p1"]] + 1
