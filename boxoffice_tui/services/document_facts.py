"""What the documents of an order say, gathered when they are generated (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import FEE_STANDS
from boxoffice_tui.data.postal import post_format
from boxoffice_tui.data.tables.articles import ORDER_ARTICLES
from boxoffice_tui.data.tables.contacts import CONTACTS
from boxoffice_tui.data.tables.delivery import DOCUMENTS
from boxoffice_tui.data.tables.orders import ORDER_FEES
from boxoffice_tui.data.tables.organisation import TAXES
from boxoffice_tui.rules.invoices import TaxedPiece, tax_shares
from boxoffice_tui.rules.money import total
from boxoffice_tui.rules.postal import AddressPart, address_lines
from boxoffice_tui.services import articles, order_papers, orders, prices
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.order_papers import Holder
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.documents import (
    Addressee,
    ArticleFacts,
    ConfirmationFacts,
    DocumentFacts,
    DocumentPaper,
    InvoicedFees,
    InvoicedTax,
    InvoicedTickets,
    InvoiceFacts,
)
from boxoffice_tui.views.states import DocumentKind, FeeKind

FACTS = TypeAdapter(DocumentFacts)
ADDRESSEE = TypeAdapter(Addressee)
PAPER = TypeAdapter(DocumentPaper)


def paper_of(row: Any) -> DocumentPaper:
    """What the document of a row says, once it is generated."""
    return DocumentPaper(
        facts=FACTS.validate_python(row.facts),
        addressee=ADDRESSEE.validate_python(row.addressee),
        text=row.text,
        language=row.language,
        edition=row.edition,
    )


def addressee_of(connection: Connection, contact_id: int | None) -> Addressee:
    """A contact as letters are addressed to it; nobody where there is none."""
    if contact_id is None:
        return Addressee()
    row = connection.execute(CONTACT_ROWS.where(CONTACTS.c.id == contact_id)).one()
    parts = {part: getattr(row, part.value) or "" for part in AddressPart}
    country = row.country or ""
    return Addressee(
        name=" ".join(part for part in (row.first_name, row.last_name) if part),
        structure=row.structure or "",
        lines=address_lines(post_format(country)[0], parts) if country else (),
        country=country,
    )


def facts_of(work: Work, kind: DocumentKind, order: Any, language: str) -> DocumentFacts:
    """What a document of an order (its row) says now; an invoice has no number yet (`numbered`)."""
    house = order_papers.house_row(work.connection)
    return DocumentFacts(
        kind=kind,
        house=order_papers.house_facts(house),
        order_number=order.number,
        written_at=work.now,
        zone=str(work.house.zone),
        invoice=_invoice(work, order, language) if kind is DocumentKind.INVOICE else None,
        order=_confirmed(work, order, house, language) if kind is DocumentKind.CONFIRMATION else None,
    )


def numbered(facts: DocumentFacts, number: int) -> DocumentFacts:
    """The same with the number of its invoice, which is reserved last: nobody waits while facts are gathered."""
    return facts if facts.invoice is None else replace(facts, invoice=replace(facts.invoice, number=number))


def last_invoice(connection: Connection, order_id: int) -> int:
    """The number of the latest invoice of an order, 0 where it has none."""
    query = sa.select(sa.func.max(DOCUMENTS.c.number)).where(DOCUMENTS.c.order_id == order_id)
    return int(connection.execute(query).scalar() or 0)


def _confirmed(work: Work, order: Any, house: Any, language: str) -> ConfirmationFacts:
    """What the order has, without a name and without what the door reads."""
    nobody = Holder("", "", language)
    rows = order_papers.ticket_rows(work.connection, order.id)
    facts = order_papers.order_facts(work.connection, order, house, nobody, rows, work.now)
    return replace(facts, tickets=tuple(replace(ticket, token="") for ticket in facts.tickets))


def _invoice(work: Work, order: Any, language: str) -> InvoiceFacts:
    connection, currency = work.connection, work.house.currency
    tickets = order_papers.ticket_rows(connection, order.id)
    fees = connection.execute(sa.select(ORDER_FEES).where(ORDER_FEES.c.order_id == order.id, FEE_STANDS)).all()
    sold = tuple(
        ArticleFacts(line.name, line.left, line.amount)
        for line in articles.lines_of(connection, order.id, language, currency)
        if line.left
    )
    amounts = [row.price_minor for row in tickets] + [row.amount_minor for row in fees]
    return InvoiceFacts(
        number=0,
        replaces=last_invoice(connection, order.id),
        tickets=_tickets(work, tickets, language),
        fees=_fees(work, fees),
        articles=sold,
        taxes=_taxes(work, order.id, tickets, fees, language),
        total=work.money(sum(amounts)) + total((one.amount for one in sold), currency),
        paid=work.money(orders.paid_of(connection, order.id)),
        balance=work.money(order.balance_minor),
    )


def _tickets(work: Work, rows: Sequence[Any], language: str) -> tuple[InvoicedTickets, ...]:
    """Those of one performance, category and rate at one price in one line, in the order of their dates."""
    alike = [
        InvoicedTickets(
            event=row.title,
            venue=row.venue,
            starts_at=row.starts_at,
            zone=row.zone,
            seat_category=row.category,
            rate=in_language(row.rate_names, language, row.rate_code),
            quantity=1,
            price=work.money(row.price_minor),
        )
        for row in rows
    ]
    return tuple(replace(line, quantity=count) for line, count in Counter(alike).items())


def _fees(work: Work, rows: Sequence[Any]) -> tuple[InvoicedFees, ...]:
    counted = Counter((row.kind, row.amount_minor) for row in rows if row.amount_minor)
    return tuple(
        InvoicedFees(kind, count, work.money(amount)) for (kind, amount), count in counted.items()
    )


def _taxes(
    work: Work, order_id: int, tickets: Sequence[Any], fees: Sequence[Any], language: str
) -> tuple[InvoicedTax, ...]:
    """The taxes in all amounts by rate; what was kept of a cancelled ticket bears those of tickets."""
    on_tickets = tuple(prices.taxes(work.connection))
    on_fees = tuple(prices.taxes_on_fees(work.connection))
    pieces = [TaxedPiece(work.money(row.price_minor), work.money(row.tax_minor), on_tickets) for row in tickets]
    pieces += [
        TaxedPiece(
            work.money(row.amount_minor),
            work.money(row.tax_minor),
            on_tickets if row.kind is FeeKind.KEPT else on_fees,
        )
        for row in fees
    ]
    query = sa.select(ORDER_ARTICLES).where(ORDER_ARTICLES.c.order_id == order_id)
    pieces += [
        TaxedPiece(work.money(row.price_minor), work.money(row.tax_minor), on_tickets, row.quantity)
        for row in work.connection.execute(query)
    ]
    names = {row.code: row.names for row in work.connection.execute(sa.select(TAXES.c.code, TAXES.c.names))}
    shares = tax_shares(pieces, included=work.house.tax_included)
    return tuple(
        InvoicedTax(
            in_language(names[share.code], language, share.code) if share.code else "",
            share.percent,
            share.base,
            share.amount,
        )
        for share in shares
        if share.amount or share.base
    )
