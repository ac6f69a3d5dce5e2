"""What a setup file is refused for: form, references, and what people have bought. Nothing is written then."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.programme import CELLS, EVENTS, PERFORMANCES, RATES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS
from boxoffice_tui.services import holds, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.setup.apply import apply_setup
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.setup import Change, Thing


def problems(desk: Desk, text: str) -> list[tuple[int, str, str, dict[str, Any]]]:
    """The problems of a file, and that it left nothing."""
    before = scalar(desk, sa.select(sa.func.count()).select_from(JOURNAL))
    report = apply_setup(desk, text)
    assert not report.written
    assert scalar(desk, sa.select(sa.func.count()).select_from(JOURNAL)) == before
    return [(one.line, one.key, str(one.code), dict(one.facts)) for one in report.problems]


def scalar(desk: Desk, query: sa.Select[Any]) -> Any:
    with desk.database.read() as connection:
        return connection.execute(query).scalar()


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def sell(desk: Desk, *guids: str, standing: int = 0) -> None:
    """Seats of p1 sold, and standing places."""
    with desk.database.read() as connection:
        ids = tuple(
            connection.execute(sa.select(SEATS.c.id).where(SEATS.c.guid == guid)).scalar_one()
            for guid in guids
        )
        performance = connection.execute(
            sa.select(PERFORMANCES.c.id).where(PERFORMANCES.c.code == "p1")
        ).scalar_one()
        rate = connection.execute(sa.select(RATES.c.id)).scalar_one()
        category = connection.execute(
            sa.select(SEAT_CATEGORIES.c.id).where(SEAT_CATEGORIES.c.code == "debout")
        ).scalar_one()
    requests = (
        TicketRequest(performance, rate, ids)
        if ids
        else TicketRequest(performance, rate, (), category, standing)
    )
    sales.sell(desk, f"sale {guids}", "form", None, (requests,), None)


def test_every_problem_of_form_comes_with_its_line_and_key(untouched: Desk) -> None:
    text = """[organisation]
zone = "America/Toront"
email = "nobody"
colour = "red"

[[fees]]
code = "f"
name = { fr = "Frais", xx = "?" }
kind = "ticketing"
amount = 2.50

[[taxes]]
code = "t"
name = "Taxe"
percent = "9,975"

[[prices]]
event = "mouette"
rate = "full"
amount = "32.5"
valid_from = 2026-01-01T10:00:00

