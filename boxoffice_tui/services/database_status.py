"""What a database is and how it is kept, whether this program can use it or not (`boxoffice db status`)."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason
from boxoffice_tui.data.schema import HEAD, version_of
from boxoffice_tui.services.checks.storage import describe
from boxoffice_tui.services.errors import UnavailableError
from boxoffice_tui.services.opening import database_at
from boxoffice_tui.views.checks import Storage


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """`schema` is the database's version, `wanted` the program's; `current` when they are the same."""

    place: str
    schema: str
    wanted: str
    storage: Storage

    @property
    def current(self) -> bool:
        """Whether this program can use the database."""
        return self.schema == self.wanted


def database_status(address: str) -> DatabaseStatus:
    """Looks at the database at `address`. Raises `UnavailableError` (missing and the like)."""
    database = database_at(address)
    try:
        with database.read() as connection:
            version = version_of(connection)
            if version is None:
                raise DatabaseProblemError(DatabaseReason.MISSING, database.place)
            return DatabaseStatus(database.place, version, HEAD, describe(database, connection))
    except DatabaseProblemError as problem:
        raise UnavailableError(problem.reason, problem.place) from problem
    finally:
        database.close()
