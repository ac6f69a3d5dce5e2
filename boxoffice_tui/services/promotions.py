"""Prices that have ended since tickets were sold at them (spec/archives.md, Money)."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.programme import CELLS
from boxoffice_tui.rules import pricing as rule
from boxoffice_tui.rules.deadlines import local_date
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.services import performances
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.prices import PriceBook
from boxoffice_tui.services.transaction import reading


def ended_since(desk: Desk, order_id: int, performance_id: int) -> Objection | None:
    """That a price of the order's live tickets of a performance has ended, so that one more costs the usual one.

    The facts are those of `promotion_expired`. Raises `NotFoundError` (performance).
    """
    query = (
        sa.select(
            CELLS.c.category_id,
            TICKETS.c.rate_id,
            TICKETS.c.price_minor,
            TICKETS.c.tax_minor,
            TICKETS.c.sold_at,
        )
        .join(CELLS, CELLS.c.id == TICKETS.c.cell_id)
        .where(TICKETS.c.order_id == order_id, TICKETS.c.performance_id == performance_id)
        .where(LIVE_TICKET)
        .order_by(TICKETS.c.id)
    )
    now, house = desk.clock.now(), desk.house
    with reading(desk) as connection:
        performance = performances.row_of(connection, performance_id)
        prices = PriceBook(connection, house, performance, now).prices
        rows = connection.execute(query).all()
    for row in rows:
        asked = row.price_minor if house.tax_included else row.price_minor - row.tax_minor
        amount, on = Money(asked, house.currency), local_date(row.sold_at, performance.zone)
        sold = rule.TicketSold(row.category_id, row.rate_id, amount, on)
        ended = rule.promotion_ended(prices, sold, local_date(now, performance.zone))
        if ended is not None:
            return ended
    return None
