"""Reports of tables, in their reader's language: as a PDF for the binder, as CSV for a spreadsheet.

A report says what its cells are (a text, a number, an amount); how each looks is decided here, once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from boxoffice_tui.documents.typesetting import (
    LINE,
    MILLIMETRES_PER_POINT,
    Box,
    Face,
    Ink,
    fitted,
    new_document,
    printable,
    write,
)
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.locales import formats
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.documents import HouseFacts

if TYPE_CHECKING:
    from fpdf import FPDF

Cell = str | int | Money

INK: Ink = (28, 30, 38)
SOFT: Ink = (105, 108, 118)
RULE: Ink = (205, 207, 212)
WHITE: Ink = (255, 255, 255)
WARNING: Ink = (180, 30, 30)

MARGIN, FOOT, GAP = 16.0, 14.0, 2.5
HIGHEST_ROW = 90.0
_FACE, _TOTAL, _TITLE = Face(8.5, 6, INK), Face(8.5, 6, INK, bold=True), Face(7.5, 5, SOFT)
_FORMULA = frozenset("=+-@|\uff1d\uff0b\uff0d\uff20")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `share` is its part of the width, `right` for numbers and amounts."""

    title: str
    share: float = 1.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titles; `total` rows at the end stand out."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int = 0


def shown(cell: Cell, reader: Reader) -> str:
    """A cell as people read it."""
    if isinstance(cell, Money):
        return formats.amount(cell, reader.locale)
    return formats.count(cell, reader.locale) if isinstance(cell, int) else cell


def csv_of(tables: Sequence[Table], reader: Reader) -> bytes:
    """The tables one below the other, a blank line between them, each under its title if it has one.

    As the spreadsheets of the reader's country read it: UTF-8 with its mark, semicolons where the comma is taken by
    amounts. No text is a formula.
    """
    text = io.StringIO()
    delimiter = ";" if formats.decimal_mark(reader.locale) == "," else ","
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    for position, table in enumerate(tables):
        writer.writerows([[]] if position else [])
        writer.writerows([[_harmless(table.title)]] if table.title else [])
        if any(column.title for column in table.columns):
            writer.writerow([_harmless(column.title) for column in table.columns])
        writer.writerows([_field(cell, reader) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def pdf_of(
    title: str, tables: Sequence[Table], house: HouseFacts, reader: Reader, created_at: datetime
) -> bytes:
    """The tables on the house's paper, their titles again on each page; the same arguments give the same bytes."""
    pages = _printed(title, tables, house, reader, created_at, 1)
    if pages.count > 1:
        pages = _printed(title, tables, house, reader, created_at, pages.count)
    return bytes(pages.document.output())


def _field(cell: Cell, reader: Reader) -> str:
    if isinstance(cell, Money):
        return formats.amount(cell, reader.locale, grouped=False).replace("\u2212", "-")
    return str(cell) if isinstance(cell, int) else _harmless(cell)


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula (spec/reliability.md, Input and output)."""
    plain = safe(text)
    return f"'{plain}" if plain.lstrip()[:1] in _FORMULA and plain.strip() else plain


def _printed(
    title: str, tables: Sequence[Table], house: HouseFacts, reader: Reader, created_at: datetime, count: int
) -> Pages:
    document = new_document(f"{title} – {house.name}", reader.language, house.country, created_at)
    pages = Pages(document, title, house, reader, count)
    for table in tables:
        pages.put(table)
    return pages


class Pages:
    """A document under way: where the next row goes. Letters have another first page."""

    def __init__(self, document: FPDF, title: str, house: HouseFacts, reader: Reader, of: int) -> None:
        self.document = document
        self.count = 0
        self._title, self._house, self._reader, self._of = title, house, reader, of
        self._top = 0.0
        self._next()

    def put(self, table: Table) -> None:
        """Puts a table below what is there."""
        faces = [_FACE] * (len(table.rows) - table.total) + [_TOTAL] * table.total
        rows = [(self._texts(row), face) for row, face in zip(table.rows, faces, strict=True)]
        heights = [self._height(table, texts, face) for texts, face in rows]
        self._room(16.0 + (heights[0] if heights else 0.0))
        self._top += 3.0
        if table.title != self._title:
            box = Box(MARGIN, self._top, self._width, 6.0)
            write(self.document, table.title, box, Face(11, 8, INK, bold=True))
            self._top += 6.5
        self._titles(table)
        for (texts, face), height in zip(rows, heights, strict=True):
            if self._room(height):
                self._titles(table)
            self._line()
            self._row(table, texts, face, height)

    @property
    def _width(self) -> float:
        return float(self.document.w) - 2 * MARGIN

    def _next(self) -> None:
        self.document.add_page()
        self.count += 1
        self._top = 12.0
        if self._house.training:
            self._banner()
        house = Box(MARGIN, self._top, self._width, 5.0)
        write(self.document, self._house.name, house, Face(9, 6, SOFT))
        number = f"{self.count}/{self._of}"
        write(self.document, number, house, Face(9, 6, SOFT, align="R"))
        self._top += 5.5
        head = Box(MARGIN, self._top, self._width, 8.0)
        write(self.document, self._title, head, Face(15, 9, INK, bold=True))
        self._top += 9.0

    def _banner(self) -> None:
        self.document.set_fill_color(*WARNING)
        self.document.rect(MARGIN, self._top, self._width, 7.0, style="F")
        strip = Box(MARGIN, self._top + 1.0, self._width, 5.0)
        write(self.document, self._reader.training, strip, Face(11, 8, WHITE, bold=True, align="C"))
        self._top += 9.0

    def _room(self, height: float) -> bool:
        """Turns the page where there is no room for so much; whether it did."""
        if self._top + height <= float(self.document.h) - FOOT:
            return False
        self._next()
        return True

    def _titles(self, table: Table) -> None:
        titles = [column.title for column in table.columns]
        if any(titles):
            self._row(table, titles, _TITLE, self._height(table, titles, _TITLE))

    def _row(self, table: Table, texts: Sequence[str], face: Face, height: float) -> None:
        for column, text, box in zip(table.columns, texts, self._boxes(table, height), strict=True):
            align = "R" if column.right else "L"
            write(self.document, text, box, Face(face.size, face.least, face.ink, face.bold, align))
        self._top += height

    def _line(self) -> None:
        self.document.set_draw_color(*RULE)
        self.document.set_line_width(0.2)
        self.document.line(MARGIN, self._top, MARGIN + self._width, self._top)

    def _texts(self, row: Sequence[Cell]) -> list[str]:
        return [safe(shown(cell, self._reader)) for cell in row]

    def _height(self, table: Table, texts: Sequence[str], face: Face) -> float:
        found = (
            fitted(self.document, printable(text), box, face)
            for text, box in zip(texts, self._boxes(table, HIGHEST_ROW), strict=True)
        )
        return max(len(lines) * size * LINE * MILLIMETRES_PER_POINT for lines, size in found) + 1.6

    def _boxes(self, table: Table, height: float) -> list[Box]:
        share = (self._width - GAP * (len(table.columns) - 1)) / sum(one.share for one in table.columns)
        boxes, left = [], MARGIN
        for column in table.columns:
            boxes.append(Box(left, self._top + 0.8, column.share * share, height - 0.8))
            left += column.share * share + GAP
        return boxes
