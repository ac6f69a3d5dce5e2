"""The confirmation of an order: recorded with what it tells, sent later (spec/archives.md, 10)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Connection

from boxoffice_tui.data.models.contacts import CONTACT_EMAILS, CONTACT_NAMES, CONTACTS
from boxoffice_tui.data.models.delivery import SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.models.journal import OUTBOX, MailState
from boxoffice_tui.data.models.ledger import PAYMENTS
from boxoffice_tui.data.models.orders import ORDER_FEES, TICKETS
from boxoffice_tui.data.models.organisation import ORGANISATIONS
from boxoffice_tui.data.models.programme import CELLS, EVENTS, PERFORMANCES, RATES
from boxoffice_tui.data.models.venues import SEAT_CATEGORIES, SEATS, VENUES
from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.rules.delivery import ELECTRONIC
from boxoffice_tui.rules.mail_address import MalformedAddressError, wire_address
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import fold_email, safe
from boxoffice_tui.services import orders
from boxoffice_tui.services.errors import RefusedError, insist
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.orders import OrderChange
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.documents import ConfirmationFacts, HouseFacts, TicketFacts
from boxoffice_tui.views.orders import TicketState

TEMPLATE = "order_confirmation"
TEMPLATE_VERSION = 1
FACTS = TypeAdapter(ConfirmationFacts)


@dataclass(frozen=True, slots=True)
class _Recipient:
    """Whom the confirmation goes to; `contact_id` None for an order of nobody."""

    contact_id: int | None
    name: str
    email: str
    language: str


@use_case(Right.ORDERS_CONFIRM)
def record_confirmation(
    work: Work, order_id: int, version: int | None, reason: str = "", email: str = ""
) -> OrderChange:
    """Records the mail with all live tickets of the order; `email` where the contact has none yet.

    When money is open a reason must be given. Raises `RefusedError` (no_email, malformed_email,
    balance_not_zero, order_cancelled, no_sender), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    recipient = _recipient(work, row.contact_id, email)
    balance = work.money(row.balance_minor)
    insist(rule.confirmation_objection(row.state, balance, recipient.email, reason))
    house = work.connection.execute(sa.select(ORGANISATIONS)).one()
    if not house.email:
        raise RefusedError(AccessRefusal.NO_SENDER)
    if email and row.contact_id is not None:
        _remember_email(work, row.contact_id, recipient.email)
    facts = _facts(work, row, house, recipient)
    mail_id = _record(work, row, house, recipient, facts)
    work.journal("confirmation_recorded", order_id, mail_id=mail_id, with_reason=bool(balance))
    return orders.leave(work, order_id, needs_confirmation=False)


def _recipient(work: Work, contact_id: int | None, email: str) -> _Recipient:
    name, known, language = "", "", work.house.language
    if contact_id is not None:
        current_name = sa.and_(CONTACT_NAMES.c.contact_id == CONTACTS.c.id, CONTACT_NAMES.c.until.is_(None))
        current_email = sa.and_(
            CONTACT_EMAILS.c.contact_id == CONTACTS.c.id, CONTACT_EMAILS.c.until.is_(None)
        )
        query = (
            sa.select(
                CONTACTS.c.language,
                CONTACT_NAMES.c.first_name,
                CONTACT_NAMES.c.last_name,
                CONTACT_EMAILS.c.email,
            )
            .join(CONTACT_NAMES, current_name, isouter=True)
            .join(CONTACT_EMAILS, current_email, isouter=True)
            .where(CONTACTS.c.id == contact_id)
        )
        row = work.connection.execute(query).one()
        name = " ".join(part for part in (row.first_name, row.last_name) if part)
        known, language = row.email or "", row.language
    address = safe(email).strip() or known
    if address:
        try:
            wire_address(address)
        except MalformedAddressError as error:
            raise RefusedError(rule.OrderRefusal.MALFORMED_EMAIL, {"email": address}) from error
    return _Recipient(contact_id, name, address, language)


def _remember_email(work: Work, contact_id: int, email: str) -> None:
    current = sa.select(CONTACT_EMAILS.c.email).where(
        CONTACT_EMAILS.c.contact_id == contact_id, CONTACT_EMAILS.c.until.is_(None)
    )
    if work.connection.execute(current).scalar() is not None:
        return
    email_id = work.insert(
        CONTACT_EMAILS, contact_id=contact_id, email=email, email_folded=fold_email(email), since=work.now
    )
    work.journal("contact_changed", None, contact_id=contact_id, email_id=email_id)


