"""Payments, cash that moved and tills that were counted stay as they were written; cash is rounded to coins."""

from alembic import op

from boxoffice_tui.data.migrations import frozen

revision = "0006"
down_revision = "0005"

_WIDER = {
    "movement": ("'difference', 'emptying'", "'difference', 'emptying', 'rounding'"),
    "entry": ("'safe', 'differences'", "'safe', 'differences', 'rounding'"),
    "payment": ("(amount_minor <> 0)", "(amount_minor <> 0 OR rounding_minor <> 0)"),
}


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand; SQLite's tables are widened where they stand."""
    frozen.run("0006_counted_cash")
    if op.get_bind().dialect.name == "sqlite":
        _widen()


def _widen() -> None:
    """Lets more into tables of the books, as revision 0002 does: their text is replaced, no row is touched."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, (strict, loose) in _WIDER.items():
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
            (strict, loose, table),
        )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
