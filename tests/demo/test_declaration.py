"""The demo's house on whatever day it is built: days move by whole weeks, something is always coming."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice_tui.demo.declaration import ANCHOR, Declaration
from boxoffice_tui.demo.scenes import TOUR_PERFORMANCE

TORONTO = ZoneInfo("America/Toronto")
days = st.dates(ANCHOR - timedelta(days=800), ANCHOR + timedelta(days=4_000))


@cache
def written() -> Declaration:
    return Declaration(datetime(2026, 11, 21, 15, 0, tzinfo=UTC))


def test_on_the_anchor_it_is_as_written() -> None:
    assert written().today == ANCHOR
    coming = {
        f"{one.event}/{one.code}": starts_at
        for one in written().setup.performances
        for starts_at in (written().starts_at(one),)
    }
    assert coming[TOUR_PERFORMANCE] == datetime(2026, 12, 5, 20, 0, tzinfo=TORONTO)
    assert coming["gel/p5"] is None


def test_a_day_begins_an_hour_late() -> None:
    assert Declaration(datetime(2026, 11, 22, 0, 59, tzinfo=TORONTO)).today == ANCHOR
    assert Declaration(datetime(2026, 11, 22, 1, 0, tzinfo=TORONTO)).today == ANCHOR + timedelta(days=1)


@settings(max_examples=30)
@given(days)
def test_weekdays_and_hours_stay_and_the_anchor_is_the_last_saturday(day: date) -> None:
    moved = Declaration(datetime(day.year, day.month, day.day, 12, tzinfo=TORONTO))
    assert moved.today == day
    pairs = list(zip(moved.setup.performances, written().setup.performances, strict=True))
    shifts = {
        one.starts_at - other.starts_at
        for one, other in pairs
        if one.starts_at is not None and other.starts_at is not None
    }
    (shift,) = shifts
    assert shift % timedelta(weeks=1) == timedelta(0)
    assert timedelta(0) <= day - (ANCHOR + shift) < timedelta(weeks=1)
    assert moved.opening - written().opening == shift


def test_the_price_rose_lately_and_promotions_are_no_price() -> None:
    house = written()
    assert house.price("mouette", "parterre", "plein", ANCHOR - timedelta(days=7)) == 3200
    assert house.price("mouette", "parterre", "plein", ANCHOR - timedelta(days=6)) == 3500
    assert house.price("mouette", "loges", "enfant", ANCHOR) is None


def test_its_text_is_the_setup_file() -> None:
    said = tomllib.loads(written().text)
    assert said["organisation"]["name"] == "Théâtre du Lac"
    assert len(said["prices"]) == len(written().setup.prices)
