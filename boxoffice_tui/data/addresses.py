"""The address of a PostgreSQL database: read strictly, shown without what it may keep secret."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import exc

from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason

_SHOWN = frozenset({"host", "hostaddr", "port", "dbname", "service"})


def postgresql_url(address: str) -> sa.URL:
    """What `postgresql://…` says. Raises `DatabaseProblemError` (no_driver, address_malformed, parameter_unknown).

    Of what is no address nothing is quoted but the name of a parameter: a password may stand anywhere in it, an
    `@` that should be `%40` among it.
    """
    try:
        from psycopg import pq  # the extra may be missing: say so, rather than fail later
    except ImportError as error:
        raise DatabaseProblemError(DatabaseReason.NO_DRIVER, "postgresql") from error
    try:
        url = sa.make_url(address).set(drivername="postgresql+psycopg")
        url.get_dialect()().create_connect_args(url)  # where hosts and ports are parameters, it reads them
    except (exc.ArgumentError, ValueError) as error:
        raise DatabaseProblemError(DatabaseReason.ADDRESS_MALFORMED, "postgresql://") from error
    if "@" in (url.host or ""):
        raise DatabaseProblemError(DatabaseReason.ADDRESS_MALFORMED, "postgresql://")
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    for name in sorted(set(url.query) - known):
        raise DatabaseProblemError(DatabaseReason.PARAMETER_UNKNOWN, shown(url), name)
    return url


def shown(url: sa.URL) -> str:
    """The address as it is typed, without its password and without parameters that might hold one."""
    query = {name: value for name, value in url.query.items() if name in _SHOWN}
    return url.set(drivername="postgresql", query=query).render_as_string(hide_password=True)
