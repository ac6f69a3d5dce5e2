"""A house for each test, copied from one that is built once a run: tills, and a second rate at $20.00.

Its clock stands at `NOW`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.programme import AUDIENCE_CATEGORIES, PRICES, RATES
from boxoffice_tui.screens import finder
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import writing
from tests.house import HouseUnderTest, build
from tests.screens.archives.clerk import HouseDesks
from tests.screens.archives.conftest import copy_of
from tests.services.tills import with_tills


@pytest.fixture(scope="session")
def house_built_once(tmp_path_factory: pytest.TempPathFactory) -> HouseUnderTest:
    """The house that others are copied from: ANNE has till 1, BRUNO till 2."""
    made = build(str(tmp_path_factory.mktemp("house") / "house.db"))
    with writing(made.desk) as work:
        audience = work.connection.execute(sa.select(AUDIENCE_CATEGORIES.c.id)).scalars().first()
        names = {"fr": "Étudiant", "en": "Student"}
        student = work.insert(RATES, code="student", names=names, audience_category_id=audience, rank=2)
        full = sa.select(PRICES.c.event_id, PRICES.c.category_id)
        for row in work.connection.execute(full.where(PRICES.c.promotion == "").distinct()).all():
            price = {"event_id": row.event_id, "category_id": row.category_id, "amount_minor": 2000}
            work.insert(PRICES, rate_id=student, **price)
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
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the typist to pause."""
    monkeypatch.setattr(finder, "TYPING_SECONDS", 0.001)


@pytest.fixture(autouse=True)
def desks_closed() -> Iterator[None]:
    """What the program of a test opened is closed with it."""
    yield
    HouseDesks.close_all()
