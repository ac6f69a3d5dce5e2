"""The frozen statements of a migration, beside it, one file an engine."""

from __future__ import annotations

from importlib.resources import files

from alembic import op


def run(name: str) -> None:
    """Runs the statements of the migration called `name` for the engine at hand."""
    folder = files("boxoffice_tui.data.migrations.versions")
    script = folder.joinpath(f"{name}.{op.get_bind().dialect.name}.sql").read_text("utf-8")
    for statement in script.split(";;\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
