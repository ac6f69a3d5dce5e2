"""An invoice: its number and day, what was bought, the taxes by rate, what was paid and what is left to pay."""

from __future__ import annotations

from boxoffice_tui.documents.letterhead import Letterhead, reader_of, sheet_of
from boxoffice_tui.documents.listing import Cell, Column, Table
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.locales import formats, words
from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.money import total as sum_of
from boxoffice_tui.views.documents import DocumentPaper, InvoicedTickets, InvoiceFacts


def invoice_pdf(paper: DocumentPaper) -> bytes:
    """The invoice on the house's paper, in its language; the same paper gives the same bytes.

    ValueError for a document that is none.
    """
    invoice = paper.facts.invoice
    if invoice is None:
        raise ValueError("this document is no invoice")
    reader = reader_of(paper)
    title = title_of(invoice, reader)

    def body(pages: Letterhead) -> None:
        _ = reader.translate
        pages.line(_("Order {number}").format(number=paper.facts.order_number))
        if invoice.replaces:
            pages.line(_("This invoice cancels and replaces invoice {number}.").format(number=invoice.replaces))
        pages.gap()
        for table in (_bought(invoice, title, reader), _taxes(invoice, reader), _sums(invoice, title, reader)):
            if table.rows:
                pages.put(table)

    return sheet_of(title, paper, body)


def title_of(invoice: InvoiceFacts, reader: Reader) -> str:
    """`Invoice 12`."""
    return reader.translate(N_("Invoice {number}")).format(number=invoice.number)


def _bought(invoice: InvoiceFacts, title: str, reader: Reader) -> Table:
    _ = reader.translate
    rows: list[tuple[Cell, ...]] = [
        (_ticket(line, reader), line.quantity, line.price, line.price * line.quantity)
        for line in invoice.tickets
    ]
    rows += [
        (words.label(fee.kind, reader.locale), fee.quantity, fee.price, fee.price * fee.quantity)
        for fee in invoice.fees
    ]
    rows += [
        (one.name, one.quantity, Money(one.amount.minor // one.quantity, one.amount.currency), one.amount)
        for one in invoice.articles
    ]
    columns = (
        Column(_("Description"), 3.6),
        Column(_("Quantity"), 0.7, right=True),
        Column(_("Price"), 1, right=True),
        Column(_("Amount"), 1, right=True),
    )
    return Table(title, columns, tuple(rows))


def _ticket(line: InvoicedTickets, reader: Reader) -> str:
    """The performance, then what of it: `La Mouette · sam 05/12/2026 20:00 · Lac · Parterre · Plein`."""
    when = formats.day_and_time(line.starts_at, line.zone, reader.locale, year=True) if line.starts_at else ""
    parts = (line.event, when, line.venue, line.seat_category, line.rate)
    return " · ".join(part for part in parts if part)


def _taxes(invoice: InvoiceFacts, reader: Reader) -> Table:
    _ = reader.translate
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            tax.name or _("Taxes included"),
            "" if tax.percent is None else formats.percent(tax.percent, reader.locale),
            tax.base,
            tax.amount,
        )
        for tax in invoice.taxes
    )
    columns = (
        Column(_("Tax"), 2.6),
        Column(_("Tax rate"), 1, right=True),
        Column(_("Without taxes"), 1.2, right=True),
        Column(_("Tax amount"), 1, right=True),
    )
    return Table(_("Taxes"), columns, rows)


def _sums(invoice: InvoiceFacts, title: str, reader: Reader) -> Table:
    """With and without taxes; what was paid, and the balance either way, or that it is settled."""
    _ = reader.translate
    tax = sum_of((one.amount for one in invoice.taxes), invoice.total.currency)
    lines = [(_("Total without taxes"), invoice.total - tax), (_("Taxes"), tax)] if tax else []
    lines += [(_("Total"), invoice.total), (_("Paid"), invoice.paid)]
    balance = invoice.balance
    owed = (_("To refund"), -balance) if balance.minor < 0 else (_("Balance due"), balance)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (label, formats.money(amount, reader.locale)) for label, amount in [*lines, owed]
    )
    return Table(title, (Column("", 3), Column("", 1, right=True)), rows, total=3)
