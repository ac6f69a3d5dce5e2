"""Bringing a database's schema up to what the program needs. Loads alembic, which a counter at work never needs."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from boxoffice_tui.data import schema
from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason

SCRIPTS = "boxoffice_tui:data/migrations"


def upgrade(database: Database) -> None:
    """Brings the schema to `HEAD` in one transaction of ours; a newer one is refused as too_new."""
    with database.write() as connection:
        version = schema.version_of(connection)
        if version is not None and version > schema.HEAD:
            raise DatabaseProblemError(DatabaseReason.TOO_NEW, database.place)
        settings = Config()
        settings.set_main_option("script_location", SCRIPTS)
        settings.attributes["connection"] = connection
        command.upgrade(settings, schema.HEAD)
