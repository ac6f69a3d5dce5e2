"""The columns of a paged table: which of them fit, how wide they are, and the text of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from boxoffice_tui.rules.text import safe

GAP = 1  # cells between two columns


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `title` is already translated, `width` in cells, the least one where it is `flexible`.

    `priority` 1 is the last to be dropped where the terminal is narrow; flexible columns share what is left,
    each up to `most` cells, 0 for all there are. `ends` are what matters of a text too long: it is cut before.
    """

    title: Text | str
    width: int
    priority: int = 1
    align: Literal["left", "right"] = "left"
    flexible: bool = False
    most: int = 0
    ends: bool = False


@dataclass(frozen=True, slots=True)
class FittedColumn:
    """A column that is shown: its place among all columns and the cells it gets."""

    position: int
    width: int
    column: Column


def fit_columns(columns: Sequence[Column], room: int) -> tuple[FittedColumn, ...]:
    """The columns that fit in `room` cells, in their order, the least important ones left out.

    Widths depend on the room alone, never on the rows: nothing jumps when rows arrive.
    """
    kept = list(range(len(columns)))
    while len(kept) > 1 and _needed(columns, kept) > room:
        kept.remove(max(kept, key=lambda position: (columns[position].priority, position)))
    widths = {position: min(columns[position].width, room) for position in kept}
    _share(columns, widths, room - _needed(columns, kept))
    return tuple(FittedColumn(position, width, columns[position]) for position, width in widths.items())


def _share(columns: Sequence[Column], widths: dict[int, int], spare: int) -> None:
    """Give the `spare` cells to the flexible columns, one after the other, while any can use one."""
    while spare > 0:
        hungry = [
            position
            for position, width in widths.items()
            if columns[position].flexible and (not columns[position].most or width < columns[position].most)
        ]
        if not hungry:
            return
        for position in hungry[:spare]:
            widths[position] += 1
        spare -= len(hungry)


def _needed(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(columns[position].width for position in kept) + GAP * (len(kept) - 1)


def cell_segments(
    cell: Text | str,
    width: int,
    align: Literal["left", "right"],
    base: Style,
    console: Console,
    *,
    ends: bool = False,
) -> list[Segment]:
    """A cell's text in exactly `width` cells, cut with `…` where it is longer, laid over the style `base`.

    Of a plain text whose `ends` matter the beginning is cut.
    """
    if isinstance(cell, str):
        plain = harmless(cell)
        return [Segment(_ending(plain, width) if ends else _fit(plain, width, align), base)]
    text = cell.copy() if cell.plain.isprintable() else Text(harmless(cell.plain), cell.style)
    text.truncate(width, overflow="ellipsis")
    blank = Segment(" " * (width - text.cell_len), base)
    own = base + console.get_style(text.style)
    shown = [Segment(part, own + style if style else own) for part, style, _ in text.render(console)]
    padded = [blank, *shown] if align == "right" else [*shown, blank]
    return [segment for segment in padded if segment.text]


def harmless(text: str) -> str:
    """`text` from people without what a terminal would obey (spec/reliability.md, Input and output)."""
    return text if text.isprintable() else safe(text)


def _ending(text: str, width: int) -> str:
    """`Parterre gauche L-12` as `…auche L-12`."""
    if cell_len(text) <= width or not width:
        return _fit(text, width, "left")
    kept = text
    while cell_len(kept) > width - 1:
        kept = kept[1:]
    return _fit(f"…{kept}", width, "left")


def _fit(text: str, width: int, align: Literal["left", "right"]) -> str:
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width else ""
    blanks = " " * (width - length)
    return blanks + text if align == "right" else text + blanks
