"""A house with a backup of it from before its last sale, and the commands that make and restore them."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.tables.operators import OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.services import sales
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import TicketRequest
from tests.faults.nursery import Nursery
from tests.house import HouseUnderTest, build
from tests.invariants import assert_sound

OLD, NEW = 2, 1
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name


@dataclass(frozen=True, slots=True)
class Place:
    """A house with `OLD` orders, a backup of it when there were `NEW`, and where other backups go."""

    address: str
    backup: Path
    folder: Path

    @property
    def orders(self) -> int:
        return orders_in(self.address)


@pytest.fixture
def place(tmp_path: Path, processes: Nursery) -> Place:
    """A house of this account, which may back up and restore."""
    house = build(str(tmp_path / "house" / "house.db"))
    with writing(house.desk) as work:
        code = sa.select(OPERATORS.c.id).where(OPERATORS.c.code == "ADMIN")
        admin = work.connection.execute(code).scalar_one()
        bound = sa.insert(SYSTEM_ACCOUNTS).values(account=ACCOUNT, operator_id=admin, usual=True)
        work.connection.execute(bound)
    folder = tmp_path / "backups"
    made = Place(house.address, tmp_path / "first.db", folder)
    sell(house, "F-12")
    ended(processes, made, "backup", made.backup)
    sell(house, "F-13")
    house.desk.database.close()
    folder.mkdir()
    return made


def sell(house: HouseUnderTest, seat: str) -> None:
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat(seat),))
    sales.sell(house.desk, seat, seat, None, (request,), None)


def arguments(place: Place, *words: object) -> list[str]:
    return ["--database", place.address, "--language", "en", *map(str, words)]


def orders_in(address: str | Path) -> int:
    """How many orders a database has that holds every invariant."""
    database = Database(str(address))
    assert_sound(database)
    with database.read() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(ORDERS)).scalar_one()
    database.close()
    return int(count)


def ended(processes: Nursery, place: Place, *words: object) -> None:
    with processes.child("boxoffice_tui", *arguments(place, *words)) as child:
        told = child.stderr.read()
        assert child.ended() == 0, told
