"""Programmes: the real one with its traps, calendars, and what an import leaves as it is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.programme import ACTIVITIES, CELLS, EVENTS, PERFORMANCES, PRICES, SEASONS
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS, VENUES
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import catalogue, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.imports.plans import import_plan
from boxoffice_tui.services.imports.programme import import_programme
from boxoffice_tui.services.setup.apply import apply_setup
from boxoffice_tui.services.setup.export import export_setup
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.setup import Change, ToBeAnnounced
from tests.services.imports.test_plans import plan

NYPHIL = b"""
[columns]
event = "works_first_three"
event_code = "programme_id"
season = "season"
activity = "event_type"
starts_at = "starts_at_local"
venue = "venue"

[defaults]
zone = "America/New_York"

[venues."David Geffen Hall"]
code = "geffen"
plan = "teatro-grande"

[venues."Seoul Arts Center (Concert Hall)"]
code = "seoul"
zone = "Asia/Seoul"
country = "KR"
"""
SMALL = b"""
[columns]
event = "title"
starts_at = "start"
venue = "hall"
reference = "ref"
[defaults]
season = "2026-27"
activity = "Concerts"
zone = "America/New_York"
[venues."Geffen"]
code = "geffen"
plan = "hall"
"""


def rows(desk: Desk, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    with desk.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_the_real_programme_on_the_real_plan(desk: Desk, data: Path) -> None:
    assert import_plan(
        desk, (data / "teatro_grande.pretix.json").read_bytes(), "teatro-grande", "geffen"
    ).written
    content = (data / "nyphil_concerts_2024-26.csv").read_bytes()
    report = import_programme(desk, content, NYPHIL)
    assert (report.problems, report.created) == ((), 252)
    assert [(one.line, one.day) for one in report.to_be_announced] == [
        (218, date(2025, 10, 28)),
        (248, date(2025, 12, 14)),
    ]
    waiting = (
        sa.select(PERFORMANCES.c.announced_on).where(~PERFORMANCES.c.on_sale).order_by(PERFORMANCES.c.id)
    )
    assert rows(desk, waiting) == [(date(2025, 10, 28),), (date(2025, 12, 14),)]
    seoul = [one for one in report.warnings if one.code == "programme_offset_contradicts"]
    assert [(one.facts["given"], one.facts["expected"]) for one in seoul] == [("-04:00", "+09:00")] * 2
    korean = sa.select(PERFORMANCES.c.starts_at).join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
    assert [
        at for (at,) in rows(desk, korean.where(VENUES.c.code == "seoul").order_by(PERFORMANCES.c.id))
    ] == [
        datetime(2025, 6, 27, 10, 30, tzinfo=UTC),
        datetime(2025, 6, 28, 8, 0, tzinfo=UTC),
    ]
    geffen = (
        sa.select(sa.func.count(PERFORMANCES.c.id), sa.func.count(PERFORMANCES.c.plan_id))
        .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
        .where(VENUES.c.code == "geffen")
    )
    ((played, planned),) = rows(desk, geffen)
    assert played == planned > 100
    gauges = (
        sa.select(SEAT_CATEGORIES.c.name, CELLS.c.gauge)
        .join(CELLS, CELLS.c.category_id == SEAT_CATEGORIES.c.id)
        .distinct()
    )
    assert sum(gauge for _, gauge in rows(desk, gauges)) == 1349
    again = import_programme(desk, content, NYPHIL)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 252)
    exported = apply_setup(desk, export_setup(desk))
    assert exported.problems == ()
    assert {thing.change for thing in exported.things} == {Change.UNCHANGED}


def test_prices_by_category_and_two_seats_side_by_side(desk: Desk, data: Path) -> None:
    import_plan(desk, (data / "teatro_grande.pretix.json").read_bytes(), "teatro-grande", "geffen")
    import_programme(desk, (data / "nyphil_concerts_2024-26.csv").read_bytes(), NYPHIL)
    event = sa.select(EVENTS.c.code).join(PERFORMANCES, PERFORMANCES.c.event_id == EVENTS.c.id)
    code = rows(
        desk, event.where(PERFORMANCES.c.plan_id.is_not(None)).order_by(PERFORMANCES.c.starts_at.desc())
    )[0][0]
    rates = '[[audiences]]\ncode = "all"\nname = "Tous"\n'
    rates += '[[rates]]\ncode = "full"\nname = "Plein"\naudience = "all"\n'
    amounts = {"platea-premium": "140.00", "platea": "95.00", "galleria": "60.00", "palco": "110.00"}
    priced = "".join(
        f'[[prices]]\nevent = "{code}"\ncategory = "{category}"\nrate = "full"\namount = "{amount}"\n'
        for category, amount in amounts.items()
    )
    assert apply_setup(desk, rates + priced).problems == ()
    assert len(rows(desk, sa.select(PRICES.c.id))) == 4
    query = (
        sa.select(PERFORMANCES.c.id)
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .where(EVENTS.c.code == code)
    )
    performance = rows(desk, query.order_by(PERFORMANCES.c.starts_at.desc()))[0][0]
    seats = (
        sa.select(SEATS.c.id)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == SEATS.c.category_id)
        .where(SEAT_CATEGORIES.c.name == "Galleria", SEATS.c.place.in_([4, 5]))
        .order_by(SEATS.c.row_index, SEATS.c.place)
    )
    two = tuple(row[0] for row in rows(desk, seats)[:2])
    request = TicketRequest(performance, catalogue.find_rate(desk, "full"), two)
    sold = sales.sell(desk, "sale", "form", None, (request,), None)
    assert sold.balance == Money(12000, "EUR")


def test_what_a_programme_makes_besides_is_named_also_by_a_dry_run(desk: Desk) -> None:
    assert import_plan(desk, plan(("A", 4)), "hall", "geffen").written
    csv = b"title,start,hall,ref\nMahler,2026-12-05 20:00,Geffen,c1\n"
    made = [
        ("seasons", "2026-27"),
        ("activities", "2026-27-concerts"),
        ("events", "2026-27-mahler"),
    ]
    tried = import_programme(desk, csv, SMALL, dry_run=True)
    assert [(one.section, one.code) for one in tried.besides] == made
    assert [(one.section, one.code) for one in import_programme(desk, csv, SMALL).besides] == made
    assert import_programme(desk, csv, SMALL).besides == ()


def test_an_activity_that_the_season_has_is_named_by_its_code(desk: Desk) -> None:
    assert import_plan(desk, plan(("A", 4)), "hall", "geffen").written
    house = """
