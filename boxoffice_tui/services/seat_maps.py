"""The seats of a performance: who has which, and which to propose (spec/archives.md, Add a ticket, 3 and 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS
from boxoffice_tui.rules import occupancy as rule
from boxoffice_tui.rules import proposals
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.transaction import reading
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import SeatState


@dataclass(frozen=True, slots=True)
class SeatFor:
    """For whom seats are looked at: a form, and the order on screen if any."""

    form: str
    order_id: int | None = None


def seat_map(desk: Desk, performance_id: int, whose: SeatFor) -> SeatMapView:
    """All seats of a performance with their states. Raises `NotFoundError` (performance)."""
    with reading(desk) as connection:
        return map_on(connection, desk, performance_id, whose)


def map_on(connection: Connection, desk: Desk, performance_id: int, whose: SeatFor) -> SeatMapView:
    """The map within a transaction under way. Raises as `seat_map`."""
    seats, aisle_after = _seats(connection, performance_id)
    return SeatMapView(performance_id, seats, _states(connection, desk, performance_id, whose), aisle_after)


def states(desk: Desk, performance_id: int, whose: SeatFor) -> dict[int, SeatState]:
    """The states that are not free: what changes while a map is open."""
    with reading(desk) as connection:
        return _states(connection, desk, performance_id, whose)


def propose(
    view: SeatMapView,
    count: int,
    *,
    category: str | None = None,
    accessible: bool = False,
    limit: int = 5,
) -> tuple[proposals.Proposal, ...]:
    """Seats to offer on a map as it stands, best first; what the form chose counts as free."""
    open_states = {SeatState.FREE, SeatState.CHOSEN}
    free = {seat.id for seat in view.seats if view.states.get(seat.id, SeatState.FREE) in open_states}
    own = {seat_id for seat_id, state in view.states.items() if state is SeatState.OWN}
    return proposals.propose(view.seats, free, own, count, category, accessible, limit, view.aisle_after)


def _seats(connection: Connection, performance_id: int) -> tuple[tuple[Seat, ...], frozenset[int]]:
    plan = sa.select(PERFORMANCES.c.plan_id).where(PERFORMANCES.c.id == performance_id)
    found = connection.execute(plan).first()
    if found is None:
        raise NotFoundError("performance", performance_id)
    sold_here = sa.select(CELLS.c.category_id).where(CELLS.c.performance_id == performance_id)
    query = (
        sa.select(
            SEATS.c.id,
            SEATS.c.section,
            SEATS.c.row,
            SEATS.c.number,
            SEATS.c.row_index,
            SEATS.c.place,
            SEATS.c.x,
            SEATS.c.y,
            SEAT_CATEGORIES.c.code,
            SEATS.c.accessible,
            SEATS.c.companion,
            SEATS.c.aisle_after,
        )
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == SEATS.c.category_id)
        .where(SEATS.c.plan_id == found.plan_id, SEATS.c.category_id.in_(sold_here))
        .order_by(SEATS.c.id)
    )
    rows = connection.execute(query).all()
    aisles = frozenset(row[0] for row in rows if row[11])
    return tuple(Seat(*row[:11]) for row in rows), aisles


def _states(connection: Connection, desk: Desk, performance_id: int, whose: SeatFor) -> dict[int, SeatState]:
    query = sa.select(
        CLAIMS.c.seat_id,
        CLAIMS.c.kind,
        CLAIMS.c.form,
        CLAIMS.c.order_id,
        CLAIMS.c.expires_at,
        CLAIMS.c.was_house,
    ).where(CLAIMS.c.performance_id == performance_id, CLAIMS.c.seat_id.is_not(None), live_claim())
    claimant = rule.Claimant(whose.form, whose.order_id)
    now = desk.clock.now()
    found: dict[int, SeatState] = {}
    for row in connection.execute(query):
        state = _state(row, claimant, now)
        if state is not SeatState.FREE:
            found[row.seat_id] = state
    return found


def _state(row: Any, claimant: rule.Claimant, now: Any) -> SeatState:
    claim = rule.Claim(row.kind, row.form, row.order_id, row.expires_at)
    state = rule.seat_state(claim, claimant, now)
    if state is SeatState.FREE and row.was_house and row.kind is ClaimKind.HOLD:
        return SeatState.HOUSE
    return state
