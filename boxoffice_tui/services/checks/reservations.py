"""What reserved orders must be: of a contact, not cancelled, their places reserved, and no others'."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET, live_claim
from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS, TICKETS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.services.checks.questions import Question
from boxoffice_tui.views.states import OrderState, ShipmentState

_RESERVED = ORDERS.c.due_on.is_not(None)


def _reserved_wrongly() -> sa.Select[Any]:
    """Reserved orders of nobody, that are cancelled, or that have no ticket left."""
    tickets = sa.exists().where(TICKETS.c.order_id == ORDERS.c.id, LIVE_TICKET)
    wrong = sa.or_(ORDERS.c.contact_id.is_(None), ORDERS.c.state == OrderState.CANCELLED, ~tickets)
    return sa.select(ORDERS.c.number).where(_RESERVED, wrong)


def _claimed_wrongly() -> sa.Select[Any]:
    """Claims that reserve for an order which is not reserved, or sell for one that is."""
    wrong = sa.or_(
        sa.and_(CLAIMS.c.kind == ClaimKind.RESERVATION, ~_RESERVED),
        sa.and_(CLAIMS.c.kind == ClaimKind.SALE, _RESERVED),
    )
    return sa.select(CLAIMS.c.id).join(ORDERS, ORDERS.c.id == CLAIMS.c.order_id).where(live_claim(), wrong)


def _without_reference() -> sa.Select[Any]:
    """Dossiers that have, or by the journal had, a reservation, and no reference shipment."""
    reserved = sa.select(JOURNAL.c.order_id).where(JOURNAL.c.action == "order_reserved")
    once = sa.or_(_RESERVED, ORDERS.c.id.in_(reserved))
    kept = sa.exists().where(
        SHIPMENTS.c.dossier_id == DOSSIERS.c.id, SHIPMENTS.c.state == ShipmentState.REFERENCE
    )
    return (
        sa.select(DOSSIERS.c.number)
        .join(ORDERS, ORDERS.c.dossier_id == DOSSIERS.c.id)
        .where(once, ~kept)
        .distinct()
    )


QUESTIONS = (
    Question(Invariant.RESERVATIONS, Thing.ORDER, _reserved_wrongly()),
    Question(Invariant.RESERVATIONS, Thing.CLAIM, _claimed_wrongly()),
    Question(Invariant.ONE_REFERENCE, Thing.DOSSIER, _without_reference()),
)
