"""Seating plans, their categories and seats, in the database (spec/archives.md, Seating plans).

A plan may grow and be redrawn. A seat never goes, and keeps its category while somebody has it: a house that
is rebuilt gets a new plan.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import HOUSE_OF_PLAN, counting_claim
from boxoffice_tui.data.importers.files import excerpt
from boxoffice_tui.data.importers.seating_plan import PlanSeat
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATING_PLANS, SEATS
from boxoffice_tui.rules import seating
from boxoffice_tui.services.setup.build import Build, Section, Wanted, insert_many, update_many
from boxoffice_tui.services.setup.cells import PlanChange, follow_plan, lock_cells
from boxoffice_tui.services.setup.file import Plan, Setup
from boxoffice_tui.services.setup.lines import Path
from boxoffice_tui.services.setup.plan_drafts import DraftPlan, draft_of
from boxoffice_tui.services.setup.programme import VENUE
from boxoffice_tui.services.setup.reasons import SetupReason

PLAN = Section("plans", SEATING_PLANS)
CATEGORY = Section("categories", SEAT_CATEGORIES, key=("plan_id", "code"))
_COLUMNS = (
    "guid",
    "section",
    "row",
    "number",
    "row_index",
    "place",
    "x",
    "y",
    "accessible",
    "companion",
    "house",
    "aisle_after",
)
_LISTED_AT_MOST = 20


@dataclass(slots=True)
class _Seats:
    """How the seats of a plan differ from its draft: rows of columns, the category by its code."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    housed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def apply(build: Build, setup: Setup) -> None:
    """Applies the plans."""
    for position, plan in enumerate(setup.plans):
        path = (PLAN.name, position)
        venue_id = build.id_of(VENUE, plan.venue, (*path, "venue"))
        draft = draft_of(build, plan, path)
        if draft is not None and venue_id is not None:
            write(build, plan, venue_id, draft, path)


def write(build: Build, plan: Plan, venue_id: int, draft: DraftPlan, path: Path) -> Counter[str]:
    """Makes a plan as drafted; how many of its seats were created, changed and left unchanged."""
    query = sa.select(SEATING_PLANS).where(SEATING_PLANS.c.code == plan.code)
    row = build.work.connection.execute(query).first()
    plan_id = row.id if row else 0
    lock_cells(build, PERFORMANCES.c.plan_id == plan_id)
    seats = _compared(build, plan_id, draft)
    if not (_fits(build, plan.code, seats, path) and _kinds_stay(build, plan.code, plan_id, draft, path)):
        return Counter()
    content = row.content if row and not seats else draft.content
    values = {"name": draft.name, "venue_id": venue_id, "content": content}
    (kept,) = build.put(PLAN, [Wanted((plan.code,), plan.code, path, values)])
    before = _categories(build, kept.id)
    _put_categories(build, plan.code, kept.id, draft, path)
    if seats:
        _write_seats(build, kept.id, seats)
        _write_edition(build, kept.id, draft)
        change = PlanChange(before, _categories(build, kept.id), seats.moved, seats.housed)
        follow_plan(build, kept.id, change, path)
    unchanged = len(draft.seats) - len(seats.new) - len(seats.changed)
    return Counter(created=len(seats.new), changed=len(seats.changed), unchanged=unchanged)


