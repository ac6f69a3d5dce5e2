"""Tickets printed at the counter: counted, and a second print by right only (spec/reliability.md, P1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.reservations import taken_up_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import order_papers, orders
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, RefusedError, insist
from boxoffice_tui.services.transaction import Work, reading, require_held, use_case
from boxoffice_tui.views.documents import HouseFacts, TicketFacts
from boxoffice_tui.views.orders import OrderChange


@dataclass(frozen=True, slots=True)
class TicketPapers:
    """What is printed on tickets, and in which language."""

    house: HouseFacts
    tickets: tuple[TicketFacts, ...]
    language: str


@use_case(Right.TICKETS_PRINT)
def print_tickets(work: Work, order_id: int, version: int | None, ticket_ids: tuple[int, ...]) -> OrderChange:
    """Counts a print of each ticket, before the paper leaves the house's hands.

    Raises `RefusedError` (ticket_not_live, not_taken_up), `NotAllowedError` (tickets.duplicate for what was printed
    before), `ConflictError`.
    """
    order = orders.take(work, order_id, version)
    insist(taken_up_objection(order.due_on, order.number))
    live = sa.and_(
        TICKETS.c.order_id == order_id,
        TICKETS.c.id.in_(ticket_ids),
        LIVE_TICKET,
    )
    rows = work.connection.execute(sa.select(TICKETS.c.id, TICKETS.c.printed).where(live)).all()
    if not rows or len(rows) < len(set(ticket_ids)):
        raise RefusedError(OrderRefusal.TICKET_NOT_LIVE)
    if any(row.printed for row in rows):
        work.require(Right.TICKETS_DUPLICATE)
    work.connection.execute(sa.update(TICKETS).where(live).values(printed=TICKETS.c.printed + 1))
    work.journal("ticket_printed", order_id, ticket_ids=ticket_ids)
    change = orders.leave(work, order_id)
    return replace(change, ticket_ids=ticket_ids)


def papers_of(desk: Desk, order_id: int, ticket_ids: tuple[int, ...]) -> TicketPapers:
    """What the papers of live tickets say, barcodes too.

    Raises `NotAllowedError`, `NotFoundError` (order), `RefusedError` (not_taken_up).
    """
    require_held(desk, Right.TICKETS_PRINT)
    with reading(desk) as connection:
        query = sa.select(ORDERS).where(ORDERS.c.id == order_id)
        order = connection.execute(query).first()
        if order is None:
            raise NotFoundError("order", order_id)
        insist(taken_up_objection(order.due_on, order.number))
        holder = order_papers.holder_of(connection, order.contact_id, desk.house.language)
        house = order_papers.house_row(connection)
        rows = order_papers.ticket_rows(connection, order.id, ticket_ids)
    now = desk.clock.now()
    tickets = tuple(order_papers.ticket_facts(row, order.number, holder, house, now) for row in rows)
    return TicketPapers(order_papers.house_facts(house), tickets, holder.language)
