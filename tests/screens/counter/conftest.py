"""The house of the tests of Archives, with a second rate at $20.00, and the counter opened on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.programme import AUDIENCE_CATEGORIES, PRICES, RATES
from boxoffice_tui.screens.counter import customer
from boxoffice_tui.services.transaction import writing
from tests.house import HouseUnderTest
from tests.screens.archives.conftest import copy_of, desks_closed, house_built_once

__all__ = ["desks_closed", "house_built_once"]


@pytest.fixture
def house(house_built_once: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A small house on SQLite; its clock starts on 21 November 2026, 14:07 in Toronto."""
    copied = copy_of(house_built_once, tmp_path)
    with writing(copied.desk) as work:
        audience = work.connection.execute(sa.select(AUDIENCE_CATEGORIES.c.id)).scalars().first()
        names = {"fr": "Étudiant", "en": "Student"}
        student = work.insert(RATES, code="student", names=names, audience_category_id=audience, rank=2)
        full = sa.select(PRICES.c.event_id, PRICES.c.category_id)
        for row in work.connection.execute(full.where(PRICES.c.promotion == "").distinct()).all():
            price = {"event_id": row.event_id, "category_id": row.category_id, "amount_minor": 2000}
            work.insert(PRICES, rate_id=student, **price)
    yield copied
    copied.desk.database.close()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the typist to pause."""
    monkeypatch.setattr(customer, "TYPING_SECONDS", 0.001)
