"""Letting more into SQLite's tables that may not be dropped: others refer to them, and they hold the books."""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

Wider = tuple[str, str, str]
"""A table, a part of its text, and what stands there from now on."""


def widen(changes: Sequence[Wider]) -> None:
    """Replaces parts of tables' texts where they stand; no row is touched, and nothing is done on PostgreSQL.

    SQLite's own way to loosen a constraint (its documentation, "Making Other Kinds Of Table Schema Changes").
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, strict, loose in changes:
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
            (strict, loose, table),
        )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
