"""What a delivery mode would cost an order, told before anything is done (spec/archives.md, Add a ticket, 7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import FEE_STANDS, LIVE_TICKET
from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENTS
from boxoffice_tui.data.tables.orders import ORDER_FEES, TICKETS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.pricing import tax_of
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.prices import taxes_on_fees
from boxoffice_tui.views.states import ShipmentState


def costs_of(
    connection: Connection,
    desk: Desk,
    order_id: int,
    contact_id: int | None,
    ticket_ids: Collection[int],
    modes: Collection[Any],
) -> dict[str, Money]:
    """By mode code, what the order's balance would change by if `ticket_ids` took that mode to a contact.

    The mode's fee with its taxes, nothing where a shipment by that mode waits; less the fees of shipments
    that would be left empty. Without tickets: what new ones would cost to deliver.
    """
    taking = waiting(connection, order_id, contact_id)
    priced = prices_of(connection, desk, modes)
    left_empty = _left_empty(connection, order_id, set(ticket_ids))
    fees = _fees(connection, order_id)
    costs: dict[str, Money] = {}
    for mode in modes:
        target = taking.get(mode.id)
        charged = priced[mode.code].minor if target is None else 0
        back = sum(fees.get(shipment, 0) for shipment in left_empty if shipment != target)
        costs[mode.code] = Money(charged - back, desk.house.currency)
    return costs


def prices_of(connection: Connection, desk: Desk, modes: Iterable[Any]) -> dict[str, Money]:
    """By mode code, what a shipment of tickets by it costs, with its taxes."""
    taxes = taxes_on_fees(connection)
    return {
        mode.code: tax_of(
            Money(mode.price_minor, desk.house.currency), taxes, included=desk.house.tax_included
        ).gross
        for mode in modes
    }


def fee_of(connection: Connection, desk: Desk, order_id: int | None, shipment_id: int) -> Money:
    """What stands charged for a shipment; nothing for one of no order."""
    fees = {} if order_id is None else _fees(connection, order_id)
    return Money(fees.get(shipment_id, 0), desk.house.currency)


def fees_left_behind(connection: Connection, order_id: int, ticket_ids: Collection[int]) -> int:
    """The fees, in minor units, of the shipments that would carry nothing any more without `ticket_ids`."""
    fees = _fees(connection, order_id)
    return sum(fees.get(shipment, 0) for shipment in _left_empty(connection, order_id, set(ticket_ids)))


def waiting(connection: Connection, order_id: int, contact_id: int | None) -> dict[int, int]:
    """The shipment of an order that takes more tickets to a contact, by mode id: the first that was not sent yet.

    Documents travel in shipments of their own, which cost nothing.
    """
    query = (
        sa.select(SHIPMENTS.c.mode_id, SHIPMENTS.c.id)
        .where(SHIPMENTS.c.order_id == order_id, SHIPMENTS.c.state == ShipmentState.UNSENT)
        .where(SHIPMENTS.c.contact_id.is_not_distinct_from(contact_id))
        .where(~sa.exists().where(DOCUMENTS.c.shipment_id == SHIPMENTS.c.id))
        .order_by(SHIPMENTS.c.id.desc())
    )
    return {row.mode_id: row.id for row in connection.execute(query)}


def _left_empty(connection: Connection, order_id: int, ticket_ids: set[int]) -> list[int]:
    carried = sa.select(TICKETS.c.shipment_id, TICKETS.c.id).where(
        TICKETS.c.order_id == order_id,
        TICKETS.c.shipment_id.is_not(None),
        LIVE_TICKET,
    )
    by_shipment: dict[int, set[int]] = {}
    for row in connection.execute(carried):
        by_shipment.setdefault(row.shipment_id, set()).add(row.id)
    return [shipment for shipment, ids in by_shipment.items() if ids <= ticket_ids]


def _fees(connection: Connection, order_id: int) -> dict[int, int]:
    query = (
        sa.select(ORDER_FEES.c.shipment_id, sa.func.sum(ORDER_FEES.c.amount_minor).label("amount"))
        .where(ORDER_FEES.c.order_id == order_id, FEE_STANDS)
        .where(ORDER_FEES.c.shipment_id.is_not(None))
        .group_by(ORDER_FEES.c.shipment_id)
    )
    return {row.shipment_id: int(row.amount) for row in connection.execute(query)}
