"""The report of a shift: every figure of it, in its reader's language."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from boxoffice_tui.documents.shift_report import shift_csv, shift_pdf
from boxoffice_tui.locales.translate import LANGUAGES
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.tills import CashKind
from boxoffice_tui.views.states import PaymentMethod
from boxoffice_tui.views.tills import CashLine, CountLine, MethodLine, ShiftReport, VoucherLine
from tests.documents.examples import BOUGHT, HOUSE
from tests.documents.reading import texts

CASH, VOUCHER = PaymentMethod.CASH, PaymentMethod.VOUCHER


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


REPORT = ShiftReport(
    house=HOUSE,
    zone="America/Toronto",
    number=12,
    till="1",
    till_name="Guichet 1",
    opened_by="ANNE",
    opened_at=BOUGHT,
    closed_by="BRUNO",
    closed_at=BOUGHT + timedelta(hours=4),
    opening=cad(20000),
    movements=(
        CashLine(BOUGHT, "ANNE", CashKind.FLOAT, cad(20000), ""),
        CashLine(BOUGHT, "ANNE", CashKind.CASH_IN, cad(5000), "monnaie"),
        CashLine(BOUGHT, "BRUNO", CashKind.CASH_OUT, cad(-10000), "=HYPERLINK(1)"),
    ),
    methods=(
        MethodLine("ANNE", CASH, 3, cad(9600), 1, cad(3200)),
        MethodLine("ANNE", VOUCHER, 1, cad(1000), 0, cad(0)),
        MethodLine("BRUNO", CASH, 1, cad(400), 0, cad(0)),
    ),
    vouchers=(VoucherLine(BOUGHT, "ANNE", "1000003", "BON-77", cad(1000)),),
    rounding=cad(0),
    expected=cad(21800),
    counted=cad(21750),
    counts=(CountLine(cad(2000), 10, cad(20000)), CountLine(cad(25), 70, cad(1750))),
    difference=cad(-50),
)


def rows(report: ShiftReport, language: str = "en") -> list[list[str]]:
    delimiter = "," if language == "en" else ";"
    content = shift_csv(report, language).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))


def test_every_figure_is_in_the_file() -> None:
    assert rows(REPORT) == [
        ["Shift report 12"],
        ["Till", "1 · Guichet 1"],
        ["Opening", "14/08/2026 03:20 pm · ANNE"],
        ["Closing", "14/08/2026 07:20 pm · BRUNO"],
        ["Currency", "CAD"],
        [],
        ["Payments and refunds by operator"],
        ["Operator", "Method", "Payments", "Received", "Refunds", "Given back", "Balance"],
        ["ANNE", "Cash", "3", "96.00", "1", "32.00", "64.00"],
        ["ANNE", "Voucher", "1", "10.00", "0", "0.00", "10.00"],
        ["BRUNO", "Cash", "1", "4.00", "0", "0.00", "4.00"],
        ["Total", "", "5", "110.00", "1", "32.00", "78.00"],
        [],
        ["Payments and refunds by method"],
        ["Method", "Payments", "Received", "Refunds", "Given back", "Balance"],
        ["Cash", "4", "100.00", "1", "32.00", "68.00"],
        ["Voucher", "1", "10.00", "0", "0.00", "10.00"],
        [],
        ["Float, cash in and out"],
        ["When", "Operator", "What", "Amount", "Reason"],
        ["14/08/2026 03:20 pm", "ANNE", "Float", "200.00", ""],
        ["14/08/2026 03:20 pm", "ANNE", "Cash in", "50.00", "monnaie"],
        ["14/08/2026 03:20 pm", "BRUNO", "Cash out", "-100.00", "'=HYPERLINK(1)"],
        [],
        ["Vouchers"],
        ["When", "Operator", "Order", "Reference", "Amount"],
        ["14/08/2026 03:20 pm", "ANNE", "1000003", "BON-77", "10.00"],
        [],
        ["Cash"],
        ["", "Amount"],
        ["Float", "200.00"],
        ["Cash payments", "100.00"],
        ["Cash refunds", "-32.00"],
        ["Cash in", "50.00"],
        ["Cash out", "-100.00"],
        ["Expected", "218.00"],
        ["Counted", "217.50"],
        ["Difference", "-0.50"],
        [],
        ["Counted coins and notes"],
        ["Coin or note", "Count", "Amount"],
        ["20.00", "10", "200.00"],
        ["0.25", "70", "17.50"],
    ]


def test_a_shift_that_goes_on_says_so_and_has_no_count() -> None:
    going_on = replace(
        REPORT, closed_by="", closed_at=None, counted=None, difference=None, counts=(), vouchers=(), methods=()
    )
    said = rows(going_on)
    assert said[0] == ["Shift 12, not closed yet"]
    assert said[-1] == ["Expected", "218.00"]
    assert [row for row in said if row and row[0] in {"Closing", "Counted", "Vouchers", "Total"}] == []


def test_one_operator_needs_no_sums_by_method() -> None:
    alone = replace(REPORT, methods=REPORT.methods[:2])
    assert ["Payments and refunds by method"] not in rows(alone)


def test_on_paper_in_french() -> None:
    (page,) = texts(shift_pdf(REPORT, "fr", BOUGHT))
    said = page.splitlines()
    for line in ("14/08/2026 15:20 · ANNE", "Espèces", "218,00", "-0,50", "BON-77", "=HYPERLINK(1)", "1000003"):
        assert line in said, line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_report_is_the_same_file(language: str) -> None:
    assert shift_pdf(REPORT, language, BOUGHT) == shift_pdf(REPORT, language, BOUGHT)
    assert rows(REPORT, language)[0][0].endswith("12")


def test_what_coins_made_of_the_cash_is_a_line_of_its_own() -> None:
    lines = [line for line in rows(replace(REPORT, rounding=cad(-7))) if line[:1] == ["Of that rounding"]]
    assert lines == [["Of that rounding", "-0.07"]]
    assert not any(line[:1] == ["Of that rounding"] for line in rows(REPORT))
