"""Why a backup is not made, or not restored."""

from __future__ import annotations

from enum import StrEnum


class BackupRefusal(StrEnum):
    """Facts: place (the file); of `backup_broken` also codes (the invariants that do not hold in it)."""

    BACKUP_EXISTS = "backup_exists"
    NO_BACKUP = "no_backup"
    NOT_A_BACKUP = "not_a_backup"
    BACKUP_BROKEN = "backup_broken"
    DATABASE_IN_USE = "database_in_use"
