"""Reference shipments: how a dossier's reserved tickets are to travel, kept until they are taken up and after.

Exactly one a dossier from its first reservation on, changed in place (spec/delivery.md, Objects). It carries
nothing and costs nothing: the real shipments start from it, with their fees, when the order is taken up.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.rules import delivery as rule
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import numbering
from boxoffice_tui.services.delivery_situation import (
    carried_rows,
    facts_of,
    order_of,
    recipient_at,
    require_offered,
    situation_of,
    ticket_modes,
)
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.requests import DeliveryRequest
from boxoffice_tui.views.states import ShipmentState

_REFERENCES = (
    sa.select(
        SHIPMENTS.c.id,
        SHIPMENTS.c.dossier_id,
        SHIPMENTS.c.mode_id,
        SHIPMENTS.c.contact_id,
        SHIPMENT_MODES.c.code,
        SHIPMENT_MODES.c.names,
        SHIPMENT_MODES.c.type,
    )
    .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
    .where(SHIPMENTS.c.state == ShipmentState.REFERENCE)
    .where(SHIPMENTS.c.dossier_id.in_(sa.bindparam("dossiers", expanding=True)))
)


def reference_of(connection: Connection, dossier_id: int) -> Any:
    """The reference shipment of a dossier with its mode: id, mode_id, contact_id, code, names, type; else None."""
    return references_of(connection, [dossier_id]).get(dossier_id)


def references_of(connection: Connection, dossier_ids: Collection[int]) -> dict[int, Any]:
    """As `reference_of`, by dossier; one that has none is left out."""
    rows = connection.execute(_REFERENCES, {"dossiers": list(dossier_ids)})
    return {row.dossier_id: row for row in rows}


def keep(work: Work, order_id: int, delivered: DeliveryRequest) -> None:
    """Remembers how the live tickets of a locked order are to travel, and to whom.

    Where no mode is asked for the reference stays as it is; the first takes the channel's default for later. A
    change takes a right, and so does an exception. Raises `RefusedError` (delivery reasons, no_mode_offered),
    `NotFoundError` (contact), `NotAllowedError` (shipments.change, shipments.exception).
    """
    order = order_of(work.connection, order_id)
    kept = reference_of(work.connection, order.dossier_id)
    code, to = delivered.mode, delivered.contact_id
    if kept is not None and code in {None, kept.code} and to in {None, kept.contact_id}:
        return
    who = order if to is None else recipient_at(work.connection, to, order.dossier_id)
    carried = carried_rows(work.connection, sa.and_(TICKETS.c.order_id == order_id, LIVE_TICKET))
    if code is None:
        mode = _default(work, who, carried)
    else:
        mode = require_offered(work, who, carried, code, on_any=delivered.exception)
    if kept is None:
        _create(work, order.dossier_id, mode, who, exception=delivered.exception)
    else:
        work.require(Right.SHIPMENTS_CHANGE)
        _change(work, order.id, kept.id, mode, who)


def _default(work: Work, order: Any, carried: list[Any]) -> Any:
    modes = {mode.code: mode for mode in ticket_modes(work.connection)}
    situation = situation_of(work.connection, work.desk, order, carried, work.now)
    chosen = rule.default_for_later([facts_of(mode) for mode in modes.values()], situation)
    if isinstance(chosen, Objection):
        raise RefusedError(chosen.code, chosen.facts)
    return modes[chosen.code]


def _create(work: Work, dossier_id: int, mode: Any, who: Any, *, exception: bool) -> None:
    if exception:
        work.require(Right.SHIPMENTS_EXCEPTION)
    work.insert(
        SHIPMENTS,
        number=numbering.reserve(work, numbering.SHIPMENT, 1),
        dossier_id=dossier_id,
        state=ShipmentState.REFERENCE,
        exception=exception,
        **_travels(work, mode, who),
    )


def _change(work: Work, order_id: int, shipment_id: int, mode: Any, who: Any) -> None:
    """Another mode or contact; an exception was one for the mode before it."""
    changed = sa.update(SHIPMENTS).where(SHIPMENTS.c.id == shipment_id)
    new = {"version": SHIPMENTS.c.version + 1, "exception": False, **_travels(work, mode, who)}
    work.connection.execute(changed.values(**new))
    work.journal(
        "reference_changed",
        order_id,
        shipment_id=shipment_id,
        mode=mode.code,
        exception=False,
        contact_id=who.contact_id,
        address_id=who.address_id,
        email_id=who.email_id,
    )


def _travels(work: Work, mode: Any, who: Any) -> dict[str, object]:
    return {
        "mode_id": mode.id,
        "contact_id": who.contact_id,
        "address_id": who.address_id,
        "email_id": who.email_id,
        "changed_at": work.now,
        "changed_by": work.operator_id,
    }
