"""Shipment modes of an order's tickets: what is offered, and tickets put into shipments (spec/delivery.md)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.orders import ORDER_FEES, TICKETS
from boxoffice_tui.rules import delivery as rule
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.pricing import tax_of
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import ledger, numbering, orders, reference_shipments
from boxoffice_tui.services.delivery_costs import costs_of, waiting
from boxoffice_tui.services.delivery_situation import (
    carried_rows,
    facts_of,
    named,
    on_any_channel,
    order_of,
    performance_of,
    recipient,
    recipient_at,
    recipient_of,
    require_offered,
    situation_of,
    ticket_modes,
)
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.prices import taxes_on_fees
from boxoffice_tui.services.shipment_rows import next_version, stamp, way
from boxoffice_tui.services.ticket_prints import open_papers, require_known
from boxoffice_tui.services.transaction import Work, reading, require_held, use_case
from boxoffice_tui.views.delivery import ModeOffer, OrderOffers
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import DeliveryRequest
from boxoffice_tui.views.states import FeeKind, ShipmentState

_NO_ORDER = 0
"""No order has this id: nothing waits in it, and nothing is left behind."""


def offers_for(
    desk: Desk,
    order_id: int,
    performance_id: int | None = None,
    ticket_ids: Collection[int] | None = None,
) -> OrderOffers:
    """The modes of the organisation for an order, with what is offered, its cost, and why not the others.

    For one more ticket of `performance_id` where given, else for those of `ticket_ids`, or all live tickets
    the order has; the mode the other tickets share comes as `prefill`, or the reason to choose. Of a reservation
    that is the mode of its reference shipment, and nothing costs before it is taken up.
    Raises `NotAllowedError`, `NotFoundError` (order, performance).
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        row = order_of(connection, order_id)
        which = _live(order_id)
        if ticket_ids is not None:
            which = sa.and_(which, TICKETS.c.id.in_(ticket_ids))
        tickets = carried_rows(connection, which)
        extra = performance_of(connection, performance_id) if performance_id is not None else None
        carried = tickets if extra is None else [extra]  # as `ship` will judge it: what travels with it
        who = row if extra is not None else recipient_of(connection, row, tickets)
        situation = situation_of(connection, desk, who, carried, desk.clock.now())
        modes = ticket_modes(connection)
        changed = [ticket.id for ticket in tickets if not ticket.printed] if extra is None else []
        reserved = row.due_on is not None
        costs = {} if reserved else costs_of(connection, desk, order_id, who.contact_id, changed, modes)
        prefill: str | Objection | None = None
        if extra is not None:
            prefill = rule.prefill(
                [rule.OrderedTicket(one.event_id, one.mode) for one in tickets], extra.event_id
            )
        if reserved:
            prefill = reference_shipments.reference_of(connection, row.dossier_id).code
    views = _offered(desk, modes, situation, costs)
    chosen = prefill if isinstance(prefill, str) else None
    return OrderOffers(views, chosen, prefill if isinstance(prefill, Objection) else None)


def offers_to(
    desk: Desk, contact_id: int | None, performance_ids: Collection[int], *, exception: bool = False
) -> tuple[ModeOffer, ...]:
    """The modes for a sale to be, of tickets of these performances to a contact or to nobody; as `offers_for`.

    As an `exception`, what a reference shipment may have on every channel. Raises `NotAllowedError`,
    `NotFoundError` (performance).
    """
    require_held(desk, Right.ORDERS_SELL)
    with reading(desk) as connection:
        modes = ticket_modes(connection)
        carried = [performance_of(connection, one) for one in performance_ids]
        buyer = recipient(connection, contact_id)
        situation = situation_of(connection, desk, buyer, carried, desk.clock.now())
        if exception:
            situation = on_any_channel(situation, modes)
        costs = costs_of(connection, desk, _NO_ORDER, contact_id, (), modes)
    return _offered(desk, modes, situation, costs)


def _offered(
    desk: Desk, modes: Sequence[Any], situation: rule.Situation, costs: Mapping[str, Money]
) -> tuple[ModeOffer, ...]:
    return tuple(
        ModeOffer(
            code=mode.code,
            name=in_language(mode.names, desk.language, mode.code),
            price=Money(mode.price_minor, desk.house.currency),
            cost=costs.get(mode.code, Money(0, desk.house.currency)),
            offered=offer.offered and offer.confirmable,
            objection=_why_not(mode, situation, desk.language),
        )
        for mode in modes
        for offer in (rule.offer_of(facts_of(mode), situation),)
    )


