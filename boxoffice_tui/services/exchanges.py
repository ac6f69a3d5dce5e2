"""Exchanging tickets: seat, rate or performance; the old one is cancelled, a new number replaces it.

The customer owes the difference. The fees of the old ticket become the new one's at what they were; they move no
money and nobody pays them twice: only who had an invitation, and paid none, pays them now. A delivery that must be
made anew is charged like any other.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import FEE_STANDS
from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.orders import ORDER_FEES, TICKETS
from boxoffice_tui.data.tables.programme import CELLS
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS
from boxoffice_tui.rules import exchanges as rule
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.occupancy import OccupancyRefusal
from boxoffice_tui.rules.orders import PerformanceFacts, change_objection
from boxoffice_tui.rules.pricing import carries_fees
from boxoffice_tui.rules.reservations import taken_up_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import cancellations, delivery, ledger, order_page, orders, performances, selling
from boxoffice_tui.services.attempt import attempting
from boxoffice_tui.services.delivery_situation import carried_rows
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError, insist
from boxoffice_tui.services.ticket_rows import TICKET_ROWS
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.exchanges import ExchangedTicket, ExchangeOffer
from boxoffice_tui.views.orders import OrderChange, TicketLine
from boxoffice_tui.views.requests import ExchangeRequest, TicketRequest
from boxoffice_tui.views.states import ShipmentState


@use_case(Right.ORDERS_ADD_TICKETS)
def exchange(
    work: Work,
    order_id: int,
    version: int | None,
    form: str,
    changes: tuple[ExchangeRequest, ...],
    mode: str | None = None,
) -> OrderChange:
    """Replaces tickets of an order by new numbers: old places free, new ones taken, the difference owed.

    New places are those the form holds, or free ones; the price is today's. Each ticket is delivered as the one it
    replaces, or by `mode`. It takes the right to cancel tickets too. The answer's tickets are the new ones, in the
    order of `replaced_ids`. Raises `RefusedError` (origin_not_changeable, order_cancelled, not_taken_up,
    ticket_not_live, ticket_scanned, performance_past, the codes of rules/exchanges, the delivery reasons, and as
    `selling.choose` does), `ConflictError`.
    """
    return _exchange(work, order_id, version, form, changes, mode)


def exchange_offer(
    desk: Desk,
    order_id: int,
    form: str,
    changes: tuple[ExchangeRequest, ...],
    mode: str | None = None,
) -> ExchangeOffer:
    """What `exchange` would come to now: prices, difference, what must be handed back. Nothing is changed.

    Raises what `exchange` would, `NotAllowedError` too.
    """
    with attempting(desk, Right.ORDERS_ADD_TICKETS) as attempt:
        work = attempt.work
        work.key = secrets.token_hex()
        owed = orders.take(work, order_id, None).balance_minor
        asked = [change.ticket_id for change in changes]
        before = _lines(work, asked)
        change = _exchange(work, order_id, None, form, changes, mode)
        after = _lines(work, change.ticket_ids)
        pairs = zip(change.replaced_ids, change.ticket_ids, strict=True)
        tickets = tuple(ExchangedTicket(before[old], after[new]) for old, new in pairs)
        prices = [one.before.price for one in tickets], [one.after.price for one in tickets]
        difference = rule.difference(*prices, work.house.currency)
        delivered = change.balance - work.money(owed) - difference
        return ExchangeOffer(tickets, difference, delivered, change.balance, change.promotions_not_applied)


def _exchange(
    work: Work,
    order_id: int,
    version: int | None,
    form: str,
    changes: Sequence[ExchangeRequest],
    mode: str | None,
) -> OrderChange:
    work.require(Right.ORDERS_CANCEL_TICKETS)
    order = orders.take(work, order_id, version)
    insist(change_objection(orders.facts_of(order)))
    insist(taken_up_objection(order.due_on, order.number))
    ids = tuple(change.ticket_id for change in changes)
    insist(rule.chosen_objection(ids))
    old = {row.id: row for row in cancellations.lock_tickets(work, order_id, ids)}
    _let_go(work, {row.performance_id for row in old.values()})
    requests = _requests(work, old, changes)
    ways = _ways(work, ids)
    cancelled = cancellations.cancelled_by(work)
    work.connection.execute(sa.update(TICKETS).where(TICKETS.c.id.in_(ids)).values(cancelled))
    kept = {
        seat_id
        for request, change in zip(requests, changes, strict=True)
        if change.seat_id is None
        for seat_id in request.seat_ids
    }
    with _told_of_kept(work, kept, requests):
        chosen = selling.choose(work, requests, form, order_id, leaving=ids)
    free = _without_fees(work, [row for row in old.values() if not carries_fees(work.money(row.price_minor))])
    new_ids = selling.write_instead(work, order_id, chosen, ids, free)
    amount = sum(row.price_minor for row in old.values())
    if amount:
        sides = (Account.SALES, Account.RECEIVABLE)
        ledger.post(work, order_id, MovementKind.CANCELLATION, *sides, amount, ":exchanged")
    _carry_fees(work, dict(zip(ids, new_ids, strict=True)))
    _deliver(work, order_id, [ways[one] for one in ids], new_ids, mode)
    change = orders.leave(work, order_id, needs_confirmation=True, needs_note=True)
    owed = change.balance.minor - order.balance_minor
    facts = {"ticket_ids": new_ids, "replaced_ids": ids, "amount": owed, "currency": change.balance.currency}
    work.journal("tickets_exchanged", order_id, **facts)
    return replace(
        change, ticket_ids=new_ids, replaced_ids=ids, promotions_not_applied=chosen.promotions_not_applied
    )


@contextmanager
def _told_of_kept(work: Work, seat_ids: set[int], requests: Sequence[TicketRequest]) -> Iterator[None]:
    """A seat that is kept, and is another's in the new performance, was not taken meanwhile: it says so."""
    try:
        yield
    except RefusedError as error:
        seat_id = error.facts.get("seat_id")
        if error.code != OccupancyRefusal.SEAT_TAKEN or seat_id not in seat_ids:
            raise
        there = next(request.performance_id for request in requests if seat_id in request.seat_ids)
        row = performances.row_of(work.connection, there)
        facts = PerformanceFacts(row.state, row.starts_at, row.zone, row.on_sale)
        insist(rule.kept_seat_objection(str(error.facts["seat"]), facts), seat_id=seat_id)


