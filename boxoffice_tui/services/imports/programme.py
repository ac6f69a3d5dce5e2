"""A season's programme from CSV or iCalendar (spec/archives.md, Seating plans and programmes)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from boxoffice_tui.data.importers.calendar import parse_calendar
from boxoffice_tui.data.importers.files import Parsed
from boxoffice_tui.data.importers.mapping import parse_mapping
from boxoffice_tui.data.importers.programme import ProgrammeRow, code_of, parse_programme
from boxoffice_tui.data.tables.programme import ACTIVITIES, SEASONS
from boxoffice_tui.data.tables.venues import VENUES
from boxoffice_tui.rules.deadlines import local_date
from boxoffice_tui.rules.orders import PerformanceState
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import CODE_PATTERN
from boxoffice_tui.services.attempt import attempting
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.imports.found import RowBuild, ignore_progress, told, told_of_mapping
from boxoffice_tui.services.setup import performances
from boxoffice_tui.services.setup.build import Kept, Wanted
from boxoffice_tui.services.setup.performances import houses_of, plan_of
from boxoffice_tui.services.setup.programme import ACTIVITY, EVENT, SEASON, VENUE
from boxoffice_tui.services.setup.reasons import ImportReason
from boxoffice_tui.views.setup import Change, ImportReport, Progress, ToBeAnnounced

_CALENDAR = b"BEGIN:VCALENDAR"
_BESIDES = frozenset(section.name for section in (VENUE, SEASON, ACTIVITY, EVENT))


def import_programme(
    desk: Desk,
    content: bytes,
    mapping: bytes,
    *,
    dry_run: bool = False,
    progress: Progress = ignore_progress,
) -> ImportReport:
    """Makes the performances of a CSV or iCalendar file, with their venues, seasons, activities and events.

    What is there already keeps all the file does not say: states, sales, cells, media; an activity of the
    season is named by its code. The counts are of performances; those without a time are not on sale and
    listed. Raises `NotAllowedError` (imports.run).
    """
    report = ImportReport(dry_run)
    with attempting(desk, Right.IMPORTS_RUN) as attempt:
        read = parse_mapping(mapping)
        if read.problems:
            return ImportReport(dry_run, problems=told_of_mapping(read.problems, mapping))
        is_calendar = content.lstrip(b"\xef\xbb\xbf \t\r\n")[: len(_CALENDAR)].upper() == _CALENDAR
        parse = parse_calendar if is_calendar else parse_programme
        parsed = parse(content, read.rows[0])
        build = RowBuild(attempt.work)
        kept = _write(build, parsed.sound, progress)  # also to find what does not fit the house
        report = _report(build, parsed, kept, dry_run=dry_run)
        attempt.keep = report.written
    return report


def _write(build: RowBuild, parsed: Sequence[ProgrammeRow], progress: Progress) -> list[Kept]:
    total = len(parsed)
    progress(0, total)
    rows = _in_known_activities(build, parsed)
    _venues(build, rows)
    _seasons(build, rows)
    language = build.work.house.language
    activities = {row.activity_code: row for row in reversed(rows)}
    build.put(
        ACTIVITY,
        [
            _new(code, row, names={language: row.activity}, season_id=build.ids(SEASON)[row.season_code])
            for code, row in activities.items()
        ],
    )
    events = {_code(row.event_code): row for row in reversed(rows)}
    build.put(
        EVENT,
        [
            Wanted(
                (code,),
                code,
                (row.line,),
                {"title": row.event},
                {"activity_id": build.ids(ACTIVITY)[row.activity_code]},
            )
            for code, row in events.items()
        ],
    )
    houses = houses_of(build)
    wanted = []
    for row in rows:
        venue_id = build.ids(VENUE)[row.venue_code]
        plan_id = plan_of(build, row.plan, venue_id, houses, (row.line, "plan"))
        wanted.append(_performance(build, row, venue_id, plan_id))
    kept = performances.put(build, wanted, [None] * total)
    progress(total, total)
    return kept


def _in_known_activities(build: RowBuild, rows: Iterable[ProgrammeRow]) -> list[ProgrammeRow]:
    """Rows whose activity is the code of one that their season has are of that one, and of no new one."""
    query = sa.select(SEASONS.c.code, ACTIVITIES.c.code.label("activity")).join(
        ACTIVITIES, ACTIVITIES.c.season_id == SEASONS.c.id
    )
    there = {(row.code, row.activity) for row in build.work.connection.execute(query)}
    return [
        replace(row, activity_code=row.activity) if (row.season_code, row.activity) in there else row
        for row in rows
    ]


def _performance(build: RowBuild, row: ProgrammeRow, venue_id: int, plan_id: int | None) -> Wanted:
    """A row without a plan leaves the plan an old performance has."""
    event, code = _code(row.event_code), _code(row.code)
    values: dict[str, object] = {
        "venue_id": venue_id,
        "starts_at": row.starts_at,
        "announced_on": None if row.starts_at else row.day,
    }
    initial: dict[str, object] = {"state": PerformanceState.OPEN, "on_sale": row.starts_at is not None}
    (values if row.plan else initial)["plan_id"] = plan_id
    key = (build.ids(EVENT)[event], code)
    return Wanted(key, f"{event}/{code}", (row.line,), values, initial)


def _venues(build: RowBuild, rows: Sequence[ProgrammeRow]) -> None:
    """Adds the venues there are not; a venue keeps its zone, or every hour of it would be another."""
    first = {row.venue_code: row for row in reversed(rows)}
    query = sa.select(VENUES.c.code, VENUES.c.zone).where(VENUES.c.code.in_(first))
    for venue in build.work.connection.execute(query):
        row = first[venue.code]
        if row.zone != venue.zone:
            facts = {"venue": row.venue, "zone": row.zone, "there": venue.zone}
            build.problem((row.line, "venue"), ImportReason.VENUE_ZONE_DIFFERS, **facts)
    build.put(
        VENUE,
        [
            _new(
                code,
                row,
                name=row.venue,
                address=row.venue_address,
                country=row.venue_country or build.work.house.country,
                zone=row.zone,
            )
            for code, row in first.items()
        ],
    )


def _seasons(build: RowBuild, rows: Sequence[ProgrammeRow]) -> None:
    """A new season runs from its first to its last day; an old one grows where a row lies outside."""
    language, today = build.work.house.language, local_date(build.work.now, str(build.work.house.zone))
    there = {
        row.code: [row.starts_on, row.ends_on]
        for row in build.work.connection.execute(
            sa.select(SEASONS.c.code, SEASONS.c.starts_on, SEASONS.c.ends_on)
        )
    }
    wanted = []
    for code, first in {row.season_code: row for row in reversed(rows)}.items():
        days = _days(row for row in rows if row.season_code == code) + there.get(code, [])
        values = {"starts_on": min(days, default=today), "ends_on": max(days, default=today)}
        wanted.append(Wanted((code,), code, (first.line,), values, {"names": {language: first.season}}))
    build.put(SEASON, wanted)


def _days(rows: Iterable[ProgrammeRow]) -> list[date]:
    """The local days of performances as far as they are known."""
    days = (row.starts_at.astimezone(ZoneInfo(row.zone)).date() if row.starts_at else row.day for row in rows)
    return [day for day in days if day is not None]


def _new(code: str, row: ProgrammeRow, **initial: object) -> Wanted:
    """A thing that is made where there is none and else left as it is."""
    return Wanted((code,), code, (row.line,), {}, initial)


def _code(text: str) -> str:
    """A code or reference of the file, made into one where it is written otherwise."""
    return text if re.fullmatch(CODE_PATTERN, text) else code_of(text)


def _report(
    build: RowBuild, parsed: Parsed[ProgrammeRow], kept: Sequence[Kept], *, dry_run: bool
) -> ImportReport:
    counts = {change: sum(one.change is change for one in kept) for change in Change}
    return ImportReport(
        dry_run,
        created=counts[Change.CREATED],
        changed=counts[Change.CHANGED],
        unchanged=counts[Change.UNCHANGED],
        problems=told(parsed.problems, build.problems),
        warnings=told(parsed.warnings),
        to_be_announced=tuple(
            ToBeAnnounced(row.line, row.event, row.day) for row in parsed.rows if row.starts_at is None
        ),
        besides=tuple(
            one for one in build.things if one.section in _BESIDES and one.change is Change.CREATED
        ),
    )
