from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from boxoffice_tui.documents.calendar import calendar
from tests.documents.examples import BESIDE, BOUGHT, HOSTILE, HOUSE, POSTED, TICKET

ZONES = (
    "America/Toronto", "Europe/Paris", "Europe/Dublin", "America/New_York", "Asia/Seoul", "Asia/Kathmandu",
    "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "Pacific/Auckland", "UTC",
)  # fmt: skip


def _entries(content: bytes) -> list[Component]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_entry_a_performance_with_all_its_seats() -> None:
    content = calendar([BESIDE, POSTED, TICKET], HOUSE, "en", BOUGHT)
    assert str(Calendar.from_ical(content)["METHOD"]) == "PUBLISH"
    first, second = _entries(content)
    assert str(first["UID"]) == TICKET.uid
    assert first["SEQUENCE"] == 3
    assert str(first["SUMMARY"]) == "Casse-Noisette"
    assert str(first["LOCATION"]) == "Grande salle, 10, rue du Théâtre, Toronto"
    assert str(first["DESCRIPTION"]).splitlines() == [
        "Galerie · Row F · Seat 12", "Galerie · Row F · Seat 13", "", "Orchestre de la Ville",
    ]  # fmt: skip
    assert str(first["ORGANIZER"]) == "mailto:billets@orchestre.example"
    assert first["DTSTAMP"].dt == BOUGHT
    assert str(second["UID"]) == POSTED.uid
    assert second["SEQUENCE"] == 2


def test_the_hour_is_the_venues_with_the_zone_written_out() -> None:
    content = calendar([TICKET], HOUSE, "en", BOUGHT)
    assert b"DTSTART;TZID=America/Toronto:20261205T200000\r\n" in content
    assert b"BEGIN:DAYLIGHT\r\nDTSTART:20260308T020000\r\n" in content
    assert b"BEGIN:STANDARD\r\nDTSTART:20261101T020000\r\n" in content
    (entry,) = _entries(content)
    assert entry["DTSTART"].dt == TICKET.starts_at


@given(st.sampled_from(ZONES), st.datetimes(datetime(2020, 1, 2), datetime(2036, 12, 30)))  # noqa: DTZ001
def test_every_change_of_a_zone_is_where_the_zone_has_it(zone: str, day: datetime) -> None:
    starts_at = day.replace(tzinfo=UTC)
    content = calendar([replace(TICKET, zone=zone, starts_at=starts_at)], HOUSE, "en", BOUGHT)
    (written,) = Calendar.from_ical(content).walk("VTIMEZONE")
    changes = sorted(
        (
            cast(datetime, part["DTSTART"].dt).replace(tzinfo=UTC) - part["TZOFFSETFROM"].td,
            part["TZOFFSETTO"].td,
        )
        for part in written.subcomponents
    )
    rules = ZoneInfo(zone)
    for (onset, offset), following in zip(changes, [*changes[1:], None], strict=True):
        end = following[0] if following else onset + timedelta(hours=1)
        for instant in (onset, end - timedelta(seconds=1)):
            assert instant.astimezone(rules).utcoffset() == offset
    in_force = [offset for onset, offset in changes if onset <= starts_at]
    assert in_force[-1] == starts_at.astimezone(rules).utcoffset()


def test_two_zones_are_both_written_out() -> None:
    elsewhere = replace(POSTED, zone="Asia/Seoul")
    zones = Calendar.from_ical(calendar([TICKET, elsewhere], HOUSE, "en", BOUGHT)).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["America/Toronto", "Asia/Seoul"]


def test_training_is_in_the_title() -> None:
    (entry,) = _entries(calendar([TICKET], replace(HOUSE, training=True), "en", BOUGHT))
    assert str(entry["SUMMARY"]) == "TRAINING · Casse-Noisette"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_a_text_cannot_become_another_line(text: str) -> None:
    hostile = replace(TICKET, event=text, venue=text, section=text, uid=f"x{text}")
    content = calendar([hostile], replace(HOUSE, name=text), "en", BOUGHT)
    plain = calendar([TICKET], HOUSE, "en", BOUGHT)
    assert [part.name for part in Calendar.from_ical(content).walk()] == [
        part.name for part in Calendar.from_ical(plain).walk()
    ]
    ((entry,), (other,)) = (_entries(content), _entries(plain))
    assert set(entry) == set(other)
    assert not {"\u202e", "\u2066", "\u200f", "\x1b"} & set(content.decode())


def test_a_calendar_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no performance"):
        calendar([], HOUSE, "en", BOUGHT)