def _let_go(work: Work, performance_ids: set[int]) -> None:
    """Refuses to take tickets of performances back that have begun, unless by right."""
    for performance_id in sorted(performance_ids):
        row = performances.row_of(work.connection, performance_id)
        facts = PerformanceFacts(row.state, row.starts_at, row.zone, row.on_sale)
        objection = rule.leaving_objection(facts, work.now)
        if objection is not None and not work.may(Right.PERFORMANCES_SELL_PAST):
            insist(objection)


def _requests(
    work: Work, old: Mapping[int, Any], changes: Sequence[ExchangeRequest]
) -> list[TicketRequest]:
    """What is sold instead of each ticket."""
    cells = {row.cell_id for row in old.values()}
    query = sa.select(CELLS.c.id, CELLS.c.category_id).where(CELLS.c.id.in_(cells))
    categories = {row.id: row.category_id for row in work.connection.execute(query)}
    requests = []
    for change in changes:
        row = old[change.ticket_id]
        place = rule.Place(row.performance_id, categories[row.cell_id], row.seat_id, row.rate_id)
        wish = rule.Wish(
            change.performance_id, change.category_id, change.seat_id, change.rate_id, change.promotion
        )
        wanted = rule.exchanged(place, wish, row.number)
        if isinstance(wanted, Objection):
            raise RefusedError(wanted.code, wanted.facts)
        performances.row_of(work.connection, wanted.performance)  # unknown ones are told by their name
        insist(rule.place_objection(wanted, _places_like(work, wanted), row.number))
        requests.append(_request(wanted, change))
    return requests


