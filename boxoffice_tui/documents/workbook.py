"""Tables as a workbook (XLSX): a text stays a text, whatever it begins with. XlsxWriter is the extra `xlsx`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from boxoffice_tui.documents.listing import Cell, Table
from boxoffice_tui.rules.currencies import digits_of
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe

_LONGEST = 32_767  # characters of a cell
_NARROW, _WIDE = 6, 40  # characters


def has_workbooks() -> bool:
    """Whether the library that writes them is there."""
    from importlib.util import find_spec

    return find_spec("xlsxwriter") is not None


def xlsx_of(tables: Sequence[Table], created_at: datetime) -> bytes:
    """A sheet for each table, its titles kept in view; the same arguments give the same bytes."""
    import xlsxwriter

    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": created_at.astimezone(UTC).replace(tzinfo=None)})
    bold = book.add_format({"bold": True})
    for table in tables:
        sheet = book.add_worksheet()
        for column, titled in enumerate(table.columns):
            sheet.write_string(0, column, safe(titled.title), bold)
            sheet.set_column(column, column, _width(table, column))
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell)
        sheet.freeze_panes(1, 0)
    book.close()
    return content.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, Money):
        sheet.write_number(row, column, Decimal(cell.minor).scaleb(-digits_of(cell.currency)))
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, safe(cell, _LONGEST))


def _width(table: Table, column: int) -> int:
    lengths = [len(str(row[column])) for row in table.rows]
    return min(_WIDE, max(_NARROW, len(table.columns[column].title), *lengths) + 2)
