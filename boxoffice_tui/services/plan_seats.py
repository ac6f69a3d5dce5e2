"""The seats of seating plans, kept in memory: a plan of 20,000 seats takes longer to read than to choose from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATING_PLANS, SEATS
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.seat_names import NamedPlan, seat_named
from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.rules.seating_plan import SeatingPlan
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, RefusedError
from boxoffice_tui.services.transaction import reading

_KEPT = 4
_Edition = tuple[str, int, str, frozenset[tuple[int, str]]]


_kept: OrderedDict[_Edition, SeatingPlan] = OrderedDict()
_keeping = Lock()


def seats_of(connection: Connection, desk: Desk, performance_id: int) -> SeatingPlan:
    """The seats of a performance's plan in the categories it sells. Raises `NotFoundError` (performance).

    Within one picture of the database, or with the performance's cells locked: no plan changes then.
    """
    edition = _edition(connection, desk, performance_id)
    with _keeping:
        kept = _kept.get(edition)
        if kept is not None:
            _kept.move_to_end(edition)
            return kept
    _place, plan_id, _content, sold = edition
    read = _read(connection, plan_id, [category_id for category_id, _code in sold])
    with _keeping:
        _kept[edition] = read
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return read


def find_seats(desk: Desk, performance_id: int, names: Sequence[str]) -> tuple[int, ...]:
    """The ids of seats named by guid, or `SECTION:ROW-NUMBER`, or `ROW-NUMBER` where only one is so named.

    Raises `NotFoundError` (performance, seat), `RefusedError` (seat_name_ambiguous).
    """
    with reading(desk) as connection:
        plan = seats_of(connection, desk, performance_id).names
        known = _by_guid(connection, performance_id, names)
    return tuple(known.get(name) or _only(plan, name) for name in names)


def _by_guid(connection: Connection, performance_id: int, names: Sequence[str]) -> dict[str, int]:
    query = (
        sa.select(SEATS.c.guid, SEATS.c.id)
        .join(PERFORMANCES, PERFORMANCES.c.plan_id == SEATS.c.plan_id)
        .where(PERFORMANCES.c.id == performance_id, SEATS.c.guid.in_(names))
    )
    return {row.guid: row.id for row in connection.execute(query)}


def _only(plan: NamedPlan, name: str) -> int:
    found = seat_named(plan, name)
    if found is None:
        raise NotFoundError("seat", name)
    if isinstance(found, Objection):
        raise RefusedError(found.code, found.facts)
    return found


def _edition(connection: Connection, desk: Desk, performance_id: int) -> _Edition:
    """What tells a plan from all others and from what it was before: `content` tells its seats with their ids.

    By a restore another database may come into this one's place, whose plan is the same and has grown otherwise,
    or whose categories have other ids.
    """
    plan = (
        sa.select(SEATING_PLANS.c.id, SEATING_PLANS.c.content)
        .join(PERFORMANCES, PERFORMANCES.c.plan_id == SEATING_PLANS.c.id)
        .where(PERFORMANCES.c.id == performance_id)
    )
    found = connection.execute(plan).first()
    if found is None:
        raise NotFoundError("performance", performance_id)
    sold = (
        sa.select(SEAT_CATEGORIES.c.id, SEAT_CATEGORIES.c.code)
        .join(CELLS, CELLS.c.category_id == SEAT_CATEGORIES.c.id)
        .where(CELLS.c.performance_id == performance_id)
    )
    categories = frozenset((row.id, row.code) for row in connection.execute(sold))
    return desk.database.place, found.id, found.content, categories


def _read(connection: Connection, plan_id: int, categories: Sequence[int]) -> SeatingPlan:
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
        .where(SEATS.c.plan_id == plan_id, SEATS.c.category_id.in_(categories))
        .order_by(SEATS.c.id)
    )
    rows = connection.execute(query).all()
    return SeatingPlan(tuple(Seat(*row[:11]) for row in rows), frozenset(row[0] for row in rows if row[11]))
