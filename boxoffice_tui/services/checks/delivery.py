"""R1 to R3 and P1 as far as there are tables for it (spec/reliability.md)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS, TICKETS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services.checks.questions import Question
from boxoffice_tui.views.states import ShipmentState

_CARRIES_NOTHING = (ShipmentState.REFERENCE, ShipmentState.INVALIDATED)


def _two_references() -> sa.Select[Any]:
    twice = (
        sa.select(SHIPMENTS.c.dossier_id)
        .where(SHIPMENTS.c.state == ShipmentState.REFERENCE)
        .group_by(SHIPMENTS.c.dossier_id)
        .having(sa.func.count() > 1)
        .subquery()
    )
    return sa.select(DOSSIERS.c.number).join(twice, twice.c.dossier_id == DOSSIERS.c.id)


def _exceptions_elsewhere() -> sa.Select[Any]:
    return sa.select(SHIPMENTS.c.id).where(
        SHIPMENTS.c.exception, SHIPMENTS.c.state != ShipmentState.REFERENCE
    )


def _shipped_wrongly() -> sa.Select[Any]:
    """Live tickets in the shipment of another dossier or order, or in one that carries nothing.

    A ticket names one shipment, so it is never in two.
    """
    wrong = sa.or_(
        SHIPMENTS.c.dossier_id != ORDERS.c.dossier_id,
        SHIPMENTS.c.order_id != TICKETS.c.order_id,
        SHIPMENTS.c.state.in_(_CARRIES_NOTHING),
    )
    return (
        sa.select(TICKETS.c.id)
        .join(SHIPMENTS, SHIPMENTS.c.id == TICKETS.c.shipment_id)
        .join(ORDERS, ORDERS.c.id == TICKETS.c.order_id)
        .where(LIVE_TICKET, wrong)
    )


QUESTIONS = (
    Question(Invariant.ONE_REFERENCE, Thing.DOSSIER, _two_references()),
    Question(Invariant.EXCEPTION_ON_REFERENCE, Thing.SHIPMENT, _exceptions_elsewhere()),
    Question(Invariant.SHIPMENT_OF_DOSSIER, Thing.TICKET, _shipped_wrongly()),
    Question(Invariant.PRINTS_COUNTED, Thing.TICKET, sa.select(TICKETS.c.id).where(TICKETS.c.printed < 0)),
)