[[seasons]]
code = "2026-27"
name = "Season"
starts_on = 2026-09-01
ends_on = 2027-06-30

[[activities]]
code = "music"
name = "Music"
season = "2026-27"
"""
    assert apply_setup(desk, house).written
    csv = b"title,start,hall,ref\nMahler,2026-12-05 20:00,Geffen,c1\n"
    report = import_programme(desk, csv, SMALL.replace(b"Concerts", b"music"))
    assert [(one.section, one.code) for one in report.besides] == [("events", "2026-27-mahler")]
    query = sa.select(ACTIVITIES.c.code).join(EVENTS, EVENTS.c.activity_id == ACTIVITIES.c.id)
    assert rows(desk, query) == [("music",)]


def test_an_import_leaves_what_operators_decided(desk: Desk) -> None:
    assert import_plan(desk, plan(("A", 4)), "hall", "geffen").written
    csv = b"title,start,hall,ref\nMahler,2026-12-05 20:00,Geffen,c1\nMozart,2026-12-06,Geffen,c2\n"
    first = import_programme(desk, csv, SMALL)
    assert (first.problems, first.created) == ((), 2)
    assert first.to_be_announced == (ToBeAnnounced(3, "Mozart", date(2026, 12, 6)),)
    text = export_setup(desk)
    text = text.replace(
        'code = "c1"\n', 'code = "c1"\nstate = "cancelled"\ncells = [{ category = "stalls", gauge = 3 }]\n'
    )
    assert apply_setup(desk, text).written
    again = import_programme(desk, csv, SMALL)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert rows(desk, sa.select(PERFORMANCES.c.state).where(PERFORMANCES.c.code == "c1")) == [("cancelled",)]
    assert sorted(rows(desk, sa.select(CELLS.c.gauge))) == [(3,), (4,)]


def test_a_time_announced_later_changes_the_same_performance(desk: Desk) -> None:
    assert import_plan(desk, plan(("A", 4)), "hall", "geffen").written
    csv = "title,start,hall,ref\nMozart,2026-12-06{},Geffen,c2\n"
    assert import_programme(desk, csv.format("").encode(), SMALL).created == 1
    later = import_programme(desk, csv.format(" 19:30").encode(), SMALL)
    assert (later.created, later.changed, later.to_be_announced) == (0, 1, ())
    query = sa.select(PERFORMANCES.c.starts_at, PERFORMANCES.c.announced_on, PERFORMANCES.c.calendar_sequence)
    assert rows(desk, query) == [(datetime(2026, 12, 7, 0, 30, tzinfo=UTC), None, 1)]


def test_a_season_is_as_long_as_its_performances(desk: Desk) -> None:
    assert import_plan(desk, plan(("A", 4)), "hall", "geffen").written
    csv = "title,start,hall,ref\nMahler,{} 23:30,Geffen,{}\n"
    for day, code in (("2026-12-05", "a"), ("2027-05-01", "b"), ("2026-10-01", "c")):
        assert import_programme(desk, csv.format(day, code).encode(), SMALL).written
    assert rows(desk, sa.select(SEASONS.c.starts_on, SEASONS.c.ends_on)) == [
        (date(2026, 10, 1), date(2027, 5, 1))
    ]


def test_a_venue_keeps_its_zone(desk: Desk) -> None:
    mapping = SMALL.replace(b'plan = "hall"', b'zone = "Asia/Seoul"')
    report = import_programme(desk, b"title,start,hall,ref\nMahler,2026-12-05 20:00,Geffen,c1\n", mapping)
    assert [(one.line, one.key, one.code, dict(one.facts)) for one in report.problems] == [
        (
            2,
            "venue",
            "import_venue_zone_differs",
            {"venue": "Geffen", "zone": "Asia/Seoul", "there": "America/New_York"},
        )
    ]
    assert rows(desk, sa.select(PERFORMANCES.c.id)) == []


def test_problems_of_mapping_rows_and_plan_are_told_with_their_lines(desk: Desk) -> None:
    wrong = import_programme(desk, b"", b"[columns]\nevnt = 'x'\n[venues.Geffen]\nplan = 'hall'\n")
    assert [(one.of, one.line, one.key, one.code) for one in wrong.problems] == [
        ("mapping", 2, "columns.evnt", "mapping_key_unknown"),
        ("mapping", 3, "venues.Geffen.code", "mapping_key_missing"),
    ]
    csv = (
        b"title,start,hall,ref\nMahler,soon,Geffen,c1\n,2026-12-05 20:00,Geffen,c2\n"
        b"Brahms,2026-12-06 20:00,Geffen,c3\n"
    )
    report = import_programme(desk, csv, SMALL)
    assert [(one.of, one.line, one.key, one.code) for one in report.problems] == [
        ("", 2, "start", "programme_moment_wrong"),
        ("", 3, "plan", "setup_code_unknown"),
    ]
    assert [(one.line, one.key, one.code) for one in report.warnings] == [
        (3, "title", "programme_title_missing")
    ]
    assert rows(desk, sa.select(PERFORMANCES.c.id)) == []


def test_a_calendar_gives_the_same_performances(desk: Desk) -> None:
    assert import_plan(desk, plan(("A", 4)), "hall", "geffen").written
    calendar = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:c1/2026@example\r\n"
        b"SUMMARY:Mahler\r\nLOCATION:Geffen\r\nDTSTART:20261206T010000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    mapping = SMALL.partition(b"[defaults]")
    report = import_programme(desk, calendar, mapping[1] + mapping[2])
    assert (report.problems, report.created) == ((), 1)
    query = sa.select(PERFORMANCES.c.code, PERFORMANCES.c.starts_at)
    ((code, starts_at),) = rows(desk, query)
    assert starts_at == datetime(2026, 12, 6, 1, 0, tzinfo=UTC)
    assert code == "c1-2026-example"
    assert Counter(thing.change for thing in apply_setup(desk, export_setup(desk)).things).keys() == {
        Change.UNCHANGED
    }
