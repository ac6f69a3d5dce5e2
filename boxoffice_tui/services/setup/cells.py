"""Cells of performances, performance × category × contingent, and the house's claims on its seats.

The contingent `general` has what the other contingents leave: of the seats of a numbered category, of the
gauge of an unnumbered one. A gauge never falls below what is committed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import HOUSE_OF_PLAN, live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.programme import CELLS, CONTINGENTS, EVENTS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS
from boxoffice_tui.rules.occupancy import GENERAL_CONTINGENT, ClaimKind
from boxoffice_tui.services import occupancy
from boxoffice_tui.services.setup.build import Build, Kept, Section, Wanted, insert_many, update_many
from boxoffice_tui.services.setup.file import CellShare
from boxoffice_tui.services.setup.lines import Path
from boxoffice_tui.services.setup.reasons import SetupReason
from boxoffice_tui.views.setup import Change

_KEY = ("performance_id", "category_id", "contingent_id")
CELL = Section("cells", CELLS, key=_KEY)
CONTINGENT = Section("contingents", CONTINGENTS)


@dataclass(frozen=True, slots=True)
class PlanCategory:
    """A category of a plan as cells need it: `places` are its seats, or its gauge where it has none."""

    id: int
    code: str
    numbered: bool
    places: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A performance whose cells are to be made: its plan, and what the file says of shares."""

    performance_id: int
    code: str
    plan_id: int | None
    shares: Sequence[CellShare]
    path: Path
    is_new: bool


@dataclass(frozen=True, slots=True)
class PlanChange:
    """How a plan changed: the seats of each numbered category (by id) before and after, the seats (by id) that
    are in another category now, and those (by guid) the house has from now on.
    """

    before: Mapping[int, int]
    after: Mapping[int, int]
    moved: Collection[int]
    housed: Collection[str]


@dataclass(frozen=True, slots=True)
class _CellWanted:
    performance_id: int
    category_id: int
    contingent_id: int
    gauge: int
    overbooking: int | None
    path: Path

    @property
    def key(self) -> tuple[int, int, int]:
        """What finds the cell again."""
        return self.performance_id, self.category_id, self.contingent_id


def categories_of(build: Build, plan_ids: Collection[int]) -> dict[int, list[PlanCategory]]:
    """The categories of plans, by plan, in rank order."""
    query = (
        sa.select(SEAT_CATEGORIES, sa.func.count(SEATS.c.id).label("seats"))
        .join(SEATS, SEATS.c.category_id == SEAT_CATEGORIES.c.id, isouter=True)
        .where(SEAT_CATEGORIES.c.plan_id.in_(plan_ids))
        .group_by(SEAT_CATEGORIES.c.id)
        .order_by(SEAT_CATEGORIES.c.rank, SEAT_CATEGORIES.c.id)
    )
    found: defaultdict[int, list[PlanCategory]] = defaultdict(list)
    for row in build.work.connection.execute(query):
        places = row.seats if row.numbered else row.gauge or 0
        found[row.plan_id].append(PlanCategory(row.id, row.code, row.numbered, places))
    return found


def put_cells(build: Build, performances: Sequence[Shared]) -> None:
    """Makes the cells of performances as their plans and shares say; a new one's house seats are claimed."""
    categories = categories_of(build, {one.plan_id for one in performances if one.plan_id is not None})
    wanted: list[_CellWanted] = []
    able: dict[int, Shared] = {}
    for one in performances:
        its = categories.get(one.plan_id, []) if one.plan_id is not None else []
        before = len(build.problems)
        cells = _cells(build, one, its)
        if len(build.problems) == before:
            able[one.performance_id] = one
            wanted += cells
    _write(build, wanted, able)
    new = [one.performance_id for one in able.values() if one.is_new]
    _claim_house(build, new, CELLS.c.performance_id.in_(new))


def lock_cells(build: Build, which: sa.ColumnElement[bool]) -> None:
    """Locks the cells of the performances that `which` selects: nobody takes a place while they change."""
    query = (
        sa.select(CELLS.c.id)
        .join(PERFORMANCES, PERFORMANCES.c.id == CELLS.c.performance_id)
        .where(which)
        .order_by(CELLS.c.id)
        .with_for_update(of=CELLS)
    )
    cell_ids = build.work.connection.execute(query).scalars().all()
    if cell_ids:
        occupancy.end_expired(build.work, cell_ids)