[[tills]]
code = "1"
name = "Caisse 1"
printer = { language = "zpl", address = "usb" }
"""
    assert problems(untouched, text) == [
        (2, "organisation.zone", "setup_zone_unknown", {"value": "America/Toront"}),
        (3, "organisation.email", "setup_email_wrong", {"value": "nobody"}),
        (4, "organisation.colour", "setup_key_unknown", {}),
        (
            8,
            "fees[1].name.xx",
            "setup_value_wrong",
            {"value": "xx", "choices": ("fr", "en", "de", "es", "it")},
        ),
        (10, "fees[1].amount", "setup_amount_wrong", {"value": "2.5", "digits": 2}),
        (15, "taxes[1].percent", "setup_value_wrong", {"value": "9,975", "expected": ""}),
        (17, "prices[1].category", "setup_key_missing", {}),
        (20, "prices[1].amount", "setup_amount_wrong", {"value": "32.5", "digits": 2}),
        (
            21,
            "prices[1].valid_from",
            "setup_value_wrong",
            {"value": "2026-01-01 10:00:00", "expected": "2026-12-05"},
        ),
        (26, "tills[1].printer.language", "setup_value_wrong", {"value": "zpl", "choices": ("escpos", "boca_fgl")}),
        (26, "tills[1].printer.address", "setup_printer_address_wrong", {"value": "usb"}),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("[a", 1), ("[organisation]\nname = x", 2), ("a = 1\na = 2", 2), ("x = " + "[" * 100_000, 0)],
)
def test_what_is_not_toml_is_refused_with_its_line(untouched: Desk, text: str, line: int) -> None:
    ((found, key, code, facts),) = problems(untouched, text)
    assert (found, key, code) == (line, "", "setup_bad_toml")
    assert facts["detail"]


def test_an_amount_has_the_decimals_of_the_currency_of_its_file(empty: Desk) -> None:
    fee = '[organisation]\ncurrency = "JPY"\n[[fees]]\ncode = "f"\nname = "F"\nkind = "ticketing"\namount = '
    (found,) = problems(empty, fee + '"2.50"')
    assert found == (7, "fees[1].amount", "setup_amount_wrong", {"value": "2.50", "digits": 0})
    assert apply_setup(empty, fee + '"250"').written


def test_every_unknown_code_is_listed_once(untouched: Desk, lake: str) -> None:
    text = lake.replace('season = "2026"', 'season = "2027"').replace(
        'venue = "lac"\nplan', 'venue = "mer"\nplan'
    )
    found = problems(untouched, text)
    assert [(key, facts) for _, key, code, facts in found if code == "setup_code_unknown"] == [
        ("activities[1].season", {"section": "seasons", "name": "2027"}),
        ("performances[1].venue", {"section": "venues", "name": "mer"}),
        ("performances[2].venue", {"section": "venues", "name": "mer"}),
    ]
    assert len(found) == 3


def test_a_code_is_given_once(untouched: Desk) -> None:
    text = '[[tills]]\ncode = "a"\nname = "A"\n[[tills]]\ncode = "a"\nname = "B"\n'
    (found,) = problems(untouched, text)
    facts = {"section": "tills", "name": "a", "first": 1}
    assert found == (4, "tills[2]", "setup_code_repeated", facts)


def test_the_systems_own_operator_is_not_a_person(untouched: Desk) -> None:
    text = '[[operators]]\ncode = "System"\nname = "x"\nlanguage = "fr"\n'
    assert problems(untouched, text) == [
        (2, "operators[1].code", "setup_operator_reserved", {"name": "System"})
    ]


@pytest.mark.parametrize(
    "change", [('role = "administrator"', 'role = "clerk"'), ('accounts = ["anne"]\n\n[[', "\n[[")]
)
def test_somebody_stays_able_to_change_the_setup(untouched: Desk, lake: str, change: tuple[str, str]) -> None:
    text = lake.replace(*change, 1)
    assert [code for _, _, code, _ in problems(untouched, text)] == ["setup_no_administrator"]


def test_the_currency_stays_once_something_is_sold(desk: Desk, lake: str) -> None:
    assert apply_setup(desk, lake.replace('"CAD"', '"EUR"'), dry_run=True).problems == ()
    priced = lake.replace('"CAD"', '"KWD"').replace('.00"', '.000"').replace('.50"', '.500"')
    assert [one[2] for one in problems(desk, priced)] == ["setup_currency_priced"]
    sell(desk, "Parterre-A-4")
    (found,) = problems(desk, lake.replace('"CAD"', '"EUR"'))
    assert found == (9, "organisation.currency", "setup_currency_sold", {"currency": "CAD"})


def test_a_sold_performance_keeps_its_plan(desk: Desk, lake: str) -> None:
    moved = lake.replace('plan = "salle"\nstarts_at = 2026-12-05', "starts_at = 2026-12-05")
    assert apply_setup(desk, moved, dry_run=True).problems == ()
    sell(desk, "Parterre-A-4")
    ((line, key, code, facts),) = problems(desk, moved)
    assert (key, code, facts) == ("performances[1].plan", "setup_plan_sold", {"performance": "mouette/p1"})
    assert line == line_of(moved, '[[performances]]\nevent = "mouette"\ncode = "p1"')


def test_an_unsold_performance_leaves_its_plan_with_all_its_cells(desk: Desk, lake: str) -> None:
    moved = lake.replace('plan = "salle"\nstarts_at = 2026-12-05', "starts_at = 2026-12-05")
    assert apply_setup(desk, moved).written
    of_p1 = sa.select(sa.func.count(CELLS.c.id)).join(
        PERFORMANCES, PERFORMANCES.c.id == CELLS.c.performance_id
    )
    of_p1 = of_p1.where(PERFORMANCES.c.code == "p1", CELLS.c.gauge > 0)
    assert scalar(desk, of_p1) == 0
    assert apply_setup(desk, lake).written
    assert scalar(desk, of_p1) == 3
    house = sa.select(sa.func.count(CLAIMS.c.id)).join(
        PERFORMANCES, PERFORMANCES.c.id == CLAIMS.c.performance_id
    )
    house = house.where(PERFORMANCES.c.code == "p1", CLAIMS.c.kind == "house", CLAIMS.c.ended_at.is_(None))
    assert scalar(desk, house) == 4


def test_a_gauge_never_falls_below_what_is_committed(desk: Desk, lake: str) -> None:
    with desk.database.read() as connection:
        category = connection.execute(
            sa.select(SEAT_CATEGORIES.c.id).where(SEAT_CATEGORIES.c.code == "debout")
        ).scalar_one()
        performance = connection.execute(
            sa.select(PERFORMANCES.c.id).where(PERFORMANCES.c.code == "p1")
        ).scalar_one()
    holds.hold_places(desk, "form", performance, category, 30)
    starts = "starts_at = 2026-12-05T20:00:00\n"
    text = lake.replace(starts, starts + 'cells = [{ category = "debout", gauge = 29 }]\n')
    (found,) = problems(desk, text)
    assert found[1:] == (
        "performances[1]",
        "setup_gauge_too_small",
        {"name": "mouette/p1/debout/general", "gauge": 29, "committed": 30},
    )
    enough = lake.replace(
        starts, starts + 'cells = [{ category = "debout", gauge = 28, overbooking = 10 }]\n'
    )
    report = apply_setup(desk, enough)
    told = Thing("cells", "mouette/p1/debout/general", Change.CHANGED, ("gauge", "overbooking_percent"))
    assert told in report.things
    assert report.written


def test_contingents_have_no_more_seats_than_there_are(untouched: Desk, lake: str) -> None:
    shares = 'cells = [{ category = "parterre", contingent = "schools", gauge = 28 }]\n'
    starts = "starts_at = 2026-12-05T20:00:00\n"
    (found,) = problems(untouched, lake.replace(starts, starts + shares))
    assert found[2:] == ("setup_gauge_too_large", {"name": "parterre", "gauge": 27, "seats": 27})


def test_a_sold_seat_keeps_its_category(desk: Desk, lake: str) -> None:
    sell(desk, "Parterre-A-4", "Parterre-A-5")
    row = 'row = "A", category = "parterre", seats = 10'
    split = ", ".join(['"balcon"'] * 4 + ['"parterre"'] * 6)
    (found,) = problems(desk, lake.replace(row, f'row = "A", category = [{split}], seats = 10'))
    facts = {"plan": "salle", "count": 1, "seats": "Parterre-A-4"}
    assert found[1:] == ("plans[1]", "setup_plan_seat_claimed", facts)


def test_a_plan_never_loses_a_seat(untouched: Desk, lake: str) -> None:
    c_row = 'row = "C", category = "parterre", seats = '
    (found,) = problems(untouched, lake.replace(f"{c_row}10", f"{c_row}8"))
    facts = {"plan": "salle", "count": 2, "seats": "Parterre-C-10, Parterre-C-9"}
    assert found[1:] == ("plans[1]", "setup_plan_seats_missing", facts)


def test_a_category_that_is_played_on_stays_numbered(untouched: Desk, lake: str) -> None:
    numbered = lake.replace("numbered = false, gauge = 40", "numbered = true")
    assert [one[2] for one in problems(untouched, numbered)] == ["setup_plan_category_kind"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"Debout", numbered = false, gauge = 40', '"Debout", numbered = false', "setup_plan_gauge"),
        ('name = "Parterre", colour', 'name = "Parterre", gauge = 5, colour', "setup_plan_gauge"),
        ('row = "C", category = "parterre"', 'row = "A", category = "parterre"', "plan_seat_repeated"),
        ('row = "C", category = "parterre"', 'row = "C", category = "loge"', "setup_code_unknown"),
        ("[0, 25, 50, 100, 125, 150]", "[0, 25]", "setup_value_wrong"),
        ('"Balcon-*"]', '"Loge-*"]', "plan_overlay_seat_unknown"),
        ('name = "Grande salle"', 'name = "Grande salle"\nfile = "x.json"', "setup_plan_twice"),
    ],
)
def test_a_plan_wrong_in_itself_is_refused(untouched: Desk, lake: str, old: str, new: str, code: str) -> None:
    assert [one[2] for one in problems(untouched, lake.replace(old, new, 1))] == [code]


@pytest.mark.parametrize(
    ("old", "new", "code", "facts"),
    [
        (
            "2026-11-01T01:30:00-05:00",
            "2026-11-01T01:30:00+01:00",
            "setup_offset_wrong",
            {"zone": "America/Toronto", "expected": "-04:00"},
        ),
        (
            "ends_on = 2027-06-30",
            "ends_on = 2026-06-30",
            "setup_days_reversed",
            {"first": "2026-08-01", "last": "2026-06-30"},
        ),
    ],
)
def test_days_and_hours_must_agree(
    untouched: Desk, lake: str, old: str, new: str, code: str, facts: dict[str, str]
) -> None:
    ((_, _, found, told),) = problems(untouched, lake.replace(old, new))
    assert (found, {name: str(value) for name, value in told.items()}) == (code, facts)


def test_a_performance_is_on_a_plan_of_its_venue(untouched: Desk, lake: str) -> None:
    other = '[[venues]]\ncode = "mer"\nname = "Mer"\ncountry = "CA"\nzone = "America/Toronto"\n\n[[plans]]'
    text = lake.replace("[[plans]]", other, 1).replace(
        'code = "p1"\nvenue = "lac"', 'code = "p1"\nvenue = "mer"'
    )
    ((_, key, code, facts),) = problems(untouched, text)
    assert (key, code) == ("performances[1].plan", "setup_plan_of_other_venue")
    assert facts == {"plan": "salle", "venue": "mer"}


def test_a_category_of_two_plans_must_be_told_apart(untouched: Desk, lake: str) -> None:
    second = lake[lake.index("[[plans]]") : lake.index("[[seasons]]")].replace('"salle"', '"petite"')
    text = lake.replace("[[seasons]]", second + "[[seasons]]")
    text = text.replace(
        'code = "p2"\nvenue = "lac"\nplan = "salle"', 'code = "p2"\nvenue = "lac"\nplan = "petite"'
    )
    found = problems(untouched, text)
    assert [(key, code, facts) for _, key, code, facts in found] == [
        ("prices[1].category", "setup_category_ambiguous", {"name": "parterre", "plans": "petite, salle"}),
        ("prices[3].category", "setup_category_ambiguous", {"name": "parterre", "plans": "petite, salle"}),
    ]
    assert scalar(untouched, sa.select(sa.func.count()).select_from(EVENTS)) == 1
