"""What imports report: an importer's problems and their own, each with the line of the file."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from boxoffice_tui.data.importers.files import ImportProblem
from boxoffice_tui.services.setup.build import Build
from boxoffice_tui.services.setup.lines import Lines, Path
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.setup import Problem

MAPPING = "mapping"


class RowBuild(Build):
    """A build from the rows of a file: a path is the line of a row and the column.

    What many rows have in common, a plan that there is not, is told of the first.
    """

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._told: set[tuple[Path, str, str]] = set()

    def problem(self, path: Path, code: StrEnum, **facts: object) -> None:
        """Notes what forbids the import, once."""
        _line, *columns = path
        known = (tuple(columns), str(code), str(facts))
        if known not in self._told:
            self._told.add(known)
            super().problem(path, code, **facts)

    def place_of(self, path: Path) -> tuple[int, str]:
        """The line and the column."""
        line, *columns = path
        return int(line), " ".join(str(column) for column in columns)


def told(problems: Iterable[ImportProblem], more: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """An importer's problems, and `more`, as reports carry them: by line, those without one last."""
    found = [Problem(one.line, one.column, one.code, one.facts) for one in problems]
    return tuple(sorted([*found, *more], key=lambda one: (one.line == 0, one.line)))


def told_of_mapping(problems: Iterable[ImportProblem], mapping: bytes) -> tuple[Problem, ...]:
    """The problems of a mapping file, each in the line its key is written in."""
    text = mapping.decode(errors="replace").removeprefix("\ufeff")
    found = [
        Problem(one.line or _line_of(text, one.column), one.column, one.code, one.facts, MAPPING)
        for one in problems
    ]
    return tuple(sorted(found, key=lambda one: one.line))


def _line_of(text: str, key: str) -> int:
    return Lines(text).of_key(key) if key else 0


def ignore_progress(_done: int, _total: int) -> None:
    """For who does not look."""
