"""What the tests of exchanges, reprints and invitations share: rates, fees, rows, and an exchange in a word."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.organisation import FEES
from boxoffice_tui.data.tables.programme import PRICES, RATES
from boxoffice_tui.services import exchanges
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ExchangeRequest
from boxoffice_tui.views.states import FeeKind
from tests.house import HouseUnderTest


def add_rate(house: HouseUnderTest, code: str, minor: int) -> int:
    """A rate with its price in both categories; its id."""
    with writing(house.desk) as work:
        audience = work.connection.execute(sa.select(RATES.c.audience_category_id)).scalars().first()
        rate = work.insert(RATES, code=code, names={"fr": code.title()}, audience_category_id=audience)
        for category in ("parterre", "debout"):
            price = {"event_id": house.ids["event"], "category_id": house.ids[category], "rate_id": rate}
            work.insert(PRICES, **price, amount_minor=minor)
    return rate


def add_fee(house: HouseUnderTest, minor: int) -> None:
    """A ticketing fee on each ticket sold from now on."""
    with writing(house.desk) as work:
        names = {"fr": "Frais"}
        work.insert(FEES, code=f"fee-{minor}", kind=FeeKind.TICKETING, amount_minor=minor, names=names)


def change_row(house: HouseUnderTest, table: sa.Table, row_id: int, **values: object) -> None:
    """Sets columns of a row, as the setup might."""
    with writing(house.desk) as work:
        work.connection.execute(sa.update(table).where(table.c.id == row_id).values(**values))


def rows(house: HouseUnderTest, table: sa.Table, *which: sa.ColumnElement[bool]) -> list[Any]:
    """The rows of a table, by id."""
    with house.desk.database.read() as connection:
        return list(connection.execute(sa.select(table).where(*which).order_by(table.c.id)).all())


def swap(
    house: HouseUnderTest, sold: OrderChange, *changes: ExchangeRequest, key: str = "ex", **how: Any
) -> OrderChange:
    """ANNE exchanges tickets, whatever the order's version unless one is named."""
    version = how.pop("version", None)
    return exchanges.exchange(house.desk, key, sold.order_id, version, key, changes, **how)


def live_seats(house: HouseUnderTest) -> list[tuple[int, int]]:
    """Performance and seat of each live claim."""
    live = rows(house, CLAIMS, CLAIMS.c.ended_at.is_(None))
    return sorted((row.performance_id, row.seat_id or 0) for row in live)
