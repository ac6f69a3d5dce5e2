"""Shipment modes of an order's tickets: what is offered, and tickets put into shipments (spec/delivery.md)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.models.contacts import ADDRESSES, CONTACT_EMAILS
from boxoffice_tui.data.models.delivery import (
    CHANNEL_MODES,
    PRODUCT_MEDIA,
    SHIPMENT_MODES,
    SHIPMENTS,
    PrintState,
    ShipmentState,
)
from boxoffice_tui.data.models.ledger import Account, MovementKind
from boxoffice_tui.data.models.orders import ORDER_FEES, ORDERS, TICKETS
from boxoffice_tui.data.models.programme import ACTIVITIES, EVENTS, PERFORMANCES
from boxoffice_tui.data.models.venues import VENUES
from boxoffice_tui.rules import delivery as rule
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.pricing import FeeKind, tax_of
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import ledger, numbering, orders
from boxoffice_tui.services.delivery_costs import costs_of
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, RefusedError
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.orders import OrderChange
from boxoffice_tui.services.prices import taxes_on_fees
from boxoffice_tui.services.transaction import Work, reading, require_held, use_case
from boxoffice_tui.views.delivery import ModeOffer, OrderOffers
from boxoffice_tui.views.orders import TicketState


def offers_for(
    desk: Desk,
    order_id: int,
    performance_id: int | None = None,
    ticket_ids: Collection[int] | None = None,
) -> OrderOffers:
    """The modes of the organisation for an order, with what is offered, its cost, and why not the others.

    For one more ticket of `performance_id` where given, else for those of `ticket_ids`, or all live tickets
    the order has; the mode the other tickets share comes as `prefill`, or the reason to choose.
    Raises `NotAllowedError`, `NotFoundError` (order, performance).
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        row = _order(connection, order_id)
        which = _live(order_id)
        if ticket_ids is not None:
            which = sa.and_(which, TICKETS.c.id.in_(ticket_ids))
        tickets = _carried_rows(connection, which)
        extra = _performance_row(connection, performance_id) if performance_id is not None else None
        carried = tickets if extra is None else [extra]  # as `ship` will judge it: what travels with it
        situation = _situation(connection, desk, row, carried, desk.clock.now())
        modes = _modes(connection)
        changed = [ticket.id for ticket in tickets if not ticket.printed] if extra is None else []
        costs = costs_of(connection, desk, order_id, changed, modes)
        prefill: str | Objection | None = None
        if extra is not None:
            prefill = rule.prefill(
                [rule.OrderedTicket(one.event_id, one.mode) for one in tickets], extra.event_id
            )
    views = tuple(
        ModeOffer(
            code=mode.code,
            name=in_language(mode.names, desk.language, mode.code),
            price=Money(mode.price_minor, desk.house.currency),
            cost=costs[mode.code],
            offered=offer.offered and offer.confirmable,
            objection=_why_not(mode, situation, desk.language),
        )
        for mode in modes
        for offer in (rule.offer_of(_facts(mode), situation),)
    )
    chosen = prefill if isinstance(prefill, str) else None
    return OrderOffers(views, chosen, prefill if isinstance(prefill, Objection) else None)


@use_case(Right.SHIPMENTS_CHANGE)
def change_delivery(
    work: Work, order_id: int, version: int | None, ticket_ids: tuple[int, ...], mode: str
) -> OrderChange:
    """Delivers the ticked tickets by another mode; its fee joins the order, no mail is sent.

    Printed tickets stay in their shipment, sent ones are locked (spec/delivery.md, Rules).
    Raises `RefusedError` (delivery reasons, ticket_not_live, tickets_printed, shipment_sent), `ConflictError`.
    """
    orders.take(work, order_id, version)
    moving = _not_printed(work.connection, order_id, ticket_ids)
    ship(work, order_id, moving, mode)
    work.journal("delivery_changed", order_id, ticket_ids=moving, mode=mode)
    return orders.leave(work, order_id, needs_confirmation=True)


