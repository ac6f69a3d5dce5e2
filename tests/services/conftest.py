"""A house on each engine, fresh for every test and sound after it; built once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.house import HouseUnderTest, build, copy_of
from tests.invariants import assert_sound
from tests.postgres import PostgresServer

_templates = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture
def address(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if engine == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return str(tmp_path / "house.db")


@pytest.fixture(scope="session")
def sqlite_house(tmp_path_factory: pytest.TempPathFactory) -> HouseUnderTest:
    """The house that others are copied from, as a file."""
    return _closed(build(str(tmp_path_factory.mktemp("built") / "house.db")))


@pytest.fixture(scope="session")
def postgresql_house(postgresql_server: PostgresServer) -> HouseUnderTest:
    """The house that others are copied from, as a template database; another one where tests/faults asks."""
    return _closed(build(postgresql_server.create_database(f"house_template_{next(_templates)}")))


@pytest.fixture
def house(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A small house; its clock starts on 21 November 2026, 14:07 in Toronto."""
    if engine == "postgresql":
        built: HouseUnderTest = request.getfixturevalue("postgresql_house")
        server: PostgresServer = request.getfixturevalue("postgresql_server")
        with server.fresh_database(built.address.rpartition("/")[2]) as url:
            yield from _lived_in(copy_of(built, url))
    else:
        built = request.getfixturevalue("sqlite_house")
        path = tmp_path / "house.db"
        shutil.copyfile(built.address, path)
        path.chmod(0o600)
        yield from _lived_in(copy_of(built, str(path)))


def _lived_in(house: HouseUnderTest) -> Iterator[HouseUnderTest]:
    try:
        yield house
        assert_sound(house.desk)
    finally:
        house.desk.database.close()


def _closed(house: HouseUnderTest) -> HouseUnderTest:
    house.desk.database.close()
    return house
