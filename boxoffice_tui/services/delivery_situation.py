"""What a decision on delivery is made from: an order, what would travel, the modes, channels and media.

The statements are built once: building one costs more than running it, and each sale asks them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET, present_of
from boxoffice_tui.data.tables.contacts import ADDRESSES, CONTACT_EMAILS, CONTACTS
from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, PRODUCT_MEDIA, SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import ACTIVITIES, EVENTS, PERFORMANCES
from boxoffice_tui.data.tables.venues import VENUES
from boxoffice_tui.rules import delivery as rule
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.services.contacts import take_current
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, RefusedError, insist
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.states import ShipmentState

_KEPT = SHIPMENTS.alias("kept")
_DELIVERED_TO = sa.func.coalesce(_KEPT.c.contact_id, ORDERS.c.contact_id)
_ORDER = (
    sa.select(
        ORDERS.c.id,
        ORDERS.c.dossier_id,
        _DELIVERED_TO.label("contact_id"),
        ORDERS.c.due_on,
        ADDRESSES.c.id.label("address_id"),
        ADDRESSES.c.country,
        CONTACT_EMAILS.c.id.label("email_id"),
    )
    .join(
        _KEPT,
        sa.and_(_KEPT.c.dossier_id == ORDERS.c.dossier_id, _KEPT.c.state == ShipmentState.REFERENCE),
        isouter=True,
    )
    .join(CONTACT_EMAILS, present_of(CONTACT_EMAILS, _DELIVERED_TO), isouter=True)
    .join(ADDRESSES, present_of(ADDRESSES, _DELIVERED_TO), isouter=True)
    .where(ORDERS.c.id == sa.bindparam("order"))
)
_BUYER = (
    sa.select(
        CONTACTS.c.id.label("contact_id"),
        ADDRESSES.c.id.label("address_id"),
        ADDRESSES.c.country,
        CONTACT_EMAILS.c.id.label("email_id"),
    )
    .select_from(CONTACTS)
    .join(CONTACT_EMAILS, present_of(CONTACT_EMAILS, CONTACTS.c.id), isouter=True)
    .join(ADDRESSES, present_of(ADDRESSES, CONTACTS.c.id), isouter=True)
    .where(CONTACTS.c.id == sa.bindparam("contact"))
)
_CARRIED = (
    sa.select(
        TICKETS.c.id,
        TICKETS.c.shipment_id,
        TICKETS.c.printed,
        SHIPMENTS.c.contact_id.label("delivered_to"),
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
    .order_by(TICKETS.c.id)
)
_KINDS = (
    sa.select(PERFORMANCES.c.starts_at, VENUES.c.zone, ACTIVITIES.c.code.label("product"))
    .select_from(TICKETS)
    .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
    .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
    .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
    .join(ACTIVITIES, ACTIVITIES.c.id == EVENTS.c.activity_id)
    .join(SHIPMENTS, SHIPMENTS.c.id == TICKETS.c.shipment_id, isouter=True)
    .distinct()
)
_PERFORMANCE = (
    sa.select(
        PERFORMANCES.c.starts_at,
        PERFORMANCES.c.event_id,
        VENUES.c.zone,
        ACTIVITIES.c.code.label("product"),
    )
    .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
    .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
    .join(ACTIVITIES, ACTIVITIES.c.id == EVENTS.c.activity_id)
    .where(PERFORMANCES.c.id == sa.bindparam("performance"))
)
_OF_CHANNEL = (
    sa.select(SHIPMENT_MODES.c.code)
    .join(CHANNEL_MODES, CHANNEL_MODES.c.mode_id == SHIPMENT_MODES.c.id)
    .where(CHANNEL_MODES.c.channel_id == sa.bindparam("channel"))
)
_MEDIA = sa.select(ACTIVITIES.c.code, PRODUCT_MEDIA.c.type).join(
    ACTIVITIES, ACTIVITIES.c.id == PRODUCT_MEDIA.c.activity_id
)
_REFERENCE = (
    sa.select(SHIPMENT_MODES.c.code, SHIPMENTS.c.exception)
    .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
    .where(SHIPMENTS.c.dossier_id == sa.bindparam("dossier"), SHIPMENTS.c.state == ShipmentState.REFERENCE)
)
_MODES = sa.select(SHIPMENT_MODES).where(SHIPMENT_MODES.c.handles_tickets).order_by(SHIPMENT_MODES.c.id)


def order_of(connection: Connection, order_id: int) -> Any:
    """An order with who its tickets are delivered to, their current address and e-mail.

    That is the contact of its dossier's reference shipment, else its own. Raises `NotFoundError` (order).
    """
    row = connection.execute(_ORDER, {"order": order_id}).first()
    if row is None:
        raise NotFoundError("order", order_id)
    return row


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who tickets are delivered to: nothing can be sent to nobody, who has no address."""

    dossier_id: int | None = None
    contact_id: int | None = None
    address_id: int | None = None
    country: str = ""
    email_id: int | None = None


def recipient(connection: Connection, contact_id: int | None, dossier_id: int | None = None) -> Recipient:
    """Where a shipment to a contact would go: their current address and e-mail, as `order_of` has them."""
    row = connection.execute(_BUYER, {"contact": contact_id}).first() if contact_id is not None else None
    if row is None:
        return Recipient(dossier_id)
    return Recipient(dossier_id, row.contact_id, row.address_id, row.country or "", row.email_id)


