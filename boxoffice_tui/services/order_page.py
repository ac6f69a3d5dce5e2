"""The order page: everything about one order in a handful of queries (spec/archives.md, Order page)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.contacts import CONTACTS
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import DOSSIERS, NOTES, ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules.delivery import ELECTRONIC, delivery_to_choose
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import articles, order_papers
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.naming import address_line, in_language, named
from boxoffice_tui.services.orders import fees_of, id_of
from boxoffice_tui.services.reference_shipments import reference_of
from boxoffice_tui.services.ticket_prints import in_doubt
from boxoffice_tui.services.ticket_rows import TICKET_ROWS, seat_of
from boxoffice_tui.services.till_printers import printer_of
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.orders import (
    Buyer,
    NoteLine,
    OrderPage,
    PaymentLine,
    TicketLine,
    TicketRecipient,
)


def show_number(desk: Desk, number: str) -> OrderPage:
    """The page of the order with a number. Raises `NotFoundError` (order), `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        order_id = id_of(connection, number)
    return show(desk, order_id)


def show(desk: Desk, order_id: int) -> OrderPage:
    """The page of an order. Raises `NotFoundError` (order), `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        row = _order(connection, order_id)
        reference = reference_of(connection, row.dossier_id) if row.due_on is not None else None
        ticket_rows = connection.execute(TICKET_ROWS.where(TICKETS.c.order_id == order_id)).all()
        tickets = _tickets(connection, desk, order_id, ticket_rows, reference)
        payments = _payments(connection, desk, order_id)
        fees = fees_of(connection, order_id)
        sold = articles.lines_of(connection, order_id, desk.language, desk.house.currency)
        notes = _notes(connection, order_id)
        printer = printer_of(connection, desk)
        buyer = _buyer(connection, row.contact_id) if row.contact_id is not None else None
        others = _other_recipients(connection, order_papers.mailed_apart(ticket_rows, row.contact_id))
    currency = desk.house.currency
    live = [ticket.price for ticket in tickets if ticket.live]
    balance = Money(row.balance_minor, currency)
    facts = rule.OrderFacts(row.state, row.origin, row.platform)
    return OrderPage(
        order_id=order_id,
        number=row.number,
        dossier=row.dossier,
        version=row.version,
        state=row.state,
        origin=row.origin,
        platform=row.platform,
        changeable=rule.change_objection(facts) is None,
        bought_at=row.bought_at,
        zone=str(desk.house.zone),
        buyer=buyer,
        tickets=tickets,
        payments=payments,
        notes=notes,
        tickets_total=total(live, currency),
        articles=sold,
        articles_total=total((line.amount for line in sold), currency),
        fees_total=Money(fees, currency),
        paid=total((payment.settles for payment in payments), currency),
        balance=balance,
        unfinished=rule.unfinished(
            row.state, balance, needs_confirmation=row.needs_confirmation, needs_note=row.needs_note
        ),
        due_on=row.due_on,
        cash_step=desk.house.cash_step,
        other_recipients=others,
        printer=printer,
    )


def _order(connection: Connection, order_id: int) -> Any:
    query = (
        sa.select(ORDERS, DOSSIERS.c.number.label("dossier"), SALES_CHANNELS.c.platform)
        .join(DOSSIERS, DOSSIERS.c.id == ORDERS.c.dossier_id)
        .join(SALES_CHANNELS, SALES_CHANNELS.c.id == ORDERS.c.channel_id)
        .where(ORDERS.c.id == order_id)
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("order", order_id)
    return row


def _tickets(
    connection: Connection, desk: Desk, order_id: int, rows: Sequence[Any], reference: Any
) -> tuple[TicketLine, ...]:
    now = desk.clock.now()
    doubtful = in_doubt(connection, order_id, now)
    lines = tuple(
        replace(line_of(desk, row, now), print_in_doubt=row.id in doubtful) for row in rows
    )
    return lines if reference is None else tuple(_reserved(desk, line, reference) for line in lines)


def _reserved(desk: Desk, line: TicketLine, reference: Any) -> TicketLine:
    """A ticket that is to travel as the reference shipment of its dossier says, once it is taken up."""
    if not line.live:
        return line
    name = in_language(reference.names, desk.language, reference.code)
    return replace(line, shipment_mode_name=name, delivery_to_choose=False)


def line_of(desk: Desk, row: Any, now: datetime) -> TicketLine:
    """The ticket of a row of `TICKET_ROWS`, named in the desk's language."""
    language = desk.language
    return TicketLine(
        ticket_id=row.id,
        number=row.number,
        performance_id=row.performance_id,
        event=row.title,
        starts_at=row.starts_at,
        zone=row.zone,
        section=row.section or row.category,
        seat=seat_of(row),
        seat_id=row.seat_id,
        rate=in_language(row.rate_names, language, row.rate_code),
        price=Money(row.price_minor, desk.house.currency),
        shipment_mode=row.mode,
        shipment_mode_name=in_language(row.mode_names, language, row.mode) if row.mode else "",
        state=row.state,
        printed=row.printed,
        electronic=row.mode_type in ELECTRONIC,
        delivery_to_choose=delivery_to_choose(row.state, row.mode, row.printed, row.starts_at, now),
    )


def _other_recipients(
    connection: Connection, apart: Mapping[int, Sequence[Any]]
) -> tuple[TicketRecipient, ...]:
    """Who gets the tickets `apart`, in the order of their ids."""
    if not apart:
        return ()
    query = CONTACT_ROWS.where(CONTACTS.c.id.in_(apart)).order_by(CONTACTS.c.id)
    return tuple(
        TicketRecipient(
            contact_id=row.id,
            number=row.number,
            name=named(row.last_name, row.first_name, row.structure) or f"[{row.number}]",
            email=row.email or "",
            tickets=len(apart[row.id]),
        )
        for row in connection.execute(query)
    )


def _payments(connection: Connection, desk: Desk, order_id: int) -> tuple[PaymentLine, ...]:
    query = (
        sa.select(PAYMENTS, OPERATORS.c.code)
        .join(OPERATORS, OPERATORS.c.id == PAYMENTS.c.operator_id)
        .where(PAYMENTS.c.order_id == order_id)
        .order_by(PAYMENTS.c.id)
    )
    return tuple(
        PaymentLine(
            payment_id=row.id,
            at=row.at,
            method=row.method,
            amount=Money(row.amount_minor, desk.house.currency),
            reference=row.reference,
            operator=row.code,
            rounding=Money(row.rounding_minor, desk.house.currency),
        )
        for row in connection.execute(query)
    )


def _notes(connection: Connection, order_id: int) -> tuple[NoteLine, ...]:
    query = (
        sa.select(NOTES.c.at, NOTES.c.text, OPERATORS.c.code)
        .join(OPERATORS, OPERATORS.c.id == NOTES.c.operator_id)
        .where(NOTES.c.order_id == order_id)
        .order_by(NOTES.c.id)
    )
    return tuple(NoteLine(row.at, row.code, row.text) for row in connection.execute(query))


def _buyer(connection: Connection, contact_id: int) -> Buyer:
    row = connection.execute(CONTACT_ROWS.where(CONTACTS.c.id == contact_id)).one()
    return Buyer(
        contact_id=contact_id,
        name=named(row.last_name, row.first_name, row.structure),
        email=row.email or "",
        phone=row.phone or "",
        address=address_line(row.street, row.postal_code, row.city, row.country),
        language=row.language,
    )
