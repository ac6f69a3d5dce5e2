"""The foundation: every table as of the first release, its indexes and its guards."""

from importlib.resources import files

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand."""
    folder = files("boxoffice_tui.data.migrations.versions")
    script = folder.joinpath(f"0001_foundation.{op.get_bind().dialect.name}.sql").read_text("utf-8")
    for statement in script.split(";;\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
