"""Local days, wall-clock instants, periods and due dates.

Days are calendar days of a zone, not 24 hours; a wall time that does not exist takes the offset before the
gap, one that occurs twice is the first (spec/moves.md, Eligibility; spec/archives.md, Search;
spec/options.md, Arithmetic). Instants given and answered are aware, answers in UTC; zones are IANA names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Preset(StrEnum):
    """The periods one key away in the search."""

    TODAY = "today"
    SEVEN_DAYS = "seven_days"
    THIRTY_DAYS = "thirty_days"
    SEASON = "season"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Period:
    """Two local dates, both included, None where open; `swapped` when they were given in the other order."""

    first: date | None = None
    last: date | None = None
    swapped: bool = False


def instant_of(wall: datetime, zone: str) -> datetime:
    """The instant at which clocks of `zone` show the naive time `wall`."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def local_date(instant: datetime, zone: str) -> date:
    """The calendar day it is in `zone` at `instant`."""
    return instant.astimezone(ZoneInfo(zone)).date()


def first_day(starts: Iterable[datetime], zone: str) -> date | None:
    """The local day of the earliest of these instants, None where there is none."""
    earliest = min(starts, default=None)
    return None if earliest is None else local_date(earliest, zone)


def start_of_day(day: date, zone: str) -> datetime:
    """The first instant of `day` in `zone`: midnight or, where that is skipped, the end of the gap."""
    return instant_of(datetime.combine(day, time()), zone)


def days_from(instant: datetime, days: int, zone: str) -> datetime:
    """The instant with the same wall-clock time in `zone`, `days` calendar days later (negative: earlier)."""
    wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return instant_of(wall + timedelta(days=days), zone)


def period_between(first: date | None, last: date | None) -> Period:
    """The period from `first` to `last`; an end before the start is swapped, and marked so."""
    if first is not None and last is not None and last < first:
        return Period(last, first, swapped=True)
    return Period(first, last)


def preset_period(preset: Preset, today: date, season: tuple[date, date] | None = None) -> Period:
    """The period of `preset` on the local day `today`; without a `season` that one is open at both ends."""
    if preset is Preset.TODAY:
        return Period(today, today)
    if preset is Preset.SEVEN_DAYS:
        return Period(today - timedelta(days=6), today)
    if preset is Preset.THIRTY_DAYS:
        return Period(today - timedelta(days=29), today)
    if preset is Preset.SEASON and season is not None:
        return period_between(*season)
    return Period()


def bounds(period: Period, zone: str) -> tuple[datetime | None, datetime | None]:
    """The period as (from, until): from included, until excluded, None where open.

    An end beyond what a calendar of ours can say is open too.
    """
    start = None if period.first is None else _start_within_range(period.first, 0, zone)
    end = None if period.last is None else _start_within_range(period.last, 1, zone)
    return start, end


def widened(period: Period, day: date) -> Period:
    """The smallest period that holds both `period` and `day` (spec/archives.md, Search: widen and open)."""
    first = None if period.first is None else min(period.first, day)
    last = None if period.last is None else max(period.last, day)
    return Period(first, last)


def due_date(placed_on: date, earliest_on: date, after_days: int | None, before_days: int | None) -> date:
    """When a placed option is to be confirmed, a local date of the venue.

    The earlier of placement + `after_days` and performance − `before_days` (None: not set, 0 is not None),
    with `earliest_on` the day of the earliest placed performance; none set gives that day. Never before the
    placement, nor after that day (spec/options.md, Arithmetic).
    """
    candidates = [earliest_on]
    if after_days is not None:
        candidates.append(placed_on + timedelta(days=after_days))
    if before_days is not None:
        candidates.append(earliest_on - timedelta(days=before_days))
    return max(placed_on, min(candidates))


def overdue(due_on: date, today: date) -> bool:
    """Whether a due date is past: strictly before the local day `today`."""
    return due_on < today


def _start_within_range(day: date, days_later: int, zone: str) -> datetime | None:
    try:
        return start_of_day(day + timedelta(days=days_later), zone)
    except OverflowError:
        return None
