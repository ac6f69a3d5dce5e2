"""What revision 0005 gives a database that was there: who could do all a supervisor does merges too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.upgrade import upgrade
from boxoffice_tui.rules.rights import ROLES, Right, Role
from tests.data.revisions import database_at


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database at the revision before, with nothing in it."""
    with database_at(request, tmp_path, "0004", lambda _connection: None) as made:
        yield made


def test_a_supervisor_of_before_is_one_still_and_a_clerk_is_none(database: Database) -> None:
    of_before = ROLES[Role.SUPERVISOR] - {Right.CONTACTS_MERGE}
    people = {1: of_before, 2: ROLES[Role.CLERK], 3: of_before - {Right.PRICES_OVERRIDE}}
    with database.write() as connection:
        for operator, rights in people.items():
            connection.exec_driver_sql(
                "INSERT INTO operator (id, code, name, language, active, pin_hash, perimeter)"
                f" VALUES ({operator}, 'OP{operator}', 'Somebody', 'fr', true, '', '[]')"
            )
            for right in rights:
                connection.exec_driver_sql(f"INSERT INTO operator_right VALUES ({operator}, '{right}')")
    upgrade(database)
    with database.read() as connection:
        merging = "SELECT operator_id FROM operator_right WHERE \"right\" = 'contacts.merge'"
        assert list(connection.exec_driver_sql(merging).scalars()) == [1]
