"""The schema's version: what a database has and what the program needs."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason

HEAD = "0010"


def version_of(connection: Connection) -> str | None:
    """The revision a database is at, None when it has no schema of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def require_current(database: Database) -> None:
    """Raises `DatabaseProblemError` (missing, old, too_new) unless the schema is the program's own."""
    with database.read() as connection:
        version = version_of(connection)
    if version is None:
        raise DatabaseProblemError(DatabaseReason.MISSING, database.place)
    if version != HEAD:
        reason = DatabaseReason.OLD if version < HEAD else DatabaseReason.TOO_NEW
        raise DatabaseProblemError(reason, database.place)
