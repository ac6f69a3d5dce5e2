"""A house with tills for each test, copied from one that is built once a run; its clock stands at `NOW`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.services.desk import Desk
from tests.house import HouseUnderTest, build
from tests.screens.archives.clerk import HouseDesks
from tests.screens.archives.conftest import copy_of
from tests.services.tills import with_tills


@pytest.fixture(scope="session")
def house_built_once(tmp_path_factory: pytest.TempPathFactory) -> HouseUnderTest:
    """The house that others are copied from: ANNE has till 1, BRUNO till 2."""
    made = build(str(tmp_path_factory.mktemp("house") / "house.db"))
    for desk in (*with_tills(made), made.desk):
        desk.database.close()
    return made


@pytest.fixture
def house(house_built_once: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A small house on SQLite; its clock starts on 21 November 2026, 14:07 in Toronto."""
    copied = copy_of(house_built_once, tmp_path)
    yield copied
    copied.desk.database.close()


@pytest.fixture
def bruno(house: HouseUnderTest) -> Iterator[Desk]:
    """The desk of BRUNO, a clerk at till 2."""
    desk = house.as_operator("BRUNO")
    yield desk
    desk.database.close()


@pytest.fixture(autouse=True)
def desks_closed() -> Iterator[None]:
    """What the program of a test opened is closed with it."""
    yield
    HouseDesks.close_all()
