"""The schema's version: what a database has, and bringing it up to what the program needs."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason

HEAD = "0001"
SCRIPTS = "boxoffice_tui:data/migrations"


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


def upgrade(database: Database) -> None:
    """Brings the schema to `HEAD` in one transaction of ours; a newer one is refused as too_new."""
    with database.write() as connection:
        version = version_of(connection)
        if version is not None and version > HEAD:
            raise DatabaseProblemError(DatabaseReason.TOO_NEW, database.place)
        settings = Config()
        settings.set_main_option("script_location", SCRIPTS)
        settings.attributes["connection"] = connection
        command.upgrade(settings, HEAD)