def recipient_at(work: Work, contact_id: int, dossier_id: int) -> Recipient:
    """As `recipient`, of a contact that was chosen, held until COMMIT. Raises as `contacts.take_current` does."""
    return recipient(work.connection, take_current(work, contact_id), dossier_id)


def recipient_of(connection: Connection, order: Any, carried: Iterable[Any]) -> Any:
    """Who gets the tickets of `carried` rows of an order: whom all go to already, else as `order_of` says."""
    to = {row.delivered_to for row in carried if row.shipment_id is not None}
    if len(to) != 1 or to <= {None, order.contact_id}:
        return order
    return recipient(connection, to.pop(), order.dossier_id)


def carried_rows(connection: Connection, which: sa.ColumnElement[bool]) -> list[Any]:
    """The tickets that `which` selects, with what decides on their way and how they travel now."""
    return list(connection.execute(_CARRIED.where(which)).all())


def kinds_of(connection: Connection, which: sa.ColumnElement[bool]) -> list[Any]:
    """What decides on the way of the tickets that `which` selects, each performance once however many there are."""
    return list(connection.execute(_KINDS.where(which)).all())


def performance_of(connection: Connection, performance_id: int) -> Any:
    """What decides on the way of a ticket to be. Raises `NotFoundError` (performance)."""
    row = connection.execute(_PERFORMANCE, {"performance": performance_id}).first()
    if row is None:
        raise NotFoundError("performance", performance_id)
    return row


_TO_TRAVEL = sa.and_(
    LIVE_TICKET, TICKETS.c.printed == 0, SHIPMENTS.c.state.is_distinct_from(ShipmentState.SENT)
)
"""Of `carried_rows` and `kinds_of`: a ticket whose way may still be chosen, neither on paper nor on its way."""


def tickets_in(dossier_id: int) -> sa.ColumnElement[bool]:
    """The tickets of a dossier that may still be delivered one way or another: what decides on its reference."""
    in_dossier = sa.select(ORDERS.c.id).where(ORDERS.c.dossier_id == dossier_id)
    return sa.and_(TICKETS.c.order_id.in_(in_dossier), _TO_TRAVEL)


def tickets_of(shipment: Any) -> sa.ColumnElement[bool]:
    """The tickets of a shipment that another mode would carry; of a reference those of its dossier."""
    if shipment.state == ShipmentState.REFERENCE:
        return tickets_in(shipment.dossier_id)
    return sa.and_(TICKETS.c.shipment_id == shipment.id, _TO_TRAVEL)


def situation_of(
    connection: Connection, desk: Desk, order: Any, carried: Iterable[Any], now: datetime
) -> rule.Situation:
    """The rule's situation for rows of `carried`, on the desk's channel at `now`."""
    kept = connection.execute(_REFERENCE, {"dossier": order.dossier_id}).first()
    return rule.Situation(
        now=now,
        channel_modes=frozenset(connection.execute(_OF_CHANNEL, {"channel": desk.channel_id}).scalars()),
        carried=tuple(rule.CarriedTicket(one.product, one.starts_at, one.zone) for one in carried),
        media=frozenset((row.code, row.type) for row in connection.execute(_MEDIA)),
        home_country=desk.house.country,
        country=order.country or "",
        has_address=order.address_id is not None,
        has_email=order.email_id is not None,
        reference=rule.ReferenceFacts(kept.code, kept.exception) if kept else None,
    )


def ticket_modes(connection: Connection) -> list[Any]:
    """The modes that carry tickets, in the order of the setup."""
    return list(connection.execute(_MODES).all())


def facts_of(mode: Any) -> rule.ModeFacts:
    """A mode as the rule sees it."""
    return rule.ModeFacts(
        mode.code,
        mode.type,
        mode.handles_tickets,
        mode.delay_days,
        mode.destination,
        mode.needs_address,
        mode.needs_email,
    )


def require_offered(
    work: Work, who: Any, carried: Iterable[Any], code: str, *, on_any: bool = False
) -> Any:
    """The mode with that code where tickets `carried` may travel by it to `who` now, or `on_any` channel.

    Raises `RefusedError` (delivery reasons, mode_not_offered).
    """
    modes = ticket_modes(work.connection)
    situation = situation_of(work.connection, work.desk, who, carried, work.now)
    if on_any:
        situation = on_any_channel(situation, modes)
    mode = next((one for one in modes if one.code == code), None)
    if mode is None:
        raise RefusedError(rule.DeliveryRefusal.MODE_NOT_OFFERED, {"mode": code})
    objection = rule.objection_to(facts_of(mode), situation)
    insist(None if objection is None else named(objection, mode, work.desk.language))
    return mode


def on_any_channel(situation: rule.Situation, modes: Iterable[Any]) -> rule.Situation:
    """As for an operator who changes a shipment: every mode of the house is theirs (Shipment modification)."""
    return replace(situation, channel_modes=frozenset(mode.code for mode in modes))


def named(objection: Objection, mode: Any, language: str) -> Objection:
    """The objection with the mode's name in the reader's language beside its code."""
    name = in_language(mode.names, language, mode.code)
    return Objection(objection.code, {**objection.facts, "mode_name": name})
