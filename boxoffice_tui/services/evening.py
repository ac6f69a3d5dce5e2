"""The evening at the counter: the performances of today and after, and how full they are (issue: The counter)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.columns import Instant
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.services import catalogue, occupancy
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import reading
from boxoffice_tui.views.catalogue import CategoryChoice, EveningCursor, EveningPage, EveningRow
from boxoffice_tui.views.states import TicketState

PAGE = 25


def performances_ahead(
    desk: Desk, beyond: EveningCursor | None = None, *, backwards: bool = False, limit: int = PAGE
) -> EveningPage:
    """The performances from the beginning of today (the organisation's zone) on, or those after `beyond`.

    With `backwards` those before it, or the list's last; the next first all the same.
    """
    here = desk.clock.now().astimezone(desk.house.zone)
    midnight = datetime.combine(here.date(), time(), desk.house.zone)
    place = sa.tuple_(PERFORMANCES.c.starts_at, PERFORMANCES.c.id)
    order = (PERFORMANCES.c.starts_at, PERFORMANCES.c.id)
    query = catalogue.performance_rows().where(PERFORMANCES.c.starts_at >= midnight).limit(limit + 1)
    if backwards:
        query = query.order_by(None).order_by(*(column.desc() for column in order))
    if beyond is not None:
        at = sa.tuple_(sa.literal(beyond.starts_at, Instant()), beyond.performance_id)
        query = query.where(place < at if backwards else place > at)
    with reading(desk) as connection:
        found = connection.execute(query).all()
        rows = _full(connection, desk, found[:limit])
    return EveningPage(tuple(reversed(rows) if backwards else rows), len(found) > limit)


def _full(connection: Connection, desk: Desk, rows: Sequence[Any]) -> list[EveningRow]:
    """How full the performances of rows are."""
    ids = [row.id for row in rows]
    cells = _cells(connection, ids)
    places = occupancy.sums(connection, [cell.id for cell in cells], desk.clock.now())
    left = catalogue.left_in(cells, places)
    inside = _checked_in(connection, [cell.id for cell in cells])
    taken: Counter[tuple[int, ClaimKind]] = Counter()
    categories: dict[int, dict[int, CategoryChoice]] = {one: {} for one in ids}
    for cell in cells:
        here, category = cell.performance_id, cell.category_id
        named = CategoryChoice(category, cell.code, cell.name, cell.numbered, left[here][category])
        categories[here][category] = named
        for kind, count in places[cell.id].items():
            taken[here, kind] += count
    return [
        EveningRow(
            performance=catalogue.choice_of(desk, row, sum(left.get(row.id, {}).values())),
            categories=tuple(categories[row.id].values()),
            sold=taken[row.id, ClaimKind.SALE],
            reserved=taken[row.id, ClaimKind.RESERVATION],
            checked_in=inside.get(row.id, 0),
        )
        for row in rows
    ]


def _cells(connection: Connection, performance_ids: Sequence[int]) -> Sequence[Any]:
    query = (
        sa.select(CELLS, SEAT_CATEGORIES.c.code, SEAT_CATEGORIES.c.name, SEAT_CATEGORIES.c.numbered)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
        .where(CELLS.c.performance_id.in_(performance_ids))
        .order_by(SEAT_CATEGORIES.c.rank, SEAT_CATEGORIES.c.id, CELLS.c.id)
    )
    return connection.execute(query).all()


def _checked_in(connection: Connection, cell_ids: Sequence[int]) -> dict[int, int]:
    """By performance; found by what tickets claim, which is an evening's, not among the tickets of all years."""
    query = (
        sa.select(CLAIMS.c.performance_id, sa.func.count().label("inside"))
        .join(TICKETS, TICKETS.c.id == CLAIMS.c.ticket_id)
        .where(CLAIMS.c.cell_id.in_(cell_ids), CLAIMS.c.ended_at.is_(None))
        .where(TICKETS.c.state == TicketState.SCANNED)
        .group_by(CLAIMS.c.performance_id)
    )
    return {row.performance_id: row.inside for row in connection.execute(query)}
