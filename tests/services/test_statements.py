"""The statement of a day: its tickets by performance, category and price, and the ledger beside them."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.services import closings, sales, statements
from boxoffice_tui.services.cancellations import cancel_tickets
from boxoffice_tui.services.transaction import reading, writing
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest

TODAY = date(2026, 11, 21)


def sell(house: HouseUnderTest, key: str, performance: str, *names: str) -> int:
    seats = tuple(house.seat(name) for name in names)
    request = TicketRequest(house.ids[performance], house.ids["full"], seats)
    return sales.sell(house.desk, key, key, None, (request,), None).order_id


def test_it_says_what_was_sold_and_cancelled_at_which_price(house: HouseUnderTest) -> None:
    first = sell(house, "a", "p1", "E-10", "E-11", "E-12")
    with writing(house.desk) as work:
        work.connection.execute(
            sa.update(PRICES).where(PRICES.c.amount_minor == 3200).values(amount_minor=3500)
        )
    sell(house, "b", "p1", "F-12")
    sell(house, "c", "p2", "E-10")
    with reading(house.desk) as connection:
        version = connection.execute(sa.select(ORDERS.c.version).where(ORDERS.c.id == first)).scalar_one()
        ticket = connection.execute(
            sa.select(TICKETS.c.id).where(TICKETS.c.order_id == first).order_by(TICKETS.c.id)
        ).scalars().all()[1]
    cancel_tickets(house.desk, "d", first, version, (ticket,), (RefundPart.PRICE,))
    said = statements.statement_of(house.desk)
    found = [
        (one.performance, one.category, one.price.minor, one.sold, one.first, one.last, one.cancelled)
        for one in said.lines
    ]
    assert found == [
        ("p1", "Parterre", 3500, 1, 4, 4, 0),
        ("p1", "Parterre", 3200, 3, 1, 3, 1),
        ("p2", "Parterre", 3500, 1, 1, 1, 0),
    ]
    assert said.day == TODAY
    assert [one.takings.minor for one in said.lines] == [3500, 6400, 3500]
    assert (said.takings.minor, said.fees.minor, said.total.minor) == (13400, 0, 13400)


def test_what_is_kept_of_a_cancelled_price_is_a_fee(house: HouseUnderTest) -> None:
    order_id = sell(house, "a", "p1", "E-10")
    with reading(house.desk) as connection:
        ticket = connection.execute(sa.select(TICKETS.c.id)).scalar_one()
        version = connection.execute(sa.select(ORDERS.c.version)).scalar_one()
    cancel_tickets(house.desk, "b", order_id, version, (ticket,), (), may_cancel_order=True)
    said = statements.statement_of(house.desk)
    assert (said.takings.minor, said.fees.minor, said.total.minor) == (0, 3200, 3200)


def test_another_day_has_nothing(house: HouseUnderTest) -> None:
    sell(house, "a", "p1", "E-10")
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        said = statements.statement_of(house.desk, day)
        assert (said.lines, said.total.minor) == ((), 0)


def test_what_is_sold_after_the_day_was_closed_is_of_the_next_one(house: HouseUnderTest) -> None:
    sell(house, "a", "p1", "E-10")
    (closed,) = closings.close_books(house.desk, "close", closings.ClosingKind.DAY)
    sell(house, "b", "p1", "E-11", "E-12")
    said = statements.statement_of(house.desk, TODAY)
    assert (said.day, said.total, [one.sold for one in said.lines]) == (TODAY, closed.total, [1])
    later = statements.statement_of(house.desk)
    assert (later.day, later.total.minor) == (TODAY + timedelta(days=1), 6400)
    assert [(one.first, one.last) for one in later.lines] == [(2, 3)]
