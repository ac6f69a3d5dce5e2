"""The plans that are kept in memory: never another database's, never an older edition, whoever reads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.programme import CELLS
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATING_PLANS, SEATS
from boxoffice_tui.services import plan_seats, seat_maps
from boxoffice_tui.services.transaction import reading, writing
from tests.house import HouseUnderTest, build

LOOKS = 40


def shown(house: HouseUnderTest) -> list[tuple[int, str]]:
    """The seats of p1 as a map shows them: id and category."""
    view = seat_maps.seat_map(house.desk, house.ids["p1"], seat_maps.SeatFor("form"))
    return [(seat.id, seat.category) for seat in view.seats]


def stored(connection: Any, performance_id: int) -> list[tuple[int, str]]:
    """The seats of a performance as the tables have them."""
    sold = sa.select(CELLS.c.category_id).where(CELLS.c.performance_id == performance_id)
    query = (
        sa.select(SEATS.c.id, SEAT_CATEGORIES.c.code)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == SEATS.c.category_id)
        .where(SEATS.c.category_id.in_(sold))
        .order_by(SEATS.c.id)
    )
    return [tuple(row) for row in connection.execute(query)]


def grow(house: HouseUnderTest, number: int) -> None:
    """A new edition of the plan, with one seat more, as a setup file writes it."""
    with writing(house.desk) as work:
        plan = work.connection.execute(sa.select(SEATS).order_by(SEATS.c.id).limit(1)).one()
        its = {**plan._mapping, "number": f"X{number}", "guid": f"X-{number}", "place": 100 + number}
        del its["id"]
        work.insert(SEATS, **its)
        work.connection.execute(sa.update(SEATING_PLANS).values(content=f"edition {number}"))


def test_of_a_restored_database_categories_may_have_other_ids(house: HouseUnderTest) -> None:
    """The same plan whose categories were written in another order: the same seats, the same content."""
    before = shown(house)
    with writing(house.desk) as work:
        codes = sa.update(SEAT_CATEGORIES)
        for category, code in ((house.ids["debout"], "?"), (house.ids["parterre"], "debout")):
            work.connection.execute(codes.where(SEAT_CATEGORIES.c.id == category).values(code=code))
    assert [category for _seat, category in before] == ["parterre"] * len(before)
    assert shown(house) == [(seat, "debout") for seat, _category in before]


def test_threads_that_read_at_once_see_the_plan_of_their_own_picture(house: HouseUnderTest, tmp_path: Path) -> None:
    """Two threads a database, of two whose plans say they are the same, while one of them grows."""
    other = build(str(tmp_path / "other.db"), rows=("E",), seats_a_row=4)
    together = Barrier(4)

    def look(looked_at: HouseUnderTest, grows: bool) -> int:
        wrong = 0
        together.wait()
        for number in range(LOOKS):
            if grows and number % 10 == 0:
                grow(looked_at, number)
            with reading(looked_at.desk) as connection:
                plan = plan_seats.seats_of(connection, looked_at.desk, looked_at.ids["p1"])
                found = [(seat.id, seat.category) for seat in plan.seats]
                wrong += found != stored(connection, looked_at.ids["p1"])
                wrong += len(plan.names.row_of) != len(found)
                wrong += sum(len(piece.seats) for piece in plan.pieces) != len(found)
        return wrong

    with ThreadPoolExecutor(4) as threads:
        looking = [threads.submit(look, one, grows) for one in (house, other) for grows in (False, True)]
        assert [done.result() for done in looking] == [0, 0, 0, 0]
    other.desk.database.close()
