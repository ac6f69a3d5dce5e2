"""The seats of a performance: who has which, and which to propose (spec/archives.md, Add a ticket, 3 and 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    view = seats_on(connection, desk, performance_id, whose)
    return replace(view, blocks=standing_blocks(connection, performance_id, desk.clock.now()))


def seats_on(connection: Connection, desk: Desk, performance_id: int, whose: SeatFor) -> SeatMapView:
    """As `map_on`, but for who blocked which seats: enough to choose some."""
    plan = seats_of(connection, desk, performance_id)
    return SeatMapView(performance_id, plan, _states(connection, desk, performance_id, whose))


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
    free = free_on(view, SeatState.FREE, SeatState.CHOSEN)
    return proposals.propose(view.plan, free, own_on(view), count, category, accessible, limit)


def free_on(view: SeatMapView, *states: SeatState) -> frozenset[int]:
    """The seats in one of `states`, FREE among them."""
    return view.plan.ids.difference([seat_id for seat_id, state in view.states.items() if state not in states])


def own_on(view: SeatMapView) -> frozenset[int]:
    """The seats of the order on screen."""
    return frozenset([seat_id for seat_id, state in view.states.items() if state is SeatState.OWN])


def _states(connection: Connection, desk: Desk, performance_id: int, whose: SeatFor) -> dict[int, SeatState]:
    """Of a full house most claims are alike: the database lists their seats, and each sort is judged once."""
    alike = (
        CLAIMS.c.kind,
        CLAIMS.c.form,
        sa.and_(CLAIMS.c.order_id.is_not(None), CLAIMS.c.order_id == whose.order_id).label("own"),
        CLAIMS.c.expires_at,
        CLAIMS.c.was_house,
    )
    query = (
        sa.select(*alike, sa.func.aggregate_strings(sa.cast(CLAIMS.c.seat_id, sa.String), ",").label("seats"))
        .where(CLAIMS.c.performance_id == performance_id, CLAIMS.c.seat_id.is_not(None), live_claim())
        .group_by(*alike)
    )
    claimant = rule.Claimant(whose.form, whose.order_id)
    now = desk.clock.now()
    found: dict[int, SeatState] = {}
    for row in connection.execute(query):
        claim = rule.Claim(row.kind, row.form, whose.order_id if row.own else None, row.expires_at)
        state = rule.seat_state(rule.standing(claim, now, was_house=row.was_house), claimant, now)
        if state is not SeatState.FREE:
            found |= dict.fromkeys(map(int, row.seats.split(",")), state)
    return found
