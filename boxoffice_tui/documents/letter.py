"""A letter about an order, and its confirmation as one."""

from __future__ import annotations

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.confirmation import sums
from boxoffice_tui.documents.letterhead import Letterhead, reader_of, sheet_of
from boxoffice_tui.documents.listing import Cell, Column, Table
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.locales.translate import N_
from boxoffice_tui.views.documents import ConfirmationFacts, DocumentPaper, TicketFacts


def letter_pdf(paper: DocumentPaper) -> bytes:
    """A letter on the house's paper, its text as it was typed; the same paper gives the same bytes."""
    title = reader_of(paper).translate("Your order {number}").format(number=paper.facts.order_number)
    return sheet_of(title, paper, lambda pages: pages.text(paper.text))


def confirmation_pdf(paper: DocumentPaper) -> bytes:
    """The confirmation of an order on paper: places, prices, what was paid. ValueError for another document."""
    order = paper.facts.order
    if order is None:
        raise ValueError("this document is no confirmation")
    reader = reader_of(paper)
    title = reader.translate(N_("Confirmation of order {number}")).format(number=paper.facts.order_number)

    def body(pages: Letterhead) -> None:
        for table in (*_performances(order, reader), _sums(order, title, reader)):
            pages.put(table)

    return sheet_of(title, paper, body)


def _performances(order: ConfirmationFacts, reader: Reader) -> list[Table]:
    """One table a performance, in the order they are played, its tickets by number."""
    _ = reader.translate
    ordered = sorted(order.tickets, key=lambda ticket: (ticket.starts_at, ticket.uid, ticket.number))
    columns = (
        Column(_("Seat"), 2),
        Column(_("Category"), 1.4),
        Column(_("Rate"), 1),
        Column(_("Price"), 1, right=True),
    )
    tables = []
    for uid in dict.fromkeys(ticket.uid for ticket in ordered):
        tickets = [ticket for ticket in ordered if ticket.uid == uid]
        rows = tuple(_row(ticket, reader) for ticket in tickets)
        tables.append(Table(_named(tickets[0], reader), columns, rows))
    return tables


def _named(ticket: TicketFacts, reader: Reader) -> str:
    when = f"{wording.day(ticket, reader)} · {wording.hour(ticket, reader)}"
    return " · ".join(part for part in (ticket.event, when, ticket.venue) if part)


def _row(ticket: TicketFacts, reader: Reader) -> tuple[Cell, ...]:
    return wording.seat(ticket, reader), ticket.seat_category, ticket.rate, wording.price(ticket.price, reader)


def _sums(order: ConfirmationFacts, title: str, reader: Reader) -> Table:
    lines = sums(order, reader)
    whole = next((position for position, line in enumerate(lines) if line["kind"] == "total"), len(lines))
    rows: tuple[tuple[Cell, ...], ...] = tuple((line["label"], line["amount"]) for line in lines)
    columns = (Column("", 3), Column("", 1, right=True))
    return Table(title, columns, rows, total=len(lines) - whole)
