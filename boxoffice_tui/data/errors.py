"""What can be wrong with a database; services turn these into their own errors."""

from __future__ import annotations

from enum import StrEnum


class DatabaseReason(StrEnum):
    """Why the database cannot be used now."""

    LOCKED = "locked"
    UNREACHABLE = "unreachable"
    READ_ONLY = "read_only"
    DISK_FULL = "disk_full"
    CORRUPT = "corrupt"
    NOT_A_DATABASE = "not_a_database"
    MISSING = "missing"
    NO_SUCH_DATABASE = "no_such_database"  # the server is there, and has none of that name
    TOO_NEW = "too_new"
    OLD = "old"
    LINK = "link"
    NETWORK_FILE_SYSTEM = "network_file_system"
    NO_DRIVER = "no_driver"
    NO_PERMISSION = "no_permission"
    COMMIT_UNKNOWN = "commit_unknown"
    DISK_FAULT = "disk_fault"
    PROGRAM_MISSING = "program_missing"
    PROGRAM_FAILED = "program_failed"
    ADDRESS_MALFORMED = "address_malformed"
    PARAMETER_UNKNOWN = "parameter_unknown"
    PARAMETER_MALFORMED = "parameter_malformed"


class DatabaseProblemError(Exception):
    """The database cannot be used; `place` is its file or address without credentials.

    `parameter` is the name of what its address says and PostgreSQL does not know.
    """

    def __init__(self, reason: DatabaseReason, place: str, parameter: str = "") -> None:
        super().__init__(f"{reason.value}: {place} {parameter}".rstrip())
        self.reason = reason
        self.place = place
        self.parameter = parameter


class UniqueViolationError(Exception):
    """A unique index refused a row; `table` names it."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table
