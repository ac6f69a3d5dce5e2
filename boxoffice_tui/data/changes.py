"""Whether anybody has changed the database, asked without a transaction (DESIGN.md, Live screens).

SQLite counts the commits of others in `data_version`, but only within one connection: it is kept open for this.
PostgreSQL tells who listens; every transaction that writes announces itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason

CHANNEL = "boxoffice_changed"
ON_ITS_WAY = 0.1  # seconds: a server tells its listeners just after COMMIT, not within it

_ANNOUNCEMENT = sa.text(
    f"SELECT pg_notify('{CHANNEL}', '') WHERE :sure OR pg_current_xact_id_if_assigned() IS NOT NULL"
)

Changed = Callable[[], bool]


def announce(connection: Connection, *, sure: bool) -> None:
    """Tells the listeners at COMMIT, if the transaction has written something or is `sure` to.

    PostgreSQL gives a transaction its number with its first write, which is how it knows.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_ANNOUNCEMENT, {"sure": sure})


@contextmanager
def listening(database: Database) -> Iterator[Changed]:
    """A function that says whether a transaction of anybody else was committed since it was last asked.

    Both it and this raise `DatabaseProblemError` once the connection is lost.
    """
    with database.kept_open() as connection:
        file = database.require_file()
        with _lost(database):
            changed = _heard(connection) if database.is_postgresql else _counted(connection)

        def ask() -> bool:
            if database.require_file() != file:  # a restore has put another in its place
                raise DatabaseProblemError(DatabaseReason.UNREACHABLE, database.place)
            with _lost(database):
                return changed()

        yield ask


@contextmanager
def _lost(database: Database) -> Iterator[None]:
    try:
        yield
    except database.driver_error as error:
        raise DatabaseProblemError(DatabaseReason.UNREACHABLE, database.place) from error


def _heard(connection: Any) -> Changed:
    connection.autocommit = True
    connection.execute(f"LISTEN {CHANNEL}")
    return lambda: bool(list(connection.notifies(timeout=ON_ITS_WAY)))


def _counted(connection: Any) -> Changed:
    def count() -> int:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])

    last = count()

    def changed() -> bool:
        nonlocal last
        before, last = last, count()
        return last != before

    return changed
