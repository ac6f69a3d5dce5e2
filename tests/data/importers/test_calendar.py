"""Programmes from iCalendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from boxoffice_tui.data.importers.calendar import parse_calendar
from boxoffice_tui.data.importers.files import ImportProblem, Parsed
from boxoffice_tui.data.importers.mapping import parse_mapping
from boxoffice_tui.data.importers.programme import ProgrammeRow

(MAPPING,) = parse_mapping(b"""
[defaults]
season = "2025-26"
activity = "Music"
zone = "America/Toronto"

[venues.Salle]
code = "salle"
zone = "America/Toronto"
""").rows

ZONE_OF_ITS_OWN = """BEGIN:VTIMEZONE
TZID:Ours
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=SECONDLY
END:STANDARD
END:VTIMEZONE
"""


def entry(*lines: str, summary: str = "Concert", uid: str = "u1") -> str:
    return "\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", "LOCATION:Salle", *lines, "END:VEVENT", ""]
    )


def parse(*entries: str, before: str = "") -> Parsed[ProgrammeRow]:
    return parse_calendar(
        f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{''.join(entries)}END:VCALENDAR\n".encode(), MAPPING
    )


def found(problems: tuple[ImportProblem, ...]) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.code.value) for problem in problems]


@pytest.mark.parametrize(
    ("starts", "starts_at", "warned"),
    [
        ("DTSTART:20260104T200000", "2026-01-05T01:00", []),  # floating: the venue's clocks
        ("DTSTART:20260105T010000Z", "2026-01-05T01:00", []),  # an instant
        ("DTSTART;TZID=America/Toronto:20260104T200000", "2026-01-05T01:00", []),
        ("DTSTART;TZID=America/New_York:20260104T200000", "2026-01-05T01:00", []),
        ("DTSTART;TZID=Europe/Paris:20260104T200000", "2026-01-05T01:00", ["programme_offset_contradicts"]),
        ("DTSTART;TZID=Ours:20260104T200000", "2026-01-05T01:00", []),
        ("DTSTART:20260308T023000", "2026-03-08T07:30", ["programme_time_skipped"]),
        ("DTSTART;VALUE=DATE:20260104", None, ["programme_to_be_announced"]),
    ],
)
def test_when_it_starts(starts: str, starts_at: str | None, warned: list[str]) -> None:
    result = parse(entry(starts), before=ZONE_OF_ITS_OWN)
    assert result.problems == ()
    expected = None if starts_at is None else datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    assert result.rows[0].starts_at == expected
    assert [code for _, _, code in found(result.warnings)] == warned


def test_an_entry_becomes_the_same_row_as_a_line_of_csv() -> None:
    result = parse(
        entry("DTSTART:20260104T200000", "CATEGORIES:Chamber,Jazz", summary="Fauré\\, Ravel", uid="a@b")
    )
    (row,) = result.rows
    assert (row.event, row.activity, row.season, row.code) == ("Fauré, Ravel", "Chamber", "2025-26", "a@b")
    assert (row.venue_code, row.zone, row.day, row.line) == ("salle", "America/Toronto", date(2026, 1, 4), 3)
    assert row.event_code == "2025-26-faure-ravel"


def test_recurrence_is_refused_with_its_reason() -> None:
    result = parse(
        entry("DTSTART:20260104T200000"), entry("DTSTART:20260105T200000", "RRULE:FREQ=DAILY", uid="u2")
    )
    assert result.rows == ()
    assert found(result.problems) == [(9, "RRULE", "calendar_recurrence")]
    assert result.problems[0].facts == {"event": "Concert"}


def test_a_cancelled_entry_is_left_out_and_listed() -> None:
    result = parse(entry("DTSTART:20260104T200000", "STATUS:CANCELLED"))
    assert result.rows == result.problems == ()
    assert found(result.warnings) == [(3, "STATUS", "programme_cancelled")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (entry("DTSTART:2026010"), [(3, "DTSTART", "calendar_bad_property")]),
        (entry(), [(3, "DTSTART", "programme_moment_wrong")]),
        (entry("DTSTART:15000101T200000"), [(3, "DTSTART", "programme_moment_wrong")]),
        (entry("DTSTART:20260104T200000", "SUMMARY:Again"), [(3, "SUMMARY", "calendar_repeated_property")]),
        (entry("DTSTART:20260104T200000") * 2, [(9, "DTSTART", "programme_performance_repeated")]),
        ("BEGIN:VEVENT\n", [(0, "", "file_empty")]),
        ("nonsense\n", [(0, "", "calendar_bad")]),
        ("", [(0, "", "file_empty")]),
        (entry("DTSTART:20260104T200000\0"), [(7, "", "file_nul")]),
    ],
)
def test_what_is_refused(content: str, expected: list[tuple[int, str, str]]) -> None:
    result = parse(content)
    assert result.rows == ()
    assert found(result.problems) == expected


def test_too_many_entries() -> None:
    result = parse("BEGIN:VEVENT\nEND:VEVENT\n" * 20_001)
    assert found(result.problems) == [(40_003, "", "calendar_too_many_entries")]
