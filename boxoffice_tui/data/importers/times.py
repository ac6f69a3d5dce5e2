"""Dates and times as files write them, and the instant a venue's clock shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from boxoffice_tui.rules.deadlines import instant_of

_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # what every zone can be reckoned in, with room on both sides
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?\s?(?P<offset>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a file says of a moment: a day, and perhaps the wall-clock time, and perhaps its offset."""

    day: date
    time: time | None = None
    offset: timedelta | None = None

    @property
    def wall(self) -> datetime:
        """The naive time a clock on the wall shows; midnight where the time is missing."""
        return datetime.combine(self.day, self.time or time())


@lru_cache(maxsize=4096)
def moment_of(text: str) -> Moment | None:
    """The moment of `2026-10-03`, `2026-10-03 20:00` or `2026-10-03T20:00:00-04:00`; None for anything else.

    Years 1900 to 2199; fractions of a second are dropped.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match["day"])
        clock = time.fromisoformat(match["time"]) if match["time"] else None
        offset = _offset(match["offset"]) if match["offset"] else None
    except ValueError:
        return None
    return Moment(day, clock, offset) if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def in_utc(moment: Moment, zone: str) -> datetime:
    """The instant of `moment`: by its own offset, or by the clocks of `zone` where it says none."""
    if moment.offset is None:
        return instant_of(moment.wall, zone)
    return moment.wall.replace(tzinfo=timezone(moment.offset)).astimezone(UTC)


def offsets_at(wall: datetime, zone: str) -> tuple[timedelta, timedelta]:
    """The offsets clocks of `zone` may have when they show `wall`: first and second.

    They differ where the time occurs twice or not at all; `instant_of` takes the first.
    """
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    return first or timedelta(), second or timedelta()


def is_skipped(wall: datetime, zone: str) -> bool:
    """Whether clocks of `zone` jump over the time `wall`."""
    there = instant_of(wall, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return there != wall


def is_zone(name: str) -> bool:
    """Whether `name` is a zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        return False
    return True


def _offset(text: str) -> timedelta:
    if text == "Z":
        return timedelta()
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    return timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)
