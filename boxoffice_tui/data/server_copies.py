"""Whole copies of a PostgreSQL database, by the server's own programs; a password is never among the arguments."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason
from boxoffice_tui.data.faults import told_apart

_MAINTENANCE = "postgres"
_LONGEST_NAME = 63
_MOST_SAID = 300
_ANYBODYS = ("--no-owner", "--no-privileges")
_SECRETS = frozenset({"password", "sslpassword"})
_THERE = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")

_CONNECTED = (
    sa.text(  # for longer than a connection takes to go: the server itself waits 5 s before it refuses
        "SELECT 1 FROM pg_stat_activity WHERE datname = :name AND backend_start < now() - interval '250 ms'"
    )
)


def dump(database: Database, target: Path) -> None:
    """Writes the database to an empty file that is there, in the server's custom format."""
    with target.open("wb") as file:
        _run(database, ["pg_dump", "--format=custom", *_ANYBODYS], database.writer.url, output=file)
        file.flush()
        os.fsync(file.fileno())
    _require_dump(database, target)


@contextmanager
def candidate_of(database: Database, source: Path) -> Iterator[ServerCandidate]:
    """The dump `source` restored into a new database beside the one it shall replace; dropped if it does not.

    Raises `DatabaseProblemError` (not_a_database) for a file that is no dump, and what else it is.
    """
    _require_dump(database, source)
    url = database.writer.url
    name = f"{str(url.database)[: _LONGEST_NAME - 20]}_restoring_{secrets.token_hex(4)}"
    with _maintenance(database) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {_quoted(connection, name)} TEMPLATE template0")
    made = ServerCandidate(database, name)
    try:
        _run(database, ["pg_restore", "--exit-on-error", *_ANYBODYS, str(source)], url.set(database=name))
        yield made
    finally:
        made.database.close()
        with _maintenance(database) as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {_quoted(connection, name)} WITH (FORCE)")


class ServerCandidate:
    """A restored database that has not its final name yet."""

    def __init__(self, target: Database, name: str) -> None:
        own = target.writer.url.set(drivername="postgresql", database=name)
        self.database = Database(own.render_as_string(hide_password=False))
        self._target = target
        self._name = name

    def replace(self, stamp: str) -> str:
        """Renames both databases in one transaction; locked while anybody is connected to the old one."""
        name = str(self._target.writer.url.database)
        ending = f"_before_{stamp.replace('-', '_')}"
        aside = name[: _LONGEST_NAME - len(ending)] + ending
        self.database.close()
        self._target.close()
        with _maintenance(self._target) as connection:
            there = connection.execute(_THERE, {"name": name}).scalar() is not None
            if connection.execute(_CONNECTED, {"name": name}).first() is not None:
                raise DatabaseProblemError(DatabaseReason.LOCKED, self._target.place)
            connection.exec_driver_sql("BEGIN")
            if there:
                _rename(connection, name, aside)
            _rename(connection, self._name, name)
            connection.exec_driver_sql("COMMIT")
        return aside if there else ""


def _require_dump(database: Database, path: Path) -> None:
    try:
        _run(database, ["pg_restore", "--list", str(path)], None)
    except DatabaseProblemError as problem:
        if problem.reason is not DatabaseReason.PROGRAM_FAILED:
            raise
        raise DatabaseProblemError(DatabaseReason.NOT_A_DATABASE, str(path)) from problem


def _rename(connection: Connection, before: str, after: str) -> None:
    old, new = _quoted(connection, before), _quoted(connection, after)
    connection.exec_driver_sql(f"ALTER DATABASE {old} RENAME TO {new}")


@contextmanager
def _maintenance(database: Database) -> Iterator[Connection]:
    """A connection to the server's own database, outside any transaction."""
    url = database.writer.url.set(database=_MAINTENANCE)
    engine = sa.create_engine(
        url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool, connect_args={"connect_timeout": 5}
    )
    with told_apart(database.place), engine.connect() as connection:
        yield connection


def _run(
    database: Database, command: Sequence[str], url: sa.URL | None, output: IO[bytes] | None = None
) -> None:
    """Runs a program of PostgreSQL, on `url` where given.

    Raises `DatabaseProblemError` (program_missing, program_failed).
    """
    program = shutil.which(command[0])
    if program is None:
        raise DatabaseProblemError(DatabaseReason.PROGRAM_MISSING, command[0])
    at, environment = _without_secrets(url) if url is not None else ([], {})
    ended = subprocess.run(  # noqa: S603  a list of arguments, the program found on PATH
        [program, *command[1:], *at],
        env={**os.environ, **environment, "LC_MESSAGES": "C"},
        stdin=subprocess.DEVNULL,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if ended.returncode != 0:
        error = DatabaseProblemError(DatabaseReason.PROGRAM_FAILED, f"{command[0]}: {database.place}")
        said = ended.stderr.decode(errors="replace").partition("\n")[0]
        error.add_note(said[:_MOST_SAID])  # further lines may tell of rows
        raise error


def _without_secrets(url: sa.URL) -> tuple[list[str], dict[str, str]]:
    """The arguments that name a database, and the password for the environment: arguments are read by everyone."""
    secret = url.password or url.query.get("password")
    query = {name: value for name, value in url.query.items() if name not in _SECRETS}
    bare = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return (
        ["--no-password", f"--dbname={bare.render_as_string()}"],
        {"PGPASSWORD": str(secret)} if secret else {},
    )


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