def follow_plan(build: Build, plan_id: int, change: PlanChange, path: Path) -> None:
    """Brings the performances of a plan up to its seats: gauges by the difference, the house by its flags."""
    query = (
        sa.select(PERFORMANCES.c.id, PERFORMANCES.c.code, EVENTS.c.code.label("event"))
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .where(PERFORMANCES.c.plan_id == plan_id)
    )
    codes = {row.id: f"{row.event}/{row.code}" for row in build.work.connection.execute(query)}
    if not codes:
        return
    general = build.ids(CONTINGENT)[GENERAL_CONTINGENT]
    cells = _existing(build, codes)
    wanted = []
    for category_id, seats in change.after.items():
        for performance_id in codes:
            cell = cells.get((performance_id, category_id, general))
            more = seats - (change.before.get(category_id, 0) if cell else 0)
            gauge = max(0, (cell.gauge if cell else 0) + more)
            overbooking = cell.overbooking_percent if cell else None
            wanted.append(_CellWanted(performance_id, category_id, general, gauge, overbooking, path))
    _apply(build, wanted, cells, codes)
    _end_house(build, plan_id, change.moved)
    _claim_house(build, list(codes), SEATS.c.guid.in_(change.housed))


def _claim_house(build: Build, performance_ids: Collection[int], which: sa.ColumnElement[bool]) -> None:
    """Claims the house's seats of performances for the house, where nobody has them."""
    taken = sa.exists().where(
        CLAIMS.c.performance_id == PERFORMANCES.c.id,
        CLAIMS.c.seat_id == SEATS.c.id,
        live_claim(),
    )
    query = (
        sa.select(PERFORMANCES.c.id, SEATS.c.id.label("seat_id"), CELLS.c.id.label("cell_id"), CELLS.c.gauge)
        .join(SEATS, SEATS.c.plan_id == PERFORMANCES.c.plan_id)
        .join(CELLS, _general_cell())
        .where(PERFORMANCES.c.id.in_(performance_ids), SEATS.c.house, ~taken, which)
    )
    rows = []
    for row in build.work.connection.execute(query):
        seat = occupancy.Wanted(row.cell_id, row.seat_id)
        place = occupancy.Taken(seat, limit=row.gauge, was_house=False)
        rows.append(occupancy.claim_row(build.work, row.id, place, ClaimKind.HOUSE))
    if rows:
        build.work.connection.execute(sa.insert(CLAIMS), rows)


def _general_cell() -> sa.ColumnElement[bool]:
    general = sa.select(CONTINGENTS.c.id).where(CONTINGENTS.c.code == GENERAL_CONTINGENT).scalar_subquery()
    return sa.and_(
        CELLS.c.performance_id == PERFORMANCES.c.id,
        CELLS.c.category_id == SEATS.c.category_id,
        CELLS.c.contingent_id == general,
    )


def _end_house(build: Build, plan_id: int, moved: Collection[int]) -> None:
    """Ends the plan's house claims on seats that are not the house's any more, or in another category now."""
    left = sa.select(SEATS.c.id).where(
        SEATS.c.plan_id == plan_id, sa.or_(~SEATS.c.house, SEATS.c.id.in_(moved))
    )
    build.work.connection.execute(
        sa.update(CLAIMS)
        .where(HOUSE_OF_PLAN, live_claim(), CLAIMS.c.seat_id.in_(left))
        .values(ended_at=build.work.now)
    )


def _cells(build: Build, one: Shared, categories: Sequence[PlanCategory]) -> list[_CellWanted]:
    by_category = _shares(build, one, categories)
    contingents = build.ids(CONTINGENT)
    found = []
    for category in categories:
        shares = by_category[category.code]
        if not (category.places or shares):
            continue
        gauges = _gauges(category, shares)
        total = sum(gauges.values())
        if gauges[GENERAL_CONTINGENT] < 0 or (category.numbered and total > category.places):
            facts = {"name": category.code, "gauge": total, "seats": category.places}
            build.problem(one.path, SetupReason.GAUGE_TOO_LARGE, **facts)
            continue
        for code, gauge in gauges.items():
            overbooking = shares[code].overbooking if code in shares else None
            cell = (one.performance_id, category.id, contingents[code])
            found.append(_CellWanted(*cell, gauge, overbooking, one.path))
    return found


def _shares(build: Build, one: Shared, categories: Sequence[PlanCategory]) -> dict[str, dict[str, CellShare]]:
    """What the file says of each category, by contingent."""
    found: dict[str, dict[str, CellShare]] = {category.code: {} for category in categories}
    for position, share in enumerate(one.shares):
        at = (*one.path, "cells", position)
        if share.category not in found:
            build.problem(
                (*at, "category"), SetupReason.CODE_UNKNOWN, section="categories", name=share.category
            )
        elif share.contingent in found[share.category]:
            facts = {"section": "cells", "name": share.category, "first": build.line_of(one.path)}
            build.problem(at, SetupReason.CODE_REPEATED, **facts)
        elif share.gauge is None and share.contingent != GENERAL_CONTINGENT:
            build.problem((*at, "gauge"), SetupReason.KEY_MISSING)
        elif build.id_of(CONTINGENT, share.contingent, (*at, "contingent")) is not None:
            found[share.category][share.contingent] = share
    return found


