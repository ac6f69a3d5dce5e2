"""Reservations: places kept for a contact until a day, then taken up, extended or released (issue: Reserve).

A reservation is an order like any other, with its tickets numbered and its sale posted at once; what is missing is
its money, and until it is taken up nothing goes out for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.data.tables.programme import PERFORMANCES
from boxoffice_tui.rules import orders as order_rule
from boxoffice_tui.rules import reservations as rule
from boxoffice_tui.rules.deadlines import first_day, local_date
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal, PerformanceState
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import (
    articles,
    cancellations,
    contacts,
    delivery,
    notes,
    occupancy,
    orders,
    payments,
    reference_shipments,
    sales,
    selling,
    till_sessions,
)
from boxoffice_tui.services.errors import RefusedError, insist
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ArticleRequest, Delivery, PaymentRequest, TicketRequest
from boxoffice_tui.views.states import OrderState


@use_case(Right.ORDERS_SELL)
def reserve(
    work: Work,
    form: str,
    contact_id: int | None,
    tickets: tuple[TicketRequest, ...],
    delivered: Delivery,
    due_on: date | None = None,
    pieces: tuple[ArticleRequest, ...] = (),
    paid_by: tuple[PaymentRequest, ...] = (),
) -> OrderChange:
    """Reserves places for a contact: an order due on a day, which the organisation's days say where nobody asks.

    `form` and `delivered` as in `sales.sell`; that is kept as the dossier's reference shipment, without its fee;
    `pieces` of articles wait with the places. `paid_by` is a deposit, or all that is owed until it is taken up. A
    day after the first performance becomes its day. Raises `RefusedError` (contact_required, due_date_past,
    no_mode_offered, and as `sales.sell`), `NotFoundError` (contact).
    """
    if contact_id is None:
        raise RefusedError(rule.ReservationRefusal.CONTACT_REQUIRED)
    contact_id = contacts.take_current(work, contact_id)
    chosen = selling.choose(work, tickets, form, None)
    until = _due_date(work, {one.performance_id for one in tickets}, due_on)
    if paid_by:
        till_sessions.paying(work)  # a till is locked before numbers are
    order_id = sales.new_order(work, contact_id, due_on=until)
    ticket_ids = selling.write(work, order_id, chosen, delivered, reserved=True)
    added = articles.put(work, order_id, pieces)
    change = orders.answer(work, order_id)
    work.journal(
        "order_reserved",
        order_id,
        number=change.number,
        ticket_ids=ticket_ids,
        **added.facts,
        due_on=until,
        amount=change.balance.minor,
        currency=change.balance.currency,
    )
    for position, payment in enumerate(paid_by):
        change = payments.add(work, order_id, change.balance.minor, payment, f":{position}")
    return replace(change, ticket_ids=ticket_ids, promotions_not_applied=chosen.promotions_not_applied)


@use_case(Right.ORDERS_SELL)
def take_up(
    work: Work,
    order_id: int,
    paid_by: tuple[PaymentRequest, ...] = (),
    mode: str | None = None,
    version: int | None = None,
) -> OrderChange:
    """Makes a reservation a sale: its places, its delivery with the fee, and what is paid, all or nothing.

    Delivered by `mode`, else by that of the reference shipment, which stays. What is left open stays due. Raises
    `RefusedError` (not_a_reservation, performance_cancelled, delivery reasons, and as
    `payments.record_payment`), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    insist(rule.reserved_objection(row.due_on, row.number))
    rows = _live_tickets(work, order_id)
    if any(one.state is PerformanceState.CANCELLED for one in rows):
        raise RefusedError(OrderRefusal.PERFORMANCE_CANCELLED)
    if paid_by:
        till_sessions.paying(work)  # a till is locked before numbers are
    occupancy.take_up(work, order_id)
    ticket_ids = tuple(one.id for one in rows)
    kept = reference_shipments.reference_of(work.connection, row.dossier_id)
    delivery.ship(work, order_id, ticket_ids, mode or kept.code)
    change = orders.leave(work, order_id, due_on=None, needs_confirmation=True)
    work.journal("reservation_taken_up", order_id, ticket_ids=ticket_ids, mode=mode or kept.code)
    for position, payment in enumerate(paid_by):
        change = payments.add(work, order_id, change.balance.minor, payment, f":{position}")
    return replace(change, ticket_ids=ticket_ids)