@use_case(Right.SHIPMENTS_CHANGE)
def change_delivery(
    work: Work, order_id: int, version: int | None, ticket_ids: tuple[int, ...], mode: str
) -> OrderChange:
    """Delivers the ticked tickets by another mode; its fee joins the order, no mail is sent.

    Printed tickets stay in their shipment, as those whose paper is on its way or in doubt, sent ones are locked
    (spec/delivery.md, Rules). Of a reservation nothing is delivered yet: the mode of its reference changes, for all
    its tickets, without a fee. Where all travel by that mode already nothing is changed.
    Raises `RefusedError` (delivery reasons, ticket_not_live, tickets_printed, ticket_printing, ticket_in_doubt,
    shipment_sent), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    rows = _not_printed(work, order_id, ticket_ids)
    moving = tuple(row.id for row in rows)
    if row.due_on is not None:
        reference_shipments.keep(work, order_id, DeliveryRequest(mode))
        return orders.leave(work, order_id)
    if {row.mode for row in rows} == {mode}:
        return orders.answer(work, order_id)
    to = recipient_of(work.connection, order_of(work.connection, order_id), rows).contact_id
    ship(work, order_id, moving, mode, to)
    work.journal("delivery_changed", order_id, ticket_ids=moving, mode=mode)
    return orders.leave(work, order_id, needs_confirmation=True)


def ship(
    work: Work, order_id: int, ticket_ids: Collection[int], code: str, to: int | None = None
) -> None:
    """Puts tickets of a locked order into its unsent shipment by a mode, made with its fee when there is none.

    It goes to the contact of the dossier's reference, else of the order, unless it is `to` another one. The offer
    is computed anew here, at commit. Shipments left without a ticket are invalidated and their fee goes.
    """
    chosen = sa.and_(TICKETS.c.order_id == order_id, TICKETS.c.id.in_(ticket_ids))
    rows = carried_rows(work.connection, sa.and_(chosen, LIVE_TICKET))
    if len(rows) < len(set(ticket_ids)):
        raise RefusedError(OrderRefusal.TICKET_NOT_LIVE)
    if any(row.shipment_state == ShipmentState.SENT for row in rows):
        raise RefusedError(rule.DeliveryRefusal.SHIPMENT_SENT)
    order = order_of(work.connection, order_id)
    who = order if to in {None, order.contact_id} else recipient_at(work, to, order.dossier_id)
    mode = require_offered(work, who, rows, code)
    shipment_id = _joined(work, order, mode, who)
    before = {row.shipment_id for row in rows} - {None, shipment_id}
    work.connection.execute(sa.update(TICKETS).where(chosen).values(shipment_id=shipment_id))
    leave_behind(work, order_id, before, fees_back=True)


def _not_printed(work: Work, order_id: int, ticket_ids: Collection[int]) -> list[Any]:
    """The live tickets among `ticket_ids` whose paper is not out yet, nor may be."""
    rows = carried_rows(work.connection, sa.and_(_live(order_id), TICKETS.c.id.in_(ticket_ids)))
    if not rows or len(rows) < len(set(ticket_ids)):
        raise RefusedError(OrderRefusal.TICKET_NOT_LIVE)
    open_ = open_papers(work.connection, ticket_ids, work.now)
    moving = [row for row in rows if not row.printed and row.id not in open_]
    if not moving:
        require_known(work, [row.id for row in rows if not row.printed])
        raise RefusedError(rule.DeliveryRefusal.TICKETS_PRINTED)
    return moving


def _joined(work: Work, order: Any, mode: Any, who: Any) -> int:
    """The id of the order's shipment that waits for tickets by a mode to somebody, or of a new one."""
    found = waiting(work.connection, order.id, who.contact_id).get(mode.id)
    if found is None:
        return make_shipment(work, order.dossier_id, order.id, mode, who).id
    next_version(work, [found])
    return found


@dataclass(frozen=True, slots=True)
class Made:
    """A shipment that was made: its id and number."""

    id: int
    number: int


def make_shipment(
    work: Work, dossier_id: int, order_id: int, mode: Any, to: Any, *, free: bool = False
) -> Made:
    """A shipment of a locked order to a recipient, empty as yet; the mode's fee joins the order unless `free`."""
    number = numbering.reserve(work, numbering.SHIPMENT, 1)
    shipment_id = work.insert(
        SHIPMENTS,
        number=number,
        dossier_id=dossier_id,
        order_id=order_id,
        state=ShipmentState.UNSENT,
        **way(mode, to),
        **stamp(work),
    )
    if not free:
        charge(work, order_id, shipment_id, mode.price_minor)
    return Made(shipment_id, number)


def charge(work: Work, order_id: int, shipment_id: int, price_minor: int) -> None:
    """Puts what a mode costs, with its taxes, on a locked order as the fee of a shipment."""
    if not price_minor:
        return
    taxes = taxes_on_fees(work.connection)
    taxed = tax_of(work.money(price_minor), taxes, included=work.house.tax_included)
    work.insert(
        ORDER_FEES,
        order_id=order_id,
        shipment_id=shipment_id,
        kind=FeeKind.DELIVERY,
        amount_minor=taxed.gross.minor,
        tax_minor=taxed.tax.minor,
    )
    part = f":{shipment_id}"
    ledger.post(work, order_id, MovementKind.FEE, Account.RECEIVABLE, Account.SALES, taxed.gross.minor, part)


def leave_behind(work: Work, order_id: int, shipment_ids: Collection[int], *, fees_back: bool) -> None:
    """Gives shipments that tickets left their next version.

    Those that wait and carry no live ticket any more are invalidated; their fee goes back where told.
    """
    if not shipment_ids:
        return
    used = work.connection.execute(
        sa.select(TICKETS.c.shipment_id).where(TICKETS.c.shipment_id.in_(shipment_ids), LIVE_TICKET)
    ).scalars()
    empty = sorted(set(shipment_ids) - set(used))
    next_version(work, shipment_ids)
    work.connection.execute(
        sa.update(SHIPMENTS)
        .where(SHIPMENTS.c.id.in_(empty), SHIPMENTS.c.state == ShipmentState.UNSENT)
        .values(state=ShipmentState.INVALIDATED)
    )
    if fees_back:
        ledger.give_back_fees(work, order_id, ORDER_FEES.c.shipment_id.in_(empty), ":shipments")


def _live(order_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(TICKETS.c.order_id == order_id, LIVE_TICKET)


def _why_not(mode: Any, situation: rule.Situation, language: str) -> Objection | None:
    objection = rule.objection_to(facts_of(mode), situation)
    return None if objection is None else named(objection, mode, language)
