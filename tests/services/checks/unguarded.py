"""A hand in the database that nothing stops: no trigger, no foreign key, no CHECK, no rights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.database import Database, sqlite_driver
from boxoffice_tui.services.checks.storage import APPEND_ONLY

_GUARDING_TRIGGERS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    f" AND tbl_name IN {APPEND_ONLY}"
)


@contextmanager
def unguarded(database: Database) -> Iterator[Connection]:
    """A connection that commits every statement; the triggers are back after it, as careful hands do."""
    engine = _engine(database)
    try:
        with engine.connect() as connection:
            if database.is_postgresql:
                connection.execute(sa.text("SET session_replication_role = replica"))
                yield connection
            else:
                connection.execute(sa.text("PRAGMA ignore_check_constraints = ON"))
                triggers = connection.exec_driver_sql(_GUARDING_TRIGGERS).all()
                for name, _ in triggers:
                    connection.execute(sa.text(f"DROP TRIGGER {name}"))
                yield connection
                for _, text in triggers:
                    connection.exec_driver_sql(text)
    finally:
        engine.dispose()


def without_constraint(connection: Connection, table: str, name: str) -> None:
    """Takes a constraint away; SQLite wants the table made anew for that."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        return
    kept = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL ORDER BY rowid"),
        {"table": table},
    ).scalars()
    made, *indexes = kept
    bare = re.sub(rf",\s*CONSTRAINT {name} [^\n]*?(?=,?\n)", "", made)
    connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO before_{table}")
    connection.exec_driver_sql(bare)
    connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM before_{table}")
    connection.exec_driver_sql(f"DROP TABLE before_{table}")
    for index in indexes:
        connection.exec_driver_sql(index)


def _engine(database: Database) -> sa.Engine:
    if database.is_postgresql:
        url = database.writer.url
        return sa.create_engine(url, isolation_level="AUTOCOMMIT")
    return sa.create_engine(
        f"sqlite:///{database.path}", module=sqlite_driver(), isolation_level="AUTOCOMMIT"
    )
