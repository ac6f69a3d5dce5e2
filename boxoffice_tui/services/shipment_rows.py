"""Rows of shipments as they are written: how one travels, and its next version."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.services.transaction import Work


def way(mode: Any, who: Any) -> dict[str, int | None]:
    """The columns that say how a shipment goes by a mode to a recipient."""
    return {
        "mode_id": mode.id,
        "contact_id": who.contact_id,
        "address_id": who.address_id,
        "email_id": who.email_id,
    }


def told(shipment_id: int, mode: Any, who: Any) -> dict[str, object]:
    """The same for the journal: ids and the mode's code."""
    ids = {"contact_id": who.contact_id, "address_id": who.address_id, "email_id": who.email_id}
    return {"shipment_id": shipment_id, "mode": mode.code, **ids}


def stamp(work: Work) -> dict[str, object]:
    """Who last changed a shipment, and when."""
    return {"changed_at": work.now, "changed_by": work.operator_id}


def next_version(work: Work, shipment_ids: Collection[int], **changes: object) -> None:
    """Gives shipments their next version, with `changes`: a dialog opened before is told who made them."""
    if shipment_ids:
        changed = sa.update(SHIPMENTS).where(SHIPMENTS.c.id.in_(shipment_ids))
        work.connection.execute(
            changed.values(version=SHIPMENTS.c.version + 1, **stamp(work), **changes)
        )
