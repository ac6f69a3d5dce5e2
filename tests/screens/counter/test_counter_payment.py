"""Money at the counter: taken before the sale, in coins, in parts, kept when the sale is refused."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.counter.counter import CounterScreen
from boxoffice_tui.screens.counter.sale_payment import SalePayment
from boxoffice_tui.services import tills
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import press, seen, settled, typed
from tests.screens.counter.test_counter import counter, held, in_unnumbered, rows


async def test_a_till_that_is_not_open_is_told_before_money_is_taken(house: HouseUnderTest) -> None:
    warning = "No till is open here: what is taken now is in no shift and no count. t opens one."
    async with counter(house) as pilot:
        assert seen(pilot.app, warning)
        await press(pilot, "1", "enter")
        assert seen(pilot.app, warning)
        await press(pilot, "p", "1", "enter")
        assert seen(pilot.app, "sold: 1 ticket.")
        tills.open_till(house.desk, "open", "1", Money(10000, "CAD"))
        pilot.app.screen.data_changed()
        await settled(pilot)
        assert not seen(pilot.app, "No till is open")


async def test_cash_is_rounded_to_coins_before_it_is_taken(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(PRICES).values(amount_minor=1504))
    async with counter(house) as pilot:
        await in_unnumbered(pilot)
        await press(pilot, "2", "enter", "p")
        assert seen(pilot.app, "To pay: $30.08")
        await press(pilot, "1", *(["backspace"] * 5), *"10.01", "enter")
        assert seen(pilot.app, "No coins make $10.01: cash goes in steps of $0.05. Type $10.00")
        await press(pilot, "backspace", "0", "enter")
        assert seen(pilot.app, "To pay: $20.08")
        await press(pilot, "1")
        assert seen(pilot.app, "In cash $20.10: rounding $0.02")
        await press(pilot, "enter")
        assert seen(pilot.app, "sold: 2 tickets.")
    assert rows(house, sa.select(ORDERS.c.balance_minor)) == [(0,)]
    payments = rows(house, sa.select(PAYMENTS.c.amount_minor, PAYMENTS.c.rounding_minor).order_by(PAYMENTS.c.id))
    assert payments == [(1000, 0), (2010, 2)]


async def test_money_taken_for_a_refused_sale_is_kept_unless_the_clerk_leaves_it(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter")
        with writing(house.desk) as work:
            changed = sa.update(PRICES).where(PRICES.c.amount_minor == 3200).values(amount_minor=2000)
            work.connection.execute(changed)
        await press(pilot, "p", "1", "enter", "p")
        assert seen(pilot.app, "To pay: $20.00"), "more than is due now is not taken"
        await press(pilot, "2", "enter")
    assert rows(house, sa.select(PAYMENTS.c.method, PAYMENTS.c.amount_minor)) == [
        (PaymentMethod.DEBIT_TERMINAL, 2000)
    ]


async def test_a_deposit_for_a_refused_reservation_is_kept(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter", "c")
        await typed(pilot, "belanger")
        await press(pilot, "enter")
        with writing(house.desk) as work:
            work.connection.execute(sa.update(PRICES).values(amount_minor=2500))
        await press(pilot, "d", "1", *"10", "enter")
        assert seen(pilot.app, "$25.00"), "another price"
        await press(pilot, "d")
        assert seen(pilot.app, "A deposit of $10.00 was taken")
        await press(pilot, "enter")
        assert seen(pilot.app, "reserved until")
    assert rows(house, sa.select(PAYMENTS.c.amount_minor)) == [(1000,)]
    assert rows(house, sa.select(ORDERS.c.balance_minor)) == [(1500,)]


async def test_part_in_cash_part_by_card_and_the_change(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter", "p", "1")
        await press(pilot, *(["backspace"] * 5), *"20.00", "tab", *"50")
        await settled(pilot)
        await press(pilot, "enter")
        assert seen(pilot.app, "change to give back: $30.00")
        assert seen(pilot.app, "To pay: $12.00")
        await press(pilot, "2", "enter")
        assert seen(pilot.app, "sold: 1 ticket.")
    payments = rows(house, sa.select(PAYMENTS.c.amount_minor, PAYMENTS.c.tendered_minor).order_by(PAYMENTS.c.id))
    assert payments == [(2000, 5000), (1200, None)]


async def test_a_basket_that_grew_behind_the_payment_is_not_sold_for_what_was_due(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        page = pilot.app.screen
        await press(pilot, "1", "enter", "p")
        assert isinstance(pilot.app.screen, SalePayment)
        page.action_digit(1)  # as an answer that comes late would
        page.action_add()
        await settled(pilot)
        assert page.basket.tickets == 2
        await press(pilot, "1", "enter")
        assert seen(pilot.app, "Not sold: the basket has changed, and comes to $64.00.")
        assert rows(house, sa.select(TICKETS.c.id)) == []
        await press(pilot, "p", "1", "enter")
        assert seen(pilot.app, "sold: 2 tickets.")
    paid = rows(house, sa.select(PAYMENTS.c.method, PAYMENTS.c.amount_minor))
    assert paid == [(PaymentMethod.CASH, 3200), (PaymentMethod.CASH, 3200)]


async def test_the_rest_may_stay_open(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "1", "enter", "p", "alt+r")
        assert seen(pilot.app, "Still to pay: $32.00.")
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, OrderScreen)
        assert seen(pilot.app, "Balance due: $32.00")
        await press(pilot, "a", "1", "f2")  # back to the counter from whatever is over it
        assert seen(pilot.app, "Leave without saving")
        await press(pilot, "tab", "enter")
        assert isinstance(pilot.app.screen, CounterScreen)
    assert rows(house, sa.select(ORDERS.c.balance_minor)) == [(3200,)]
    assert held(house) == []


async def test_what_is_typed_is_taken_when_the_rest_is_left_open(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await in_unnumbered(pilot)
        await press(pilot, "2", "enter", "p", "1", "ctrl+u", *"1x", "alt+r")
        assert isinstance(pilot.app.screen, SalePayment), "no amount: nothing is sold"
        await press(pilot, "backspace", *"0", "alt+r")
        assert seen(pilot.app, "Still to pay: $20.00.")
        await press(pilot, "2", "enter", "p", "1", "alt+r")
        assert seen(pilot.app, "Still to pay: $30.00."), "a method alone is no payment"
    assert rows(house, sa.select(PAYMENTS.c.amount_minor)) == [(1000,)]


async def test_a_number_is_forgotten_with_what_it_was_typed_for(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await in_unnumbered(pilot)
        for keys in (("3", "tab", "shift+tab"), ("3", "c", "escape"), ("1", "enter", "3", "p", "1", "enter")):
            await press(pilot, *keys)
            assert seen(pilot.app, "How many?"), keys
    assert len(rows(house, sa.select(TICKETS.c.id))) == 1


async def test_an_e_ticket_without_an_address_is_refused_before_the_money_is_taken(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        await press(pilot, "1", "enter")
        assert screen.house is not None
        mode = next(mode for mode in screen.house.modes if mode.needs_email)
        screen.delivered = replace(screen.delivered, mode=mode)
        await press(pilot, "p")
        assert pilot.app.screen is screen
        assert seen(pilot.app, "needs an e-mail")
        await press(pilot, "c")
        await typed(pilot, "belanger")
        await press(pilot, "enter", "p")
        assert isinstance(pilot.app.screen, SalePayment)
