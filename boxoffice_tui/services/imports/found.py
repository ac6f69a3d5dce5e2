"""What imports report: an importer's problems and their own, each with the line of the file."""

from __future__ import annotations

from collections.abc import Iterable

from boxoffice_tui.data.importers.files import ImportProblem
from boxoffice_tui.services.setup.build import Build
from boxoffice_tui.services.setup.lines import Path
from boxoffice_tui.views.setup import Problem


class RowBuild(Build):
    """A build from the rows of a file: a path is the line of a row and the column."""

    def place_of(self, path: Path) -> tuple[int, str]:
        """The line and the column."""
        line, *columns = path
        return int(line), " ".join(str(column) for column in columns)


def told(problems: Iterable[ImportProblem], where: str = "") -> tuple[Problem, ...]:
    """An importer's problems as reports carry them, by line, those without one last.

    `where` names another file than the one imported.
    """
    return tuple(
        Problem(one.line, " ".join(part for part in (where, one.column) if part), one.code, one.facts)
        for one in sorted(problems, key=lambda one: (one.line == 0, one.line))
    )


def ignore_progress(_done: int, _total: int) -> None:
    """For who does not look."""
