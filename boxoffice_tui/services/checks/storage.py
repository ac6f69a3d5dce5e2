"""How the database is kept, and whether it may be trusted (spec/reliability.md, The database)."""

from __future__ import annotations

import stat
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.database import Database, sqlite_driver, wal_is_safe
from boxoffice_tui.data.models.metadata import METADATA
from boxoffice_tui.data.sharing import is_shared
from boxoffice_tui.rules.invariants import Invariant, Remark, StorageChoice, Thing
from boxoffice_tui.services.checks.questions import Gathered
from boxoffice_tui.views.checks import Finding, Storage

FULL_CHECK_UP_TO = 256 * 1024 * 1024
"""Bytes of a SQLite file above which its indexes are no longer compared with their tables, row by row."""

APPEND_ONLY = (
    "journal",
    "movement",
    "entry",
    "payment",
    "order_article",
    "cash_movement",
    "till_session",
    "closing",
    "document",
)

_SYNCHRONOUS = ("off", "normal", "full", "extra")
_DURABLE = {("wal", "full"), ("wal", "extra"), ("delete", "extra")}
_FOR_ITS_OWNER = stat.S_IRWXG | stat.S_IRWXO
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_SERVER_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")


def describe(database: Database, connection: Connection) -> Storage:
    """Which engine, driver and settings, and why."""
    if database.is_postgresql:
        return Storage(
            engine="postgresql",
            driver=connection.dialect.driver,
            release=_setting(connection, "server_version"),
            journal_mode="",
            synchronous=_setting(connection, "synchronous_commit"),
            reason=StorageChoice.SERVER,
        )
    journal_mode, synchronous = _sqlite_modes(connection)
    return Storage(
        engine="sqlite",
        driver=sqlite_driver().__name__.partition(".")[0],
        release=sqlite_driver().sqlite_version,
        journal_mode=journal_mode,
        synchronous=synchronous,
        reason=StorageChoice.WAL_IS_SAFE if wal_is_safe() else StorageChoice.WAL_RACE,
    )


def durability(connection: Connection) -> list[Finding]:
    """Settings that may lose an acknowledged sale: ours on SQLite, the server's on PostgreSQL."""
    found = Gathered()
    if connection.dialect.name == "sqlite":
        modes = _sqlite_modes(connection)
        if modes not in _DURABLE or (modes[0] == "wal" and not wal_is_safe()):
            found.add("+".join(modes))
        return found.finding(Invariant.DURABILITY, Thing.SETTING)
    found.extend(name for name in _SERVER_SETTINGS if _setting(connection, name) == "off")
    return found.finding(Remark.SERVER_NOT_DURABLE, Thing.SETTING)


def permissions(path: Path) -> list[Finding]:
    """Files of the database that others may open, and its folder when others may write there.

    Where the folder is shared, the group it is shared with is none of the others.
    """
    found = Gathered()
    group = stat.S_IRWXG if is_shared(path.absolute().parent) else 0
    for file in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))):
        if file.exists() and file.stat().st_mode & _FOR_ITS_OWNER & ~group:
            found.add(file.name)
    folder = path.absolute().parent.stat().st_mode
    if folder & _WRITABLE_BY_OTHERS & ~group and not folder & stat.S_ISVTX:
        found.add(path.absolute().parent.name)
    return found.finding(Invariant.PERMISSIONS, Thing.FILE)


def integrity(connection: Connection) -> list[Finding]:
    """What SQLite itself finds wrong in its file: every page, row and index, or without the indexes when large.

    Names tables and indexes only: the texts of rows stay out of it.
    """
    if connection.dialect.name != "sqlite":
        return []
    pages, size = (
        connection.exec_driver_sql(f"PRAGMA {one}").scalar_one() for one in ("page_count", "page_size")
    )
    quick = pages * size > FULL_CHECK_UP_TO
    found, remark = Gathered(), Gathered()
    rows = connection.exec_driver_sql("PRAGMA quick_check" if quick else "PRAGMA integrity_check")
    found.extend(line for line in rows.scalars() if line != "ok")
    if quick:
        remark.add(f"{pages * size // 1024 // 1024} MiB")
    return [
        *found.finding(Invariant.INTEGRITY, Thing.ROW),
        *remark.finding(Remark.QUICK_CHECK_ONLY, Thing.FILE),
    ]


def guards(connection: Connection) -> list[Finding]:
    """Triggers, unique indexes and constraints that should keep the books and are not there or switched off."""
    there = _sqlite_guards(connection) if connection.dialect.name == "sqlite" else _server_guards(connection)
    missing = Gathered()
    missing.extend(sorted(_wanted(connection.dialect.name) - there))
    return missing.finding(Invariant.GUARDS, Thing.GUARD)


def _wanted(engine: str) -> set[str]:
    """The names of the constraints and unique indexes of the schema, and of its append-only triggers."""
    names: set[str] = set()
    for table in METADATA.sorted_tables:
        names |= {str(constraint.name) for constraint in table.constraints}
        names |= {str(index.name) for index in table.indexes if index.unique}
    if engine != "sqlite":
        names = {name for name in names if not name.endswith("_whole")}
    endings = ("no_update", "no_delete") if engine == "sqlite" else ("append_only",)
    return names | {f"{table}_{ending}" for table in APPEND_ONLY for ending in endings}


def _sqlite_guards(connection: Connection) -> set[str]:
    """Names of triggers and indexes; constraints stand in the text of their tables."""
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    there = {row.name for row in rows if row.type != "table"}
    for row in rows:
        if row.type == "table" and row.sql:
            words = row.sql.split()
            there |= {after for word, after in pairwise(words) if word == "CONSTRAINT"}
    return there


def _server_guards(connection: Connection) -> set[str]:
    """Names of triggers switched on, valid indexes and constraints of the schema in use."""
    query = """
        SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND convalidated
        UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = current_schema()::regnamespace AND indisvalid
        UNION SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')
    """
    return set(connection.exec_driver_sql(query).scalars())


def _sqlite_modes(connection: Connection) -> tuple[str, str]:
    mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
    return mode, _SYNCHRONOUS[connection.exec_driver_sql("PRAGMA synchronous").scalar_one()]


def _setting(connection: Connection, name: str) -> str:
    return str(connection.execute(sa.select(sa.func.current_setting(name))).scalar_one())
