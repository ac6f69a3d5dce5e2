"""The numbered report of a till's shift: what was taken and given back, what should be there, what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.listing import Cell, Column, Table, csv_of, pdf_of
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.locales import formats, words
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.tills import CashKind
from boxoffice_tui.views.states import PaymentMethod
from boxoffice_tui.views.tills import MethodLine, ShiftReport


def title_of(report: ShiftReport, reader: Reader) -> str:
    """`Shift report 12`, and that the till is still open where it is."""
    _ = reader.translate
    said = _("Shift report {number}") if report.closed_at else _("Shift {number}, not closed yet")
    return said.format(number=report.number)


def tables_of(report: ShiftReport, reader: Reader) -> tuple[Table, ...]:
    """The report's tables, those of which there is nothing to say left out."""
    return tuple(
        table
        for table in (
            _heading(report, reader),
            _operators(report, reader),
            _methods(report, reader),
            _movements(report, reader),
            _vouchers(report, reader),
            _cash(report, reader),
            _counts(report, reader),
        )
        if table.rows
    )


def shift_pdf(report: ShiftReport, language: str, created_at: datetime) -> bytes:
    """The report on paper; the same arguments give the same bytes. `created_at` is an aware instant."""
    reader = wording.reader_of(language, report.house.country)
    return pdf_of(title_of(report, reader), tables_of(report, reader), report.house, reader, created_at)


def shift_csv(report: ShiftReport, language: str) -> bytes:
    """The report for a spreadsheet."""
    reader = wording.reader_of(language, report.house.country)
    return csv_of(tables_of(report, reader), reader)


def _heading(report: ShiftReport, reader: Reader) -> Table:
    _ = reader.translate
    rows: list[tuple[str, str]] = [
        (_("Till"), " · ".join(part for part in (report.till, report.till_name) if part)),
        (_("Opening"), f"{_stamp(report.opened_at, report, reader)} · {report.opened_by}"),
    ]
    if report.closed_at is not None:
        rows.append((_("Closing"), f"{_stamp(report.closed_at, report, reader)} · {report.closed_by}"))
    rows.append((_("Currency"), report.opening.currency))
    if report.house.training:
        rows.append((reader.training, ""))
    return Table(title_of(report, reader), (Column("", 1), Column("", 3)), tuple(rows))


def _operators(report: ShiftReport, reader: Reader) -> Table:
    _ = reader.translate
    rows = [
        (line.operator, words.label(line.method, reader.locale), *_figures([line], report))
        for line in report.methods
    ]
    rows += [(_("Total"), "", *_figures(report.methods, report))] if rows else []
    columns = (Column(_("Operator"), 1.2), Column(_("Method"), 1.6), *_figure_columns(reader))
    return Table(_("Payments and refunds by operator"), columns, tuple(rows), total=1)


def _methods(report: ShiftReport, reader: Reader) -> Table:
    """The sums by method, where several operators make them worth adding up."""
    _ = reader.translate
    rows: list[tuple[Cell, ...]] = []
    if len({line.operator for line in report.methods}) > 1:
        for method in PaymentMethod:
            lines = [line for line in report.methods if line.method is method]
            if lines:
                rows.append((words.label(method, reader.locale), *_figures(lines, report)))
    columns = (Column(_("Method"), 2.8), *_figure_columns(reader))
    return Table(_("Payments and refunds by method"), columns, tuple(rows))


def _figure_columns(reader: Reader) -> tuple[Column, ...]:
    _ = reader.translate
    return (
        Column(_("Payments"), 1, right=True),
        Column(_("Received"), 1.1, right=True),
        Column(_("Refunds"), 1.3, right=True),
        Column(_("Given back"), 1.1, right=True),
        Column(_("Balance"), 1.1, right=True),
    )


def _figures(lines: Sequence[MethodLine], report: ShiftReport) -> tuple[Cell, ...]:
    paid, refunded = _sums(lines, report)
    payments, refunds = sum(line.payments for line in lines), sum(line.refunds for line in lines)
    return payments, paid, refunds, refunded, paid - refunded


def _sums(lines: Sequence[MethodLine], report: ShiftReport) -> tuple[Money, Money]:
    currency = report.opening.currency
    return total((line.paid for line in lines), currency), total((line.refunded for line in lines), currency)


def _movements(report: ShiftReport, reader: Reader) -> Table:
    _ = reader.translate
    columns = (
        Column(_("When"), 1.4),
        Column(_("Operator"), 1),
        Column(_("What"), 1.4),
        Column(_("Amount"), 1, right=True),
        Column(_("Reason"), 2.6),
    )
    rows = tuple(
        (
            _stamp(line.at, report, reader),
            line.operator,
            words.label(line.kind, reader.locale),
            line.amount,
            line.reason,
        )
        for line in report.movements
    )
    return Table(_("Float, cash in and out"), columns, rows)


def _vouchers(report: ShiftReport, reader: Reader) -> Table:
    _ = reader.translate
    columns = (
        Column(_("When"), 1.4),
        Column(_("Operator"), 1),
        Column(_("Order"), 1),
        Column(_("Reference"), 2.6),
        Column(_("Amount"), 1, right=True),
    )
    rows = tuple(
        (_stamp(line.at, report, reader), line.operator, line.order_number, line.reference, line.amount)
        for line in report.vouchers
    )
    return Table(_("Vouchers"), columns, rows)


def _cash(report: ShiftReport, reader: Reader) -> Table:
    _ = reader.translate
    cash = [line for line in report.methods if line.method is PaymentMethod.CASH]
    paid, refunded = _sums(cash, report)
    rows: list[tuple[Cell, ...]] = [
        (words.label(CashKind.FLOAT, reader.locale), report.opening),
        (_("Cash payments"), paid),
        (_("Cash refunds"), -refunded),
        (words.label(CashKind.CASH_IN, reader.locale), _moved(report, CashKind.CASH_IN)),
        (words.label(CashKind.CASH_OUT, reader.locale), _moved(report, CashKind.CASH_OUT)),
        (_("Expected"), report.expected),
    ]
    if report.rounding:
        rows.insert(3, (_("Of that rounding"), report.rounding))
    moved = len(rows) - 1
    if report.counted is not None and report.difference is not None:
        rows += [(_("Counted"), report.counted), (_("Difference"), report.difference)]
    columns = (Column("", 3), Column(_("Amount"), 1, right=True))
    return Table(_("Cash"), columns, tuple(rows), total=len(rows) - moved)


def _moved(report: ShiftReport, kind: CashKind) -> Money:
    lines = (line.amount for line in report.movements if line.kind is kind)
    return total(lines, report.opening.currency)


def _counts(report: ShiftReport, reader: Reader) -> Table:
    _ = reader.translate
    columns = (
        Column(_("Coin or note"), 2, right=True),
        Column(_("Count"), 1, right=True),
        Column(_("Amount"), 1, right=True),
    )
    rows = tuple((line.denomination, line.count, line.amount) for line in report.counts)
    return Table(_("Counted coins and notes"), columns, rows)


def _stamp(instant: datetime, report: ShiftReport, reader: Reader) -> str:
    return formats.stamp(instant, report.zone, reader.locale)
