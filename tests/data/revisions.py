"""Databases as an older program left them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from boxoffice_tui.data.database import Database, create_file
from boxoffice_tui.data.upgrade import SCRIPTS


@contextmanager
def database_at(
    request: pytest.FixtureRequest, folder: Path, revision: str, fill: Callable[[Connection], None]
) -> Iterator[Database]:
    """A database of the engine a fixture is asked for (`request.param`), at a revision, with what was in it."""
    if request.param == "postgresql":
        made = Database(str(request.getfixturevalue("postgresql_url")))
    else:
        made = Database(str(folder / "house.db"))
        create_file(folder / "house.db")
    with made.write() as connection:
        settings = Config()
        settings.set_main_option("script_location", SCRIPTS)
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
        fill(connection)
    yield made
    made.close()
