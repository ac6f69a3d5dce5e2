"""A house for each test, copied from one that is built once a run; nothing waits for the typist to pause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.screens import finder
from boxoffice_tui.screens.contacts import alike
from tests.house import HouseUnderTest, build
from tests.screens.archives.clerk import HouseDesks
from tests.screens.archives.conftest import copy_of


@pytest.fixture(scope="session")
def house_built_once(tmp_path_factory: pytest.TempPathFactory) -> HouseUnderTest:
    """The house that others are copied from."""
    made = build(str(tmp_path_factory.mktemp("house") / "house.db"))
    made.desk.database.close()
    return made


@pytest.fixture
def house(house_built_once: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A small house on SQLite; its clock starts on 21 November 2026, 14:07 in Toronto."""
    copied = copy_of(house_built_once, tmp_path)
    yield copied
    copied.desk.database.close()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the typist to pause."""
    monkeypatch.setattr(finder, "TYPING_SECONDS", 0.001)
    monkeypatch.setattr(alike, "RESTING_SECONDS", 0.001)


@pytest.fixture(autouse=True)
def desks_closed() -> Iterator[None]:
    """What the program of a test opened is closed with it."""
    yield
    HouseDesks.close_all()
