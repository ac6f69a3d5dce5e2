"""Reference shipments: how a dossier's reserved tickets are to travel, kept until they are taken up and after.

Exactly one a dossier from its first reservation on, changed in place (spec/delivery.md, Objects). It carries
nothing and costs nothing: the real shipments start from it, with their fees, when the order is taken up.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.rules import delivery as rule
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import numbering
from boxoffice_tui.services.delivery_situation import (
    facts_of,
    kinds_of,
    order_of,
    recipient_at,
    require_offered,
    situation_of,
    ticket_modes,
    tickets_in,
)
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.journal import REFERENCE_CHANGED, REFERENCE_EXCEPTED
from boxoffice_tui.services.shipment_rows import next_version, stamp, told, way
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.requests import DeliveryRequest
from boxoffice_tui.views.states import ShipmentState

_REFERENCES = (
    sa.select(
        SHIPMENTS.c.id,
        SHIPMENTS.c.dossier_id,
        SHIPMENTS.c.mode_id,
        SHIPMENTS.c.contact_id,
        SHIPMENTS.c.exception,
        SHIPMENT_MODES.c.code,
        SHIPMENT_MODES.c.names,
        SHIPMENT_MODES.c.type,
    )
    .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
    .where(SHIPMENTS.c.state == ShipmentState.REFERENCE)
    .where(SHIPMENTS.c.dossier_id.in_(sa.bindparam("dossiers", expanding=True)))
)


def reference_of(connection: Connection, dossier_id: int) -> Any:
    """The reference shipment of a dossier with its mode; else None.

    Its columns: id, dossier_id, mode_id, contact_id, exception, code, names, type.
    """
    return references_of(connection, [dossier_id]).get(dossier_id)


def references_of(connection: Connection, dossier_ids: Collection[int]) -> dict[int, Any]:
    """As `reference_of`, by dossier; one that has none is left out."""
    rows = connection.execute(_REFERENCES, {"dossiers": list(dossier_ids)})
    return {row.dossier_id: row for row in rows}


def keep(work: Work, order_id: int, delivered: DeliveryRequest) -> None:
    """Remembers how the live tickets of a locked order are to travel, and to whom.

    Where no mode is asked for the reference stays as it is; the first takes the channel's default for later. An
    exception is one for its mode: another mode, for which none is asked, ends it.
    Raises `RefusedError` (delivery reasons, no_mode_offered, contact_erased), `NotFoundError` (contact),
    `NotAllowedError` (shipments.change, shipments.exception).
    """
    order = order_of(work.connection, order_id)
    kept = reference_of(work.connection, order.dossier_id)
    code, to = delivered.mode, delivered.contact_id
    same_mode = kept is not None and code in {None, kept.code}
    exception = delivered.exception or (same_mode and kept.exception)
    if same_mode and to in {None, kept.contact_id} and exception == kept.exception:
        return
    who = order if to is None else recipient_at(work, to, order.dossier_id)
    carried = kinds_of(work.connection, tickets_in(order.dossier_id))
    if kept is None and code is None:
        mode = _default(work, who, carried)
    else:
        mode = require_offered(work, who, carried, code or kept.code, on_any=exception)
    if kept is None:
        _create(work, order, mode, who, exception=exception)
    else:
        work.require(Right.SHIPMENTS_CHANGE)
        change_reference(work, kept, mode, who, exception=exception)


def change_reference(work: Work, kept: Any, mode: Any, who: Any, *, exception: bool) -> None:
    """Has a dossier's locked reference go by a mode to a recipient, as an exception or not.

    `kept` has its id, dossier_id, mode_id and exception. An exception is set, moved to another mode or ended by
    right alone (spec/delivery.md, Objects). Raises `NotAllowedError` (shipments.exception).
    """
    if exception != kept.exception or (exception and mode.id != kept.mode_id):
        work.require(Right.SHIPMENTS_EXCEPTION)
    next_version(work, [kept.id], exception=exception, **way(mode, who))
    newest = sa.select(sa.func.max(ORDERS.c.id)).where(ORDERS.c.dossier_id == kept.dossier_id)
    order_id = work.connection.execute(newest).scalar()
    work.journal(REFERENCE_CHANGED, order_id, exception=exception, **told(kept.id, mode, who))


def _default(work: Work, order: Any, carried: list[Any]) -> Any:
    modes = {mode.code: mode for mode in ticket_modes(work.connection)}
    situation = situation_of(work.connection, work.desk, order, carried, work.now)
    chosen = rule.default_for_later([facts_of(mode) for mode in modes.values()], situation)
    if isinstance(chosen, Objection):
        raise RefusedError(chosen.code, chosen.facts)
    return modes[chosen.code]


def _create(work: Work, order: Any, mode: Any, who: Any, *, exception: bool) -> None:
    if exception:
        work.require(Right.SHIPMENTS_EXCEPTION)
    shipment_id = work.insert(
        SHIPMENTS,
        number=numbering.reserve(work, numbering.SHIPMENT, 1),
        dossier_id=order.dossier_id,
        state=ShipmentState.REFERENCE,
        exception=exception,
        **way(mode, who),
        **stamp(work),
    )
    if exception:
        work.journal(REFERENCE_EXCEPTED, order.id, exception=exception, **told(shipment_id, mode, who))
