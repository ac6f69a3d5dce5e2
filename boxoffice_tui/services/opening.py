"""The database at an address, before anybody sits down."""

from __future__ import annotations

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError
from boxoffice_tui.services.errors import UnavailableError


def database_at(address: str) -> Database:
    """The database at a path or `postgresql://…`, not connected to yet.

    Raises `UnavailableError` (address_malformed, parameter_unknown, no_driver).
    """
    try:
        return Database(address)
    except DatabaseProblemError as problem:
        raise UnavailableError(problem.reason, problem.place, problem.parameter) from problem
