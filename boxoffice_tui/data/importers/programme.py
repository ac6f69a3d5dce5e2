"""Programmes: the performances of a season from a CSV file (spec/archives.md, Seating plans and programmes)."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from zoneinfo import ZoneInfo

from boxoffice_tui.data.importers.files import Findings, Parsed, excerpt
from boxoffice_tui.data.importers.mapping import MappingReason, ProgrammeMapping, VenueMapping
from boxoffice_tui.data.importers.tables import Column, Limits, records
from boxoffice_tui.data.importers.times import Moment, in_utc, is_skipped, moment_of, offsets_at
from boxoffice_tui.rules.deadlines import instant_of
from boxoffice_tui.rules.text import CODE_LIMIT, FIELD_LIMIT, TITLE_LIMIT, fold

SIZE_LIMIT = 10_000_000
ROW_LIMIT = 20_000
_DIGEST = 8
_MUST_EXIST = frozenset({"event", "starts_at", "date"})
_WORDS = re.compile(r"\w+")


class ProgrammeReason(StrEnum):
    """What is wrong, or worth knowing, about a row of a programme; the comment names the facts."""

    MOMENT_WRONG = "programme_moment_wrong"  # value
    EVENT_MISSING = "programme_event_missing"
    SEASON_MISSING = "programme_season_missing"
    ACTIVITY_MISSING = "programme_activity_missing"
    VENUE_MISSING = "programme_venue_missing"
    ZONE_MISSING = "programme_zone_missing"  # venue
    PERFORMANCE_REPEATED = "programme_performance_repeated"  # event, first: the line it is in already
    # warnings; wall is a time without its zone, as files write it
    TITLE_MISSING = "programme_title_missing"  # title: what stands in for it
    TO_BE_ANNOUNCED = "programme_to_be_announced"  # event; day, a date or None
    OFFSET_CONTRADICTS = "programme_offset_contradicts"  # event, venue, zone, wall; given, expected: +HH:MM
    TIME_SKIPPED = "programme_time_skipped"  # event, zone, wall
    TIME_TWICE = "programme_time_twice"  # event, zone, wall
    VENUE_UNMAPPED = "programme_venue_unmapped"  # venue, code, zone
    EVENT_DIFFERS = "programme_event_differs"  # event (code), first (line), kept
    CANCELLED = "programme_cancelled"  # event; the entry is left out


@dataclass(frozen=True, slots=True)
class Draft:
    """A performance as a file tells it, whatever the kind of file; it comes to nothing unless it is `sound`.

    `instant` is set where the file gives the instant itself (UTC) and no wall-clock time. The columns are
    where title, moment and venue are written.
    """

    line: int
    title_column: str
    column: str
    venue_column: str
    sound: bool
    event: str
    event_code: str
    season: str
    activity: str
    venue: str
    reference: str
    moment: Moment | None
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A performance to be written, found again by (`event_code`, `code`).

    `starts_at` is aware UTC; without it the performance is to be announced and not on sale, on the local
    `day` where that is known. `plan` is "" where the mapping names none.
    """

    line: int
    season_code: str
    season: str
    activity_code: str
    activity: str
    event_code: str
    event: str
    code: str
    venue_code: str
    venue: str
    venue_address: str
    venue_country: str
    zone: str
    plan: str
    starts_at: datetime | None
    day: date | None


