"""What tests of shipments share: an order by post, its shipments, and what was done with them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.services import sales
from boxoffice_tui.services.shipments import shipments_of
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.shipments import ShipmentRow
from tests.house import HouseUnderTest, add_contact
from tests.services.reserving import wanted


def shipped(house: HouseUnderTest, order: OrderChange) -> tuple[ShipmentRow, ...]:
    return shipments_of(house.desk, order.number).rows


def sold(house: HouseUnderTest, *seats: str, mode: str = "post") -> OrderChange:
    contact = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    return sales.sell(house.desk, "sale", "form", contact, wanted(house, *seats), mode)


def seen(rows: tuple[ShipmentRow, ...]) -> list[tuple[Any, ...]]:
    return [(str(one.state), one.mode, one.tickets, one.print_state, one.exception) for one in rows]


def actions(house: HouseUnderTest, *names: str) -> list[str]:
    query = sa.select(JOURNAL.c.action).where(JOURNAL.c.action.in_(names)).order_by(JOURNAL.c.seq)
    with house.desk.database.read() as connection:
        return [str(one) for one in connection.execute(query).scalars()]
