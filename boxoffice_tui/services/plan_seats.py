"""The seats of seating plans, kept in memory: a plan of 20,000 seats takes longer to read than to choose from."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATING_PLANS, SEATS
from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError

_KEPT_PLANS = 4
_Edition = tuple[str, int, str, int, int, int]


@dataclass(frozen=True, slots=True)
class PlanSeats:
    """Seats in the order of their ids, and the ids of those followed by an aisle in their row."""

    seats: tuple[Seat, ...]
    aisle_after: frozenset[int]


_kept: OrderedDict[_Edition, PlanSeats] = OrderedDict()
_keeping = Lock()


def seats_of(connection: Connection, desk: Desk, performance_id: int) -> PlanSeats:
    """The seats of a performance's plan in the categories it sells. Raises `NotFoundError` (performance).

    Within one picture of the database, or with the performance's cells locked: no plan changes then.
    """
    edition = _edition(connection, desk, performance_id)
    with _keeping:
        whole = _kept.get(edition)
    if whole is None:
        whole = _read(connection, edition[1])
        with _keeping:
            _kept[edition] = whole
            while len(_kept) > _KEPT_PLANS:
                _kept.popitem(last=False)
    return _sold_here(connection, performance_id, whole)


def _edition(connection: Connection, desk: Desk, performance_id: int) -> _Edition:
    """What tells a plan from all others and from what it was before: `content` tells its seats with their ids.

    By a restore another database may come into this one's place, whose plan is the same and has grown otherwise.
    """
    query = (
        sa.select(
            SEATING_PLANS.c.id,
            SEATING_PLANS.c.content,
            sa.func.count(SEATS.c.id).label("seats"),
            sa.func.min(SEATS.c.id).label("first"),
            sa.func.max(SEATS.c.id).label("last"),
        )
        .join(PERFORMANCES, PERFORMANCES.c.plan_id == SEATING_PLANS.c.id)
        .join(SEATS, SEATS.c.plan_id == SEATING_PLANS.c.id, isouter=True)
        .where(PERFORMANCES.c.id == performance_id)
        .group_by(SEATING_PLANS.c.id, SEATING_PLANS.c.content)
    )
    found = connection.execute(query).first()
    if found is None:
        raise NotFoundError("performance", performance_id)
    return desk.database.place, found.id, found.content, found.seats, found.first or 0, found.last or 0


def _read(connection: Connection, plan_id: int) -> PlanSeats:
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
        .where(SEATS.c.plan_id == plan_id)
        .order_by(SEATS.c.id)
    )
    rows = connection.execute(query).all()
    return PlanSeats(tuple(Seat(*row[:11]) for row in rows), frozenset(row[0] for row in rows if row[11]))


def _sold_here(connection: Connection, performance_id: int, whole: PlanSeats) -> PlanSeats:
    query = (
        sa.select(SEAT_CATEGORIES.c.code)
        .join(CELLS, CELLS.c.category_id == SEAT_CATEGORIES.c.id)
        .where(CELLS.c.performance_id == performance_id)
    )
    sold = frozenset(connection.execute(query).scalars())
    if all(seat.category in sold for seat in whole.seats):
        return whole
    seats = tuple(seat for seat in whole.seats if seat.category in sold)
    return PlanSeats(seats, whole.aisle_after)
