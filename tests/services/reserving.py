"""What tests of reservations share: one of two seats, and desks on other days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.services import reservations
from boxoffice_tui.services.desk import Clock, Desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import TicketRequest
from tests.house import NOW, HouseUnderTest

TODAY = date(2026, 11, 21)
FIRST_NIGHT = date(2026, 12, 5)


def wanted(house: HouseUnderTest, *seats: str) -> tuple[TicketRequest, ...]:
    return (TicketRequest(house.ids["p1"], house.ids["full"], tuple(map(house.seat, seats))),)


def reserve_two(
    house: HouseUnderTest,
    key: str = "reserve",
    seats: tuple[str, ...] = ("F-12", "F-13"),
    mode: str | None = "print_at_home",
    due_on: date | None = None,
    contact: str = "Côté-Bélanger",
) -> OrderChange:
    """Two tickets at 32.00."""
    contact_id = house.contacts[contact]
    return reservations.reserve(house.desk, key, key, contact_id, wanted(house, *seats), mode, due_on)


def days_of_the_house(house: HouseUnderTest, after: int | None, before: int | None) -> None:
    with writing(house.desk) as work:
        days = {"reservation_days_after": after, "reservation_days_before": before}
        work.connection.execute(sa.update(ORGANISATIONS).values(days))


def after_days(desk: Desk, days: int) -> Desk:
    """The same desk so many days after today, at 14:07."""
    return replace(desk, clock=Clock.started_at(NOW + timedelta(days=days)))


def order_row(house: HouseUnderTest, order_id: int) -> Any:
    with house.desk.database.read() as connection:
        return connection.execute(sa.select(ORDERS).where(ORDERS.c.id == order_id)).one()


def claims_of(house: HouseUnderTest, order_id: int) -> list[str]:
    """The kinds of the live claims of an order."""
    query = sa.select(CLAIMS.c.kind).where(CLAIMS.c.order_id == order_id, CLAIMS.c.ended_at.is_(None))
    with house.desk.database.read() as connection:
        return [str(kind) for kind in connection.execute(query).scalars()]


def token_of(house: HouseUnderTest, ticket_id: int) -> str:
    with house.desk.database.read() as connection:
        return str(connection.execute(sa.select(TICKETS.c.token).where(TICKETS.c.id == ticket_id)).scalar_one())
