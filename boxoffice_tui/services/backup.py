"""Backups: made while others work, restored only when they hold every invariant, taken before an upgrade."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data import copies, schema
from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.upgrade import upgrade
from boxoffice_tui.rules.backups import BackupRefusal
from boxoffice_tui.rules.invariants import Invariant
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import journal
from boxoffice_tui.services.checks.runner import check
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError, RefusedError, UnavailableError
from boxoffice_tui.services.opening import database_at
from boxoffice_tui.services.transaction import writing

_STAMP = "%Y%m%d-%H%M%S"
_SQLITE, _POSTGRESQL = "SQLite", "PostgreSQL"
_HEADS = {_SQLITE: b"SQLite format 3\0", _POSTGRESQL: b"PGDMP"}
_LONGEST_HEAD = max(map(len, _HEADS.values()))
_OF_ITS_PLACE = frozenset({Invariant.PERMISSIONS, Invariant.DURABILITY})


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup: its file, its bytes and their SHA-256, which the journal keeps too."""

    place: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where the database it replaced is kept, "" when there was none."""

    place: str
    kept_as: str


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The schema's versions before and after, and the backup made first; None when there was nothing to do."""

    before: str
    after: str
    backup: BackupMade | None


def backup(desk: Desk, target: Path) -> BackupMade:
    """Writes the whole database to a new file, or to one named by the instant in the folder `target`.

    Raises `NotAllowedError`, `RefusedError` (backup_exists), `UnavailableError`.
    """
    if Right.BACKUP_RUN not in desk.actor.rights:
        raise NotAllowedError(Right.BACKUP_RUN)
    made = _copied(desk.database, target, desk.clock.now())
    try:
        with writing(desk) as work:
            work.require(Right.BACKUP_RUN)
            work.journal("backup_made", size=made.size, sha256=made.sha256)
    except NotAllowedError:
        Path(made.place).unlink()
        raise
    return made


def restore(address: str, source: Path, account: str, now: datetime) -> Restored:
    """Puts a backup in the place of the database at `address`, which is kept aside under another name.

    Before that the copy is brought to this program's schema and held to every invariant. The system account
    needs an operator with the right in the backup, and in the database where that can be read.
    Raises `NotAllowedError`, `RefusedError` (as `replaced_by`, not_a_backup, backup_broken, database_in_use),
    `UnavailableError` (too_new and the like).
    """
    replaced_by(address, source)
    database = database_at(address)
    try:
        _allowed_there(database, account)
        if database.path is not None:
            database.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _told_who_is_in_the_way(database):
            copies.require_closed(database)  # the copy is made and verified in minutes, and asked again then
        with copies.candidate_of(database, source) as candidate:
            operator_id = _verified(candidate.database, source, account)
            with candidate.database.write() as connection:
                facts = {"sha256": _sha256(source), "schema": schema.HEAD}
                journal.append(connection, operator_id, now, [journal.Line("backup_restored", None, facts)])
            with _told_who_is_in_the_way(database):
                return Restored(database.place, candidate.replace(now.strftime(_STAMP)))
    except DatabaseProblemError as problem:
        if problem.place == str(source):
            _refuse(problem)
        raise UnavailableError(problem.reason, problem.place) from problem
    finally:
        database.close()


def replaced_by(address: str, source: Path) -> str:
    """The place of the database at `address`, which restoring the backup `source` would replace.

    Raises `RefusedError` (no_backup, backup_link, backup_of_other_engine), `UnavailableError`.
    """
    if source.is_symlink():
        raise RefusedError(BackupRefusal.BACKUP_LINK, {"place": str(source)})
    if not source.is_file():
        raise RefusedError(BackupRefusal.NO_BACKUP, {"place": str(source)})
    database = database_at(address)
    engine, made_of = _POSTGRESQL if database.is_postgresql else _SQLITE, _engine_of(source)
    if made_of not in {engine, ""}:
        facts = {"place": str(source), "made_of": made_of, "database": database.place, "engine": engine}
        raise RefusedError(BackupRefusal.BACKUP_OF_OTHER_ENGINE, facts)
    return database.place


def upgrade_database(address: str, backup_to: Path, account: str, now: datetime) -> Upgraded:
    """Brings an older database to this program's schema, after a backup to `backup_to` (a new file or a folder).

    Raises `NotAllowedError`, `RefusedError` (backup_exists), `UnavailableError` (missing, too_new and the like).
    """
    database = database_at(address)
    try:
        with database.read() as connection:
            before = schema.version_of(connection)
            if before is None:
                raise DatabaseProblemError(DatabaseReason.MISSING, database.place)
            if before > schema.HEAD:
                raise DatabaseProblemError(DatabaseReason.TOO_NEW, database.place)
            operator_id = _operator(connection, account)
        if before == schema.HEAD:
            return Upgraded(before, before, None)
        made = _copied(database, backup_to, now)
        upgrade(database)
        lines = [
            journal.Line("backup_made", None, {"size": made.size, "sha256": made.sha256}),
            journal.Line("schema_upgraded", None, {"before": before, "after": schema.HEAD}),
        ]
        with database.write() as connection:
            journal.append(connection, operator_id, now, lines)
        return Upgraded(before, schema.HEAD, made)
    except DatabaseProblemError as problem:
        raise UnavailableError(problem.reason, problem.place) from problem
    finally:
        database.close()


