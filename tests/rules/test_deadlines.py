"""Local days, wall times across changes of the clock, periods and due dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.deadlines import (
    Period,
    Preset,
    bounds,
    days_from,
    due_date,
    first_day,
    instant_of,
    local_date,
    overdue,
    period_between,
    preset_period,
    start_of_day,
    widened,
)

TORONTO = "America/Toronto"
ZONES = st.sampled_from(
    [TORONTO, "Europe/Paris", "America/Havana", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]
)
DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def utc(text: str) -> datetime:
    """An instant as the move vectors write it."""
    return datetime.fromisoformat(text)


# The cut-offs of the move vectors: setting blank, 0, N days, and 60 days after a cancelled event.
CUT_OFFS = [
    ("V01", None, "2026-12-05T20:00", TORONTO, "2026-12-06T01:00:00Z"),
    ("V03", 0, "2026-12-05T20:00", TORONTO, "2026-12-05T05:00:00Z"),
    ("V06", -1, "2026-12-06T09:00", TORONTO, "2026-12-05T14:00:00Z"),
    ("V09", -2, "2026-12-05T20:00", TORONTO, "2026-12-04T01:00:00Z"),
    ("V13", 0, "2026-12-05T20:00", "Europe/Paris", "2026-12-04T23:00:00Z"),
    ("V17", -1, "2026-11-01T20:00", TORONTO, "2026-11-01T00:00:00Z"),
    ("V19", -1, "2027-03-14T20:00", TORONTO, "2027-03-14T01:00:00Z"),
    ("V21", -1, "2027-03-15T02:30", TORONTO, "2027-03-14T07:30:00Z"),
    ("V27", 0, "2027-03-14T20:00", "America/Havana", "2027-03-14T05:00:00Z"),
    ("V31", 60, "2026-12-05T20:00", TORONTO, "2027-02-04T01:00:00Z"),
]


@pytest.mark.parametrize(
    ("days", "wall", "zone", "expected"), [row[1:] for row in CUT_OFFS], ids=[r[0] for r in CUT_OFFS]
)
def test_the_cut_offs_of_the_move_vectors(days: int | None, wall: str, zone: str, expected: str) -> None:
    start = instant_of(datetime.fromisoformat(wall), zone)
    if days is None:
        cut_off = start
    elif days == 0:
        cut_off = start_of_day(local_date(start, zone), zone)
    else:
        cut_off = days_from(start, days, zone)
    assert cut_off == utc(expected)


def test_a_time_that_occurs_twice_is_the_first() -> None:
    assert instant_of(datetime(2026, 11, 1, 1, 30), TORONTO) == utc("2026-11-01T05:30:00Z")  # noqa: DTZ001


def test_a_time_that_does_not_exist_takes_the_offset_before_the_gap() -> None:
    assert instant_of(datetime(2027, 3, 14, 2, 30), TORONTO) == utc("2027-03-14T07:30:00Z")  # noqa: DTZ001


@given(day=DAYS, zone=ZONES)
def test_a_day_starts_at_its_first_instant(day: date, zone: str) -> None:
    start = start_of_day(day, zone)
    before = local_date(start - timedelta(seconds=1), zone)
    assert before < day
    assert local_date(start, zone) >= day
    assert start.tzinfo is UTC


@given(instant=INSTANTS, days=st.integers(-400, 400), zone=ZONES)
def test_days_from_keeps_the_wall_time_but_in_a_gap(instant: datetime, days: int, zone: str) -> None:
    before = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    after = days_from(instant, days, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = before + timedelta(days=days)
    gap = after - wanted
    if gap:
        exists = instant_of(wanted, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wanted
        assert not exists
        assert gap <= timedelta(days=1)


@given(first=DAYS, last=DAYS, instant=INSTANTS, zone=ZONES)
def test_a_period_holds_the_instants_of_its_days(
    first: date, last: date, instant: datetime, zone: str
) -> None:
    period = period_between(first, last)
    assert period.swapped is (last < first)
    start, end = bounds(period, zone)
    assert start is not None
    assert end is not None
    held = min(first, last) <= local_date(instant, zone) <= max(first, last)
    assert (start <= instant < end) is held


def test_both_days_of_a_period_count() -> None:
    period = period_between(date(2026, 10, 1), date(2026, 11, 21))
    assert bounds(period, TORONTO) == (utc("2026-10-01T04:00:00Z"), utc("2026-11-22T05:00:00Z"))


def test_an_end_before_the_start_is_swapped_and_marked() -> None:
    swapped = period_between(date(2026, 11, 21), date(2026, 10, 1))
    assert swapped == Period(date(2026, 10, 1), date(2026, 11, 21), swapped=True)
    assert not period_between(date(2026, 10, 1), date(2026, 10, 1)).swapped


def test_open_ends_and_the_ends_of_the_calendar_are_open() -> None:
    assert bounds(Period(), TORONTO) == (None, None)
    assert bounds(period_between(date.min, date.max), "Europe/Paris") == (None, None)


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        (Preset.TODAY, Period(date(2026, 11, 21), date(2026, 11, 21))),
        (Preset.SEVEN_DAYS, Period(date(2026, 11, 15), date(2026, 11, 21))),
        (Preset.THIRTY_DAYS, Period(date(2026, 10, 23), date(2026, 11, 21))),
        (Preset.SEASON, Period(date(2026, 9, 1), date(2027, 6, 30))),
        (Preset.ALL, Period()),
    ],
)
def test_presets(preset: Preset, expected: Period) -> None:
    season = (date(2026, 9, 1), date(2027, 6, 30))
    assert preset_period(preset, date(2026, 11, 21), season) == expected


def test_without_a_season_its_preset_is_open() -> None:
    assert preset_period(Preset.SEASON, date(2026, 11, 21)) == Period()


@given(first=DAYS, last=DAYS, day=DAYS)
def test_widening_takes_in_the_day_and_loses_none(first: date, last: date, day: date) -> None:
    period = period_between(first, last)
    wide = widened(period, day)
    assert (wide.first, wide.last) == (min(first, last, day), max(first, last, day))
    assert widened(Period(), day) == Period()


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        (10, None, date(2015, 8, 2)),
        (None, None, date(2016, 1, 10)),
        (0, None, date(2015, 7, 23)),
        (None, 30, date(2015, 12, 11)),
        (10, 30, date(2015, 8, 2)),
        (300, 30, date(2015, 12, 11)),
        (300, None, date(2016, 1, 10)),
        (None, 300, date(2015, 7, 23)),
        (None, 0, date(2016, 1, 10)),
    ],
)
def test_due_dates(after: int | None, before: int | None, expected: date) -> None:
    assert due_date(date(2015, 7, 23), date(2016, 1, 10), after, before) == expected


@given(
    placed=DAYS,
    ahead=st.integers(0, 500),
    after=st.none() | st.integers(0, 365),
    before=st.none() | st.integers(0, 365),
)
def test_a_due_date_lies_between_placement_and_performance(
    placed: date, ahead: int, after: int | None, before: int | None
) -> None:
    performance = placed + timedelta(days=ahead)
    assert placed <= due_date(placed, performance, after, before) <= performance


def test_overdue_is_strictly_past() -> None:
    assert not overdue(date(2015, 8, 2), date(2015, 8, 2))
    assert overdue(date(2015, 8, 2), date(2015, 8, 3))


_FROM_2000 = st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds are naive


@given(st.lists(_FROM_2000, max_size=5))
def test_the_first_day_is_that_of_the_earliest(starts: list[datetime]) -> None:
    expected = local_date(min(starts), "America/Toronto") if starts else None
    assert first_day(iter(starts), "America/Toronto") == expected
