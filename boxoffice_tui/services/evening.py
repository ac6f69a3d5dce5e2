"""The evening at the counter: the performances of today and after, and how full they are (issue: The counter)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES
from boxoffice_tui.rules.occupancy import ClaimKind, public_availability
from boxoffice_tui.services import catalogue, occupancy
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import reading
from boxoffice_tui.views.catalogue import CategoryChoice, EveningRow
from boxoffice_tui.views.orders import TicketState

MOST_AHEAD = 100


def performances_ahead(desk: Desk, most: int = MOST_AHEAD) -> tuple[EveningRow, ...]:
    """The performances from the beginning of today (the organisation's zone) on, the next first, `most` of them."""
    here = desk.clock.now().astimezone(desk.house.zone)
    midnight = datetime.combine(here.date(), time(), desk.house.zone)
    query = catalogue.performance_rows().where(PERFORMANCES.c.starts_at >= midnight).limit(most)
    with reading(desk) as connection:
        rows = connection.execute(query).all()
        ids = [row.id for row in rows]
        cells = _cells(connection, ids)
        places = occupancy.sums(connection, [cell.id for cell in cells], desk.clock.now())
        inside = _checked_in(connection, ids)
    return tuple(
        _row(desk, row, [cell for cell in cells if cell.performance_id == row.id], places, inside.get(row.id, 0))
        for row in rows
    )


def _cells(connection: Connection, performance_ids: Sequence[int]) -> Sequence[Any]:
    query = (
        sa.select(CELLS, SEAT_CATEGORIES.c.code, SEAT_CATEGORIES.c.name, SEAT_CATEGORIES.c.numbered)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
        .where(CELLS.c.performance_id.in_(performance_ids))
        .order_by(SEAT_CATEGORIES.c.rank, SEAT_CATEGORIES.c.id, CELLS.c.id)
    )
    return connection.execute(query).all()


def _checked_in(connection: Connection, performance_ids: Sequence[int]) -> dict[int, int]:
    query = (
        sa.select(TICKETS.c.performance_id, sa.func.count().label("inside"))
        .where(TICKETS.c.performance_id.in_(performance_ids), TICKETS.c.state == TicketState.SCANNED)
        .group_by(TICKETS.c.performance_id)
    )
    return {row.performance_id: row.inside for row in connection.execute(query)}


def _row(
    desk: Desk,
    row: Any,
    cells: Sequence[Any],
    places: dict[int, dict[ClaimKind, int]],
    checked_in: int,
) -> EveningRow:
    categories: dict[int, CategoryChoice] = {}
    for cell in cells:
        sums = occupancy.cell_of(cell.gauge, cell.overbooking_percent, places[cell.id])
        before = categories.get(cell.category_id)
        left = public_availability(sums) + (before.left if before is not None else 0)
        categories[cell.category_id] = CategoryChoice(
            cell.category_id, cell.code, cell.name, cell.numbered, left
        )
    return EveningRow(
        performance=catalogue.choice_of(desk, row, sum(one.left for one in categories.values())),
        categories=tuple(categories.values()),
        sold=sum(places[cell.id].get(ClaimKind.SALE, 0) for cell in cells),
        reserved=sum(places[cell.id].get(ClaimKind.RESERVATION, 0) for cell in cells),
        checked_in=checked_in,
    )
