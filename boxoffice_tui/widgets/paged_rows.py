"""The rows a paged table holds and looks at: a window of a list of any length, that pages extend."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from rich.text import Text

WINDOW = 2_000  # rows held before those far from the view are let go


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: `key` names it, `cells` are its columns, `mark` stands in the cell before them."""

    key: Hashable
    cells: tuple[Text | str, ...]
    mark: Text | str = ""


@dataclass(slots=True)
class RowWindow:
    """Consecutive rows of the list, the one under the cursor, and the `height` rows in sight from `top` on.

    `more_before` and `more_after` tell whether the list goes on beyond the rows.
    """

    rows: list[Row] = field(default_factory=list)
    more_before: bool = False
    more_after: bool = False
    cursor: int = 0
    top: int = 0
    height: int = 1

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None where there are no rows."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def key(self) -> Hashable | None:
        """The key of the row under the cursor, None where there are no rows."""
        return self.row.key if self.row is not None else None

    @property
    def visible(self) -> list[Row]:
        """The rows in sight."""
        return self.rows[self.top : self.top + self.height]

    @property
    def near_start(self) -> bool:
        """Whether rows precede and the view or the cursor comes within two heights of the first one held."""
        return self.more_before and bool(self.rows) and min(self.top, self.cursor) < 2 * self.height

    @property
    def near_end(self) -> bool:
        """Whether rows follow and the view or the cursor comes within two heights of the last one held."""
        return (
            self.more_after
            and bool(self.rows)
            and max(self.top + self.height, self.cursor) + 2 * self.height >= len(self.rows)
        )

    def go(self, position: int) -> None:
        """Puts the cursor on the row at `position`, or the nearest there is, and brings it into view."""
        self.cursor = min(max(position, 0), max(0, len(self.rows) - 1))
        self.top = min(max(self.top, self.cursor - self.height + 1), self.cursor)
        self.scroll(0)

    def scroll(self, step: int) -> None:
        """Moves the view by `step` rows as far as there are any; the cursor stays on its row."""
        self.top = max(0, min(self.top + step, len(self.rows) - self.height))

    def turn(self, pages: int) -> None:
        """Moves the view and the cursor by whole pages."""
        self.scroll(pages * self.height)
        self.go(self.cursor + pages * self.height)

    def start_with(self, rows: Iterable[Row], more: bool, *, stay: bool) -> None:
        """Holds the first page of the list alone; `more` rows follow.

        The cursor stays on its row where that is still here, and the row on its line unless the list's start was
        in sight; else the cursor goes to the first row or, with `stay`, to the row that took its place.
        """
        key, line, at_start = self.key, self.cursor - self.top, self.top == 0
        self.rows, self.more_before, self.more_after = list(rows), False, more
        position = next((position for position, row in enumerate(self.rows) if row.key == key), None)
        if position is None:
            position, line = (self.cursor, line) if stay else (0, 0)
        self.top = 0 if at_start else position - line
        self.go(position)

    def end_with(self, rows: Iterable[Row], more: bool) -> None:
        """Holds the last page of the list alone, `more` rows before it; the cursor goes to the last row."""
        self.rows, self.more_before, self.more_after = list(rows), more, False
        self.go(len(self.rows) - 1)

    def change(self, row: Row) -> bool:
        """Puts `row` in the place of the one with its key; False where that is not held."""
        position = next((place for place, held in enumerate(self.rows) if held.key == row.key), None)
        if position is not None:
            self.rows[position] = row
        return position is not None

    def append(self, rows: Iterable[Row], more: bool) -> None:
        """Adds the page that follows; rows far above the view are let go. What is in sight does not move."""
        self.rows.extend(rows)
        self.more_after = more
        surplus = max(0, min(len(self.rows) - WINDOW, self.top, self.cursor))
        if surplus:
            del self.rows[:surplus]
            self.more_before = True
            self.top -= surplus
            self.cursor -= surplus

    def prepend(self, rows: Iterable[Row], more: bool) -> None:
        """Adds the page that precedes; rows far below the view are let go. What is in sight does not move."""
        page = list(rows)
        self.rows[:0] = page
        self.more_before = more
        self.top += len(page)
        self.cursor += len(page)
        kept = max(WINDOW, self.top + self.height, self.cursor + 1)
        if len(self.rows) > kept:
            del self.rows[kept:]
            self.more_after = True
