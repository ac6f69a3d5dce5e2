"""A house for each test, copied from one that is built once a run: a second channel, and an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.data.tables.delivery import TICKET_MEDIA
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.states import Origin
from tests.house import HouseUnderTest, build
from tests.screens.archives.clerk import HouseDesks
from tests.screens.archives.conftest import copy_of


@pytest.fixture(scope="session")
def house_built_once(tmp_path_factory: pytest.TempPathFactory) -> HouseUnderTest:
    """The house that others are copied from."""
    made = build(str(tmp_path_factory.mktemp("house") / "house.db"))
    with writing(made.desk) as work:
        names = {"fr": "Téléphone", "en": "Phone"}
        work.insert(SALES_CHANNELS, code="phone", names=names, origin=Origin.PHONE)
        work.insert(TICKET_MEDIA, code="rouleau", names={"fr": "Rouleau thermique", "en": "Thermal roll"})
    made.desk.database.close()
    return made


@pytest.fixture
def house(house_built_once: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A small house on SQLite; its clock starts on 21 November 2026, 14:07 in Toronto."""
    copied = copy_of(house_built_once, tmp_path)
    yield copied
    copied.desk.database.close()


@pytest.fixture(autouse=True)
def desks_closed() -> Iterator[None]:
    """What the program of a test opened is closed with it."""
    yield
    HouseDesks.close_all()