def _compared(build: Build, plan_id: int, draft: DraftPlan) -> _Seats:
    query = (
        sa.select(SEATS, SEAT_CATEGORIES.c.code.label("category"))
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == SEATS.c.category_id)
        .where(SEATS.c.plan_id == plan_id)
    )
    there = {row.guid: row for row in build.work.connection.execute(query)}
    found = _Seats(missing=sorted(there.keys() - {seat.guid for seat in draft.seats}))
    aisles = _aisles(draft)
    for position, seat in enumerate(draft.seats):
        values = _values(seat, aisle_after=position in aisles)
        row = there.get(seat.guid)
        if row is None:
            found.new.append(values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            found.changed.append({**values, "its_id": row.id})
            if row.category != seat.category:
                found.moved.append(row.id)
        if seat.house and (row is None or not row.house or row.category != seat.category):
            found.housed.append(seat.guid)
    return found


def _fits(build: Build, code: str, seats: _Seats, path: Path) -> bool:
    if seats.missing:
        reason = SetupReason.PLAN_SEATS_MISSING
        build.problem(path, reason, plan=code, count=len(seats.missing), seats=_listed(seats.missing))
    held = [
        CLAIMS.c.seat_id.in_(seats.moved),
        ~HOUSE_OF_PLAN,
        counting_claim(build.work.now),
    ]
    query = sa.select(SEATS.c.guid).join(CLAIMS, CLAIMS.c.seat_id == SEATS.c.id).where(*held).distinct()
    claimed = sorted(build.work.connection.execute(query).scalars()) if seats.moved else []
    if claimed:
        reason = SetupReason.PLAN_SEAT_CLAIMED
        build.problem(path, reason, plan=code, count=len(claimed), seats=_listed(claimed))
    return not (seats.missing or claimed)


def _kinds_stay(build: Build, code: str, plan_id: int, draft: DraftPlan, path: Path) -> bool:
    """Whether every category that performances use stays numbered, or without numbers."""
    wanted = {category.code: category.numbered for category in draft.categories}
    used = sa.exists().where(CELLS.c.category_id == SEAT_CATEGORIES.c.id)
    query = sa.select(SEAT_CATEGORIES.c.code, SEAT_CATEGORIES.c.numbered)
    rows = build.work.connection.execute(query.where(SEAT_CATEGORIES.c.plan_id == plan_id, used))
    turned = [row.code for row in rows if wanted.get(row.code, row.numbered) != row.numbered]
    for name in turned:
        build.problem(path, SetupReason.PLAN_CATEGORY_KIND, plan=code, name=name)
    return not turned


def _put_categories(build: Build, code: str, plan_id: int, draft: DraftPlan, path: Path) -> None:
    wanted = []
    for category in draft.categories:
        values = {
            "rank": category.rank,
            "name": category.name,
            "colour": category.colour,
            "numbered": category.numbered,
            "accessible": category.accessible,
            "gauge": category.gauge,
        }
        wanted.append(Wanted((plan_id, category.code), f"{code}/{category.code}", path, values))
    build.put(CATEGORY, wanted)


def _write_seats(build: Build, plan_id: int, seats: _Seats) -> None:
    query = sa.select(SEAT_CATEGORIES.c.code, SEAT_CATEGORIES.c.id).where(
        SEAT_CATEGORIES.c.plan_id == plan_id
    )
    ids = {row.code: row.id for row in build.work.connection.execute(query)}
    rows = [*seats.new, *seats.changed]
    for row in rows:
        row["category_id"] = ids[row.pop("category")]
    insert_many(build.work, SEATS, [{**row, "plan_id": plan_id} for row in seats.new])
    update_many(build.work, SEATS, seats.changed)


def _write_edition(build: Build, plan_id: int, draft: DraftPlan) -> None:
    """Makes `content` tell the seats with their ids: the same seats may have grown in another order elsewhere."""
    ids = sa.select(SEATS.c.guid, SEATS.c.id).where(SEATS.c.plan_id == plan_id).order_by(SEATS.c.id)
    seats = [tuple(row) for row in build.work.connection.execute(ids)]
    content = hashlib.sha256(json.dumps([draft.content, seats]).encode()).hexdigest()
    its = sa.update(SEATING_PLANS).where(SEATING_PLANS.c.id == plan_id)
    build.work.connection.execute(its.values(content=content))


def _categories(build: Build, plan_id: int) -> Mapping[int, int]:
    """How many seats each category of a plan has, by the ids of categories."""
    query = (
        sa.select(SEAT_CATEGORIES.c.id, sa.func.count(SEATS.c.id).label("seats"))
        .join(SEATS, SEATS.c.category_id == SEAT_CATEGORIES.c.id, isouter=True)
        .where(SEAT_CATEGORIES.c.plan_id == plan_id, SEAT_CATEGORIES.c.numbered)
        .group_by(SEAT_CATEGORIES.c.id)
    )
    counted: defaultdict[int, int] = defaultdict(int)
    counted.update({row.id: row.seats for row in build.work.connection.execute(query)})
    return counted


def _values(seat: PlanSeat, *, aisle_after: bool) -> dict[str, Any]:
    values = {name: getattr(seat, name) for name in _COLUMNS if name != "aisle_after"}
    return {**values, "category": seat.category, "aisle_after": aisle_after}


def _aisles(draft: DraftPlan) -> frozenset[int]:
    """The positions of seats that an aisle follows."""
    return seating.aisles(
        seating.Seat(
            position,
            seat.section,
            seat.row,
            seat.number,
            seat.row_index,
            seat.place,
            seat.x,
            seat.y,
            seat.category,
        )
        for position, seat in enumerate(draft.seats)
    )


def _listed(guids: list[str]) -> str:
    more = ", …" if len(guids) > _LISTED_AT_MOST else ""
    return ", ".join(excerpt(guid) for guid in guids[:_LISTED_AT_MOST]) + more
