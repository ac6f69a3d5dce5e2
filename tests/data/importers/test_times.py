"""Dates, times and offsets as files write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.data.importers.times import Moment, in_utc, is_skipped, is_zone, moment_of, offsets_at


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-10-28", Moment(date(2025, 10, 28))),
        ("2024-09-12T19:30:00-04:00", Moment(date(2024, 9, 12), time(19, 30), timedelta(hours=-4))),
        ("2024-09-12 19:30", Moment(date(2024, 9, 12), time(19, 30))),
        ("2024-09-12T19:30:15.250Z", Moment(date(2024, 9, 12), time(19, 30, 15), timedelta())),
        ("2024-09-12T19:30+0530", Moment(date(2024, 9, 12), time(19, 30), timedelta(hours=5, minutes=30))),
        ("", None),
        ("12/09/2024", None),
        ("2024-02-30", None),
        ("2024-09-12T24:00", None),
        ("2024-09-12T19:30+24:00", None),
        ("2024-09-12T19", None),
        ("٢٠٢٤-٠٩-١٢", None),
        ("1899-12-31", None),
        ("2200-01-01", None),
        ("2024-09-12T19:30:00-04:00\n", None),
    ],
)
def test_moments(text: str, moment: Moment | None) -> None:
    assert moment_of(text) == moment


def test_a_moment_with_an_offset_is_an_instant_and_one_without_is_the_zones() -> None:
    bare = Moment(date(2026, 3, 8), time(2, 30))
    assert in_utc(bare, "America/Toronto") == datetime(
        2026, 3, 8, 7, 30, tzinfo=UTC
    )  # skipped: offset before
    twice = Moment(date(2026, 11, 1), time(1, 30))
    assert in_utc(twice, "America/Toronto") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # twice: the first
    sure = Moment(date(2026, 11, 1), time(1, 30), timedelta(hours=-5))
    assert in_utc(sure, "America/Toronto") == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_skipped_and_repeated_times_are_known() -> None:
    spring, autumn = (datetime.fromisoformat(text) for text in ("2026-03-08T02:30", "2026-11-01T01:30"))
    assert is_skipped(spring, "America/Toronto")
    assert not is_skipped(autumn, "America/Toronto")
    assert offsets_at(autumn, "America/Toronto") == (timedelta(hours=-4), timedelta(hours=-5))


@pytest.mark.parametrize("name", ["America/Toronto", "UTC", "Asia/Seoul"])
def test_zones(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["America/Nowhere", "America", "../etc/passwd", "/etc/localtime", "x" * 5_000, "\0"]
)
def test_no_zones(name: str) -> None:
    assert not is_zone(name)


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = moment_of(text)
    assert moment is None or moment.day.year in range(1900, 2200)


@given(
    st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2199-12-31")),
    st.sampled_from(["UTC", "Asia/Seoul", "Europe/Paris"]),
)
def test_every_wall_time_has_an_instant(wall: datetime, zone: str) -> None:
    moment = moment_of(f"{wall:%Y-%m-%dT%H:%M:%S}")
    assert moment is not None
    assert moment.wall == wall.replace(microsecond=0)
    assert in_utc(moment, zone).tzinfo is UTC
