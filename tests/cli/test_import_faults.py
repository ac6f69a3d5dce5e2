"""Every fault of a file is a sentence in the reader's language: no code, no English, no fact left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from boxoffice_tui.data.importers.calendar import CalendarReason, parse_calendar
from boxoffice_tui.data.importers.contacts import ContactDefaults, ContactReason, parse_contacts
from boxoffice_tui.data.importers.files import FileReason, ImportProblem, Parsed
from boxoffice_tui.data.importers.mapping import MappingReason, parse_mapping
from boxoffice_tui.data.importers.orders import OrderContext, OrderReason, parse_orders
from boxoffice_tui.data.importers.programme import ProgrammeReason, parse_programme
from boxoffice_tui.data.importers.seating_plan import PlanReason, overlay, parse_plan
from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import LANGUAGES
from tests.cli.conftest import Commands

REASONS: tuple[type[StrEnum], ...] = (
    FileReason,
    MappingReason,
    ProgrammeReason,
    CalendarReason,
    ContactReason,
    OrderReason,
    PlanReason,
)
CODES = {code.value for reason in REASONS for code in reason}
TOO_LONG_TO_MAKE = {"plan_too_many_seats"}
DEFAULTS = ContactDefaults(languages=("fr", "en"), language="fr", country="CA")
CONTEXT = OrderContext(currency="CAD", digits=2, zone="America/Toronto")
MAPPINGS = (
    b"[columns\n",
    b"a = " + b"[" * 50_000,
    b"[columns]\nwhen='x'\nevent=5\n[venues.x]\nzone='Mars/Olympus'",
    b"[columns]\nevent='x'",
    b"#" * 1_000_001,
    b"\xe9",
    b"a\0",
)
MAPPING = b"""
[columns]
event = "title"
event_code = "code"
starts_at = "starts"
venue = "hall"
season = "season"
activity = "kind"
[defaults]
venue = ""
[venues.Salle]
code = "salle"
zone = "America/Toronto"
[venues.Grange]
code = "grange"
"""
PROGRAMME = """code,title,starts,hall,season,kind
,,2026-12-05,,,
m,Messie,22 dec 2026 19h,Grange,s,k
,,2026-12-05 20:00,Salle,s,k
n,Nuit,2026-12-05 20:00,Salle,s,k
n,Jour,2026-12-05 20:00,Salle,s,k
a,A,2026-12-05,Salle,s,k
b,B,,Salle,s,k
c,C,2026-12-05T20:00+09:00,Salle,s,k
d,D,2026-03-08T02:30,Salle,s,k
e,E,2026-11-01T01:30,Salle,s,k
"""
CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Concert\nDTSTART:20260104T200000\n{}\nEND:VEVENT\n"
    "END:VCALENDAR\n"
)
CONTACTS = (
    "number,last_name,first_name,email,language,country,phone,street,shoe\n"
    "x,,,zoe,nl,Mars,,,\n7,Roy,,,,,,,\n7,Roy,4111 1111 1111 1111,,,,,,\n,Roy,,,,,,,\n8,Roy,,,,,later,1 rue X,\n9\n"
     f"10,{'x' * 201},,,,,,,\n"
)
ORDER_FIELDS = "number,dossier,contact,bought_at,origin,event,starts_at,seat,count,rate,price,paid,method"
ORDERS = f"""{ORDER_FIELDS}
1,2,x,soon,moon,m,soon,F-12,,full,free,1.00,gold
482913,,,2026-08-14 15:20,counter,m,2026-12-05T20:00,F-13,2,full,1.00,,cash
482913,,7,2026-08-14 15:20,counter,m,2026-12-05T20:00,,5000,full,1.00,,
482914,,,2026-08-14 15:20,counter,m,2026-12-05T20:00,F-14,,full,1.00,,
482913,,,2026-08-14 15:20,counter,m,2026-12-05T20:00,F-14,,full,1.00,,
"""
SEAT = {"seat_guid": "A-1", "seat_number": "1", "position": {"x": 0, "y": 0}, "category": "Loge"}


def plan(*seats: dict[str, object], **more: object) -> bytes:
    rows = [{"row_number": "A", "seats": list(seats), "position": {"x": 0, "y": 0}}]
    zone = {"name": "Salle", "position": {"x": 0, "y": 0}, "rows": rows}
    size = {"width": 1, "height": 1}
    told = {"name": "X", "zones": [zone], "categories": [{"name": "A"}, {"name": "A"}], "size": size}
    return json.dumps(told | more).encode()


def broken() -> Iterator[Parsed[object]]:
    """What is said of many broken files."""
    for content in MAPPINGS:
        yield parse_mapping(content)  # type: ignore[misc]
    mapping = parse_mapping(MAPPING).rows[0]
    zoned = parse_mapping(MAPPING.replace(b'venue = ""', b'zone = "UTC"')).rows[0]
    for rows in (
        PROGRAMME,
        "title,title\nx,y,z\n",
        "title,starts\n" + "x," * 40_000,
        'title,starts\n"x"y,\n',
        "title,code,starts,hall,season,kind\n" + "".join(f"x,{n},,Salle,s,k\n" for n in range(20_001)),
        "title,code,starts,hall,season,kind\n" + "x,,soon,Salle,s,k\n" * 300,
    ):
        yield parse_programme(rows.encode(), mapping)
    yield parse_programme(b"title,code,starts,hall,season,kind\nx,,2026-12-05 20:00,Elsewhere,s,k\n", zoned)
    for more in ("RRULE:FREQ=DAILY", "SUMMARY:Again", "STATUS:CANCELLED", "X:1\0"):
        yield parse_calendar(CALENDAR.format(more).encode(), mapping)
    yield parse_calendar(CALENDAR.format("").replace("20260104T200000", "2026010").encode(), mapping)
    yield parse_calendar(b"nonsense\n", mapping)
    yield parse_calendar(b"BEGIN:VEVENT\nEND:VEVENT\n" * 20_001, mapping)
    yield parse_contacts(CONTACTS.encode(), DEFAULTS)
    for content in (b"", b'[5, {"number": [], "last_name": "x"}]', b'[{"number": }]', b"[" * 100_000):
        yield parse_contacts(content, DEFAULTS)
    yield parse_orders(ORDERS.encode(), CONTEXT)
    far = {**SEAT, "position": {"x": 1e9, "y": 0}}
    for content in (
        b"{}",
        plan(SEAT, SEAT, far, colour="red"),
        plan(SEAT, far),
        plan(SEAT, {**SEAT, "seat_guid": "A-2"}, categories=[{"name": "Loge"}]),
        plan(categories=5),
        plan(),
        plan(categories=[]),
    ):
        yield parse_plan(content)  # type: ignore[misc]
    drawn = parse_plan(plan(SEAT, categories=[{"name": "Loge"}])).rows[0]
    yield overlay(drawn, accessible=["B-*"], unnumbered_zones=["Floor"])  # type: ignore[misc]


@pytest.fixture(scope="module")
def told() -> list[ImportProblem]:
    """One problem of each code and set of facts, as the importers make them."""
    found = {}
    for parsed in broken():
        for one in (*parsed.problems, *parsed.warnings):
            found[one.code, frozenset(name for name, value in one.facts.items() if value is not None)] = one
    return list(found.values())


def test_every_code_is_made_by_some_file(told: list[ImportProblem]) -> None:
    assert CODES - {one.code.value for one in told} == TOO_LONG_TO_MAKE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_is_a_sentence_of_the_language(told: list[ImportProblem], language: str) -> None:
    for one in told:
        said = words.refusal(one.code, one.facts, language)
        named = {str(value) for value in one.facts.values()}
        assert one.code.value not in said
        assert "…" not in said or any("…" in value for value in named), said
        assert said.endswith((".", "?", "”", "»", "“")), said
        if language != "en":
            assert said != words.refusal(one.code, one.facts, "en"), said


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Line 3, starts: “22 dec 2026 19h” is no time that can be read."),
        ("fr", "Ligne 3, starts\N{NO-BREAK SPACE}: "),
    ],
)
def test_a_programme_is_refused_with_all_its_faults(
    boxoffice: Commands, tmp_path: Path, language: str, line: str
) -> None:
    boxoffice.options["--operator"] = "ADMIN"
    rows, mapping = tmp_path / "rows.csv", tmp_path / "mapping.toml"
    rows.write_text(PROGRAMME, encoding="utf-8")
    mapping.write_bytes(MAPPING)
    asked = ("import", "programme", str(rows), "--mapping", str(mapping))
    done = boxoffice.run(*asked, language=language)
    assert done.exit_code == 2
    assert line in done.stderr
    assert [code for code in CODES if code in done.stderr] == []
    facts = boxoffice.error(2, *asked)["facts"]
    assert {one["line"] for one in facts["problems"]} == {2, 3, 6}
    assert {(one["line"], one["code"]) for one in facts["warnings"]} >= {(4, "programme_title_missing")}
    mapping.write_text("[columns]\nstarts_at='starts'\nwhen='x'\n")
    assert "Mapping, Line 3, columns.when: There is no such key." in boxoffice.run(*asked).stderr


def test_a_missing_file_is_named_in_the_language(boxoffice: Commands, tmp_path: Path) -> None:
    boxoffice.options["--operator"] = "ADMIN"
    missing = str(tmp_path / "rows.csv")
    asked = ("import", "programme", missing, "--mapping", "mapping.toml")
    assert boxoffice.run(*asked).stderr == (
        f"{missing} cannot be read: there is no such file or folder; check its name.\n"
    )
    assert "No such file" not in boxoffice.run(*asked, language="fr").stderr
    assert missing in boxoffice.run(*asked, language="fr").stderr
