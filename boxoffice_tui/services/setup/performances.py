"""Contingents and performances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timezone
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import HOUSE_OF_PLAN, counting_claim, live_claim
from boxoffice_tui.data.importers.times import offsets_at
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEATING_PLANS, VENUES
from boxoffice_tui.rules.deadlines import instant_of
from boxoffice_tui.services.setup.build import Build, Kept, Section, Wanted, listed
from boxoffice_tui.services.setup.cells import CONTINGENT, Shared, lock_cells, put_cells
from boxoffice_tui.services.setup.file import Performance, Setup
from boxoffice_tui.services.setup.lines import Path
from boxoffice_tui.services.setup.plans import PLAN
from boxoffice_tui.services.setup.programme import EVENT, VENUE
from boxoffice_tui.services.setup.reasons import SetupReason
from boxoffice_tui.views.setup import Change

PERFORMANCE = Section("performances", PERFORMANCES, key=("event_id", "code"))
_ON_CALENDARS = frozenset({"starts_at", "venue_id", "state"})


@dataclass(frozen=True, slots=True)
class Houses:
    """What performances need of venues and plans: the zone of each venue, the venue of each plan, by id."""

    zones: dict[int, str]
    venues: dict[int, int]


def apply(build: Build, setup: Setup) -> None:
    """Applies the sections of this file."""
    build.put(CONTINGENT, listed(CONTINGENT, setup.contingents, lambda one, _: {"names": one.name}))
    houses = houses_of(build)
    performances: list[Performance] = []
    wanted: list[Wanted] = []
    for position, performance in enumerate(setup.performances):
        found = _wanted(build, performance, houses, (PERFORMANCE.name, position))
        if found is not None:
            performances.append(performance)
            wanted.append(found)
    put(build, wanted, performances)


def put(build: Build, wanted: list[Wanted], performances: Sequence[Performance | None]) -> list[Kept]:
    """Writes performances with their cells: a plan that people have places on stays, calendars learn of a
    new date. `performances` are those of a setup file; where it is None the cells of an old one stay.
    """
    kept = build.put(PERFORMANCE, wanted)
    replanned = {one.id: item for item, one in zip(wanted, kept, strict=True) if "plan_id" in one.keys}
    lock_cells(build, CELLS.c.performance_id.in_(replanned))
    taken = (
        sa.select(CLAIMS.c.performance_id)
        .where(CLAIMS.c.performance_id.in_(replanned), ~HOUSE_OF_PLAN)
        .where(counting_claim(build.work.now))
        .distinct()
    )
    sold = set(build.work.connection.execute(taken).scalars()) if replanned else set()
    for performance_id in sorted(sold):
        item = replanned[performance_id]
        build.problem((*item.path, "plan"), SetupReason.PLAN_SOLD, performance=item.code)
    _leave_house(build, list(replanned))
    moved = [one.id for one in kept if _ON_CALENDARS.intersection(one.keys)]
    if moved:
        more = PERFORMANCES.c.calendar_sequence + 1
        statement = sa.update(PERFORMANCES).where(PERFORMANCES.c.id.in_(moved))
        build.work.connection.execute(statement.values(calendar_sequence=more))
    told = {its.id for its, one in zip(kept, performances, strict=True) if one is not None}
    shares = [_shared(*one) for one in zip(wanted, kept, performances, strict=True)]
    due = [one for one in shares if one.is_new or one.performance_id in told]
    put_cells(build, [one for one in due if one.performance_id not in sold])
    return kept


def houses_of(build: Build) -> Houses:
    """The venues and plans there are."""
    connection = build.work.connection
    zones = {row.id: row.zone for row in connection.execute(sa.select(VENUES.c.id, VENUES.c.zone))}
    plans = sa.select(SEATING_PLANS.c.id, SEATING_PLANS.c.venue_id)
    return Houses(zones, {row.id: row.venue_id for row in connection.execute(plans)})


def plan_of(build: Build, code: str | None, venue_id: int, houses: Houses, path: Path) -> int | None:
    """The id of a plan of the venue, None where there is none; a problem where it is another venue's."""
    plan_id = build.id_of(PLAN, code, path) if code else None
    if plan_id is not None and houses.venues[plan_id] != venue_id:
        venue = next(name for name, its in build.ids(VENUE).items() if its == venue_id)
        build.problem(path, SetupReason.PLAN_OF_OTHER_VENUE, plan=code, venue=venue)
    return plan_id


def _shared(wanted: Wanted, kept: Kept, performance: Performance | None) -> Shared:
    """What the cells of a performance just written are made of."""
    plan_id = wanted.values.get("plan_id")
    has_plan = isinstance(plan_id, int)
    lacks_it = not has_plan and performance is not None and performance.plan is not None
    return Shared(
        performance_id=kept.id,
        code=wanted.code,
        plan_id=plan_id if isinstance(plan_id, int) else None,
        shares=() if performance is None or lacks_it else performance.cells,
        path=wanted.path,
        is_new=kept.change is Change.CREATED or "plan_id" in kept.keys,
    )


def _wanted(build: Build, performance: Performance, houses: Houses, path: Path) -> Wanted | None:
    event_id = build.id_of(EVENT, performance.event, (*path, "event"))
    venue_id = build.id_of(VENUE, performance.venue, (*path, "venue"))
    if event_id is None or venue_id is None:
        return None
    starts_at, day = _moment(build, performance.starts_at, houses.zones[venue_id], (*path, "starts_at"))
    values = {
        "venue_id": venue_id,
        "plan_id": plan_of(build, performance.plan, venue_id, houses, (*path, "plan")),
        "starts_at": starts_at,
        "announced_on": day,
        "state": performance.state,
        "on_sale": performance.on_sale,
    }
    code = f"{performance.event}/{performance.code}"
    return Wanted((event_id, performance.code), code, path, values)


def _moment(
    build: Build, said: datetime | date | None, zone: str, path: Path
) -> tuple[datetime | None, date | None]:
    """The instant, or the day alone. An offset is needed only where clocks show a time twice."""
    if not isinstance(said, datetime):
        return None, said
    if said.tzinfo is None:
        return instant_of(said, zone), None
    wall, offsets = said.replace(tzinfo=None), offsets_at(said.replace(tzinfo=None), zone)
    if said.utcoffset() not in offsets:
        expected = wall.replace(tzinfo=timezone(offsets[0])).isoformat()[-len("+00:00") :]
        build.problem(path, SetupReason.OFFSET_WRONG, zone=zone, expected=expected)
    return said.astimezone(UTC), None


def _leave_house(build: Build, performance_ids: list[Any]) -> None:
    """The house has no seat any more on a plan that is left."""
    if performance_ids:
        build.work.connection.execute(
            sa.update(CLAIMS)
            .where(CLAIMS.c.performance_id.in_(performance_ids), live_claim())
            .where(HOUSE_OF_PLAN)
            .values(ended_at=build.work.now)
        )
