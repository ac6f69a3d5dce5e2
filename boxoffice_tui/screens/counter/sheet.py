"""Rows under titles, as wide as what is in them: how a report looks on a screen of any width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from boxoffice_tui.rules.text import safe

if TYPE_CHECKING:
    from boxoffice_tui.documents.listing import Table
    from boxoffice_tui.documents.wording import Reader

_GAP = 2
_LEAST_CELLS = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """Texts under `columns`: their titles, and whether they stand on the right; the last `total` rows stand out."""

    title: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    total: int = 0


def sheet_of(table: Table, reader: Reader) -> Sheet:
    """A table of a document, as the screen shows it."""
    from boxoffice_tui.documents.listing import shown

    return Sheet(
        table.title,
        tuple((column.title, column.right) for column in table.columns),
        tuple(tuple(safe(shown(cell, reader)) for cell in row) for row in table.rows),
        table.total,
    )


def laid_out(sheet: Sheet, room: int) -> list[Content]:
    """The lines of a sheet in `room` cells; texts are cut with `…` where they find none, amounts never."""
    widths = _widths(sheet, room)
    lines = [Content.styled(safe(sheet.title), "bold $text-accent")] if sheet.title else []
    if any(title for title, _right in sheet.columns):
        lines.append(_line(sheet, widths, [title for title, _right in sheet.columns], "$foreground 65%"))
    plain = len(sheet.rows) - sheet.total
    for place, row in enumerate(sheet.rows):
        lines.append(_line(sheet, widths, row, "bold" if place >= plain else ""))
    return lines


def _widths(sheet: Sheet, room: int) -> list[int]:
    texts = [[title for title, _right in sheet.columns], *sheet.rows]
    widths = [max(cell_len(row[place]) for row in texts) for place in range(len(sheet.columns))]
    cuttable = [place for place, (_title, right) in enumerate(sheet.columns) if not right]
    surplus = sum(widths) + _GAP * (len(widths) - 1) - room
    while surplus > 0 and cuttable:
        widest = max(cuttable, key=lambda place: widths[place])
        if widths[widest] <= _LEAST_CELLS:
            break
        widths[widest] -= 1
        surplus -= 1
    return widths


def _line(sheet: Sheet, widths: Sequence[int], cells: Sequence[str], style: str) -> Content:
    parts = []
    for (_title, right), width, text in zip(sheet.columns, widths, cells, strict=True):
        cut = text if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"
        blanks = " " * (width - cell_len(cut))
        parts.append(blanks + cut if right else cut + blanks)
    return Content.styled((" " * _GAP).join(parts).rstrip(), style)


class Sheets(Widget):
    """Sheets one below the other, a blank line between them; laid out again for another width or language."""

    ALLOW_SELECT = False

    def __init__(self, read: Callable[[], Sequence[Sheet]], *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._read = read
        self._sheets: tuple[Sheet, ...] = ()

    def retranslate(self) -> None:
        """Ask for the sheets again, and repaint where they read differently."""
        sheets = tuple(self._read())
        if sheets != self._sheets:
            self._sheets = sheets
            self.refresh(layout=True)

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are."""
        return len(self._lines(width))

    def _lines(self, room: int) -> list[Content]:
        lines: list[Content] = []
        for sheet in self._sheets:
            lines += [Content(""), *laid_out(sheet, room)] if lines else laid_out(sheet, room)
        return lines
