"""What revision 0005 gives a database that was there: who could do all a supervisor does merges too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from boxoffice_tui.data.database import Database, create_file
from boxoffice_tui.data.upgrade import SCRIPTS, upgrade
from boxoffice_tui.rules.rights import ROLES, Right, Role


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database at the revision before, with nothing in it."""
    if request.param == "postgresql":
        made = Database(str(request.getfixturevalue("postgresql_url")))
    else:
        made = Database(str(tmp_path / "house.db"))
        create_file(tmp_path / "house.db")
    with made.write() as connection:
        settings = Config()
        settings.set_main_option("script_location", SCRIPTS)
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0004")
    yield made
    made.close()


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
