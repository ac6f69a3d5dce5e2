"""The shipment modes there are, offered to an order or not (spec/delivery.md, Objects)."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, SHIPMENT_MODES
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.transaction import reading
from boxoffice_tui.views.shipment_modes import ShipmentModeRow


def shipment_modes(desk: Desk) -> tuple[ShipmentModeRow, ...]:
    """All modes, in the order they were set up."""
    offered = sa.and_(
        CHANNEL_MODES.c.mode_id == SHIPMENT_MODES.c.id, CHANNEL_MODES.c.channel_id == desk.channel_id
    )
    query = (
        sa.select(SHIPMENT_MODES, CHANNEL_MODES.c.mode_id.is_not(None).label("on_channel"))
        .join(CHANNEL_MODES, offered, isouter=True)
        .order_by(SHIPMENT_MODES.c.id)
    )
    with reading(desk) as connection:
        rows = connection.execute(query).all()
    return tuple(
        ShipmentModeRow(
            code=row.code,
            name=in_language(row.names, desk.language, row.code),
            type=row.type,
            handles_tickets=row.handles_tickets,
            handles_documents=row.handles_documents,
            delay_days=row.delay_days,
            destination=row.destination,
            needs_address=row.needs_address,
            needs_email=row.needs_email,
            price=Money(row.price_minor, desk.house.currency),
            on_channel=bool(row.on_channel),
        )
        for row in rows
    )
