"""Every fault of a file is told in one run: one fault hides no other, and none is told twice."""

from __future__ import annotations

import pytest

from boxoffice_tui.data.importers.calendar import parse_calendar
from boxoffice_tui.data.importers.contacts import ContactDefaults, parse_contacts
from boxoffice_tui.data.importers.files import ImportProblem
from boxoffice_tui.data.importers.mapping import ProgrammeMapping, parse_mapping
from boxoffice_tui.data.importers.orders import OrderContext, parse_orders
from boxoffice_tui.data.importers.programme import parse_programme

LONG = "x" * 301
DEFAULTS = ContactDefaults(languages=("fr", "en"), language="fr", country="CA")
CONTEXT = OrderContext(currency="CAD", digits=2, zone="America/Toronto")
ORDER_FIELDS = "number,contact,bought_at,origin,event,starts_at,seat,rate,price,paid,method"
PROGRAMME = b"[columns]\nevent='title'\nstarts_at='starts'\nvenue='hall'\n[venues.Grange]\ncode='grange'\n"

Found = list[tuple[int, str, str]]


def found(problems: tuple[ImportProblem, ...]) -> Found:
    return sorted((one.line, one.column, one.code.value) for one in problems)


def mapping(more: bytes = b"") -> ProgrammeMapping:
    return parse_mapping(PROGRAMME + more).rows[0]


def test_a_row_of_contacts_with_several_faults() -> None:
    content = f"number,last_name,email,language,country\n,{LONG},zoe,nl,Canada\n"
    assert found(parse_contacts(content.encode(), DEFAULTS).problems) == [
        (2, "country", "contact_country_unknown"),
        (2, "email", "contact_email_wrong"),
        (2, "language", "contact_language_unknown"),
        (2, "last_name", "file_text_too_long"),
        (2, "number", "file_value_missing"),
    ]


def test_a_number_given_twice_in_a_row_that_has_another_fault() -> None:
    content = "number,last_name,email\n7,Roy,zoe\n7,Roy,\n"
    assert found(parse_contacts(content.encode(), DEFAULTS).problems) == [
        (2, "email", "contact_email_wrong"),
        (3, "number", "contact_number_repeated"),
    ]


def test_a_row_of_orders_with_several_faults() -> None:
    row = ",x1,yesterday,counter,messiah,tomorrow,F-12,full,free,much,gold"
    assert found(parse_orders(f"{ORDER_FIELDS}\n{row}\n".encode(), CONTEXT).problems) == [
        (2, "bought_at", "order_row_moment_wrong"),
        (2, "contact", "order_row_contact_wrong"),
        (2, "method", "order_row_method_unknown"),
        (2, "number", "file_value_missing"),
        (2, "paid", "order_row_amount_wrong"),
        (2, "price", "order_row_amount_wrong"),
        (2, "starts_at", "order_row_moment_wrong"),
    ]


def test_two_orders_without_a_number_are_not_one() -> None:
    rows = (
        ",31,2026-08-14 15:20,counter,messiah,2026-12-05T20:00,F-12,full,32.00,,",
        ",32,2026-08-15 15:20,counter,messiah,2026-12-05T20:00,F-13,full,32.00,,",
    )
    content = "\n".join((ORDER_FIELDS, *rows)).encode()
    assert found(parse_orders(content, CONTEXT).problems) == [
        (2, "number", "file_value_missing"),
        (3, "number", "file_value_missing"),
    ]


def test_a_row_of_a_programme_with_several_faults() -> None:
    content = b"title,starts,hall\nMesse,22 dec 2026 19h,Grange\n,2026-12-23T20:00,\n,2026-12-24T20:00,Grange\n"
    result = parse_programme(content, mapping(b"[defaults]\nactivity='Music'\n"))
    assert found(result.problems) == [
        (2, "", "programme_season_missing"),
        (2, "hall", "programme_zone_missing"),
        (2, "starts", "programme_moment_wrong"),
        (3, "", "programme_season_missing"),
        (3, "hall", "programme_venue_missing"),
        (4, "", "programme_season_missing"),
        (4, "hall", "programme_zone_missing"),
    ]
    assert found(result.warnings) == [
        (3, "title", "programme_title_missing"),
        (4, "title", "programme_title_missing"),
    ]


def test_an_entry_of_a_calendar_with_several_faults() -> None:
    content = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Concert\nLOCATION:Grange\n"
        "RRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    result = parse_calendar(content.encode(), mapping(b"[defaults]\nseason='s'\nactivity='a'\n"))
    assert found(result.problems) == [
        (3, "DTSTART", "programme_moment_wrong"),
        (3, "LOCATION", "programme_zone_missing"),
        (3, "RRULE", "calendar_recurrence"),
    ]


def test_rows_are_looked_at_although_the_header_lacks_a_column() -> None:
    content = f"last_name,email,email\nRoy,,\nRoy\n{LONG},,\n"
    assert found(parse_contacts(content.encode(), DEFAULTS).problems) == [
        (1, "", "file_column_missing"),
        (1, "email", "file_column_repeated"),
        (3, "", "file_row_length"),
        (4, "last_name", "file_text_too_long"),
    ]


def test_a_record_of_json_with_several_faults() -> None:
    content = b'[{"number": [], "last_name": true, "email": "zoe"}, 5]'
    assert found(parse_contacts(content, DEFAULTS).problems) == [
        (1, "", "file_not_a_record"),
        (1, "email", "contact_email_wrong"),
        (1, "last_name", "file_not_a_text"),
        (1, "number", "file_not_a_text"),
    ]


@pytest.mark.parametrize(
    ("content", "position", "detail"),
    [
        (b"[[venues\n", 9, "Expected ']]' at the end of an array declaration"),
        (b"[columns]\nevent = works\n", 9, "Invalid value"),
    ],
)
def test_what_is_no_toml_is_told_with_line_and_column(content: bytes, position: int, detail: str) -> None:
    (problem,) = parse_mapping(content).problems
    assert problem.facts == {"position": position, "detail": detail}
    assert problem.line == content.count(b"\n")


def test_a_key_nobody_knows_names_those_there_are() -> None:
    (problem,) = parse_mapping(b"[columns]\nstarts_at='a'\nwhen='b'\n").problems
    assert (problem.column, problem.code.value) == ("columns.when", "mapping_key_unknown")
    assert str(problem.facts["known"]).startswith("event, event_code, season")
    of_a_venue = parse_mapping(b"[venues.x]\ncode='x'\nseats=5\n").problems[0]
    assert of_a_venue.facts == {"known": "code, zone, plan, name, country, address"}