@use_case(Right.ORDERS_SELL)
def extend(
    work: Work, order_id: int, due_on: date, reason: str, version: int | None = None
) -> OrderChange:
    """Gives a reservation a later due date, the day of its first performance at the latest; why becomes a note.

    Raises `RefusedError` (not_a_reservation, due_date_past, due_date_not_later, reason_required, note_too_long,
    card_number), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    insist(rule.reserved_objection(row.due_on, row.number))
    insist(order_rule.reason_objection(reason))
    earliest_on = _first_day(work, {one.performance_id for one in _live_tickets(work, order_id)})
    until = _accepted(rule.extended_due_date(row.due_on, due_on, _today(work), earliest_on))
    change = orders.leave(work, order_id, due_on=until)
    work.journal("reservation_extended", order_id, due_before=row.due_on, due_on=until)
    notes.append(work, order_id, reason)
    return change


@use_case(Right.ORDERS_CANCEL_TICKETS)
def release(work: Work, order_id: int, version: int | None = None) -> OrderChange:
    """Gives a reservation up, whatever its day: places free at once, what was paid is to be refunded.

    Raises `RefusedError` (not_a_reservation, ticket_scanned), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    insist(rule.reserved_objection(row.due_on, row.number))
    return end(work, row)


def end(work: Work, row: Any) -> OrderChange:
    """Ends the reservation of a locked order, within a transaction under way: all its tickets, with all fees, and
    all its articles.
    """
    ticket_ids = tuple(one.id for one in _live_tickets(work, row.id))
    parts = tuple(RefundPart)
    cancellations.take_back(work, row.id, cancellations.lock_tickets(work, row.id, ticket_ids), parts)
    taken = articles.take_all_back(work, row.id)
    undone = {"state": OrderState.CANCELLED, "due_on": None}
    change = orders.leave(work, row.id, needs_confirmation=False, needs_note=False, **undone)
    work.journal(
        "reservation_released", row.id, ticket_ids=ticket_ids, **taken.facts, parts=parts, due_on=row.due_on
    )
    return replace(change, ticket_ids=ticket_ids)


def _due_date(work: Work, performance_ids: set[int], asked: date | None) -> date:
    earliest_on, today = _first_day(work, performance_ids), _today(work)
    if asked is not None or earliest_on is None:
        return _accepted(rule.asked_due_date(asked or today, today, earliest_on))
    house = work.connection.execute(
        sa.select(ORGANISATIONS.c.reservation_days_after, ORGANISATIONS.c.reservation_days_before)
    ).one()
    return rule.proposed_due_date(today, earliest_on, rule.DueDays(*house))


def _accepted(due_on: date | Objection) -> date:
    if isinstance(due_on, Objection):
        raise RefusedError(due_on.code, due_on.facts)
    return due_on


def _today(work: Work) -> date:
    return local_date(work.now, str(work.house.zone))


def _first_day(work: Work, performance_ids: set[int]) -> date | None:
    """The day of the earliest of performances, None while none has one; all days are the organisation's."""
    first = sa.select(sa.func.min(PERFORMANCES.c.starts_at, type_=PERFORMANCES.c.starts_at.type))
    starts_at = work.connection.execute(first.where(PERFORMANCES.c.id.in_(performance_ids))).scalar_one()
    return first_day(filter(None, (starts_at,)), str(work.house.zone))


def _live_tickets(work: Work, order_id: int) -> list[Any]:
    query = (
        sa.select(TICKETS.c.id, TICKETS.c.performance_id, PERFORMANCES.c.state)
        .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
        .join(ORDERS, ORDERS.c.id == TICKETS.c.order_id)
        .where(TICKETS.c.order_id == order_id, LIVE_TICKET)
        .order_by(TICKETS.c.id)
    )
    return list(work.connection.execute(query))
