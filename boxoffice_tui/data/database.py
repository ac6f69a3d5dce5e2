"""The database: where it is, how it is opened, and the two kinds of transaction."""

from __future__ import annotations

import os
import random
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event, exc

from boxoffice_tui.data import sharing
from boxoffice_tui.data.addresses import postgresql_url, shown
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason
from boxoffice_tui.data.faults import reason_of, told_apart
from boxoffice_tui.data.leftovers import names_left

WAL_SAFE_SINCE = (3, 51, 3)
WRITER_PATIENCE_SECONDS = 5.0
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"})
_OCTAL = re.compile(r"\\([0-7]{3})")  # how /proc/mounts writes a blank in a name
_CUT_CABLE_IS_NOTICED = {
    "connect_timeout": 5,
    "tcp_user_timeout": 8000,
    "keepalives": 1,
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
_PLANNED_FOR_WHAT_IS_SOUGHT = "-c plan_cache_mode=force_custom_plan"  # a generic plan ignores trigrams
_POSTGRESQL_OPTIONS = (
    "-c lock_timeout=5000 -c statement_timeout=20000 -c idle_in_transaction_session_timeout=30000"
    " -c timezone=UTC -c jit=off"
)


def sqlite_driver() -> ModuleType:
    """The SQLite driver: the bundled one where it has a wheel, else Python's own."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3

        return sqlite3
    return dbapi2  # type: ignore[no-any-return]


FileIdentity = tuple[int, int]


class Database:
    """One database, by address: a path, `sqlite:///…` or `postgresql://…`; each transaction is one connection.

    Raises `DatabaseProblemError` from `read` and `write` when it cannot be used.
    """

    def __init__(self, address: str, *, synchronous: bool = True) -> None:
        self.is_postgresql = address.startswith("postgresql")
        self._synchronous = synchronous
        self._file: FileIdentity | None = None
        if self.is_postgresql:
            self.path = None
            self.reader = self._postgresql(address, "REPEATABLE READ", _PLANNED_FOR_WHAT_IS_SOUGHT)
            self.writer = self._postgresql(address, "READ COMMITTED")
            self.place = shown(self.reader.url)
        else:
            self.path = Path(address.removeprefix("sqlite:///")).expanduser()
            self.place = str(self.path)
            self.reader = self._sqlite(self.path, "BEGIN")
            self.writer = self._sqlite(self.path, "BEGIN IMMEDIATE")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads, one consistent picture."""
        with told_apart(self.place):
            self.require_file()
            with self.reader.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes; commits at the end, rolls back when an error leaves it.

        A connection lost during COMMIT is `DatabaseReason.COMMIT_UNKNOWN`: ask by idempotency key.
        """
        with told_apart(self.place), self._begun() as transaction:
            try:
                yield transaction.connection
            except BaseException:
                transaction.rollback()
                raise
            self._commit(transaction)

    def close(self) -> None:
        """Closes every connection."""
        self.reader.dispose()
        self.writer.dispose()

    @contextmanager
    def kept_open(self) -> Iterator[Any]:
        """The driver's own connection, outside any transaction and any pool, for as long as this lasts."""
        with told_apart(self.place):
            self.require_file()
            connection = self.reader.connect()
        own: Any = connection.connection.driver_connection
        connection.detach()
        own.rollback()  # the pool's own question may have begun a transaction
        try:
            yield own
        finally:
            own.close()

    @property
    def driver_error(self) -> type[Exception]:
        """What the driver raises on a connection of `kept_open`."""
        return cast(type[Exception], self.reader.dialect.loaded_dbapi.Error)

    def _commit(self, transaction: sa.RootTransaction) -> None:
        try:
            transaction.commit()
        except exc.DBAPIError as error:
            if reason_of(error) is DatabaseReason.UNREACHABLE:
                raise DatabaseProblemError(DatabaseReason.COMMIT_UNKNOWN, self.place) from error
            raise

    def require_file(self) -> FileIdentity | None:
        """The file that is there now, None for a server. Once another has come in its place, by a restore,
        nobody works on with connections to the old one. Raises `DatabaseProblemError` (missing, link …).
        """
        if self.path is None:
            return None
        try:
            found = self.path.lstat()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise DatabaseProblemError(DatabaseReason.MISSING, self.place) from error
        except PermissionError as error:
            raise DatabaseProblemError(DatabaseReason.NO_PERMISSION, self.place) from error
        if stat.S_ISLNK(found.st_mode) or self._has_other_names(self.path, found):
            raise DatabaseProblemError(DatabaseReason.LINK, self.place)
        file = (found.st_dev, found.st_ino)
        if self._file not in {None, file}:
            self.close()
        self._file = file
        return file

    @staticmethod
    def _has_other_names(path: Path, found: os.stat_result) -> bool:
        """Whether it may be opened by another name: two names would be two write-ahead logs."""
        several = stat.S_ISREG(found.st_mode) and found.st_nlink > 1
        return several and found.st_nlink > 1 + names_left(path, found)

    @contextmanager
    def _begun(self) -> Iterator[sa.RootTransaction]:
        """A transaction that writes, begun on the file that is there: while it waited, a restore may have ended."""
        while True:
            file = self.require_file()
            with self.writer.connect() as connection:
                transaction = connection.begin()
                if self.require_file() == file:
                    yield transaction
                    return

    def _postgresql(self, address: str, isolation: str, options: str = "") -> Engine:
        return sa.create_engine(
            postgresql_url(address),
            hide_parameters=True,  # a fault in the log quotes no customer
            pool_pre_ping=True,
            isolation_level=isolation,
            connect_args={**_CUT_CABLE_IS_NOTICED, "options": f"{_POSTGRESQL_OPTIONS} {options}"},
        )

    def _sqlite(self, path: Path, begin: str) -> Engine:
        url = sa.URL.create("sqlite", database=str(path))  # a name may hold what an address could not
        engine = sa.create_engine(
            url,
            module=sqlite_driver(),
            hide_parameters=True,
            connect_args={"check_same_thread": False},
        )
        wal = wal_is_safe()

        @event.listens_for(engine, "connect")
        def settings(connection: Any, _record: object) -> None:
            _require_local(path)
            connection.isolation_level = None
            for pragma in sqlite_settings(wal=wal, synchronous=self._synchronous):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def start(connection: Connection) -> None:
            _begin_patiently(connection, begin)

        return engine


def wal_is_safe() -> bool:
    """Whether the driver's SQLite has the WAL race of several writers mended (spec/reliability.md)."""
    return tuple(sqlite_driver().sqlite_version_info) >= WAL_SAFE_SINCE


def sqlite_settings(*, wal: bool, synchronous: bool = True) -> tuple[str, ...]:
    """The PRAGMAs of each connection: the two settings that lose nothing in a power cut, and the guards."""
    durable = (
        ("journal_mode=WAL", "synchronous=FULL") if wal else ("journal_mode=DELETE", "synchronous=EXTRA")
    )
    return (
        f"busy_timeout={20 if wal else 2000}",
        durable[0],
        durable[1] if synchronous else "synchronous=OFF",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # what REPLACE deletes is deleted: the books refuse it
        "trusted_schema=OFF",
        "secure_delete=ON",
        "cache_size=-16000",
    )


def create_file(path: Path, group: int | None = None) -> None:
    """Makes an empty database file 0600 in a folder 0700, or 0660 in one that a group shares.

    Refuses links and network file systems. Raises `FileExistsError` when there is one already,
    `NotSharedError` when the folder is there and not the group's.
    """
    if group is None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    else:
        sharing.make_folder(path.parent, group)
    if path.is_symlink():
        raise DatabaseProblemError(DatabaseReason.LINK, str(path))
    _require_local(path)
    file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    sharing.share_as_its_folder(file, path.parent)
    os.close(file)


def file_system_in(mounts: str, place: str) -> str:
    """The type of the file system that `place`, resolved, lies on, by the lines of /proc/mounts; "" if unknown."""
    found = ("", "")
    for line in mounts.splitlines():
        _device, written, kind, *_ = line.split(" ")
        point = _OCTAL.sub(lambda escape: chr(int(escape[1], 8)), written)
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1]


def _require_local(path: Path) -> None:
    """Refuses network file systems, whose locks cannot be trusted, where the machine says what it mounts."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return
    if file_system_in(mounts.read_text(errors="replace"), str(path.parent.resolve())) in NETWORK_FILE_SYSTEMS:
        raise DatabaseProblemError(DatabaseReason.NETWORK_FILE_SYSTEM, str(path))


def _begin_patiently(connection: Connection, begin: str) -> None:
    """Waits for the writer's lock by short tries with jitter: SQLite's own handler starves a counter."""
    deadline = time.monotonic() + WRITER_PATIENCE_SECONDS
    while True:
        try:
            connection.exec_driver_sql(begin)
        except exc.OperationalError as error:
            if reason_of(error) is not DatabaseReason.LOCKED or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.001, 0.008))  # noqa: S311  jitter, no secret
        else:
            return
