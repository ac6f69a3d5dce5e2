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
    require_offered,
    situation_of,
    ticket_modes,
)
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import Work
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


def keep(work: Work, order_id: int, code: str | None) -> None:
    """Remembers that the live tickets of a locked order are to travel by the mode with that code.

    Without one the reference stays as it is; the first takes the channel's default for later. Changing one takes
    a right. Raises `RefusedError` (delivery reasons, no_mode_offered), `NotAllowedError` (shipments.change).
    """
    order = order_of(work.connection, order_id)
    kept = reference_of(work.connection, order.dossier_id)
    if kept is not None and code in {None, kept.code}:
        return
    carried = carried_rows(work.connection, sa.and_(TICKETS.c.order_id == order_id, LIVE_TICKET))
    mode = require_offered(work, order, carried, code) if code else _default(work, order, carried)
    if kept is None:
        _create(work, order, mode)
    else:
        work.require(Right.SHIPMENTS_CHANGE)
        _change(work, order, kept.id, mode)


def _default(work: Work, order: Any, carried: list[Any]) -> Any:
    modes = {mode.code: mode for mode in ticket_modes(work.connection)}
    situation = situation_of(work.connection, work.desk, order, carried, work.now)
    chosen = rule.default_for_later([facts_of(mode) for mode in modes.values()], situation)
    if isinstance(chosen, Objection):
        raise RefusedError(chosen.code, chosen.facts)
    return modes[chosen.code]


def _create(work: Work, order: Any, mode: Any) -> None:
    work.insert(
        SHIPMENTS,
        number=numbering.reserve(work, numbering.SHIPMENT, 1),
        dossier_id=order.dossier_id,
        state=ShipmentState.REFERENCE,
        **_travels(work, order, mode),
    )


def _change(work: Work, order: Any, shipment_id: int, mode: Any) -> None:
    """Another mode; an exception was one for the mode before it."""
    changed = sa.update(SHIPMENTS).where(SHIPMENTS.c.id == shipment_id)
    new = {"version": SHIPMENTS.c.version + 1, "exception": False, **_travels(work, order, mode)}
    work.connection.execute(changed.values(**new))
    work.journal(
        "reference_changed",
        order.id,
        shipment_id=shipment_id,
        mode=mode.code,
        exception=False,
        contact_id=order.contact_id,
        address_id=order.address_id,
        email_id=order.email_id,
    )


def _travels(work: Work, order: Any, mode: Any) -> dict[str, object]:
    return {
        "mode_id": mode.id,
        "contact_id": order.contact_id,
        "address_id": order.address_id,
        "email_id": order.email_id,
        "changed_at": work.now,
        "changed_by": work.operator_id,
    }