def _facts(work: Work, order: Any, house: Any, recipient: _Recipient) -> ConfirmationFacts:
    tickets = _tickets(work.connection, work, order, recipient)
    fees = _sum(work.connection, ORDER_FEES.c.amount_minor, ORDER_FEES.c.order_id == order.id, live=True)
    paid = _sum(work.connection, PAYMENTS.c.amount_minor, PAYMENTS.c.order_id == order.id)
    return ConfirmationFacts(
        house=HouseFacts(
            name=house.name,
            address=house.address,
            email=house.email,
            phone=house.phone,
            country=house.country,
            training=house.training,
        ),
        order_number=order.number,
        buyer=recipient.name,
        tickets=tickets,
        tickets_total=work.money(sum(ticket.price.minor for ticket in tickets)),
        fees_total=work.money(fees),
        paid=work.money(paid),
        balance=work.money(order.balance_minor),
        move_link="",
    )


def _sum(connection: Connection, column: Any, which: sa.ColumnElement[bool], *, live: bool = False) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(column), 0)).where(which)
    if live:
        query = query.where(ORDER_FEES.c.cancelled_at.is_(None))
    return int(connection.execute(query).scalar_one())


def _tickets(
    connection: Connection, work: Work, order: Any, recipient: _Recipient
) -> tuple[TicketFacts, ...]:
    query = (
        sa.select(
            TICKETS,
            PERFORMANCES.c.starts_at,
            PERFORMANCES.c.calendar_sequence,
            EVENTS.c.title,
            VENUES.c.name.label("venue"),
            VENUES.c.address.label("venue_address"),
            VENUES.c.zone,
            SEATS.c.section,
            SEATS.c.row,
            SEATS.c.number.label("seat_number"),
            SEAT_CATEGORIES.c.name.label("category"),
            RATES.c.code.label("rate_code"),
            RATES.c.names.label("rate_names"),
            SHIPMENT_MODES.c.type.label("mode_type"),
            SHIPMENT_MODES.c.code.label("mode_code"),
            SHIPMENT_MODES.c.names.label("mode_names"),
        )
        .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
        .join(CELLS, CELLS.c.id == TICKETS.c.cell_id)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
        .join(RATES, RATES.c.id == TICKETS.c.rate_id)
        .join(SEATS, SEATS.c.id == TICKETS.c.seat_id, isouter=True)
        .join(SHIPMENTS, SHIPMENTS.c.id == TICKETS.c.shipment_id, isouter=True)
        .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id, isouter=True)
        .where(TICKETS.c.order_id == order.id, TICKETS.c.state != TicketState.CANCELLED)
        .order_by(PERFORMANCES.c.starts_at, TICKETS.c.id)
    )
    domain = _domain(connection)
    return tuple(
        TicketFacts(
            number=row.number,
            token=row.token,
            uid=f"order-{order.number}-performance-{row.performance_id}@{domain}",
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
            rate=in_language(row.rate_names, recipient.language, row.rate_code),
            price=work.money(row.price_minor),
            holder=recipient.name,
            electronic=row.mode_type in ELECTRONIC,
            delivery=in_language(row.mode_names, recipient.language, row.mode_code) if row.mode_code else "",
        )
        for row in connection.execute(query)
    )


def _domain(connection: Connection) -> str:
    email = connection.execute(sa.select(ORGANISATIONS.c.email)).scalar_one()
    return str(email).rpartition("@")[2] or "boxoffice.invalid"


def _record(work: Work, order: Any, house: Any, recipient: _Recipient, facts: ConfirmationFacts) -> int:
    cause = f"{TEMPLATE}:{order.id}:{work.key}"
    digest = hashlib.sha256(cause.encode()).hexdigest()[:24]
    suppressed = recipient.email.rpartition("@")[2].casefold() in {
        domain.casefold() for domain in house.suppressed_domains
    }
    return work.insert(
        OUTBOX,
        cause=cause,
        order_id=order.id,
        contact_id=recipient.contact_id,
        recorded_at=work.now,
        template=TEMPLATE,
        template_version=TEMPLATE_VERSION,
        language=recipient.language,
        recipient=recipient.email,
        recipient_name=recipient.name,
        sender=house.email,
        message_id=f"<order-{order.number}-{digest}@{_domain(work.connection)}>",
        facts=FACTS.dump_python(facts, mode="json"),
        state=MailState.SUPPRESSED if suppressed else MailState.PENDING,
        next_attempt_at=work.now,
    )
