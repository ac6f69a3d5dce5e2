"""Why a backup is not made, or not restored."""

from __future__ import annotations

from enum import StrEnum


class BackupRefusal(StrEnum):
    """Facts: place (the file); of `backup_broken` also codes (the invariants that do not hold in it), of
    `backup_of_other_engine` made_of, and the database with its engine.
    """

    BACKUP_EXISTS = "backup_exists"
    NO_BACKUP = "no_backup"
    BACKUP_LINK = "backup_link"
    NOT_A_BACKUP = "not_a_backup"
    BACKUP_OF_OTHER_ENGINE = "backup_of_other_engine"
    BACKUP_BROKEN = "backup_broken"
    DATABASE_IN_USE = "database_in_use"
