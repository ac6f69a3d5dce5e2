"""The mapping file of a programme."""

from __future__ import annotations

import pytest

from boxoffice_tui.data.importers.mapping import VenueMapping, parse_mapping

WHOLE = b"""
[columns]
event = "works"
starts_at = "start"
venue = "hall"

[defaults]
season = "2025-26"
zone = "America/New_York"

[venues."David Geffen Hall"]
code = "geffen"
zone = "America/New_York"
plan = "teatro-grande"
country = "US"
"""


def test_a_whole_mapping() -> None:
    (mapping,) = parse_mapping(WHOLE).rows
    assert (mapping.columns.event, mapping.columns.starts_at, mapping.columns.time) == ("works", "start", "")
    assert mapping.defaults.season == "2025-26"
    assert mapping.venues == {
        "David Geffen Hall": VenueMapping(
            code="geffen", zone="America/New_York", plan="teatro-grande", country="US"
        )
    }


def test_an_empty_mapping_says_nothing() -> None:
    (mapping,) = parse_mapping(b"").rows
    assert mapping.venues == {}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[columns]\nevent = works\n", [(2, "", "mapping_bad_toml")]),
        (b"[columns]\ncolour = 'x'\nstarts_at = 'y'", [(0, "columns.colour", "mapping_key_unknown")]),
        (b"[columns]\nevent = 'x'", [(0, "", "mapping_starts_unmapped")]),
        (b"[columns]\nstarts_at = 5", [(0, "columns.starts_at", "mapping_value_wrong")]),
        (b"[defaults]\nzone = 'Mars/Olympus'", [(0, "defaults.zone", "mapping_zone_unknown")]),
        (b"[venues.x]\nzone = 'UTC'", [(0, "venues.x.code", "mapping_key_missing")]),
        (b"[venues.x]\ncode = 'a b'", [(0, "venues.x.code", "mapping_value_wrong")]),
        (b"[venues.x]\ncode = 'a'\ncountry = 'usa'", [(0, "venues.x.country", "mapping_value_wrong")]),
        (b"a = 1\n\xe9", [(2, "", "file_not_utf8")]),
        pytest.param(b"a = " + b"[" * 50_000, [(0, "", "mapping_bad_toml")], id="deep"),
        pytest.param(b"#" * 1_000_001, [(0, "", "file_too_large")], id="large"),
    ],
)
def test_faults_name_line_or_key(content: bytes, expected: list[tuple[int, str, str]]) -> None:
    result = parse_mapping(content)
    assert result.rows == ()
    assert [(found.line, found.column, found.code.value) for found in result.problems] == expected
