"""Reports on a screen of any width: amounts are whole, texts are cut."""

from __future__ import annotations

from boxoffice_tui.documents.listing import Column, Table
from boxoffice_tui.documents.wording import reader_of
from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens.counter.sheet import Sheet, laid_out, sheet_of

SHEET = Sheet(
    "Cash",
    (("Method", False), ("Reason", False), ("Amount", True)),
    (("Cash", "Change from the bank", "50.00"), ("Total", "", "1,050.00")),
    total=1,
)


def lines(sheet: Sheet, room: int) -> list[str]:
    return [line.plain for line in laid_out(sheet, room)]


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    assert lines(SHEET, 80) == [
        "Cash",
        "Method  Reason                  Amount",
        "Cash    Change from the bank     50.00",
        "Total                         1,050.00",
    ]


def test_where_there_is_no_room_the_widest_text_is_cut_and_no_amount() -> None:
    assert lines(SHEET, 30) == [
        "Cash",
        "Method  Reason          Amount",
        "Cash    Change from…     50.00",
        "Total                 1,050.00",
    ]
    assert lines(SHEET, 5)[2:] == ["Cash    Change …     50.00", "Total             1,050.00"]


def test_titles_that_say_nothing_take_no_line_and_totals_stand_out() -> None:
    plain = Sheet("", (("", False), ("", True)), (("Float", "1.00"), ("Total", "1.00")), total=1)
    found = laid_out(plain, 40)
    assert [line.plain for line in found] == ["Float  1.00", "Total  1.00"]
    assert [bool(line.spans) and "bold" in str(line.spans[0].style) for line in found] == [False, True]


def test_a_documents_table_is_shown_in_its_readers_language() -> None:
    columns = (Column("What", 3), Column("Amount", 1, right=True))
    table = Table("Cash", columns, (("\x1b[2JFloat", Money(123456, "CAD")),), total=0)
    sheet = sheet_of(table, reader_of("fr", "CA"))
    assert (sheet.columns, sheet.total) == ((("What", False), ("Amount", True)), 0)
    assert "\x1b" not in sheet.rows[0][0]
    assert sheet.rows[0][1] == "1\u00a0234,56"
