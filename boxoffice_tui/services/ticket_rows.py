"""Tickets with all that names them: place, performance, event, venue, category, rate and way to the customer.

Built once: building the statement costs more than running it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.programme import CELLS, EVENTS, PERFORMANCES, RATES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS, VENUES
from boxoffice_tui.rules.seating import seat_name

TICKET_ROWS = (
    sa.select(
        TICKETS,
        PERFORMANCES.c.starts_at,
        PERFORMANCES.c.calendar_sequence,
        EVENTS.c.title,
        VENUES.c.name.label("venue"),
        VENUES.c.address.label("venue_address"),
        VENUES.c.zone,
        SEATS.c.section,
        SEATS.c.row,
        SEATS.c.number.label("seat_number"),
        SEAT_CATEGORIES.c.name.label("category"),
        RATES.c.code.label("rate_code"),
        RATES.c.names.label("rate_names"),
        SHIPMENTS.c.contact_id.label("delivered_to"),
        SHIPMENTS.c.state.label("shipment_state"),
        SHIPMENT_MODES.c.code.label("mode"),
        SHIPMENT_MODES.c.names.label("mode_names"),
        SHIPMENT_MODES.c.type.label("mode_type"),
    )
    .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
    .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
    .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
    .join(CELLS, CELLS.c.id == TICKETS.c.cell_id)
    .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
    .join(RATES, RATES.c.id == TICKETS.c.rate_id)
    .join(SEATS, SEATS.c.id == TICKETS.c.seat_id, isouter=True)
    .join(SHIPMENTS, SHIPMENTS.c.id == TICKETS.c.shipment_id, isouter=True)
    .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id, isouter=True)
    .order_by(PERFORMANCES.c.starts_at, TICKETS.c.id)
)
"""By their dates; a ticket without a seat or a shipment has None in the columns of those."""


def seat_of(row: Any) -> str:
    """The seat of such a row as people name it, "" where places are not numbered."""
    return seat_name(row.row, row.seat_number) if row.seat_id is not None else ""
