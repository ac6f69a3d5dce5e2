"""R1 to R3 and P1 as far as there are tables for it (spec/reliability.md)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET, OPEN_PRINT
from boxoffice_tui.data.states import PrintStage
from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS, TICKETS
from boxoffice_tui.data.tables.printing import TICKET_PRINTS
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


def _miscounted() -> sa.CompoundSelect[Any]:
    """Tickets whose papers on printers do not follow from how often they are printed."""
    came_out = TICKET_PRINTS.c.state.in_((PrintStage.PRINTED, PrintStage.ASSUMED))
    wrong = sa.or_(
        sa.and_(came_out, TICKET_PRINTS.c.copy_number > TICKETS.c.printed),
        sa.and_(OPEN_PRINT, TICKET_PRINTS.c.copy_number != TICKETS.c.printed + 1),
    )
    papers = sa.select(TICKETS.c.id).join(TICKET_PRINTS, TICKET_PRINTS.c.ticket_id == TICKETS.c.id)
    return sa.union(sa.select(TICKETS.c.id).where(TICKETS.c.printed < 0), papers.where(wrong))


QUESTIONS = (
    Question(Invariant.ONE_REFERENCE, Thing.DOSSIER, _two_references()),
    Question(Invariant.EXCEPTION_ON_REFERENCE, Thing.SHIPMENT, _exceptions_elsewhere()),
    Question(Invariant.SHIPMENT_OF_DOSSIER, Thing.TICKET, _shipped_wrongly()),
    Question(Invariant.PRINTS_COUNTED, Thing.TICKET, _miscounted()),
)
