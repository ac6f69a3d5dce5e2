"""The connection is lost during COMMIT: the service asks by key before it tells the clerk anything."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.services import identity, sales
from boxoffice_tui.services.errors import UnavailableError
from boxoffice_tui.views.requests import TicketRequest
from tests.faults.proxy import cable_to
from tests.house import ACCOUNT, NOW, HouseUnderTest, build


def orders_of(house: HouseUnderTest) -> int:
    with house.desk.database.read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(ORDERS)).scalar_one())


def test_a_commit_the_server_heard_of_is_answered_as_done(postgresql_url: str) -> None:
    house = build(postgresql_url)
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    with cable_to(postgresql_url) as cable:
        desk = identity.open_desk(cable.url, ACCOUNT, operator="ANNE", shown_now=NOW)
        cable.cut_at_commit = "after"
        first = sales.sell(desk, "key", "form", None, (request,), None)
        assert cable.cuts == 1
        assert sales.sell(desk, "key", "form", None, (request,), None) == first
        desk.database.close()
    assert orders_of(house) == 1
    house.desk.database.close()


def test_a_commit_the_server_never_heard_of_is_told_and_tried_again(postgresql_url: str) -> None:
    house = build(postgresql_url)
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    with cable_to(postgresql_url) as cable:
        desk = identity.open_desk(cable.url, ACCOUNT, operator="ANNE", shown_now=NOW)
        cable.cut_at_commit = "before"
        with pytest.raises(UnavailableError) as lost:
            sales.sell(desk, "key", "form", None, (request,), None)
        assert (cable.cuts, lost.value.reason, lost.value.exit_code) == (1, "commit_unknown", 75)
        assert orders_of(house) == 0
        sales.sell(desk, "key", "form", None, (request,), None)
        desk.database.close()
    assert orders_of(house) == 1
    house.desk.database.close()
