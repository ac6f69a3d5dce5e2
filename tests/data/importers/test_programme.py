"""Programmes from CSV, and the traps of the New York Philharmonic's."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.data.importers.files import ImportProblem
from boxoffice_tui.data.importers.mapping import ProgrammeMapping, parse_mapping
from boxoffice_tui.data.importers.programme import ProgrammeReason, code_of, parse_programme

DATA = Path(__file__).parents[4] / "shared" / "data"

MAPPING = b"""
[columns]
season = "season"
event = "event"
event_code = "code"
starts_at = "starts_at"
venue = "venue"
activity = "activity"
reference = "reference"

[defaults]
season = "2026-27"
activity = "Music"

[venues.Salle]
code = "salle"
zone = "America/Toronto"
plan = "petit-theatre"
address = "1 rue X"
country = "CA"

[venues.Seoul]
code = "seoul"
name = "Seoul Arts Center"
zone = "Asia/Seoul"
"""

NYPHIL = b"""
[columns]
season = "season"
event = "works_first_three"
event_code = "programme_id"
starts_at = "starts_at_local"
venue = "venue"
activity = "event_type"

[defaults]
zone = "America/New_York"

[venues."David Geffen Hall"]
code = "geffen"
zone = "America/New_York"
plan = "teatro-grande"

[venues."Seoul Arts Center (Concert Hall)"]
code = "seoul"
zone = "Asia/Seoul"

[venues."Gerald R. Ford Amphitheater"]
code = "vail"
zone = "America/Denver"
"""


def mapping(content: bytes = MAPPING) -> ProgrammeMapping:
    return parse_mapping(content).rows[0]


def found(problems: tuple[ImportProblem, ...]) -> list[tuple[int, str]]:
    return [(problem.line, problem.code.value) for problem in problems]


def test_a_row_becomes_a_performance() -> None:
    content = b"code;event;starts_at;venue\nmes;Le Messie;2026-12-05T20:00;Salle\n"
    result = parse_programme(content, mapping())
    (row,) = result.rows
    assert (row.season_code, row.season, row.activity_code, row.activity) == (
        "2026-27",
        "2026-27",
        "2026-27-music",
        "Music",
    )
    assert (row.event_code, row.event, row.code) == ("mes", "Le Messie", "20261205-2000")
    assert (row.venue_code, row.venue, row.zone, row.plan) == (
        "salle",
        "Salle",
        "America/Toronto",
        "petit-theatre",
    )
    assert (row.starts_at, row.day) == (datetime(2026, 12, 6, 1, 0, tzinfo=UTC), date(2026, 12, 5))
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("starts", "venue", "starts_at", "warned"),
    [
        ("2026-12-05T20:00:00-05:00", "Salle", "2026-12-06T01:00", []),
        ("2026-12-05T20:00:00-04:00", "Salle", "2026-12-06T01:00", ["programme_offset_contradicts"]),
        ("2026-12-05T20:00:00Z", "Salle", "2026-12-06T01:00", ["programme_offset_contradicts"]),
        ("2025-06-27T19:30:00-04:00", "Seoul", "2025-06-27T10:30", ["programme_offset_contradicts"]),
        ("2026-03-08T02:30", "Salle", "2026-03-08T07:30", ["programme_time_skipped"]),
        ("2026-11-01T01:30", "Salle", "2026-11-01T05:30", ["programme_time_twice"]),
        ("2026-11-01T01:30-04:00", "Salle", "2026-11-01T05:30", []),
        ("2026-11-01T01:30-05:00", "Salle", "2026-11-01T06:30", []),
        ("2026-12-05", "Salle", None, ["programme_to_be_announced"]),
        ("", "Salle", None, ["programme_to_be_announced"]),
    ],
)
def test_the_wall_time_is_kept_whatever_the_offset_says(
    starts: str, venue: str, starts_at: str | None, warned: list[str]
) -> None:
    result = parse_programme(f"event,starts_at,venue\nX,{starts},{venue}\n".encode(), mapping())
    assert result.problems == ()
    expected = None if starts_at is None else datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    assert result.rows[0].starts_at == expected
    assert found(result.warnings) == [(2, code) for code in warned]


def test_date_and_time_in_columns_of_their_own() -> None:
    columns = mapping(
        b"[columns]\nevent='event'\ndate='d'\ntime='t'\n[defaults]\nseason='s'\nactivity='a'\nzone='UTC'\nvenue='V'\n"
    )
    result = parse_programme(b"event,d,t\nX,2026-12-05,20:00\nX,2026-12-06,\n", columns)
    assert [(row.code, row.starts_at is None, row.venue_code) for row in result.rows] == [
        ("20261205-2000", False, "v"),
        ("20261206-tba", True, "v"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("event,starts_at,venue\nX,5 December,Salle\n", [(2, "programme_moment_wrong")]),
        ("event,starts_at,venue\nX,2026-12-05,\n", [(2, "programme_venue_missing")]),
        ("event,starts_at,venue\nX,2026-12-05,Elsewhere\n", [(2, "programme_zone_missing")]),
        ("event,venue\nX,Salle\n", [(1, "file_column_missing")]),
        (
            "event,starts_at,venue\nX,2026-12-05T20:00,Salle\nY,2026-12-05T20:00,Salle\nX,2026-12-05T20:00,Salle\n",
            [(4, "programme_performance_repeated")],
        ),
        ("event,starts_at,venue\n" + "x" * 301 + ",2026-12-05,Salle\n", [(2, "file_text_too_long")]),
    ],
    ids=range(6),
)
def test_what_is_refused(content: str, expected: list[tuple[int, str]]) -> None:
    result = parse_programme(content.encode(), mapping())
    assert result.rows == ()
    assert found(result.problems) == expected


def test_without_season_or_activity() -> None:
    bare = mapping(b"[columns]\nevent='event'\nstarts_at='s'\n[defaults]\nzone='UTC'\nvenue='V'\n")
    result = parse_programme(b"event,s\nX,2026-12-05\n", bare)
    assert found(result.problems) == [(2, "programme_season_missing"), (2, "programme_activity_missing")]
    assert found(parse_programme(b"a\n1\n", mapping(b"")).problems) == [(0, "mapping_key_missing")]


def test_an_event_keeps_its_first_title_and_activity() -> None:
    content = b"""code,event,activity,starts_at,venue
