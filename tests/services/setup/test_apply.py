"""Applying a setup file: what it makes, that it is idempotent, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, PRODUCT_MEDIA
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.organisation import FEES, ORGANISATIONS
from boxoffice_tui.data.tables.programme import CELLS, CONTINGENTS, EVENTS, PERFORMANCES, PRICES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS
from boxoffice_tui.rules.rights import ROLES, Right, Role
from boxoffice_tui.rules.seating import seat_name
from boxoffice_tui.services import catalogue, seat_maps
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError
from boxoffice_tui.services.identity import switch_operator
from boxoffice_tui.services.setup.apply import apply_setup
from boxoffice_tui.services.setup.export import export_setup
from boxoffice_tui.views.setup import Change, LeftAlone, SetupReport, Thing
from tests.house import ACCOUNT
from tests.services.setup.conftest import new_desk


def rows(desk: Desk, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    with desk.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def applied(desk: Desk, text: str, **options: Any) -> SetupReport:
    report = apply_setup(desk, text, **options)
    assert report.problems == ()
    return report


def test_a_house_is_made_as_its_file_says(desk: Desk) -> None:
    house = rows(desk, sa.select(ORGANISATIONS.c.currency, ORGANISATIONS.c.tickets_per_order))
    assert house == [("CAD", 20)]
    assert rows(desk, sa.select(FEES.c.code, FEES.c.amount_minor)) == [("service", 250)]
    assert len(rows(desk, sa.select(CHANNEL_MODES))) == 2
    assert len(rows(desk, sa.select(PRODUCT_MEDIA))) == 2
    seats = sa.select(SEATS.c.guid, SEATS.c.number, SEATS.c.row_index, SEATS.c.place, SEATS.c.aisle_after)
    b_row = rows(desk, seats.where(SEATS.c.row == "B").order_by(SEATS.c.place))
    assert [row[1:] for row in b_row] == [
        ("1", 1, 0, False),
        ("3", 1, 1, False),
        ("5", 1, 2, True),
        ("6", 1, 3, False),
        ("4", 1, 4, False),
        ("2", 1, 5, False),
    ]
    first_of_rows = sa.select(SEATS.c.section, SEATS.c.row, SEATS.c.row_index).where(SEATS.c.place == 0)
    assert sorted(rows(desk, first_of_rows), key=lambda row: row[2]) == [
        ("Parterre", "A", 0),
        ("Parterre", "B", 1),
        ("Parterre", "C", 3),
        ("Balcon", "A", 5),
    ]


def test_cells_have_the_seats_of_their_category_and_the_house_its_seats(desk: Desk) -> None:
    cells = (
        sa.select(PERFORMANCES.c.code, SEAT_CATEGORIES.c.code, CONTINGENTS.c.code, CELLS.c.gauge)
        .add_columns(CELLS.c.overbooking_percent)
        .join(PERFORMANCES, PERFORMANCES.c.id == CELLS.c.performance_id)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
        .join(CONTINGENTS, CONTINGENTS.c.id == CELLS.c.contingent_id)
        .order_by(CELLS.c.id)
    )
    assert rows(desk, cells) == [
        ("p1", "parterre", "general", 27, None),
        ("p1", "balcon", "general", 2, None),
        ("p1", "debout", "general", 40, None),
        ("p2", "parterre", "general", 27, None),
        ("p2", "balcon", "general", 2, None),
        ("p2", "debout", "general", 25, 10),
        ("p2", "debout", "schools", 15, None),
    ]
    house = (
        sa.select(PERFORMANCES.c.code, SEATS.c.guid, SEAT_CATEGORIES.c.code)
        .join(CLAIMS, CLAIMS.c.performance_id == PERFORMANCES.c.id)
        .join(SEATS, SEATS.c.id == CLAIMS.c.seat_id)
        .join(CELLS, CELLS.c.id == CLAIMS.c.cell_id)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
        .where(CLAIMS.c.kind == "house", PERFORMANCES.c.code == "p1")
    )
    assert sorted(rows(desk, house)) == [
        ("p1", "Balcon-A-1", "balcon"),
        ("p1", "Balcon-A-2", "balcon"),
        ("p1", "Balcon-A-3", "parterre"),
        ("p1", "Parterre-C-1", "parterre"),
    ]


def test_wall_clock_times_are_the_venues(desk: Desk) -> None:
    query = sa.select(PERFORMANCES.c.code, PERFORMANCES.c.starts_at, PERFORMANCES.c.announced_on)
    starts = {code: (at and f"{at:%Y-%m-%dT%H:%M}", day and str(day)) for code, at, day in rows(desk, query)}
    assert starts == {
        "p1": ("2026-12-06T01:00", None),
        "p2": ("2026-11-01T06:30", None),  # the second 01:30 of the night clocks go back
        "p3": (None, "2027-02-01"),
    }


def test_operators_have_their_role_and_accounts(desk: Desk) -> None:
    held = (
        sa.select(OPERATOR_RIGHTS.c.right)
        .join(OPERATORS, OPERATORS.c.id == OPERATOR_RIGHTS.c.operator_id)
        .where(OPERATORS.c.code == "DORA")
    )
    assert {row[0] for row in rows(desk, held)} == ROLES[Role.DOOR] | {Right.ORDERS_SEARCH}
    accounts = (
        sa.select(OPERATORS.c.code, SYSTEM_ACCOUNTS.c.account, SYSTEM_ACCOUNTS.c.usual)
        .join(SYSTEM_ACCOUNTS, SYSTEM_ACCOUNTS.c.operator_id == OPERATORS.c.id)
        .order_by(OPERATORS.c.code, SYSTEM_ACCOUNTS.c.account)
    )
    assert rows(desk, accounts) == [("ADMIN", "anne", True), ("DORA", "anne", False), ("DORA", "porte", True)]


def test_applied_again_nothing_changes_and_nothing_is_journalled(desk: Desk, lake: str) -> None:
    lines = rows(desk, sa.select(sa.func.count()).select_from(JOURNAL))
    again = applied(desk, lake)
    assert {thing.change for thing in again.things} == {Change.UNCHANGED}
    assert again.left_alone == (LeftAlone("contingents", ("general",)),)
    assert rows(desk, sa.select(sa.func.count()).select_from(JOURNAL)) == lines


def test_the_export_changes_nothing(desk: Desk) -> None:
    again = applied(desk, export_setup(desk))
    assert {thing.change for thing in again.things} == {Change.UNCHANGED}
    assert again.left_alone == ()


def test_the_export_makes_the_same_house_elsewhere(desk: Desk, tmp_path: Path) -> None:
    exported = export_setup(desk)
    other = new_desk(str(tmp_path / "other.db"))
    assert applied(other, exported).written
    assert export_setup(other) == exported
    other.database.close()


def test_a_dry_run_tells_the_same_and_keeps_nothing(empty: Desk, lake: str) -> None:
    dry = applied(empty, lake, dry_run=True)
    assert not dry.written
    assert rows(empty, sa.select(EVENTS.c.code)) == []
    assert applied(empty, lake).things == dry.things


def test_a_change_is_reported_with_its_keys_and_journalled_with_its_values(desk: Desk, lake: str) -> None:
    changed = lake.replace('amount = "32.00"', 'amount = "35.00"').replace(
        "starts_at = 2026-12-05T20:00:00", "starts_at = 2026-12-05T19:30:00"
    )
    report = applied(desk, changed)
    assert [thing for thing in report.things if thing.change is not Change.UNCHANGED] == [
        Thing("performances", "mouette/p1", Change.CHANGED, ("starts_at",)),
        Thing("prices", "mouette parterre full", Change.CHANGED, ("amount",)),
    ]
    line = rows(desk, sa.select(JOURNAL.c.action, JOURNAL.c.facts).order_by(JOURNAL.c.seq.desc()).limit(1))
    action, facts = line[0][0], json.loads(line[0][1])
    assert action == "setup_changed"
    assert (facts["before"], facts["after"]) == ({"amount_minor": 3200}, {"amount_minor": 3500})
    sequence = sa.select(PERFORMANCES.c.code, PERFORMANCES.c.calendar_sequence)
    assert dict(rows(desk, sequence)) == {"p1": 1, "p2": 0, "p3": 0}


def test_what_a_file_leaves_out_is_left_alone_and_said(desk: Desk) -> None:
    report = applied(desk, '[[tills]]\ncode = "2"\nname = "Caisse 2"\n')
    left = {one.section: one.codes for one in report.left_alone}
    assert left["tills"] == ("1",)
    assert left["operators"] == ("ADMIN", "DORA")
    assert left["performances"] == ("mouette/p1", "mouette/p2", "mouette/p3")
    assert len(left["prices"]) == 3
    assert rows(desk, sa.select(sa.func.count()).select_from(PRICES)) == [(3,)]


def test_a_till_has_a_printer_and_loses_it_again(desk: Desk) -> None:
    till = '[[tills]]\ncode = "1"\nname = "Guichet 1"\n'
    printer = 'printer = { language = "boca_fgl", address = "tcp://10.0.0.7", answers = true }\n'
    applied(desk, till)
    report = applied(desk, till + printer)
    assert report.things == (Thing("tills", "1", Change.CHANGED, ("printer",)),)
    exported = export_setup(desk)
    assert printer in exported
    assert all(thing.change is Change.UNCHANGED for thing in applied(desk, exported).things)
    applied(desk, till)
    assert "printer" not in export_setup(desk)


def test_a_default_comes_back_when_its_key_goes(desk: Desk, lake: str) -> None:
    report = applied(desk, lake.replace("valid_from = 2026-01-01\n", ""))
    changed = [thing for thing in report.things if thing.change is not Change.UNCHANGED]
    assert changed == [Thing("fees", "service", Change.CHANGED, ("valid_from",))]


def test_a_plan_may_grow_and_its_performances_follow(desk: Desk, lake: str) -> None:
    c_row = 'row = "C", category = "parterre", seats = '
    grown = lake.replace(f"{c_row}10", f"{c_row}12")
    grown = grown.replace('house = ["Parterre-C-1",', 'house = ["Parterre-C-2",')
    report = applied(desk, grown)
    changed = [thing for thing in report.things if thing.change is not Change.UNCHANGED]
    assert changed == [
        Thing("plans", "salle", Change.CHANGED, ("seats",)),
        Thing("cells", "mouette/p1/parterre/general", Change.CHANGED, ("gauge",)),
        Thing("cells", "mouette/p2/parterre/general", Change.CHANGED, ("gauge",)),
    ]
    gauges = sa.select(CELLS.c.gauge).join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
    assert rows(desk, gauges.where(SEAT_CATEGORIES.c.code == "parterre")) == [(29,), (29,)]
    live = (
        sa.select(SEATS.c.guid)
        .join(CLAIMS, CLAIMS.c.seat_id == SEATS.c.id)
        .where(CLAIMS.c.ended_at.is_(None), SEATS.c.row == "C")
    )
    assert rows(desk, live) == [("Parterre-C-2",), ("Parterre-C-2",)]


def test_a_map_shows_a_plan_as_it_is_now_whoever_looked_before(desk: Desk, lake: str) -> None:
    performance_id = catalogue.find_performance(desk, "mouette/p1")

    def categories() -> dict[str, str]:
        seats = seat_maps.seat_map(desk, performance_id, seat_maps.SeatFor("form")).seats
        return {seat_name(seat.row, seat.number): seat.category for seat in seats}

    before = categories()
    moved = lake.replace('["balcon", "balcon", "parterre"]', '"balcon"')
    applied(desk, moved)
    now = categories()
    assert {before[name] for name in before if now[name] != before[name]} == {"parterre"}
    c_row = 'row = "C", category = "parterre", seats = '
    applied(desk, moved.replace(f"{c_row}10", f"{c_row}12"))
    assert categories().keys() - before.keys() == {"C-11", "C-12"}


def test_a_seat_nobody_has_may_change_its_category(desk: Desk, lake: str) -> None:
    report = applied(desk, lake.replace('["balcon", "balcon", "parterre"]', '"balcon"'))
    codes = [thing.code for thing in report.things if thing.section == "cells"]
    assert sorted(codes) == [
        "mouette/p1/balcon/general",
        "mouette/p1/parterre/general",
        "mouette/p2/balcon/general",
        "mouette/p2/parterre/general",
    ]
    assert {thing.change for thing in applied(desk, export_setup(desk)).things} == {Change.UNCHANGED}
    wrong = (
        sa.select(CLAIMS.c.id)
        .join(CELLS, CELLS.c.id == CLAIMS.c.cell_id)
        .join(SEATS, SEATS.c.id == CLAIMS.c.seat_id)
        .where(CLAIMS.c.ended_at.is_(None), CELLS.c.category_id != SEATS.c.category_id)
    )
    assert rows(desk, wrong) == []


def test_setup_takes_its_right(desk: Desk, lake: str) -> None:
    dora = switch_operator(desk, ACCOUNT, "DORA", "")
    for act in (lambda: apply_setup(dora, lake), lambda: export_setup(dora)):
        with pytest.raises(NotAllowedError, match=r"setup\.change"):
            act()


def test_nobody_gives_himself_rights_he_may_not_give(desk: Desk, lake: str) -> None:
    lent = lake.replace('rights = ["orders.search"]', 'rights = ["setup.change"]')
    applied(desk, lent)
    dora = switch_operator(desk, ACCOUNT, "DORA", "")
    applied(dora, lent)
    with pytest.raises(NotAllowedError, match=r"operators\.manage"):
        apply_setup(dora, lent.replace('role = "door"', 'role = "administrator"'))


def test_the_days_that_places_are_kept_come_go_and_are_exported(desk: Desk) -> None:
    days = sa.select(ORGANISATIONS.c.reservation_days_after, ORGANISATIONS.c.reservation_days_before)
    assert rows(desk, days) == [(None, None)]
    exported = export_setup(desk)
    assert 'reservation_days_after = "none"' in exported
    text = "[organisation]\nreservation_days_after = 10\nreservation_days_before = 0\n"
    applied(desk, text)
    assert rows(desk, days) == [(10, 0)]
    assert "reservation_days_after = 10\nreservation_days_before = 0\n" in export_setup(desk)
    applied(desk, '[organisation]\nreservation_days_before = "none"\n')
    assert rows(desk, days) == [(10, None)]
    assert apply_setup(desk, "[organisation]\nreservation_days_after = -1\n").problems != ()


def test_cash_goes_in_steps_of_the_currency_unless_the_house_says_so(desk: Desk) -> None:
    assert 'cash_step = "currency"' in export_setup(desk)
    applied(desk, "[organisation]\ncash_step = 5\n")
    assert "cash_step = 5\n" in export_setup(desk)
    applied(desk, '[organisation]\ncash_step = "currency"\n')
    assert 'cash_step = "currency"' in export_setup(desk)
    assert apply_setup(desk, "[organisation]\ncash_step = 0\n").problems != ()
