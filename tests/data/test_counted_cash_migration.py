"""What revision 0006 does to a database that was there: what was counted is kept as it is from then on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.upgrade import upgrade
from tests.data.revisions import database_at

AT = "'2026-11-21 19:07:00.000000'"
CLOSED_TILL = (
    "INSERT INTO till_session (id, till_id, number, opened_at, opened_by, closed_at, closed_by, expected_minor,"
    f" counted_minor, counts) VALUES (1, 1, 1, {AT}, 1, {AT}, 1, 100, 100, '[[100, 1]]')"
)
OPEN_TILL = (
    "INSERT INTO till_session (id, till_id, number, opened_at, opened_by, counts)"
    f" VALUES (2, 1, 2, {AT}, 1, '[]')"
)
ROWS = (
    "INSERT INTO operator VALUES (1, 'ANNE', 'Anne', 'fr', '', true, NULL, '[]')",
    "INSERT INTO till (id, code, name) VALUES (1, 'G1', 'Guichet 1')",
    CLOSED_TILL,
    OPEN_TILL,
    f"INSERT INTO movement (id, kind, at, operator_id, key) VALUES (1, 'float', {AT}, 1, 'k')",
    "INSERT INTO entry (movement_id, account, till_id, amount_minor, currency) VALUES (1, 'till', 1, 100, 'CAD')",
    f"INSERT INTO cash_movement VALUES (1, 1, 1, 100, '', {AT}, 1)",
)
CLOSE = f"UPDATE till_session SET closed_at = {AT}, closed_by = 1, expected_minor = 0, counted_minor = 0"


def _fill(connection: sa.Connection) -> None:
    for row in ROWS:
        connection.exec_driver_sql(row)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database at the revision before: a till that was counted once and is open again."""
    with database_at(request, tmp_path, "0005", _fill) as made:
        yield made


def refused(database: Database, table: str, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=f"{table} is append-only"), database.write() as connection:
        connection.exec_driver_sql(statement)


def test_what_was_counted_before_is_kept_and_the_open_till_can_be_closed(database: Database) -> None:
    upgrade(database)
    refused(database, "till_session", f"{CLOSE} WHERE number = 1")
    refused(database, "till_session", "DELETE FROM till_session WHERE number = 1")
    refused(database, "cash_movement", "UPDATE cash_movement SET amount_minor = 90")
    with database.write() as connection:
        connection.exec_driver_sql(f"{CLOSE} WHERE number = 2")
    refused(database, "till_session", "UPDATE till_session SET counted_minor = 1 WHERE number = 2")
    with database.read() as connection:
        counted = sa.text("SELECT number, counted_minor FROM till_session ORDER BY number")
        assert connection.execute(counted).all() == [(1, 100), (2, 0)]