@dataclass(frozen=True, slots=True)
class _Venue:
    code: str
    name: str
    zone: str
    mapping: VenueMapping | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the rows before told: line of each performance, first row of each event, venues warned about."""

    performances: dict[tuple[str, str], int]
    events: dict[str, ProgrammeRow]
    venues: set[str]


def parse_programme(content: bytes, mapping: ProgrammeMapping) -> Parsed[ProgrammeRow]:
    """The performances of a CSV file, all or none. Every warning of `ProgrammeReason` names its line."""
    findings = Findings()
    return findings.parsed(performances(_drafts(content, mapping, findings), mapping, findings))


def performances(
    drafts: Iterable[Draft], mapping: ProgrammeMapping, findings: Findings
) -> Iterator[ProgrammeRow]:
    """The rows of `drafts`: venues and zones mapped, instants fixed, codes given, repetitions refused."""
    seen = _Seen({}, {}, set())
    for draft in drafts:
        row = _row(draft, mapping, seen, findings)
        if row is None:
            continue
        first = seen.performances.setdefault((row.event_code, row.code), row.line)
        if first != row.line:
            reason = ProgrammeReason.PERFORMANCE_REPEATED
            findings.problem(row.line, draft.column, reason, event=row.event, first=first)
        yield _same_event(row, seen, findings)


def code_of(*texts: str) -> str:
    """A code made from names: folded words joined by hyphens, at most 60 characters, always the same."""
    words = "-".join(_WORDS.findall(fold(" ".join(texts))))
    if words and len(words) <= CODE_LIMIT:
        return words
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_DIGEST]
    return f"{words[: CODE_LIMIT - _DIGEST - 1]}-{digest}".lstrip("-")


def _drafts(content: bytes, mapping: ProgrammeMapping, findings: Findings) -> Iterator[Draft]:
    named = {field: name for field, name in mapping.columns.model_dump().items() if name}
    columns = [
        Column(name, required=field in _MUST_EXIST, limit=TITLE_LIMIT if field == "event" else FIELD_LIMIT)
        for field, name in named.items()
    ]
    if "event" not in named:
        findings.problem(0, "columns.event", MappingReason.KEY_MISSING)
        return
    for line, values in records(BytesIO(content), columns, Limits(SIZE_LIMIT, ROW_LIMIT), findings):
        cells = defaultdict(str, zip(named, values, strict=True))
        starts = cells["starts_at"] or f"{cells['date']} {cells['time']}".strip()
        moment = moment_of(starts)
        column = named.get("starts_at") or named.get("date", "")
        if starts and moment is None:
            findings.problem(line, column, ProgrammeReason.MOMENT_WRONG, value=excerpt(starts))
        yield Draft(
            line,
            named["event"],
            column,
            named.get("venue", ""),
            not findings.spoilt(line),
            cells["event"],
            cells["event_code"],
            cells["season"],
            cells["activity"],
            cells["venue"],
            cells["reference"],
            moment,
        )


def _row(draft: Draft, mapping: ProgrammeMapping, seen: _Seen, findings: Findings) -> ProgrammeRow | None:
    season = draft.season or mapping.defaults.season
    activity = draft.activity or mapping.defaults.activity
    title = draft.event or activity or draft.event_code
    venue = _venue(draft, mapping, seen, findings)
    for value, column, reason in (
        (title, draft.title_column, ProgrammeReason.EVENT_MISSING),
        (season, "", ProgrammeReason.SEASON_MISSING),
        (activity, "", ProgrammeReason.ACTIVITY_MISSING),
    ):
        if not value:
            findings.problem(draft.line, column, reason)
    if title and not draft.event:
        findings.warn(draft.line, draft.title_column, ProgrammeReason.TITLE_MISSING, title=title)
    if venue is None or not (draft.sound and title and season and activity):
        return None
    day, wall, starts_at = _moment(draft, title, venue, findings)
    written = f"{wall:%Y%m%d-%H%M}" if wall else f"{day:%Y%m%d}-tba" if day else "tba"
    return ProgrammeRow(
        line=draft.line,
        season_code=code_of(season),
        season=season,
        activity_code=code_of(season, activity),
        activity=activity,
        event_code=draft.event_code or code_of(season, title),
        event=title,
        code=draft.reference or written,
        venue_code=venue.code,
        venue=venue.name,
        venue_address=venue.mapping.address if venue.mapping else "",
        venue_country=venue.mapping.country if venue.mapping else "",
        zone=venue.zone,
        plan=(venue.mapping.plan or "") if venue.mapping else "",
        starts_at=starts_at,
        day=day,
    )


def _venue(draft: Draft, mapping: ProgrammeMapping, seen: _Seen, findings: Findings) -> _Venue | None:
    name = draft.venue or mapping.defaults.venue
    mapped = mapping.venues.get(name)
    zone = (mapped.zone if mapped else "") or mapping.defaults.zone
    if not name:
        findings.problem(draft.line, draft.venue_column, ProgrammeReason.VENUE_MISSING)
        return None
    if not zone:
        findings.problem(draft.line, draft.venue_column, ProgrammeReason.ZONE_MISSING, venue=name)
        return None
    if mapped:
        return _Venue(mapped.code, mapped.name or name, zone, mapped)
    code = code_of(name)
    if name not in seen.venues:
        seen.venues.add(name)
        facts = {"venue": name, "code": code, "zone": zone}
        findings.warn(draft.line, draft.venue_column, ProgrammeReason.VENUE_UNMAPPED, **facts)
    return _Venue(code, name, zone, None)


def _moment(
    draft: Draft, title: str, venue: _Venue, findings: Findings
) -> tuple[date | None, datetime | None, datetime | None]:
    """The local day, the naive wall-clock time and the instant, as far as they are known."""
    if draft.instant is not None:
        wall = draft.instant.astimezone(ZoneInfo(venue.zone)).replace(tzinfo=None)
        return wall.date(), wall, draft.instant
    moment = draft.moment
    if moment is None or moment.time is None:
        day = moment.day if moment else None
        findings.warn(draft.line, draft.column, ProgrammeReason.TO_BE_ANNOUNCED, event=title, day=day)
        return day, None, None
    return moment.day, moment.wall, _instant(draft, moment, title, venue, findings)


def _instant(draft: Draft, moment: Moment, title: str, venue: _Venue, findings: Findings) -> datetime:
    """The wall-clock time of the file in the venue's zone, whatever offset the file gives.

    An offset only decides which of two equal wall-clock times is meant when clocks go back.
    """
    wall = moment.wall
    first, second = offsets_at(wall, venue.zone)
    facts = {"event": title, "zone": venue.zone, "wall": f"{wall:%Y-%m-%d %H:%M}"}
    if moment.offset is not None and moment.offset not in {first, second}:
        findings.warn(
            draft.line,
            draft.column,
            ProgrammeReason.OFFSET_CONTRADICTS,
            venue=venue.name,
            given=_written(moment.offset),
            expected=_written(first),
            **facts,
        )
    if is_skipped(wall, venue.zone):
        findings.warn(draft.line, draft.column, ProgrammeReason.TIME_SKIPPED, **facts)
    elif moment.offset == second:
        return in_utc(moment, venue.zone)
    elif first not in {second, moment.offset}:
        findings.warn(draft.line, draft.column, ProgrammeReason.TIME_TWICE, **facts)
    return instant_of(wall, venue.zone)


def _same_event(row: ProgrammeRow, seen: _Seen, findings: Findings) -> ProgrammeRow:
    """The row with title and activity of the first one of its event: an event has one of each."""
    first = seen.events.setdefault(row.event_code, row)
    if (row.event, row.activity_code) == (first.event, first.activity_code):
        return row
    reason = ProgrammeReason.EVENT_DIFFERS
    findings.warn(row.line, "", reason, event=row.event_code, first=first.line, kept=first.event)
    return replace(
        row,
        event=first.event,
        activity_code=first.activity_code,
        activity=first.activity,
        season_code=first.season_code,
        season=first.season,
    )


def _written(offset: timedelta) -> str:
    """An offset as +HH:MM."""
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
