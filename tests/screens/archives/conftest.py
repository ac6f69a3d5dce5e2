"""A house for each test, copied from one that is built once a run; the clock stands at its `NOW` again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.screens.archives import preview, search_fields
from tests.house import HouseUnderTest, build
from tests.screens.archives.clerk import HouseDesks


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


def copy_of(built: HouseUnderTest, folder: Path) -> HouseUnderTest:
    """The same house in another folder; the one it is copied from is closed."""
    address = str(folder / "house.db")
    shutil.copyfile(built.address, address)
    copied = HouseUnderTest(address, built.desk, dict(built.ids), dict(built.contacts))
    copied.desk = copied.as_operator("ANNE")
    return copied


@pytest.fixture(autouse=True)
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the typist to pause, unless the test says `in_real_time`."""
    if "in_real_time" not in request.fixturenames:
        monkeypatch.setattr(search_fields, "TYPING_SECONDS", 0.001)
        monkeypatch.setattr(preview, "RESTING_SECONDS", 0.001)


@pytest.fixture
def in_real_time() -> None:
    """The pauses of the program as they are."""


@pytest.fixture(autouse=True)
def desks_closed() -> Iterator[None]:
    """What the program of a test opened is closed with it: else a run of all tests has no file left to open."""
    yield
    HouseDesks.close_all()
