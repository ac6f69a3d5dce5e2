"""What a command prints: JSON for programs, plain columns for pipes, tables on a terminal; all of it harmless.

JSON: money `{"minor", "currency"}`, instants in UTC with `Z`, days as 2026-11-21, enums by their value
(DESIGN.md, Errors). Text from people goes through `safe()` whatever the form (spec/reliability.md).
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import PurePath

from boxoffice_tui.locales.translate import _
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
Human = Callable[["Sheet"], None]

_LONGEST = 100_000
_GAP = "  "
_NARROWEST = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `right` for amounts and counts, `whole` for codes: neither is broken over lines.

    Where a terminal is too narrow the column with the highest `spare` goes first; one without it stays.
    """

    title: str
    right: bool = False
    whole: bool = False
    spare: int = 0


class Sheet:
    """A page for people, made line by line; `show` prints it on standard output."""

    def __init__(self) -> None:
        self._blocks: list[_Line | _Table] = []

    def line(self, text: str = "", *, strong: bool = False) -> None:
        """A line."""
        self._blocks.append(_Line(safe(text, _LONGEST), strong))

    def text(self, text: str) -> None:
        """Lines as they were written."""
        for line in safe(text, _LONGEST, lines=True).split("\n"):
            self.line(line)

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Names and values, those that are empty left out."""
        columns = (Column(""), Column(""))
        self.table(columns, [pair for pair in pairs if pair[1]])

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Rows under titles; nothing where there is no row."""
        if rows:
            clean = [[safe(cell, _LONGEST) for cell in row] for row in rows]
            self._blocks.append(_Table(tuple(columns), clean))

    def show(self) -> None:
        """Print it: tables on a terminal, plain columns otherwise."""
        if sys.stdout.isatty():
            _print_rich(self._blocks)
        else:
            for block in self._blocks:
                for line in block.plain():
                    sys.stdout.write(f"{line}\n")


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    text: str
    strong: bool

    def plain(self) -> list[str]:
        return [self.text]


@dataclasses.dataclass(frozen=True, slots=True)
class _Table:
    columns: tuple[Column, ...]
    rows: list[list[str]]

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]

    def plain(self) -> list[str]:
        from rich.cells import cell_len

        titled, widths = self._titled(), self.widths()
        return [self._aligned(row, widths, cell_len).rstrip() for row in titled]

    def widths(self) -> list[int]:
        """The cells each column takes."""
        from rich.cells import cell_len

        return [max(map(cell_len, cells)) for cells in zip(*self._titled(), strict=True)]

    def fitted(self, width: int) -> _Table:
        """The table without as many of its spare columns as it takes to fit, the others broken over lines."""
        kept = list(range(len(self.columns)))
        least = self.least()
        while sum(least[at] + len(_GAP) for at in kept) - len(_GAP) > width:
            spared = max(kept, key=lambda at: self.columns[at].spare)
            if not self.columns[spared].spare:
                break
            kept.remove(spared)
        return _Table(tuple(self.columns[at] for at in kept), [[row[at] for at in kept] for row in self.rows])

    def least(self) -> list[int]:
        """The cells each column needs: one that may be broken over lines is still read at so many."""
        return [
            width if column.right or column.whole else min(width, _NARROWEST)
            for column, width in zip(self.columns, self.widths(), strict=True)
        ]

    def _titled(self) -> list[list[str]]:
        return [self.titles, *self.rows] if any(self.titles) else self.rows

    def _aligned(self, row: Sequence[str], widths: Sequence[int], cell_len: Callable[[str], int]) -> str:
        cells = []
        for column, cell, width in zip(self.columns, row, widths, strict=True):
            blank = " " * (width - cell_len(cell))
            cells.append(blank + cell if column.right else cell + blank)
        return _GAP.join(cells)


def _print_rich(blocks: Sequence[_Line | _Table]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    for block in blocks:
        if isinstance(block, _Line):
            console.print(Text(block.text, "bold" if block.strong else ""), soft_wrap=True)
            continue
        fitted = block.fitted(console.width)
        table = Table(
            box=None,
            pad_edge=False,
            padding=(0, len(_GAP), 0, 0),
            show_header=any(block.titles),
            header_style="bold",
        )
        for column, least in zip(fitted.columns, fitted.least(), strict=True):
            table.add_column(
                Text(column.title),
                min_width=least,
                justify="right" if column.right else "left",
                overflow="fold",
                no_wrap=column.right or column.whole,
            )
        for row in fitted.rows:
            table.add_row(*(Text(cell) for cell in row))
        console.print(table)
        gone = [one.title for one in block.columns if one not in fitted.columns]
        if gone:
            told = _("Not shown, the terminal is too narrow: {columns}")
            console.print(Text(told.format(columns=", ".join(gone)), "dim"), soft_wrap=True)


def show_json(value: object) -> None:
    """Print `value` as one JSON document on standard output."""
    sys.stdout.write(as_json(value) + "\n")


def as_json(value: object) -> str:
    """`value` as a JSON document."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def plain(value: object) -> Plain:
    """`value` as JSON has it; TypeError for what has no form there."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return safe(value, _LONGEST, lines=True)
    if isinstance(value, (datetime, date)):
        return _time(value)
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return _composed(value)


def _time(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise TypeError("an instant without a zone")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _composed(value: object) -> Plain:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, AbstractSet):
        return sorted((plain(one) for one in value), key=str)
    if isinstance(value, (Decimal, PurePath)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
