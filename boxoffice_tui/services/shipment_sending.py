"""What becomes of a shipment that leaves the house: sent, returned, the carrier's number (spec/delivery.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import FEE_STANDS
from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENT_MODES
from boxoffice_tui.data.tables.orders import ORDER_FEES, TICKETS
from boxoffice_tui.rules import shipments as rule
from boxoffice_tui.rules.notes import joined
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import note_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import safe
from boxoffice_tui.services import delivery, notes
from boxoffice_tui.services.delivery_situation import recipient
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import insist
from boxoffice_tui.services.shipment_changes import answer, leave, lines_of, row_of, take
from boxoffice_tui.services.transaction import Work, reading, require_held, use_case
from boxoffice_tui.views.shipments import ShipmentChange
from boxoffice_tui.views.states import DocumentState, ShipmentState


@use_case(Right.SHIPMENTS_CHANGE)
def mark_sent(work: Work, shipment_id: int, version: int | None) -> ShipmentChange:
    """Marks a shipment as sent: it is locked from now on.

    Raises `RefusedError` (tickets_not_printed of what goes by post, documents_not_generated, sent_with_its_mail,
    nothing_to_send, shipment_sent …), `NotFoundError` (shipment), `ConflictError`.
    """
    row = take(work, shipment_id, version)
    insist(_sent_objection(work.connection, row))
    changed = leave(work, row.id, state=ShipmentState.SENT)
    work.journal("shipment_sent", row.order_id, shipment_id=row.id)
    return changed


def require_sendable(desk: Desk, shipment_id: int) -> None:
    """Says whether `mark_sent` would be done now, and does nothing. Raises as that."""
    require_held(desk, Right.SHIPMENTS_CHANGE)
    with reading(desk) as connection:
        insist(_sent_objection(connection, row_of(connection, shipment_id)))


def _sent_objection(connection: Connection, row: Any) -> Objection | None:
    tickets, documents = lines_of(connection, row.id), documents_of(connection, row.id)
    return rule.sent_objection(row.number, row.state, row.mode_type, tickets, documents)


@use_case(Right.SHIPMENTS_CHANGE)
def mark_returned(work: Work, shipment_id: int, version: int | None, reason: str) -> ShipmentChange:
    """Invalidates a shipment that came back; its tickets wait in a new one by the same mode, to the same contact.

    It goes to the e-mail and the address the contact has by now, and takes the fee over. The reason is kept as a
    note of the order, with the shipment's number. Raises `RefusedError` (shipment_not_sent, and as `notes.append`),
    `NotFoundError` (shipment), `ConflictError`.
    """
    row = take(work, shipment_id, version)
    insist(rule.returned_objection(row.number, row.state))
    insist(note_objection(reason))
    notes.append(work, row.order_id, joined(str(row.number), reason))
    ticket_ids = [line.id for line in lines_of(work.connection, row.id)]
    made = _sent_again(work, row, ticket_ids) if ticket_ids else None
    leave(work, row.id, state=ShipmentState.INVALIDATED)
    made_id = None if made is None else made.id
    work.journal(
        "shipment_returned", row.order_id, shipment_id=row.id, ticket_ids=ticket_ids, made_id=made_id
    )
    return answer(work, row.id, None if made is None else made.number)


@use_case(Right.SHIPMENTS_CHANGE)
def set_carrier_reference(work: Work, shipment_id: int, version: int | None, text: str) -> ShipmentChange:
    """Keeps the carrier's tracking number of a shipment, sent or not; blank takes it away.

    Raises `RefusedError` (not_carried, carrier_reference_too_long, shipment_is_reference, shipment_invalidated),
    `NotFoundError` (shipment), `ConflictError`.
    """
    row = take(work, shipment_id, version)
    written = safe(text).strip()
    insist(rule.carrier_reference_objection(row.number, row.state, row.mode_type, written))
    if written == row.carrier_reference:
        return answer(work, row.id)
    changed = leave(work, row.id, carrier_reference=written)
    work.journal("carrier_reference_changed", row.order_id, shipment_id=row.id)
    return changed


def documents_of(connection: Connection, shipment_id: int) -> list[DocumentState]:
    """How the documents of a shipment stand, those deleted too."""
    query = sa.select(DOCUMENTS.c.state).where(DOCUMENTS.c.shipment_id == shipment_id)
    return list(connection.execute(query).scalars())


def _sent_again(work: Work, row: Any, ticket_ids: list[int]) -> delivery.Made:
    """A shipment for tickets that came back, which is paid for already."""
    mode = work.connection.execute(sa.select(SHIPMENT_MODES).where(SHIPMENT_MODES.c.id == row.mode_id)).one()
    to = recipient(work.connection, row.contact_id, row.dossier_id)
    to = replace(to, email_id=to.email_id if row.email_id else None)
    made = delivery.make_shipment(work, row.dossier_id, row.order_id, mode, to, free=True)
    moved = sa.update(TICKETS).where(TICKETS.c.id.in_(ticket_ids))
    work.connection.execute(moved.values(shipment_id=made.id))
    paid = sa.update(ORDER_FEES).where(ORDER_FEES.c.shipment_id == row.id, FEE_STANDS)
    work.connection.execute(paid.values(shipment_id=made.id))
    return made
