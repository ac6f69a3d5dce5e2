"""Tickets at the door: a barcode accepted once (spec/archives.md; issue: `tickets check`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import EVENTS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEATS
from boxoffice_tui.rules.orders import OrderRefusal, scan_objection, undo_scan_objection
from boxoffice_tui.rules.reservations import taken_up_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.errors import RefusedError, insist
from boxoffice_tui.services.ticket_rows import seat_of
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.states import TicketState


@dataclass(frozen=True, slots=True)
class Admission:
    """The ticket a token belongs to, let in or, after an undo, out again."""

    ticket_id: int
    number: int
    event: str
    section: str
    place: str


@use_case(Right.TICKETS_SCAN)
def admit(work: Work, token: str) -> Admission:
    """Lets the holder of a token in, once. Raises `RefusedError` (unknown_token, ticket_not_live,
    ticket_already_scanned, not_taken_up).
    """
    row = _ticket(work, token)
    insist(scan_objection(row.state if row else None, row.number if row else None))
    insist(taken_up_objection(row.due_on, row.order_number))
    return _mark(work, row, TicketState.SCANNED, "ticket_scanned")


@use_case(Right.TICKETS_UNDO_SCAN)
def undo_admission(work: Work, token: str) -> Admission:
    """Takes a scan back. Raises `RefusedError` (unknown_token, ticket_not_live, ticket_not_scanned)."""
    row = _ticket(work, token)
    if row is None:
        raise RefusedError(OrderRefusal.UNKNOWN_TOKEN)
    insist(undo_scan_objection(row.state, row.number))
    return _mark(work, row, TicketState.LIVE, "scan_undone")


def _ticket(work: Work, token: str) -> Any:
    """Locks a ticket after its order, which the journal's line will refer to: a cancellation has that first."""
    order = sa.select(TICKETS.c.order_id).where(TICKETS.c.token == token).scalar_subquery()
    referred = sa.select(ORDERS.c.id).where(ORDERS.c.id == order)
    work.connection.execute(referred.with_for_update(read=True, key_share=True))
    query = (
        sa.select(
            TICKETS,
            ORDERS.c.number.label("order_number"),
            ORDERS.c.due_on,
            EVENTS.c.title,
            SEATS.c.section,
            SEATS.c.row,
            SEATS.c.number.label("seat_number"),
        )
        .join(ORDERS, ORDERS.c.id == TICKETS.c.order_id)
        .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .join(SEATS, SEATS.c.id == TICKETS.c.seat_id, isouter=True)
        .where(TICKETS.c.token == token)
        .with_for_update(of=TICKETS)
    )
    return work.connection.execute(query).first()


def _mark(work: Work, row: Any, state: TicketState, action: str) -> Admission:
    work.connection.execute(
        sa.update(TICKETS)
        .where(TICKETS.c.id == row.id)
        .values(state=state, scanned_at=work.now if state is TicketState.SCANNED else None)
    )
    work.journal(action, row.order_id, ticket_ids=[row.id])
    return Admission(row.id, row.number, row.title, row.section or "", seat_of(row))
