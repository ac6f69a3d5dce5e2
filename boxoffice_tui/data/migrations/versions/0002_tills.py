"""Tills that are opened and counted, closings of the books; money that moves without an order."""

from alembic import op

from boxoffice_tui.data.migrations import frozen

revision = "0002"
down_revision = "0001"

_KINDS = "'sale', 'fee', 'cancellation', 'payment', 'refund'"
_WIDER = {
    "movement": (
        "order_id INTEGER NOT NULL",
        "order_id INTEGER",
        _KINDS,
        f"{_KINDS}, 'float', 'cash_in', 'cash_out', 'difference', 'emptying'",
    ),
    "entry": (
        "order_id INTEGER NOT NULL",
        "order_id INTEGER",
        "'sales', 'receivable', 'till'",
        "'sales', 'receivable', 'till', 'safe', 'differences'",
    ),
}


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand; SQLite's tables are widened where they stand."""
    if op.get_bind().dialect.name == "sqlite":
        _widen()
    frozen.run("0002_tills")


def _widen() -> None:
    """Lets more into tables that may not be dropped: others refer to them, and they hold the books.

    SQLite's own way to loosen a constraint (its documentation, "Making Other Kinds Of Table Schema Changes"): the
    text of the table is replaced, no row is touched.
    """
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, (strict, loose, few, more) in _WIDER.items():
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(replace(sql, ?, ?), ?, ?) WHERE type = 'table' AND name = ?",
            (strict, loose, few, more, table),
        )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
