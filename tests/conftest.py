"""What every test stands on: one environment everywhere, examples drawn the same way, a PostgreSQL server."""

from __future__ import annotations

import functools
import gc
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from boxoffice_tui.__main__ import OBJECTS_BEFORE_A_COLLECTION
from boxoffice_tui.cli.log import NAME
from boxoffice_tui.services import pins
from tests.postgres import PostgresServer, ServerMissingError, roomy_folder, running_server

SNAPSHOT_PYTHON = (3, 11)
_FOREIGN = ("BOXOFFICE_", "TEXTUAL", "XDG_")
_OF_THE_SNAPSHOT_PLUGIN = "TEXTUAL_SNAPSHOT_"
_FOREIGN_NAMES = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "LANGUAGE")
_FIXED = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}
_numbers = count(1)



class _Statements(dict[Any, Any]):
    """SQLAlchemy's compiled statements, by kind of database and driver instead of by engine.

    The engines of all tests say the same to SQLite, and the same to the one server: what one of them has compiled,
    as a program that stays open has, is not compiled again for each test.
    """

    @staticmethod
    def _known_as(key: tuple[Any, ...]) -> tuple[Any, ...]:
        dialect, *statement = key
        return (type(dialect), dialect.dbapi, *statement)

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(self._known_as(key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__(self._known_as(key), compiled)


def _share_compiled_statements() -> None:
    """Before any engine is made."""
    create = functools.partial(sa.create_engine, execution_options={"compiled_cache": _Statements()})
    sa.create_engine = functools.update_wrapper(create, sa.create_engine)  # type: ignore[assignment]


settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "soak", settings.get_profile("ci"), derandomize=False, max_examples=5_000, print_blob=True
)
settings.load_profile("ci")


def _foreign_names() -> list[str]:
    return [
        name
        for name in os.environ
        if (name.startswith(_FOREIGN) or name in _FOREIGN_NAMES) and not name.startswith(_OF_THE_SNAPSHOT_PLUGIN)
    ]


def _keep_in_memory(config: pytest.Config) -> None:
    """Puts the folders of tests where a commit costs nothing, which would wait for the disk: a third of a run."""
    folder = roomy_folder()
    if config.option.basetemp is None and str(folder) != tempfile.gettempdir():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


def pytest_configure(config: pytest.Config) -> None:
    """Before any test module is imported: Textual reads its variables when it is imported."""
    gc.set_threshold(OBJECTS_BEFORE_A_COLLECTION)
    for name in _foreign_names():
        del os.environ[name]
    os.environ.update(_FIXED)
    time.tzset()
    _keep_in_memory(config)
    _share_compiled_statements()


def pytest_collection_finish() -> None:
    """What the tests are made of stays to the end: it is not looked through again for each thousand of objects."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that compare a drawn screen, and leave them to the Python that drew the pictures."""
    other_python = pytest.mark.skip(reason="the pictures are drawn on Python 3.11")
    for item in items:
        if "snap_compare" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.snapshot)
            if sys.version_info[:2] != SNAPSHOT_PYTHON:
                item.add_marker(other_python)


@pytest.fixture(autouse=True)
def _same_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same variables for each test, and its own folders (not yet created) for what the program keeps."""
    for name in _foreign_names():
        monkeypatch.delenv(name)
    for name, value in _FIXED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(logging.getLogger(NAME), "propagate", True)  # a program that ran here keeps its log alone
    home = tmp_path_factory.getbasetemp() / "xdg" / str(next(_numbers))
    for kind in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        monkeypatch.setenv(f"XDG_{kind}", str(home / kind.lower()))


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PIN's hash costs a tenth of a second on purpose; in this process none is worth guessing."""
    for name, cost in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
        monkeypatch.setitem(pins.COST, name, cost)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresServer]:
    """The PostgreSQL server of this test process, started when first asked for (0.5 s)."""
    try:
        with running_server() as server:
            yield server
    except ServerMissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def postgresql_url(postgresql_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database of this test's own."""
    with postgresql_server.fresh_database() as url:
        yield url
