"""A performance cancelled at the instant of a sale, on a server: one waits for the other, and counters for nobody.

On SQLite a writer has the database for itself, so there is nothing to race.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.programme import PERFORMANCES
from boxoffice_tui.rules.orders import OrderRefusal, PerformanceState
from boxoffice_tui.services import performances, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.setup.build import Build, Wanted
from boxoffice_tui.services.setup.performances import PERFORMANCE
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest

pytestmark = pytest.mark.parametrize("engine", ["postgresql"])
PATIENCE = 20
"""Seconds: longer than the server lets anybody wait for a lock."""


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    """Somebody else at work."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def bruno(house: HouseUnderTest) -> Iterator[Desk]:
    """Another counter."""
    desk = house.as_operator("BRUNO")
    yield desk
    desk.database.close()


def sell(desk: Desk, house: HouseUnderTest, *names: tuple[str, str]) -> OrderChange:
    requests = tuple(
        TicketRequest(house.ids[performance], house.ids["full"], (house.seat(seat),))
        for performance, seat in names
    )
    return sales.sell(desk, "a sale", "form", None, requests, None)


def cancel(desk: Desk, house: HouseUnderTest, *codes: str) -> None:
    """As the setup file does it, in the order of the file."""
    state = {"state": PerformanceState.CANCELLED}
    with writing(desk) as work:
        Build(work).put(PERFORMANCE, [Wanted((house.ids["event"], code), code, (), state) for code in codes])


def tickets(house: HouseUnderTest) -> int:
    with house.desk.database.read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(TICKETS)).scalar_one())


def stands_still(other: Future[object], database: Database) -> bool:
    """Whether the other waits for a lock; not so when it came to its end without."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while not other.done():
        with database.read() as connection:
            if connection.exec_driver_sql(waits).scalar_one():
                return True
    return False


def test_a_sale_waits_for_a_cancellation_under_way_and_is_refused(
    house: HouseUnderTest, bruno: Desk, beside: ThreadPoolExecutor
) -> None:
    with house.desk.database.write() as connection:
        which = PERFORMANCES.c.id == house.ids["p1"]
        connection.execute(sa.update(PERFORMANCES).where(which).values(state=PerformanceState.CANCELLED))
        sale: Future[object] = beside.submit(sell, bruno, house, ("p1", "F-12"))
        assert stands_still(sale, house.desk.database)
    with pytest.raises(RefusedError) as refused:
        sale.result(PATIENCE)
    assert refused.value.code == OrderRefusal.PERFORMANCE_CANCELLED
    assert tickets(house) == 0


def test_a_cancellation_waits_for_a_sale_under_way(
    house: HouseUnderTest, bruno: Desk, beside: ThreadPoolExecutor
) -> None:
    with writing(house.desk) as work:
        performances.require_sellable(work, house.ids["p1"])
        done: Future[object] = beside.submit(cancel, bruno, house, "p1")
        assert stands_still(done, house.desk.database)
    done.result(PATIENCE)


def test_counters_do_not_wait_for_each_other(
    house: HouseUnderTest, bruno: Desk, beside: ThreadPoolExecutor
) -> None:
    with writing(house.desk) as work:
        performances.require_sellable(work, house.ids["p1"])
        sale = beside.submit(sell, bruno, house, ("p1", "F-12"))
        assert len(sale.result(PATIENCE).ticket_ids) == 1


def test_a_sale_of_two_evenings_and_a_file_that_changes_both_do_not_lock_each_other_out(
    house: HouseUnderTest, bruno: Desk, beside: ThreadPoolExecutor
) -> None:
    first, second = sorted((house.ids["p1"], house.ids["p2"]))
    with writing(house.desk) as work:
        performances.require_sellable(work, first)
        done: Future[object] = beside.submit(cancel, bruno, house, "p2", "p1")
        assert stands_still(done, house.desk.database)
        performances.require_sellable(work, second)
    done.result(PATIENCE)


def test_a_sale_takes_performances_in_the_order_of_their_ids(
    house: HouseUnderTest, bruno: Desk, beside: ThreadPoolExecutor
) -> None:
    with house.desk.database.write() as connection:
        for code in ("p1", "p2"):
            which = PERFORMANCES.c.id == house.ids[code]
            connection.execute(sa.update(PERFORMANCES).where(which).values(on_sale=True))
            if code == "p1":
                sale = beside.submit(sell, bruno, house, ("p2", "F-12"), ("p1", "F-12"))
                assert stands_still(sale, house.desk.database)  # type: ignore[arg-type]
    assert len(sale.result(PATIENCE).ticket_ids) == 2