def _copied(database: Database, target: Path, now: datetime) -> BackupMade:
    if target.is_dir():
        ending = "dump" if database.is_postgresql else "db"
        target = target / f"boxoffice-{now.strftime(_STAMP)}.{ending}"
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copies.copy_out(database, target)
    except FileExistsError as error:
        raise RefusedError(BackupRefusal.BACKUP_EXISTS, {"place": str(target)}) from error
    except PermissionError as error:
        raise UnavailableError(DatabaseReason.NO_PERMISSION, str(target)) from error
    except DatabaseProblemError as problem:
        raise UnavailableError(problem.reason, problem.place) from problem
    return BackupMade(str(target), target.stat().st_size, _sha256(target))


def _engine_of(source: Path) -> str:
    """The engine whose backup a file begins like, "" for any other file."""
    with source.open("rb") as file:
        head = file.read(_LONGEST_HEAD)
    return next((engine for engine, begins in _HEADS.items() if head.startswith(begins)), "")


def _verified(copy: Database, source: Path, account: str) -> int:
    """Holds a restored copy to everything that must be true of a database in use; who restores it."""
    with copy.read() as connection:
        version = schema.version_of(connection)
    if version is None:
        raise RefusedError(BackupRefusal.NOT_A_BACKUP, {"place": str(source)})
    if version > schema.HEAD:
        raise UnavailableError(DatabaseReason.TOO_NEW, str(source))
    upgrade(copy)
    with copy.read() as connection:
        operator_id = _operator(connection, account)
    codes = {one.code for one in check(copy).breaches} - _OF_ITS_PLACE
    if codes:
        facts = {"place": str(source), "codes": sorted(str(code) for code in codes)}
        raise RefusedError(BackupRefusal.BACKUP_BROKEN, facts)
    return operator_id


def _refuse(problem: DatabaseProblemError) -> None:
    """Says what is wrong with a backup, where it is the backup that is wrong."""
    facts: dict[str, object] = {"place": problem.place}
    if problem.reason is DatabaseReason.NOT_A_DATABASE:
        raise RefusedError(BackupRefusal.NOT_A_BACKUP, facts) from problem
    if problem.reason is DatabaseReason.CORRUPT:
        facts["codes"] = [str(Invariant.INTEGRITY)]
        raise RefusedError(BackupRefusal.BACKUP_BROKEN, facts) from problem


@contextmanager
def _told_who_is_in_the_way(database: Database) -> Iterator[None]:
    """Raises `RefusedError` (database_in_use) where somebody else has the database open."""
    try:
        yield
    except DatabaseProblemError as problem:
        if problem.reason is not DatabaseReason.LOCKED:
            raise
        raise RefusedError(BackupRefusal.DATABASE_IN_USE, {"place": database.place}) from problem


def _allowed_there(database: Database, account: str) -> None:
    """Asks the database that shall be replaced, where it can still answer."""
    try:
        with database.read() as connection:
            if schema.version_of(connection) is not None:
                _operator(connection, account)
    except DatabaseProblemError as problem:
        if problem.reason in {DatabaseReason.LOCKED, DatabaseReason.UNREACHABLE, DatabaseReason.LINK}:
            raise
    finally:
        database.close()


def _operator(connection: Connection, account: str) -> int:
    """The operator with the right whom a system account may act as; columns every schema has."""
    query = (
        sa.select(OPERATORS.c.id)
        .join(SYSTEM_ACCOUNTS, SYSTEM_ACCOUNTS.c.operator_id == OPERATORS.c.id)
        .join(OPERATOR_RIGHTS, OPERATOR_RIGHTS.c.operator_id == OPERATORS.c.id)
        .where(SYSTEM_ACCOUNTS.c.account == account, OPERATORS.c.active)
        .where(OPERATOR_RIGHTS.c.right == Right.BACKUP_RUN)
        .order_by(SYSTEM_ACCOUNTS.c.usual.desc(), OPERATORS.c.code)
    )
    found = connection.execute(query.limit(1)).scalar()
    if found is None:
        raise NotAllowedError(Right.BACKUP_RUN)
    return int(found)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