def _gauges(category: PlanCategory, shares: Mapping[str, CellShare]) -> dict[str, int]:
    """The gauge of each contingent, `general` first: it has the rest unless the file says how many."""
    others = {code: share.gauge or 0 for code, share in sorted(shares.items()) if code != GENERAL_CONTINGENT}
    general = shares.get(GENERAL_CONTINGENT)
    rest = category.places - sum(others.values())
    return {GENERAL_CONTINGENT: rest if general is None or general.gauge is None else general.gauge, **others}


def _existing(build: Build, performance_ids: Collection[int]) -> dict[tuple[int, int, int], Any]:
    query = sa.select(CELLS).where(CELLS.c.performance_id.in_(performance_ids)).order_by(CELLS.c.id)
    return {
        (row.performance_id, row.category_id, row.contingent_id): row
        for row in build.work.connection.execute(query.with_for_update())
    }


def _write(build: Build, wanted: Sequence[_CellWanted], performances: Mapping[int, Shared]) -> None:
    """Writes the cells. Those not wanted any more go, or where somebody ever claimed a place have none left."""
    existing = _existing(build, performances)
    asked = {cell.key for cell in wanted}
    dropped = {row.id: key for key, row in existing.items() if key not in asked}
    if dropped:
        claimed = sa.select(CLAIMS.c.cell_id).where(CLAIMS.c.cell_id.in_(dropped)).distinct()
        used = set(build.work.connection.execute(claimed).scalars())
        unused = dropped.keys() - used
        build.work.connection.execute(sa.delete(CELLS).where(CELLS.c.id.in_(unused)))
        dropped = {cell_id: dropped[cell_id] for cell_id in sorted(used)}
    left = [_CellWanted(*key, 0, None, performances[key[0]].path) for key in dropped.values()]
    _apply(build, [*wanted, *left], existing, {one.performance_id: one.code for one in performances.values()})


def _apply(
    build: Build,
    wanted: Sequence[_CellWanted],
    existing: Mapping[tuple[int, int, int], Any],
    codes: Mapping[int, str],
) -> None:
    new, changed = [], []
    for cell in wanted:
        row = existing.get(cell.key)
        values = {"gauge": cell.gauge, "overbooking_percent": cell.overbooking}
        if row is None:
            new.append({**dict(zip(_KEY, cell.key, strict=True)), **values})
        elif (row.gauge, row.overbooking_percent) != (cell.gauge, cell.overbooking):
            changed.append((cell, row, values))
    insert_many(build.work, CELLS, new)
    if not changed:
        return
    names = _names(build, codes)
    _check_committed(build, [(cell, row) for cell, row, _ in changed], names)
    update_many(build.work, CELLS, [{**values, "its_id": row.id} for _, row, values in changed])
    for cell, row, values in changed:
        keys = tuple(name for name, value in values.items() if getattr(row, name) != value)
        before = {name: getattr(row, name) for name in keys}
        told = Wanted(cell.key, names(cell), cell.path, values)
        build.report(CELL, told, Kept(row.id, Change.CHANGED, keys, before))


def _names(build: Build, codes: Mapping[int, str]) -> Callable[[_CellWanted], str]:
    """How cells are named: event/performance/category/contingent."""
    query = sa.select(SEAT_CATEGORIES.c.id, SEAT_CATEGORIES.c.code)
    categories = {row.id: row.code for row in build.work.connection.execute(query)}
    contingents = {contingent_id: code for code, contingent_id in build.ids(CONTINGENT).items()}
    return lambda cell: "/".join(
        (codes[cell.performance_id], categories[cell.category_id], contingents[cell.contingent_id])
    )


def _check_committed(
    build: Build, changed: Sequence[tuple[_CellWanted, Any]], names: Callable[[_CellWanted], str]
) -> None:
    sums = occupancy.sums(build.work.connection, [row.id for _, row in changed], build.work.now)
    for cell, row in changed:
        there = occupancy.cell_of(cell.gauge, cell.overbooking, sums[row.id])
        committed = there.committed + there.placed
        if committed > there.limit:
            facts = {"name": names(cell), "gauge": cell.gauge, "committed": committed}
            build.problem(cell.path, SetupReason.GAUGE_TOO_SMALL, **facts)