def ship(work: Work, order_id: int, ticket_ids: Collection[int], code: str) -> None:
    """Puts tickets of a locked order into its unsent shipment by a mode, made with its fee when there is none.

    The offer is computed anew here, at commit. Shipments left without a ticket are invalidated and their fee
    goes.
    """
    chosen = sa.and_(TICKETS.c.order_id == order_id, TICKETS.c.id.in_(ticket_ids))
    rows = _carried_rows(work.connection, sa.and_(chosen, TICKETS.c.state != TicketState.CANCELLED))
    if len(rows) < len(set(ticket_ids)):
        raise RefusedError(OrderRefusal.TICKET_NOT_LIVE)
    if any(row.shipment_state == ShipmentState.SENT for row in rows):
        raise RefusedError(rule.DeliveryRefusal.SHIPMENT_SENT)
    order = _order(work.connection, order_id)
    situation = _situation(work.connection, work.desk, order, rows, work.now)
    modes = {mode.code: mode for mode in _modes(work.connection)}
    decided = rule.choose(code, [_facts(mode) for mode in modes.values()], situation)
    if isinstance(decided, Objection):
        named = _named(decided, modes[code], work.desk.language) if code in modes else decided
        raise RefusedError(named.code, named.facts)
    shipment_id = _unsent(work, order, modes[code])
    before = {row.shipment_id for row in rows} - {None, shipment_id}
    work.connection.execute(sa.update(TICKETS).where(chosen).values(shipment_id=shipment_id))
    drop_empty(work, order_id, before, fees_back=True)


def _not_printed(connection: Connection, order_id: int, ticket_ids: Collection[int]) -> tuple[int, ...]:
    """The live tickets among `ticket_ids` whose paper is not out yet."""
    rows = _carried_rows(connection, sa.and_(_live(order_id), TICKETS.c.id.in_(ticket_ids)))
    if not rows or len(rows) < len(set(ticket_ids)):
        raise RefusedError(OrderRefusal.TICKET_NOT_LIVE)
    moving = tuple(row.id for row in rows if not row.printed)
    if not moving:
        raise RefusedError(rule.DeliveryRefusal.TICKETS_PRINTED)
    return moving


def _unsent(work: Work, order: Any, mode: Any) -> int:
    query = sa.select(SHIPMENTS.c.id).where(
        SHIPMENTS.c.order_id == order.id,
        SHIPMENTS.c.mode_id == mode.id,
        SHIPMENTS.c.state == ShipmentState.UNSENT,
        SHIPMENTS.c.print_state == PrintState.NOT_PRINTED,
    )
    found = work.connection.execute(query).scalar()
    if found is not None:
        return int(found)
    shipment_id = work.insert(
        SHIPMENTS,
        number=numbering.reserve(work, numbering.SHIPMENT, 1),
        dossier_id=order.dossier_id,
        order_id=order.id,
        mode_id=mode.id,
        contact_id=order.contact_id,
        address_id=order.address_id,
        email_id=order.email_id,
        state=ShipmentState.UNSENT,
        changed_at=work.now,
        changed_by=work.operator_id,
    )
    if mode.price_minor:
        _charge(work, order.id, shipment_id, mode.price_minor)
    return shipment_id


def _charge(work: Work, order_id: int, shipment_id: int, price_minor: int) -> None:
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


def drop_empty(work: Work, order_id: int, shipment_ids: Collection[int], *, fees_back: bool) -> None:
    """Invalidates those shipments that carry no live ticket any more; their fee goes back where told."""
    if not shipment_ids:
        return
    used = work.connection.execute(
        sa.select(TICKETS.c.shipment_id).where(
            TICKETS.c.shipment_id.in_(shipment_ids), TICKETS.c.state != TicketState.CANCELLED
        )
    ).scalars()
    empty = sorted(set(shipment_ids) - set(used))
    work.connection.execute(
        sa.update(SHIPMENTS)
        .where(SHIPMENTS.c.id.in_(empty), SHIPMENTS.c.state == ShipmentState.UNSENT)
        .values(
            state=ShipmentState.INVALIDATED,
            version=SHIPMENTS.c.version + 1,
            changed_at=work.now,
            changed_by=work.operator_id,
        )
    )
    if fees_back:
        ledger.give_back_fees(work, order_id, ORDER_FEES.c.shipment_id.in_(empty), ":shipments")


