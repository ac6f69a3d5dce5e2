"""Driver errors, told apart: what the database says becomes a reason (spec/reliability.md, The database)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason, UniqueViolationError

_SQLITE_TEXTS = (
    ("database is locked", DatabaseReason.LOCKED),
    ("database table is locked", DatabaseReason.LOCKED),
    ("readonly database", DatabaseReason.READ_ONLY),
    ("database or disk is full", DatabaseReason.DISK_FULL),
    ("disk image is malformed", DatabaseReason.CORRUPT),
    ("malformed database schema", DatabaseReason.CORRUPT),
    ("file is not a database", DatabaseReason.NOT_A_DATABASE),
    ("unable to open database file", DatabaseReason.NO_PERMISSION),
    ("disk i/o error", DatabaseReason.DISK_FAULT),
)
_POSTGRESQL_STATES = {
    "55P03": DatabaseReason.LOCKED,  # lock_not_available
    "57014": DatabaseReason.LOCKED,  # statement_timeout
    "40P01": DatabaseReason.LOCKED,  # deadlock
    "40001": DatabaseReason.LOCKED,
    "55006": DatabaseReason.LOCKED,  # object_in_use
    "25006": DatabaseReason.READ_ONLY,
    "53100": DatabaseReason.DISK_FULL,
    "XX001": DatabaseReason.CORRUPT,
    "XX002": DatabaseReason.CORRUPT,
    "3D000": DatabaseReason.NO_SUCH_DATABASE,
    "42501": DatabaseReason.NO_PERMISSION,
    "28000": DatabaseReason.NO_PERMISSION,
    "28P01": DatabaseReason.NO_PERMISSION,
}
_POSTGRESQL_GREETINGS = (  # refused before there is a session, hence without a state: English, or unreachable
    (re.compile(r'database ".*" does not exist'), DatabaseReason.NO_SUCH_DATABASE),
    (
        re.compile(r"authentication failed|no pg_hba\.conf entry|no password supplied"),
        DatabaseReason.NO_PERMISSION,
    ),
    (re.compile(r'role ".*" does not exist|permission denied'), DatabaseReason.NO_PERMISSION),
    (re.compile(r'invalid \w+ value: "'), DatabaseReason.PARAMETER_MALFORMED),
)
_UNIQUE_SQLITE = re.compile(r"UNIQUE constraint failed: (?:index ')?(\w+)")


@contextmanager
def told_apart(place: str) -> Iterator[None]:
    """Turns driver errors inside into `DatabaseProblemError` or `UniqueViolationError`; others pass."""
    try:
        yield
    except exc.IntegrityError as error:
        table = _violated_table(error)
        if table is None:
            raise
        raise UniqueViolationError(table) from error
    except exc.DBAPIError as error:
        reason = reason_of(error)
        if reason is None:
            raise
        raise DatabaseProblemError(reason, place) from error


def reason_of(error: exc.DBAPIError) -> DatabaseReason | None:
    """Why a driver error happened, None when it is a fault of the program."""
    original = error.orig
    state = getattr(original, "sqlstate", None)
    if state in _POSTGRESQL_STATES:
        return _POSTGRESQL_STATES[state]
    if error.connection_invalidated or (state or "").startswith(("08", "57P")):
        return DatabaseReason.UNREACHABLE
    if type(original).__module__.startswith("psycopg"):
        lost = isinstance(error, exc.OperationalError | exc.InterfaceError) and state is None
        return _refused_or_unreachable(str(original)) if lost else None
    text = str(original).casefold()
    return next((reason for fragment, reason in _SQLITE_TEXTS if fragment in text), None)


def _refused_or_unreachable(text: str) -> DatabaseReason:
    found = (reason for greeting, reason in _POSTGRESQL_GREETINGS if greeting.search(text))
    return next(found, DatabaseReason.UNREACHABLE)


def _violated_table(error: exc.IntegrityError) -> str | None:
    original = error.orig
    if getattr(original, "sqlstate", None) == "23505":
        return str(original.diag.table_name)  # type: ignore[union-attr]
    found = _UNIQUE_SQLITE.search(str(original))
    return found.group(1) if found else None
