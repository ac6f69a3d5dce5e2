"""Desks for the screens: one database, opened in the first worker, one desk for each service call."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boxoffice_tui.cli.session import Session
    from boxoffice_tui.services.desk import Desk


class Desks:
    """The desk of a session's account and options, in whatever language the screens speak."""

    def __init__(self, session: Session) -> None:
        self._desk = session.open_desk("")

    def desk(self, language: str) -> Desk:
        """A desk that speaks `language`."""
        return dataclasses.replace(self._desk, language=language)

    def close(self) -> None:
        """Let the database go."""
        self._desk.database.close()
