"""Documents: numbered without gap, in a shipment of their order, sent with their mail (spec/reliability.md)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import COUNTERS
from boxoffice_tui.documents.mail import DOCUMENT
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services import numbering
from boxoffice_tui.services.checks.questions import Gathered, Question
from boxoffice_tui.services.document_facts import FACTS
from boxoffice_tui.views.checks import Finding
from boxoffice_tui.views.documents import InvoiceFacts
from boxoffice_tui.views.states import DocumentState, ShipmentState

_THERE = DOCUMENTS.c.state != DocumentState.DELETED
_SETTLED = DOCUMENTS.c.state.in_((DocumentState.GENERATED, DocumentState.PRINTED, DocumentState.SENT))


def _numbers_missed() -> sa.CompoundSelect[Any]:
    """Invoices without the one before them, one above the counter, and the counter where its last one is gone."""
    before = DOCUMENTS.alias("before")
    gaps = sa.select(DOCUMENTS.c.number).where(
        DOCUMENTS.c.number > 1, ~sa.exists().where(before.c.number == DOCUMENTS.c.number - 1)
    )
    counted = sa.select(COUNTERS.c.value).where(COUNTERS.c.name == numbering.INVOICE)
    above = sa.select(DOCUMENTS.c.number).where(
        DOCUMENTS.c.number > sa.func.coalesce(counted.scalar_subquery(), 0)
    )
    lost = counted.where(COUNTERS.c.value > 0, ~sa.exists().where(DOCUMENTS.c.number == COUNTERS.c.value))
    return sa.union(gaps, above, lost)


def _elsewhere() -> sa.Select[Any]:
    """Documents in the shipment of another order, which a reference is as well, or in one with tickets.

    One that was returned, and so invalidated, still holds them.
    """
    tickets = sa.exists().where(TICKETS.c.shipment_id == SHIPMENTS.c.id, LIVE_TICKET)
    wrong = sa.or_(
        SHIPMENTS.c.order_id.is_distinct_from(DOCUMENTS.c.order_id),
        SHIPMENTS.c.dossier_id != ORDERS.c.dossier_id,
        SHIPMENTS.c.state == ShipmentState.REFERENCE,
        tickets,
    )
    return (
        sa.select(DOCUMENTS.c.id)
        .join(SHIPMENTS, SHIPMENTS.c.id == DOCUMENTS.c.shipment_id)
        .join(ORDERS, ORDERS.c.id == DOCUMENTS.c.order_id)
        .where(wrong)
    )


def _mails_amiss() -> sa.Select[Any]:
    """Documents that are sent without the mail that brings them, or have one and are not sent."""
    its = sa.exists().where(
        OUTBOX.c.id == DOCUMENTS.c.mail_id,
        OUTBOX.c.template == DOCUMENT,
        OUTBOX.c.order_id == DOCUMENTS.c.order_id,
    )
    sent = DOCUMENTS.c.state == DocumentState.SENT
    unsent = sa.and_(~sent, DOCUMENTS.c.mail_id.is_not(None))
    return sa.select(DOCUMENTS.c.id).where(sa.or_(sa.and_(sent, ~its), unsent))


def _left_behind() -> sa.Select[Any]:
    """Documents that say nothing yet in a shipment that was sent, or were not mailed in one by e-mail that was."""
    unsaid = DOCUMENTS.c.state == DocumentState.ADDED
    unmailed = sa.and_(SHIPMENT_MODES.c.type == ShipmentType.EMAIL, DOCUMENTS.c.state != DocumentState.SENT)
    return (
        sa.select(DOCUMENTS.c.id)
        .join(SHIPMENTS, SHIPMENTS.c.id == DOCUMENTS.c.shipment_id)
        .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
        .where(SHIPMENTS.c.state == ShipmentState.SENT, _THERE, sa.or_(unsaid, unmailed))
    )


def _half_settled() -> sa.Select[Any]:
    """Documents that say nothing though generated, or something though not; printed ones without a print."""
    silent = sa.cast(DOCUMENTS.c.facts, sa.String) == "{}"
    nobody = sa.cast(DOCUMENTS.c.addressee, sa.String) == "{}"
    added = DOCUMENTS.c.state == DocumentState.ADDED
    wrong = sa.or_(
        sa.and_(_SETTLED, sa.or_(silent, DOCUMENTS.c.generated_at.is_(None))),
        sa.and_(added, sa.or_(~silent, DOCUMENTS.c.generated_at.is_not(None), DOCUMENTS.c.printed > 0)),
        sa.and_(~_THERE, sa.or_(~silent, ~nobody, DOCUMENTS.c.text != "")),
        sa.and_(DOCUMENTS.c.state == DocumentState.PRINTED, DOCUMENTS.c.printed < 1),
    )
    return sa.select(DOCUMENTS.c.id).where(wrong)


def invoices_add_up(connection: Connection) -> list[Finding]:
    """Invoices whose lines do not come to their total, or that state another number or total than they have."""
    query = sa.select(DOCUMENTS).where(DOCUMENTS.c.number.is_not(None)).order_by(DOCUMENTS.c.number)
    wrong = Gathered()
    for row in connection.execute(query):
        invoice = FACTS.validate_python(row.facts).invoice if row.facts else None
        stated = (invoice.number, invoice.total.minor) if invoice is not None and _adds_up(invoice) else None
        if stated != (row.number, row.total_minor):
            wrong.add(row.number)
    return wrong.finding(Invariant.INVOICES, Thing.INVOICE)


def _adds_up(invoice: InvoiceFacts) -> bool:
    lines = sum(one.price.minor * one.quantity for one in invoice.tickets)
    lines += sum(one.price.minor * one.quantity for one in invoice.fees)
    lines += sum(one.amount.minor for one in invoice.articles)
    return lines == invoice.total.minor and invoice.total == invoice.paid + invoice.balance


QUESTIONS = (
    Question(Invariant.INVOICES, Thing.INVOICE, _numbers_missed()),
    Question(Invariant.DOCUMENTS, Thing.DOCUMENT, _elsewhere()),
    Question(Invariant.DOCUMENTS, Thing.DOCUMENT, _mails_amiss()),
    Question(Invariant.DOCUMENTS, Thing.DOCUMENT, _left_behind()),
    Question(Invariant.DOCUMENTS, Thing.DOCUMENT, _half_settled()),
)
