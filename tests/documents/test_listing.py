"""Reports of tables: nothing cut off, nothing a spreadsheet would obey, the same bytes each time."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.documents.listing import Cell, Column, Table, csv_of, pdf_of
from boxoffice_tui.documents.wording import Reader, reader_of
from boxoffice_tui.rules.money import Money
from tests.documents.examples import BOUGHT, HOSTILE, HOUSE
from tests.documents.reading import text_lines, texts

ENGLISH, FRENCH = reader_of("en", "CA"), reader_of("fr", "CA")
COLUMNS = (Column("Who"), Column("Count", right=True), Column("Amount", right=True))
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "|x", "\uff1d1")


def table(*rows: tuple[Cell, ...], total: int = 0) -> Table:
    return Table("Takings", COLUMNS, rows, total)


def read(content: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_spreadsheet_of_each_country_reads_it() -> None:
    rows = table(("Éloïse", 1234, Money(-123456, "CAD")))
    assert csv_of([rows, rows], ENGLISH).startswith(b"\xef\xbb\xbfTakings\r\n")
    expected = [["Takings"], ["Who", "Count", "Amount"], ["Éloïse", "1234", "-1234.56"]]
    assert read(csv_of([rows, rows], ENGLISH), ",") == [*expected, [], *expected]
    assert read(csv_of([rows], FRENCH), ";")[2] == ["Éloïse", "1234", "-1234,56"]
    yen = table(("x", 0, Money(500, "JPY")))
    assert read(csv_of([yen], ENGLISH), ",")[2] == ["x", "0", "500"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text: str) -> None:
    cell = read(csv_of([table((text, 0, ""))], ENGLISH), ",")[2][0]
    assert cell.startswith("'")


@given(text=st.text(max_size=60))
def test_a_text_is_one_cell_whatever_is_in_it(text: str) -> None:
    (row,) = read(csv_of([table((text, 1, text))], FRENCH), ";")[2:]
    assert len(row) == 3
    assert row[0][:1] not in set("=+-@|")
    assert "\n" not in row[0]


def test_a_page_holds_every_row_and_its_titles_again() -> None:
    rows = [(f"Operator {number}", number, Money(number, "CAD")) for number in range(1, 121)]
    pages = texts(pdf_of("Shift report 7", [table(*rows)], HOUSE, ENGLISH, BOUGHT))
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert {"Shift report 7", f"{number}/3", "Who", "Amount", HOUSE.name} <= set(page.splitlines())
    said = [line for page in pages for line in page.splitlines() if line.startswith("Operator ")]
    assert said == [f"Operator {number}" for number in range(1, 121)]


def test_text_stays_on_the_page() -> None:
    rows = [(text, 1, Money(1, "CAD")) for text in (*HOSTILE, "mot " * 50, "x" * 200)]
    pdf = pdf_of("Report", [table(*rows)], HOUSE, FRENCH, BOUGHT)
    for lines in text_lines(pdf):
        for text, (left, top, right, bottom) in lines:
            assert 40 < left <= right < 612 - 40, text
            assert 20 < top < bottom < 792 - 30, text


def test_the_same_report_is_the_same_file() -> None:
    tables = [table(("Anne", 2, Money(300, "CAD")), total=1)]
    assert pdf_of("R", tables, HOUSE, FRENCH, BOUGHT) == pdf_of("R", tables, HOUSE, FRENCH, BOUGHT)
    assert csv_of(tables, FRENCH) == csv_of(tables, FRENCH)


@pytest.mark.parametrize(("reader", "said"), [(ENGLISH, "TRAINING"), (FRENCH, "ENTRAÎNEMENT")])
def test_training_is_on_every_page(reader: Reader, said: str) -> None:
    rows = [("x", number, Money(1, "CAD")) for number in range(80)]
    for page in texts(pdf_of("R", [table(*rows)], replace(HOUSE, training=True), reader, BOUGHT)):
        assert said in page.splitlines()
    assert said not in texts(pdf_of("R", [table(*rows)], HOUSE, reader, BOUGHT))[0]
