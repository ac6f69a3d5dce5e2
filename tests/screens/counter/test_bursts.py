"""Keys at the counter that come in one piece, as a quick clerk, a scanner or a script sends them."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.screens.counter.counter import CounterScreen
from boxoffice_tui.screens.counter.sale_payment import SalePayment
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, burst, press, seen, settled
from tests.screens.counter.test_counter import QUICK, counter, held, in_unnumbered, rows


async def test_a_payment_in_one_piece_sells_once_with_what_was_typed_in_it(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter")
        await burst(pilot, "p", "1", *["backspace"] * 5, *"20.00", "tab", *"50", "enter", "2", "enter", "enter")
        assert isinstance(pilot.app.screen, CounterScreen)
        assert seen(pilot.app, "sold: 1 ticket.")
        assert pilot.app.screen.basket.lines == ()
    paid = rows(house, sa.select(PAYMENTS.c.method, PAYMENTS.c.amount_minor, PAYMENTS.c.tendered_minor))
    assert [(amount, tendered) for _method, amount, tendered in paid] == [(2000, 5000), (1200, None)]
    assert len(rows(house, sa.select(TICKETS.c.id))) == 1


async def test_three_customers_in_one_piece(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await in_unnumbered(pilot)
        await burst(pilot, *QUICK, "c", *"cot", "enter", "down", "down", "down", "enter", *QUICK, *QUICK)
        assert isinstance(pilot.app.screen, CounterScreen)
        assert seen(pilot.app, "sold: 2 tickets.")
    sold = rows(house, sa.select(ORDERS.c.contact_id, ORDERS.c.balance_minor).order_by(ORDERS.c.id))
    assert sold == [(None, 0), (house.contacts["Cothin"], 0), (None, 0)]
    assert rows(house, sa.select(PAYMENTS.c.method, PAYMENTS.c.amount_minor)) == [(PaymentMethod.CASH, 3000)] * 3
    assert held(house) == []


async def test_from_another_workplace_to_a_sale_in_one_piece(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await burst(pilot, "f2", "1", "enter", "p", "1", "enter")
        assert seen(pilot.app, "sold: 1 ticket.")
    assert len(rows(house, sa.select(TICKETS.c.id))) == 1


async def test_a_held_enter_sells_and_confirms_nothing_twice(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await burst(pilot, "1", "enter", *["enter"] * 6, "p", *["enter"] * 6)
        assert isinstance(pilot.app.screen, SalePayment)
        assert seen(pilot.app, "Choose how it was paid.")
        await burst(pilot, "1", *["enter"] * 12)
        assert isinstance(pilot.app.screen, CounterScreen)
    assert len(rows(house, sa.select(TICKETS.c.id))) == 1
    assert rows(house, sa.select(PAYMENTS.c.amount_minor)) == [(3200,)]


async def test_where_no_payment_opens_the_keys_are_the_pages(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await burst(pilot, "p", "1", "enter")
        assert isinstance(pilot.app.screen, CounterScreen)
        assert [quantity for _seat, quantity in held(house)] == [1]
        assert seen(pilot.app, "To pay: $32.00")


async def test_what_is_typed_behind_the_delivery_is_for_its_list(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        page = pilot.app.screen
        assert isinstance(page, CounterScreen)
        await burst(pilot, "1", "enter", "l", "2", "enter")
        assert pilot.app.screen is page
        assert page.mode is not None
        assert page.mode.code == "print_at_home"
