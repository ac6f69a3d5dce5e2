"""The setup file of a small house, an empty database, and one to which the file was applied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.services.initialise import NewHouse, initialise
from boxoffice_tui.services.setup.apply import apply_setup
from tests.house import ACCOUNT, NOW
from tests.invariants import assert_sound

LAKE = Path(__file__).with_name("lake.toml")


def new_desk(address: str) -> Desk:
    """The administrator's desk of a database made at `address`, in a clock that starts at `NOW`."""
    initialise(address, NewHouse("Maison", "FR", "EUR", "Europe/Paris", "fr", training=True), ACCOUNT, NOW)
    return admin_desk(address)


def admin_desk(address: str) -> Desk:
    """The administrator's desk of a database."""
    return open_desk(address, ACCOUNT, operator="ADMIN", shown_now=NOW)


@pytest.fixture
def lake() -> str:
    """The setup file of a small house."""
    return LAKE.read_text(encoding="utf-8")


@pytest.fixture
def empty(address: str) -> Iterator[Desk]:
    """The desk of a database without anything."""
    made = new_desk(address)
    yield made
    try:
        assert_sound(made)
    finally:
        made.database.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with the small house in it, to be copied; nobody is connected to it."""
    with new_address(request, tmp_path_factory) as address:
        filled(address).database.close()
        yield address


@pytest.fixture
def desk(template: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The administrator's desk of the small house, a copy of one's own, sound after the test."""
    with copied(template, request, tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The same on one engine, shared by the tests of a module: for files that are refused before any writing."""
    made = filled(str(tmp_path_factory.mktemp("untouched") / "house.db"))
    yield made
    try:
        assert_sound(made)
    finally:
        made.database.close()


@contextmanager
def new_address(request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> Iterator[str]:
    """Where a database can be made, on the engine that is the parameter of the request."""
    if request.param == "sqlite":
        yield str(folders.mktemp("lake") / "house.db")
        return
    with request.getfixturevalue("postgresql_server").fresh_database() as url:
        yield url


@contextmanager
def copied(template: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Desk]:
    """The administrator's desk of a copy, sound in the end."""
    with ExitStack() as stack:
        if template.startswith("postgresql"):
            server = request.getfixturevalue("postgresql_server")
            address = stack.enter_context(server.fresh_database(template.rpartition("/")[2]))
        else:
            address = str(folder / "house.db")
            shutil.copyfile(template, address)
            Path(address).chmod(0o600)
        made = admin_desk(address)
        stack.callback(made.database.close)
        yield made
        assert_sound(made)


def filled(address: str) -> Desk:
    """The administrator's desk of a new database with the small house in it."""
    made = new_desk(address)
    report = apply_setup(made, LAKE.read_text(encoding="utf-8"))
    assert report.problems == ()
    made.database.close()
    return admin_desk(address)