m,Messiah,Choir,2026-12-05,Salle
m,The Messiah,Tour,2026-12-06,Salle
"""
    result = parse_programme(content, mapping())
    assert [(row.event, row.activity, row.activity_code) for row in result.rows] == [
        ("Messiah", "Choir", "2026-27-choir")
    ] * 2
    assert result.warnings[-1] == ImportProblem(
        3, "", ProgrammeReason.EVENT_DIFFERS, {"event": "m", "first": 2, "kept": "Messiah"}
    )


def test_a_reference_names_the_performance() -> None:
    content = b"event,starts_at,venue,reference\nX,2026-12-05T20:00,Salle,p-1\nX,2026-12-05T20:00,Seoul,p-2\n"
    assert [row.code for row in parse_programme(content, mapping()).rows] == ["p-1", "p-2"]


def test_the_new_york_philharmonic() -> None:
    file = DATA / "nyphil_concerts_2024-26.csv"
    if not file.is_file():
        pytest.skip(f"no real data at {DATA}")
    result = parse_programme(file.read_bytes(), mapping(NYPHIL))
    assert result.problems == ()
    assert len(result.rows) == 252
    assert Counter(warning.code.value for warning in result.warnings) == {
        "file_column_unknown": 1,  # location
        "programme_venue_unmapped": 25,
        "programme_offset_contradicts": 8,  # Seoul and Vail
        "programme_to_be_announced": 2,
        "programme_title_missing": 1,
    }
    assert [(row.line, row.day) for row in result.rows if row.starts_at is None] == [
        (218, date(2025, 10, 28)),
        (248, date(2025, 12, 14)),
    ]
    seoul = next(row for row in result.rows if row.venue_code == "seoul")
    assert seoul.starts_at == datetime(2025, 6, 27, 10, 30, tzinfo=UTC)
    assert {row.plan for row in result.rows if row.venue_code == "geffen"} == {"teatro-grande"}
    assert max(len(row.event) for row in result.rows) == 254
    assert next(row.event for row in result.rows if row.line == 39) == "Pride Alliance"
    assert parse_programme(file.read_bytes(), mapping(NYPHIL)) == result


@given(st.lists(st.text(max_size=80), min_size=1, max_size=3))
def test_codes_are_short_and_always_the_same(texts: list[str]) -> None:
    code = code_of(*texts)
    assert code == code_of(*texts)
    assert 0 < len(code) <= 60
    assert " " not in code


def test_codes_read_like_the_name() -> None:
    assert code_of("Café Boulud") == "cafe-boulud"
    long = "Doubles Club at the Sherry Netherland Hotel, fifth floor, blue room"
    assert code_of(long).startswith("doubles-club-at-the-sherry-netherland-hotel-fifth-f")
    assert code_of(long) != code_of(long + "!s")
