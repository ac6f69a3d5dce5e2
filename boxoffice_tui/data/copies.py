"""Whole copies of a database: written to a file of their own, opened to be verified, put in its place.

Never by copying the file, which may be half written (spec/reliability.md, The database): SQLite writes its copy
by `VACUUM INTO`, PostgreSQL by its own programs (`server_copies.py`).
"""

from __future__ import annotations

import errno
import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data import leftovers, server_copies, sharing
from boxoffice_tui.data.database import Database, sqlite_driver
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason
from boxoffice_tui.data.faults import told_apart

_DAMAGED = frozenset({DatabaseReason.CORRUPT, DatabaseReason.NOT_A_DATABASE, DatabaseReason.DISK_FAULT})
_NO_SECOND_NAMES = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS})
_LONGEST_PART = 60


class Candidate(Protocol):
    """A restored copy that is not in its place yet."""

    database: Database

    def replace(self, stamp: str) -> str:
        """Puts it in place of the database, which is kept aside under the name returned, "" if there was none.

        Raises `DatabaseProblemError` (locked) while somebody has the database open.
        """


def copy_out(database: Database, target: Path) -> None:
    """Writes a whole copy, one consistent picture, to a new file 0600; others go on working meanwhile.

    Nothing is overwritten, and whenever this ends, by SIGKILL too, the name is that of a whole copy or of
    nothing. Raises `FileExistsError`, `DatabaseProblemError`.
    """
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    if database.path is not None:
        with leftovers.at_work_in(database.path.parent):  # a restore may have been killed there
            pass
    with _written_beside(target) as partial:
        if database.path is None:
            server_copies.dump(database, partial)
        else:
            _copy(database.path, partial)
            _require_whole(partial)
        _name(partial, target)
    try:
        _sync(target.parent)
    except BaseException:
        target.unlink()
        raise


@contextmanager
def candidate_of(database: Database, source: Path) -> Iterator[Candidate]:
    """The backup `source` restored beside the database, to be verified and put in its place; else it goes again.

    Raises `DatabaseProblemError`, with the place of the backup when this is what is wrong.
    """
    if database.path is None:
        with server_copies.candidate_of(database, source) as on_server:
            yield on_server
        return
    with _written_beside(database.path) as beside:
        _copy(source, beside)
        with beside.open("rb") as file:
            sharing.share_as_its_folder(file.fileno(), beside.parent)
        made = _FileCandidate(beside, database.path)
        try:
            yield made
        finally:
            made.database.close()


def require_closed(database: Database) -> None:
    """Raises `DatabaseProblemError` (locked) where a process, this one too, is seen to have a file open."""
    if database.path is not None and database.path.exists() and open_elsewhere(database.path):
        raise DatabaseProblemError(DatabaseReason.LOCKED, database.place)


def open_elsewhere(path: Path) -> bool:
    """Whether a process has the file open, as far as this account may see (Linux)."""
    own = path.stat()
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if os.path.samestat(handle.stat(), own):
                return True
    return False


class _FileCandidate:
    """A copy in the folder of the database."""

    def __init__(self, path: Path, target: Path) -> None:
        self.database = Database(str(path))
        self._path = path
        self._target = target

    def replace(self, stamp: str) -> str:
        """Renames, in one step: at no instant is there no database, or half of one."""
        self.database.close()
        with told_apart(str(self._path)), _connection(self._path) as connection:
            _without_log(connection)
        kept = ""
        with ExitStack() as stack:
            if self._target.exists():
                _keep_from_others(stack, self._target)
                kept = self._put_aside(stamp)
            self._path.replace(self._target)
        _sync(self._target.parent)
        return kept

    def _put_aside(self, stamp: str) -> str:
        """By a second name: killed before the new one is in its place, the old one has its own still."""
        aside = self._second_name(stamp)
        for ending in leftovers.BESIDE:  # there only when the file was too damaged to be closed well
            with suppress(FileNotFoundError):
                _named(self._target, ending).rename(_named(aside, ending))
        return str(aside)

    def _second_name(self, stamp: str) -> Path:
        for number in itertools.count(1):
            ending = f"-{number}" if number > 1 else ""
            aside = self._target.with_name(f"{self._target.name}{leftovers.BEFORE}{stamp}{ending}")
            with suppress(FileExistsError):
                aside.hardlink_to(self._target)
                break
        return aside


def _keep_from_others(stack: ExitStack, path: Path) -> None:
    """Locks a file nobody else has open until the stack ends. Raises `DatabaseProblemError` (locked).

    What is too damaged to be locked is left unlocked: this is why it is replaced.
    """
    if open_elsewhere(path):
        raise DatabaseProblemError(DatabaseReason.LOCKED, str(path))
    try:
        with told_apart(str(path)):
            connection = stack.enter_context(_connection(path))
            _without_log(connection)
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
            if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "delete":
                raise DatabaseProblemError(DatabaseReason.LOCKED, str(path))
    except DatabaseProblemError as problem:
        if problem.reason not in _DAMAGED:
            raise


def _copy(source: Path, target: Path) -> None:
    """By `VACUUM INTO`, which takes an empty file; durable when this returns."""
    with told_apart(str(source)), _connection(source) as connection:
        connection.execute(sa.text("VACUUM INTO :target"), {"target": str(target)})
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _require_whole(path: Path) -> None:
    """Raises `DatabaseProblemError` (corrupt) unless SQLite can read every page and row of a copy."""
    with told_apart(str(path)), _connection(path) as connection:
        found = list(connection.exec_driver_sql("PRAGMA quick_check").scalars())
    if found != ["ok"]:
        raise DatabaseProblemError(DatabaseReason.CORRUPT, str(path))


def _without_log(connection: Connection) -> None:
    """Writes the write-ahead log back, so that the file is all there is; locked while others have it open."""
    if connection.exec_driver_sql("PRAGMA journal_mode = DELETE").scalar() != "delete":
        raise DatabaseProblemError(DatabaseReason.LOCKED, str(connection.engine.url.database))


@contextmanager
def _connection(path: Path) -> Iterator[Connection]:
    """A connection of its own to a file that is there, outside any transaction."""
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        module=sqlite_driver(),
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
        connect_args={"timeout": 1},
    )
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA trusted_schema = OFF")
        yield connection


@contextmanager
def _written_beside(target: Path) -> Iterator[Path]:
    """A new file 0600 in the folder of `target`, gone at the end unless it was renamed."""
    with leftovers.at_work_in(target.parent):
        handle, name = tempfile.mkstemp(
            prefix=f".{target.name[:_LONGEST_PART]}.", suffix=leftovers.PARTIAL, dir=target.parent
        )
        os.close(handle)
        try:
            yield Path(name)
        finally:
            for ending in ("", *leftovers.BESIDE):
                _named(Path(name), ending).unlink(missing_ok=True)


def _name(whole: Path, target: Path) -> None:
    """Gives a file its name in one step that overwrites nothing. Raises `FileExistsError`."""
    try:
        target.hardlink_to(whole)
    except OSError as error:
        if error.errno not in _NO_SECOND_NAMES:
            raise
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        whole.replace(target)


def _named(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _sync(folder: Path) -> None:
    """Makes a rename in `folder` last."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