def _order(connection: Connection, order_id: int) -> Any:
    email = sa.and_(CONTACT_EMAILS.c.contact_id == ORDERS.c.contact_id, CONTACT_EMAILS.c.until.is_(None))
    address = sa.and_(ADDRESSES.c.contact_id == ORDERS.c.contact_id, ADDRESSES.c.until.is_(None))
    query = (
        sa.select(
            ORDERS.c.id,
            ORDERS.c.dossier_id,
            ORDERS.c.contact_id,
            ORDERS.c.channel_id,
            ADDRESSES.c.id.label("address_id"),
            ADDRESSES.c.country,
            CONTACT_EMAILS.c.id.label("email_id"),
        )
        .join(CONTACT_EMAILS, email, isouter=True)
        .join(ADDRESSES, address, isouter=True)
        .where(ORDERS.c.id == order_id)
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("order", order_id)
    return row


def _live(order_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(TICKETS.c.order_id == order_id, TICKETS.c.state != TicketState.CANCELLED)


def _carried_rows(connection: Connection, which: sa.ColumnElement[bool]) -> list[Any]:
    query = (
        sa.select(
            TICKETS.c.id,
            TICKETS.c.shipment_id,
            TICKETS.c.printed,
            PERFORMANCES.c.starts_at,
            PERFORMANCES.c.event_id,
            VENUES.c.zone,
            ACTIVITIES.c.code.label("product"),
            SHIPMENTS.c.state.label("shipment_state"),
            SHIPMENT_MODES.c.code.label("mode"),
        )
        .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
        .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .join(ACTIVITIES, ACTIVITIES.c.id == EVENTS.c.activity_id)
        .join(SHIPMENTS, SHIPMENTS.c.id == TICKETS.c.shipment_id, isouter=True)
        .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id, isouter=True)
        .where(which)
        .order_by(TICKETS.c.id)
    )
    return list(connection.execute(query).all())


def _performance_row(connection: Connection, performance_id: int) -> Any:
    query = (
        sa.select(
            PERFORMANCES.c.starts_at,
            PERFORMANCES.c.event_id,
            VENUES.c.zone,
            ACTIVITIES.c.code.label("product"),
        )
        .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .join(ACTIVITIES, ACTIVITIES.c.id == EVENTS.c.activity_id)
        .where(PERFORMANCES.c.id == performance_id)
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("performance", performance_id)
    return row


def _situation(
    connection: Connection, desk: Desk, order: Any, carried: list[Any], now: datetime
) -> rule.Situation:
    channel = (
        sa.select(SHIPMENT_MODES.c.code)
        .join(CHANNEL_MODES, CHANNEL_MODES.c.mode_id == SHIPMENT_MODES.c.id)
        .where(CHANNEL_MODES.c.channel_id == desk.channel_id)
    )
    media = sa.select(ACTIVITIES.c.code, PRODUCT_MEDIA.c.type).join(
        ACTIVITIES, ACTIVITIES.c.id == PRODUCT_MEDIA.c.activity_id
    )
    reference = (
        sa.select(SHIPMENT_MODES.c.code, SHIPMENTS.c.exception)
        .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
        .where(SHIPMENTS.c.dossier_id == order.dossier_id, SHIPMENTS.c.state == ShipmentState.REFERENCE)
    )
    kept = connection.execute(reference).first()
    return rule.Situation(
        now=now,
        channel_modes=frozenset(connection.execute(channel).scalars()),
        carried=tuple(rule.CarriedTicket(one.product, one.starts_at, one.zone) for one in carried),
        media=frozenset((row.code, row.type) for row in connection.execute(media)),
        home_country=desk.house.country,
        country=order.country or "",
        has_address=order.address_id is not None,
        has_email=order.email_id is not None,
        reference=rule.ReferenceFacts(kept.code, kept.exception) if kept else None,
    )


def _modes(connection: Connection) -> list[Any]:
    query = sa.select(SHIPMENT_MODES).where(SHIPMENT_MODES.c.handles_tickets).order_by(SHIPMENT_MODES.c.id)
    return list(connection.execute(query).all())


def _why_not(mode: Any, situation: rule.Situation, language: str) -> Objection | None:
    objection = rule.objection_to(_facts(mode), situation)
    return None if objection is None else _named(objection, mode, language)


def _named(objection: Objection, mode: Any, language: str) -> Objection:
    """The objection with the mode's name in the reader's language beside its code."""
    name = in_language(mode.names, language, mode.code)
    return Objection(objection.code, {**objection.facts, "mode_name": name})


def _facts(mode: Any) -> rule.ModeFacts:
    return rule.ModeFacts(
        mode.code,
        mode.type,
        mode.handles_tickets,
        mode.delay_days,
        mode.destination,
        mode.needs_address,
        mode.needs_email,
    )
