"""How the database is kept, in words (`boxoffice check`, `boxoffice db status`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boxoffice_tui.views.checks import Storage

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def engine(kept: Storage) -> str:
    """`SQLite 3.53.4 (pysqlite3)`."""
    return f"{_NAMES.get(kept.engine, kept.engine)} {kept.release} ({kept.driver})"


def why(kept: Storage) -> str:
    """Why it is kept as it is, with the settings by their names."""
    from boxoffice_tui.locales.words import label

    synchronous = "synchronous_commit" if kept.engine == "postgresql" else "synchronous"
    settings = (("journal_mode", kept.journal_mode), (synchronous, kept.synchronous))
    said = ", ".join(f"{name}={value}" for name, value in settings if value)
    return f"{label(kept.reason)} ({said})"
