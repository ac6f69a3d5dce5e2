"""A plan kept in memory is the database's own, though another database comes into its place."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from boxoffice_tui.data.tables.venues import SEATS
from boxoffice_tui.services import catalogue
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.seat_maps import SeatFor, seat_map
from boxoffice_tui.services.setup.apply import apply_setup
from tests.services.setup.conftest import new_desk


def shown(desk: Desk) -> dict[int, tuple[str, str, str]]:
    view = seat_map(desk, catalogue.find_performance(desk, "mouette/p1"), SeatFor("form"))
    return {seat.id: (seat.section, seat.row, seat.number) for seat in view.seats}


def stored(desk: Desk) -> dict[int, tuple[str, str, str]]:
    query = sa.select(SEATS.c.id, SEATS.c.section, SEATS.c.row, SEATS.c.number)
    with desk.database.read() as connection:
        return {row.id: (row.section, row.row, row.number) for row in connection.execute(query)}


def test_the_same_plan_that_grew_otherwise(tmp_path: Path, lake: str) -> None:
    a_row = 'row = "A", category = "parterre", seats = '
    open_one, other = new_desk(str(tmp_path / "open.db")), new_desk(str(tmp_path / "other.db"))
    for desk, files in ((open_one, (lake.replace(f"{a_row}10", f"{a_row}9"), lake)), (other, (lake,))):
        assert [apply_setup(desk, file).problems for file in files] == [()] * len(files)
    assert shown(open_one) == stored(open_one) != stored(other)
    other.database.close()
    open_one.database.close()
    (tmp_path / "other.db").replace(tmp_path / "open.db")
    assert shown(open_one) == stored(open_one)
    open_one.database.close()
