"""What a customer's paper or mail says of an order: whose it is, its live tickets, the house."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.models.contacts import CONTACTS
from boxoffice_tui.data.models.orders import TICKETS
from boxoffice_tui.data.models.organisation import ORGANISATIONS
from boxoffice_tui.rules.delivery import ELECTRONIC
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.ticket_rows import TICKET_ROWS
from boxoffice_tui.views.documents import HouseFacts, TicketFacts


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


def tickets_of(
    connection: Connection,
    order: Any,
    holder: Holder,
    house: Any,
    ticket_ids: Collection[int] | None = None,
) -> tuple[TicketFacts, ...]:
    """The live tickets of an order, or those of `ticket_ids`, by their dates.

    `order` is a row with id and number, `house` that of the organisation.
    """
    which = sa.and_(TICKETS.c.order_id == order.id, LIVE_TICKET)
    if ticket_ids is not None:
        which = sa.and_(which, TICKETS.c.id.in_(ticket_ids))
    domain = domain_of(house.email)
    rows = connection.execute(TICKET_ROWS.where(which))
    return tuple(_ticket(row, order.number, holder, house.currency, domain) for row in rows)


def _ticket(row: Any, number: str, holder: Holder, currency: str, domain: str) -> TicketFacts:
    language = holder.language
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
        price=Money(row.price_minor, currency),
        holder=holder.name,
        electronic=row.mode_type in ELECTRONIC,
        delivery=in_language(row.mode_names, language, row.mode) if row.mode else "",
    )
