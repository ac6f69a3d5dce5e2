"""Articles by keyboard: into the basket and sold with it, into an order and back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from textual.pilot import Pilot

from boxoffice_tui.data.tables.articles import ARTICLES, ORDER_ARTICLES
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.articles.basket_articles import BasketArticles
from boxoffice_tui.screens.articles.order_articles import OrderArticles
from boxoffice_tui.screens.counter.counter import CounterScreen
from boxoffice_tui.services import articles, cancellations, order_page
from boxoffice_tui.services.transaction import reading, writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ArticleRequest
from boxoffice_tui.views.states import OrderState
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, seen, settled
from tests.screens.archives.ticket_form_stage import Ground
from tests.screens.command_faults import command_faults
from tests.screens.counter.test_counter import counter, held, in_unnumbered
from tests.services.test_archives_money import cad


def in_orders(house: HouseUnderTest) -> list[tuple[Any, ...]]:
    query = sa.select(ORDER_ARTICLES.c.article_id, ORDER_ARTICLES.c.quantity, ORDER_ARTICLES.c.price_minor)
    with reading(house.desk) as connection:
        return [tuple(row) for row in connection.execute(query.order_by(ORDER_ARTICLES.c.id))]


@asynccontextmanager
async def at_order(house: HouseUnderTest, order_id: int) -> AsyncIterator[Pilot[Any]]:
    """The program at the page of an order."""
    app = archives_app(house, workplaces={"archives": Ground})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(OrderScreen(order_id))
        await settled(pilot)
        yield pilot


def reprice(house: HouseUnderTest, amount: int) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ARTICLES).values(amount_minor=amount))


def test_the_commands_have_no_fault_together() -> None:
    for dialog in (BasketArticles, OrderArticles):
        assert command_faults(dialog._merged_commands) == []


async def test_tickets_and_articles_in_one_basket(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await in_unnumbered(pilot)
        await press(pilot, "2", "enter", "g", "3", "enter", "enter", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        assert screen.basket.pieces_of() == {house.ids["programme"]: 3}
        await press(pilot, "g", "down", "enter")
        assert screen.total == cad(3000 + 1500 + 1200)
        await press(pilot, "tab", "down", "1")
        assert screen.basket.pieces_of() == {house.ids["programme"]: 1, house.ids["poster"]: 1}
        await press(pilot, "down", "delete", "p", "1", "enter")
        assert seen(pilot.app, "sold: 2 tickets, 1 article.")
        await press(pilot, "r", "p", "1", "enter")
    assert in_orders(house) == [(house.ids["programme"], 1, 500)] * 2
    with reading(house.desk) as connection:
        assert connection.execute(sa.select(ORDERS.c.balance_minor)).scalars().all() == [0, 0]
    assert held(house) == []


async def test_an_article_alone_at_a_price_that_changed_and_what_is_emptied(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "g", "enter")
        reprice(house, 600)
        await press(pilot, "p", "1", "enter")
        assert seen(pilot.app, "$6.00")
        assert in_orders(house) == []
        await press(pilot, "p", "1", "enter")
        assert seen(pilot.app, "sold: 1 article.")
        assert in_orders(house) == [(house.ids["programme"], 1, 600)]
        await press(pilot, "g", "enter", "v")
        assert len(in_orders(house)) == 1  # nothing to reserve
        await press(pilot, "x", "left", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        assert not screen.basket.filled


async def test_an_order_gets_more_and_gives_some_back(house: HouseUnderTest, sold: OrderChange) -> None:
    async with at_order(house, sold.order_id) as pilot:
        app = pilot.app
        assert seen(app, "2 × Programme book 10.00")
        await press(pilot, "g", "down", "enter")
        assert in_orders(house)[1:] == [(house.ids["poster"], 1, 1200)]
        assert seen(app, "Articles changed.")
        await press(pilot, "g", "2", "delete")
        assert order_page.show(house.desk, sold.order_id).articles_total == cad(1200)
        await press(pilot, "g", "3", "down", "9", "delete")
        assert seen(app, "The order has 1 of this article")
        await press(pilot, "enter")
        assert isinstance(app.screen, OrderArticles)
        assert app.screen.count == 1, "what was refused is not meant any more"
        await press(pilot, "delete")
        page = order_page.show(house.desk, sold.order_id)
        assert (page.articles_total, page.balance, page.state) == (cad(0), cad(6400), OrderState.ACTIVE)


async def test_the_last_article_cancels_the_order_after_a_question(
    house: HouseUnderTest, sold: OrderChange
) -> None:
    cancellations.cancel_tickets(house.desk, "x", sold.order_id, None, sold.ticket_ids)
    async with at_order(house, sold.order_id) as pilot:
        app = pilot.app
        await press(pilot, "g", "2", "delete")
        assert seen(app, "Nothing is left then")
        await press(pilot, "enter")  # on Keep it
        assert order_page.show(house.desk, sold.order_id).state is OrderState.ACTIVE
        await press(pilot, "delete", "left", "enter")
        page = order_page.show(house.desk, sold.order_id)
        assert (page.state, page.articles_total) == (OrderState.CANCELLED, cad(0))
        await press(pilot, "g")
        assert isinstance(app.screen, OrderArticles)


async def test_who_was_second_is_told_and_sees_what_is_there_now(
    house: HouseUnderTest, sold: OrderChange
) -> None:
    async with at_order(house, sold.order_id) as pilot:
        app = pilot.app
        await press(pilot, "g")
        articles.add_articles(house.desk, "other", sold.order_id, None, (ArticleRequest(house.ids["poster"], 4),))
        await press(pilot, "enter")
        assert len(in_orders(house)) == 2
        assert seen(app, "ANNE")
        await press(pilot, "enter")
        assert isinstance(app.screen, OrderArticles)
        assert app.screen.pieces() == {house.ids["programme"]: 2, house.ids["poster"]: 4}
        await press(pilot, "enter")
    assert [quantity for _article, quantity, _price in in_orders(house)] == [2, 4, 1]
