"""The schema that migrations make is the one the models say, on both engines; and the guards it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from boxoffice_tui.data import schema
from boxoffice_tui.data.database import Database, create_file
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason
from boxoffice_tui.data.models.metadata import METADATA
from boxoffice_tui.data.schema import HEAD, require_current, version_of
from boxoffice_tui.data.upgrade import upgrade

FREE_TEXT_INDEX = re.compile(r"\w+_trigram(_\w+)?")
APPEND_ONLY = {
    "journal": "facts = ''",
    "movement": "key = ''",
    "entry": "amount_minor = 0",
    "payment": "reference = ''",
    "cash_movement": "reason = ''",
    "till_session": "counts = '[[100, 1]]'",
    "order_article": "quantity = 2",
    "closing": "total_minor = 1",
    "document": "total_minor = 1",
}
"""The tables that keep the books, each with what nobody may do to a row."""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture
def database(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with the schema and nothing in it."""
    made = empty(engine, request, tmp_path)
    yield made
    made.close()


def empty(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A new database at the schema's head."""
    if engine == "postgresql":
        made = Database(str(request.getfixturevalue("postgresql_url")))
    else:
        made = Database(str(tmp_path / "house.db"))
        create_file(tmp_path / "house.db")
    upgrade(made)
    return made


def enum_checks() -> list[tuple[sa.Column[Any], sa.Enum]]:
    columns = [column for table in METADATA.sorted_tables for column in table.c]
    return [(column, column.type) for column in columns if isinstance(column.type, sa.Enum)]


def allowed(connection: Connection, column: sa.Column[Any]) -> set[str]:
    """The values the database lets into a column, by its CHECK."""
    if connection.dialect.name == "postgresql":
        query = sa.text(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'c' AND conrelid = to_regclass(:name)"
        )
        texts = list(connection.execute(query, {"name": f'"{column.table.name}"'}).scalars())
        texts = [text for text in texts if re.search(rf'\(\(?"?{column.name}"?\)?::text = ANY', text)]
    else:
        query = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
        made = connection.execute(query, {"name": column.table.name}).scalar_one()
        texts = re.findall(rf'CHECK \("?{column.name}"? IN \([^)]*\)\)', made)
    (check,) = texts
    return set(re.findall(r"'([^']*)'", check))


def rows(connection: Connection) -> None:
    """One row in each append-only table, without the rows they belong to."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET session_replication_role = replica")
    else:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    connection.exec_driver_sql(
        "INSERT INTO journal (seq, at, action, facts, previous, hash)"
        " VALUES (1, '2026-11-21 19:07:00.000000', 'sold', '{}', '', '')"
    )
    connection.exec_driver_sql(
        "INSERT INTO movement (id, order_id, kind, at, operator_id, key)"
        " VALUES (1, 1, 'sale', '2026-11-21 19:07:00.000000', 1, 'k')"
    )
    connection.exec_driver_sql(
        "INSERT INTO entry (id, movement_id, order_id, account, amount_minor, currency)"
        " VALUES (1, 1, 1, 'sales', 1, 'CAD')"
    )
    connection.exec_driver_sql(
        "INSERT INTO payment (id, order_id, movement_id, method, amount_minor, reference, last_four, at,"
        " operator_id) VALUES (1, 1, 1, 'cash', 100, '', '', '2026-11-21 19:07:00.000000', 1)"
    )
    connection.exec_driver_sql(
        "INSERT INTO till_session (id, till_id, number, opened_at, opened_by, closed_at, closed_by, expected_minor,"
        " counted_minor, counts) VALUES (1, 1, 1, '2026-11-21 19:07:00.000000', 1, '2026-11-21 23:00:00.000000', 1,"
        " 100, 100, '[[100, 1]]')"
    )
    connection.exec_driver_sql(
        "INSERT INTO cash_movement (id, session_id, movement_id, amount_minor, reason, at, operator_id)"
        " VALUES (1, 1, 1, 100, '', '2026-11-21 19:07:00.000000', 1)"
    )
    connection.exec_driver_sql(
        "INSERT INTO order_article (id, order_id, article_id, quantity, price_minor, tax_minor, at)"
        " VALUES (1, 1, 1, 1, 100, 0, '2026-11-21 19:07:00.000000')"
    )
    connection.exec_driver_sql(
        "INSERT INTO closing (id, kind, number, first_day, last_day, at, operator_id, first_seq, last_seq,"
        " head_hash, total_minor, perpetual_minor, totals, previous, hash)"
        " VALUES (1, 'day', 1, '2026-11-21', '2026-11-21', '2026-11-21 19:07:00.000000', 1, 1, 1, '', 0, 0,"
        " '{}', '', '')"
    )
    connection.exec_driver_sql(
        "INSERT INTO document (id, order_id, shipment_id, kind, state, number, total_minor, text, language,"
        " edition, facts, addressee, generated_at, printed, version, changed_at, changed_by) VALUES (1, 1, 1,"
        " 'invoice', 'generated', 1, 3200, '', 'fr', 1, '{\"order\": 1}', '{\"name\": \"A\"}',"
        " '2026-11-21 19:07:00.000000', 0, 1, '2026-11-21 19:07:00.000000', 1)"
    )
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET session_replication_role = origin")


class RolledBackError(Exception):
    """Ends a transaction that shall leave nothing."""


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_migrations_make_what_the_models_say(database: Database) -> None:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or not (name and FREE_TEXT_INDEX.fullmatch(name))

    def compared(_object: object, name: str | None, kind: str, _reflected: bool, _to: object) -> bool:
        return kind != "index" or not (name and name.endswith("_trigram"))

    options = {"include_name": ours, "include_object": compared, "compare_type": True}
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_a_check_lets_in_exactly_its_enums_members(database: Database) -> None:
    columns = enum_checks()
    assert len(columns) > 10
    with database.read() as connection:
        found = {str(column): allowed(connection, column) for column, _ in columns}
    assert found == {str(column): {one.value for one in kind.enum_class} for column, kind in columns}


@pytest.mark.parametrize("table", list(APPEND_ONLY))
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_the_books_are_append_only(database: Database, table: str, change: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=f"{table} is append-only"):
        change_a_row(database, change.format(table, APPEND_ONLY[table]))


@pytest.mark.parametrize("table", list(APPEND_ONLY))
@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_row_put_in_anothers_place_takes_that_one_out(database: Database, table: str) -> None:
    """SQLite asks no trigger about the row that REPLACE deletes, unless it is told to."""
    with pytest.raises(sa.exc.DBAPIError, match=f"{table} is append-only"):
        change_a_row(database, f"REPLACE INTO {table} SELECT * FROM {table}")


def test_what_an_invoice_says_is_not_changed(database: Database) -> None:
    for change in ("facts = '{}'", "addressee = '{\"name\": \"B\"}'", "kind = 'letter'", "number = 2"):
        with pytest.raises(sa.exc.DBAPIError, match="document is append-only"):
            change_a_row(database, f"UPDATE document SET {change}")


def change_a_row(database: Database, statement: str) -> None:
    with database.write() as connection:
        rows(connection)
        connection.exec_driver_sql(statement)
        raise RolledBackError


def test_a_text_is_no_quantity(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        change_a_row(database, "INSERT INTO counter (name, value) VALUES ('order', '12 tickets')")


def test_the_version_is_the_head_and_an_upgrade_is_done_once(database: Database) -> None:
    require_current(database)
    upgrade(database)
    with database.read() as connection:
        assert version_of(connection) == HEAD


@pytest.mark.parametrize(
    ("version", "reason"), [("9999", DatabaseReason.TOO_NEW), ("0000", DatabaseReason.OLD)]
)
def test_another_version_is_told(database: Database, version: str, reason: DatabaseReason) -> None:
    with database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    with pytest.raises(DatabaseProblemError) as problem:
        require_current(database)
    assert problem.value.reason is reason


def test_a_newer_schema_is_left_alone(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseProblemError) as problem:
        upgrade(database)
    assert problem.value.reason is DatabaseReason.TOO_NEW
    with database.read() as connection:
        assert version_of(connection) == "9999"


def test_whoever_might_overbook_may_block_seats_after_the_upgrade(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(schema, "HEAD", "0003")
        old = empty(engine, request, tmp_path)
    with old.write() as connection:
        for operator_id, right in ((1, "performances.overbook"), (2, "orders.sell")):
            connection.exec_driver_sql(
                "INSERT INTO operator (id, code, name, language, active, pin_hash, perimeter)"
                f" VALUES ({operator_id}, 'O{operator_id}', '', 'fr', true, '', '{{}}')"
            )
            connection.exec_driver_sql(f"INSERT INTO operator_right VALUES ({operator_id}, '{right}')")
    upgrade(old)
    with old.read() as connection:
        query = sa.text("SELECT operator_id FROM operator_right WHERE \"right\" = 'seats.block'")
        assert list(connection.execute(query).scalars()) == [1]
    old.close()
