"""Tickets printed at the counter: one original, then duplicates with a reason (spec/reliability.md, P1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules.notes import joined
from boxoffice_tui.rules.reservations import taken_up_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import notes, order_papers, orders, ticket_prints
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, insist
from boxoffice_tui.services.ticket_prints import LockedTicket
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
def print_tickets(
    work: Work, order_id: int, version: int | None, ticket_ids: tuple[int, ...], reason: str | None = None
) -> OrderChange:
    """Counts the original of each ticket, before the paper leaves the house's hands.

    No `ticket_ids`: those not printed yet. With a `reason` those printed before get a duplicate in the same go, as
    of `reprint_tickets`. Raises `RefusedError` (ticket_printed without a reason, not_taken_up, and as
    `ticket_prints.lock`), `NotAllowedError` (tickets.duplicate for what was printed before), `ConflictError`.
    """
    order = orders.take(work, order_id, version)
    insist(taken_up_objection(order.due_on, order.number))
    originals, again = to_print(work, order_id, ticket_ids, reason)
    if originals:
        _count(work, originals)
        work.journal("ticket_printed", order_id, ticket_ids=[row.id for row in originals])
    if again:
        _duplicate(work, order_id, again, reason or "")
    printed_now = sorted(row.id for row in (*originals, *again))
    return replace(orders.leave(work, order_id), ticket_ids=tuple(printed_now))


def to_print(
    work: Work, order_id: int, ticket_ids: tuple[int, ...], reason: str | None
) -> tuple[list[LockedTicket], list[LockedTicket]]:
    """The tickets of a locked order to print for the first time, and those to print again, for a reason.

    The reason is yet to be judged (`require_reason`). Raises as `print_tickets`, and as `ticket_prints.lock`.
    """
    rows = ticket_prints.lock(work, order_id, ticket_ids or None, reason)
    originals, again = ([row for row in rows if bool(row.printed) is printed] for printed in (False, True))
    if originals and not ticket_ids and reason is None:
        again = []
    if again:
        work.require(Right.TICKETS_DUPLICATE)
    if reason is None:
        for row in again:
            insist(rule.print_objection(row.printed, row.number))
    return originals, again


@use_case(Right.TICKETS_DUPLICATE)
def reprint_tickets(
    work: Work, order_id: int, version: int | None, ticket_ids: tuple[int, ...], reason: str
) -> OrderChange:
    """Counts a duplicate of each printed ticket; the barcode stays that of the original.

    The second paper of a ticket is its duplicate 2. The reason is kept as a note of the order, with the numbers:
    `#12 ×2 · ticket lost`. Raises `RefusedError` (ticket_not_live, ticket_not_printed, and as `notes.append`),
    `ConflictError`.
    """
    orders.take(work, order_id, version)
    rows = ticket_prints.lock(work, order_id, ticket_ids, reason)
    for row in rows:
        insist(rule.print_objection(row.printed, row.number, duplicate=True))
    _duplicate(work, order_id, rows, reason)
    return replace(orders.leave(work, order_id), ticket_ids=ticket_ids)


def _duplicate(work: Work, order_id: int, rows: list[LockedTicket], reason: str) -> None:
    """Counts the next print of these printed tickets, and keeps why."""
    require_reason(rows, reason)
    _count(work, rows)
    tell_duplicates(work, order_id, rows, reason)


def require_reason(rows: list[LockedTicket], reason: str) -> None:
    """Raises `RefusedError` (as `notes.append`) where `reason` cannot be kept as why these are printed again."""
    insist(rule.reason_objection(reason))
    insist(rule.note_objection(_duplicate_note(rows, reason)))


def tell_duplicates(work: Work, order_id: int, rows: list[LockedTicket], reason: str) -> None:
    """Keeps why these tickets are printed again; each has the papers it had before."""
    notes.append(work, order_id, _duplicate_note(rows, reason))
    copies = [row.printed + 1 for row in rows]
    work.journal("ticket_reprinted", order_id, ticket_ids=[row.id for row in rows], copies=copies)


def _duplicate_note(rows: list[LockedTicket], reason: str) -> str:
    """The note that is kept of duplicates to come of these tickets: `#12 ×2 · lost`."""
    return joined(", ".join(f"#{row.number} ×{row.printed + 1}" for row in rows), reason)


def _count(work: Work, rows: list[LockedTicket]) -> None:
    printed = TICKETS.c.id.in_([row.id for row in rows])
    work.connection.execute(sa.update(TICKETS).where(printed).values(printed=TICKETS.c.printed + 1))


def papers_of(desk: Desk, order_id: int, ticket_ids: tuple[int, ...]) -> TicketPapers:
    """What the papers of live tickets say, barcodes too, and which print of each it is.

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
    tickets = tuple(
        replace(order_papers.ticket_facts(row, order.number, holder, house, now), copy=row.printed) for row in rows
    )
    return TicketPapers(order_papers.house_facts(house), tickets, holder.language)
