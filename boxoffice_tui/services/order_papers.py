"""What a customer's paper or mail says of an order: whose it is, its live tickets, the house."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.tables.contacts import CONTACTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.rules import delivery as rule
from boxoffice_tui.rules.delivery import ELECTRONIC, delivery_to_choose
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.services import articles, orders
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.ticket_rows import TICKET_ROWS
from boxoffice_tui.views.documents import ArticleFacts, ConfirmationFacts, HouseFacts, TicketFacts


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose tickets they are, as documents say it; "" for what is not known."""

    name: str
    email: str
    language: str


def holder_of(connection: Connection, contact_id: int | None, house_language: str) -> Holder:
    """The contact, or nobody, who reads the language of the house."""
    if contact_id is None:
        return Holder("", "", house_language)
    row = connection.execute(CONTACT_ROWS.where(CONTACTS.c.id == contact_id)).one()
    spoken = " ".join(part for part in (row.first_name, row.last_name) if part)
    return Holder(spoken, row.email or "", row.language)


def house_row(connection: Connection) -> Any:
    """The organisation, once a document."""
    return connection.execute(sa.select(ORGANISATIONS)).one()


def house_facts(row: Any) -> HouseFacts:
    """The organisation as documents name it."""
    return HouseFacts(
        name=row.name,
        address=row.address,
        email=row.email,
        phone=row.phone,
        country=row.country,
        training=row.training,
    )


def domain_of(email: str) -> str:
    """What stable identifiers of the papers of a house with that address end with."""
    return email.rpartition("@")[2] or "boxoffice.invalid"


def ticket_rows(
    connection: Connection, order_id: int, ticket_ids: Collection[int] | None = None
) -> Sequence[Any]:
    """The live tickets of an order, or those of `ticket_ids`, by their dates."""
    which = sa.and_(TICKETS.c.order_id == order_id, LIVE_TICKET)
    if ticket_ids is not None:
        which = sa.and_(which, TICKETS.c.id.in_(ticket_ids))
    return connection.execute(TICKET_ROWS.where(which)).all()


def waits_for_delivery(row: Any, now: datetime) -> bool:
    """Whether it is still to be said how the ticket of such a row reaches the customer."""
    return delivery_to_choose(row.state, row.mode, row.printed, row.starts_at, now)


def mailed_apart(rows: Iterable[Any], buyer_id: int | None) -> dict[int, tuple[Any, ...]]:
    """Those of such rows that go out in mails of their own, by the contact they go to."""
    apart = [
        row
        for row in rows
        if rule.mailed_apart(row.state, row.mode_type, row.shipment_state, row.delivered_to, buyer_id)
    ]
    return {
        contact_id: tuple(row for row in apart if row.delivered_to == contact_id)
        for contact_id in sorted({row.delivered_to for row in apart})
    }


def order_facts(
    connection: Connection, order: Any, house: Any, holder: Holder, rows: Sequence[Any], now: datetime
) -> ConfirmationFacts:
    """What the papers of an order (its row) say of it; `rows` are those of its tickets."""
    tickets = tuple(ticket_facts(row, order.number, holder, house, now) for row in rows)
    return ConfirmationFacts(
        house=house_facts(house),
        order_number=order.number,
        buyer=holder.name,
        tickets=tickets,
        tickets_total=total((ticket.price for ticket in tickets), house.currency),
        fees_total=Money(orders.fees_of(connection, order.id), house.currency),
        paid=Money(orders.paid_of(connection, order.id), house.currency),
        balance=Money(order.balance_minor, house.currency),
        move_link="",
        articles=tuple(
            ArticleFacts(line.name, line.left, line.amount)
            for line in articles.lines_of(connection, order.id, holder.language, house.currency)
            if line.left
        ),
    )


def ticket_facts(row: Any, number: str, holder: Holder, house: Any, now: datetime) -> TicketFacts:
    """What the papers of order `number` say of the ticket of such a row; `house` is the organisation's row."""
    language, domain = holder.language, domain_of(house.email)
    return TicketFacts(
        number=row.number,
        token=row.token,
        uid=f"order-{number}-performance-{row.performance_id}@{domain}",
        sequence=row.calendar_sequence,
        event=row.title,
        venue=row.venue,
        venue_address=row.venue_address,
        starts_at=row.starts_at,
        zone=row.zone,
        section=row.section or "",
        row=row.row or "",
        place=row.seat_number or "",
        seat_category=row.category,
        rate=in_language(row.rate_names, language, row.rate_code),
        price=Money(row.price_minor, house.currency),
        holder=holder.name,
        electronic=row.mode_type in ELECTRONIC,
        delivery=in_language(row.mode_names, language, row.mode) if row.mode else "",
        delivery_to_choose=waits_for_delivery(row, now),
    )
