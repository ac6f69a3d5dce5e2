"""The seats of a performance: who has which, and which to propose (spec/archives.md, Add a ticket, 3 and 4)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.rules import occupancy as rule
from boxoffice_tui.rules import proposals
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.plan_seats import seats_of
from boxoffice_tui.services.seat_blocks_told import standing_blocks
from boxoffice_tui.services.transaction import reading, require_one
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import SeatState


@dataclass(frozen=True, slots=True)
class SeatFor:
    """For whom seats are looked at: a form, and the order on screen if any."""

    form: str
    order_id: int | None = None


def seat_map(desk: Desk, performance_id: int, whose: SeatFor) -> SeatMapView:
    """All seats of a performance with their states. Raises `NotAllowedError`, `NotFoundError` (performance)."""
    require_seat_reader(desk)
    with reading(desk) as connection:
        return map_on(connection, desk, performance_id, whose)


def require_seat_reader(desk: Desk) -> None:
    """Who sells or blocks seats sees who has them, and who reads orders. Raises `NotAllowedError`."""
    require_one(desk, Right.SEATS_BLOCK, Right.ORDERS_SELL, Right.ORDERS_SEARCH)


def map_on(connection: Connection, desk: Desk, performance_id: int, whose: SeatFor) -> SeatMapView:
    """The map within a transaction under way. Raises as `seat_map`."""
    plan = seats_of(connection, desk, performance_id)
    states_now = _states(connection, desk, performance_id, whose)
    blocks = standing_blocks(connection, performance_id, desk.clock.now())
    return SeatMapView(performance_id, plan.seats, states_now, plan.aisle_after, blocks)


def states(desk: Desk, performance_id: int, whose: SeatFor) -> dict[int, SeatState]:
    """The states that are not free: what changes while a map is open. Raises `NotAllowedError`."""
    require_seat_reader(desk)
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
    told: dict[tuple[object, ...], SeatState] = {}  # of a full house most claims are alike
    found: dict[int, SeatState] = {}
    for seat_id, kind, form, order_id, expires_at, was_house in connection.execute(query).all():
        own = order_id is not None and order_id == whose.order_id
        alike = (kind, form, own, expires_at, was_house)
        if alike not in told:
            claim = rule.Claim(kind, form, order_id, expires_at)
            told[alike] = rule.seat_state(rule.standing(claim, now, was_house=was_house), claimant, now)
        if told[alike] is not SeatState.FREE:
            found[seat_id] = told[alike]
    return found