def _request(wanted: rule.Place, change: ExchangeRequest) -> TicketRequest:
    seated = wanted.seat is not None
    return TicketRequest(
        wanted.performance,
        wanted.rate,
        seat_ids=(wanted.seat,) if wanted.seat is not None else (),
        category_id=None if seated else wanted.category,
        quantity=0 if seated else 1,
        shown=change.shown,
        promotion=change.promotion,
    )


def _places_like(work: Work, wanted: rule.Place) -> set[int]:
    """The seat, or the unnumbered category, that is wanted, where the performance has it."""
    own = CELLS.c.performance_id == wanted.performance
    if wanted.seat is not None:
        query = sa.select(SEATS.c.id).join(CELLS, CELLS.c.category_id == SEATS.c.category_id)
        query = query.where(own, SEATS.c.id == wanted.seat)
    else:
        query = sa.select(SEAT_CATEGORIES.c.id).join(CELLS, CELLS.c.category_id == SEAT_CATEGORIES.c.id)
        query = query.where(own, SEAT_CATEGORIES.c.id == wanted.category, ~SEAT_CATEGORIES.c.numbered)
    return set(work.connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class _Way:
    """How a ticket travels: by a mode's code to a contact, in a shipment that still waits or that has left."""

    mode: str | None
    to: int | None
    shipment_id: int | None
    waits: bool


def _ways(work: Work, ticket_ids: Sequence[int]) -> dict[int, _Way]:
    rows = carried_rows(work.connection, TICKETS.c.id.in_(ticket_ids))
    return {
        row.id: _Way(row.mode, row.delivered_to, row.shipment_id, row.shipment_state == ShipmentState.UNSENT)
        for row in rows
    }


def _deliver(
    work: Work, order_id: int, ways: Sequence[_Way], ticket_ids: Sequence[int], mode: str | None
) -> None:
    """Each new ticket to whom the old one went, by its mode or by `mode`; a shipment left without any goes."""
    together: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for way, ticket_id in zip(ways, ticket_ids, strict=True):
        code = mode or way.mode
        if code is not None:
            together[code, way.to].append(ticket_id)
    for (code, to), ids in sorted(together.items(), key=lambda one: one[1]):
        delivery.ship(work, order_id, ids, code, to)
    waiting = {way.shipment_id for way in ways if way.waits and way.shipment_id is not None}
    delivery.leave_behind(work, order_id, waiting, fees_back=True)


def _without_fees(work: Work, invitations: Sequence[Any]) -> set[int]:
    """The tickets at 0 that carry no fee; one that was a ticket with a price before kept that one's."""
    ids = {row.id for row in invitations}
    query = sa.select(ORDER_FEES.c.ticket_id).where(ORDER_FEES.c.ticket_id.in_(ids), FEE_STANDS)
    return ids - set(work.connection.execute(query).scalars())


def _carry_fees(work: Work, replaced_by: Mapping[int, int]) -> None:
    """Writes the fees of old tickets anew for their successors, and ends the old lines: no money moves.

    A line is never given to another ticket: closings read what a ticket was sold with.
    """
    which = sa.and_(ORDER_FEES.c.ticket_id.in_(replaced_by), FEE_STANDS)
    rows = work.connection.execute(sa.select(ORDER_FEES).where(which).order_by(ORDER_FEES.c.id)).all()
    if not rows:
        return
    ended = ORDER_FEES.c.id.in_([row.id for row in rows])
    work.connection.execute(sa.update(ORDER_FEES).where(ended).values(cancelled_at=work.now))
    kept = ("order_id", "kind", "amount_minor", "tax_minor")
    carried = [
        {**{name: getattr(row, name) for name in kept}, "ticket_id": replaced_by[row.ticket_id]} for row in rows
    ]
    work.connection.execute(sa.insert(ORDER_FEES), carried)


def _lines(work: Work, ticket_ids: Sequence[int]) -> dict[int, TicketLine]:
    rows = work.connection.execute(TICKET_ROWS.where(TICKETS.c.id.in_(ticket_ids)))
    return {row.id: order_page.line_of(work.desk, row, work.now) for row in rows}
