"""Seating plans from files: the real ones, again, grown, and with what the setup laid over them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATING_PLANS, SEATS
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError
from boxoffice_tui.services.identity import switch_operator
from boxoffice_tui.services.imports.plans import import_plan
from boxoffice_tui.services.setup.apply import apply_setup
from boxoffice_tui.services.setup.export import export_setup
from boxoffice_tui.views.setup import Change, Thing
from tests.house import ACCOUNT

VENUE = "geffen"
DORA = '[[operators]]\ncode = "DORA"\nname = "Dora"\nlanguage = "fr"\nrole = "clerk"\naccounts = ["anne"]\n'


def plan(*rows: tuple[str, int], category: str = "Stalls") -> bytes:
    """A pretix file of rows with so many seats."""
    zone = {
        "name": "Hall",
        "position": {"x": 0, "y": 0},
        "rows": [
            {
                "row_number": name,
                "position": {"x": 0, "y": 25 * place},
                "seats": [
                    {
                        "seat_guid": f"{name}{number}",
                        "seat_number": str(number),
                        "position": {"x": 25 * number, "y": 0},
                        "category": category,
                    }
                    for number in range(1, count + 1)
                ],
            }
            for place, (name, count) in enumerate(rows)
        ],
    }
    categories = [{"name": "Stalls", "color": "#dc2626"}, {"name": "Circle", "color": "#0ea5e9"}]
    size = {"width": 500, "height": 500}
    return json.dumps({"name": "Hall", "zones": [zone], "categories": categories, "size": size}).encode()


def count(desk: Desk, query: sa.Select[Any]) -> int:
    with desk.database.read() as connection:
        return int(connection.execute(query).scalar_one())


SEAT_COUNT = sa.select(sa.func.count(SEATS.c.id))


@pytest.mark.parametrize(
    ("file", "seats", "categories"), [("teatro_grande", 1349, 4), ("hall_demo", 1115, None)]
)
def test_a_real_plan_is_imported_exported_and_left_unchanged(
    desk: Desk, data: Path, file: str, seats: int, categories: int | None
) -> None:
    content = (data / f"{file}.pretix.json").read_bytes()
    steps: list[tuple[int, int]] = []
    report = import_plan(
        desk, content, "plan", VENUE, progress=lambda done, total: steps.append((done, total))
    )
    assert (report.problems, report.created, report.changed, report.unchanged) == ((), seats, 0, 0)
    assert steps == [(0, seats), (seats, seats)]
    assert count(desk, SEAT_COUNT) == seats
    if categories:
        assert count(desk, sa.select(sa.func.count(SEAT_CATEGORIES.c.id))) == categories
    again = import_plan(desk, content, "plan", VENUE)
    assert (again.created, again.changed, again.unchanged) == (0, 0, seats)
    exported = apply_setup(desk, export_setup(desk))
    assert exported.problems == ()
    assert {thing.change for thing in exported.things} == {Change.UNCHANGED}


def test_the_dance_floor_of_a_real_plan_is_sold_by_count(desk: Desk, data: Path) -> None:
    file = data / "hall_demo.pretix.json"
    zones = {zone["name"]: zone for zone in json.loads(file.read_bytes())["zones"]}
    floor, drawn = max(
        ((name, sum(len(row["seats"]) for row in zone["rows"])) for name, zone in zones.items()),
        key=lambda pair: pair[1],
    )
    text = f"""
[[plans]]
code = "hall"
venue = "geffen"
file = "hall_demo.pretix.json"
unnumbered = [{{ zone = "{floor}", gauge = 700, category = "floor" }}]
"""
    assert apply_setup(desk, text, folder=data).problems == ()
    assert count(desk, SEAT_COUNT) == 1115 - drawn
    gauge = sa.select(SEAT_CATEGORIES.c.gauge).where(~SEAT_CATEGORIES.c.numbered)
    assert count(desk, gauge) == 700


def test_what_the_setup_laid_over_a_plan_stays(desk: Desk) -> None:
    assert import_plan(desk, plan(("A", 4)), "hall", VENUE).written
    with desk.database.read() as connection:
        assert connection.execute(sa.select(SEATING_PLANS.c.name)).scalar_one() == "Hall"
    text = export_setup(desk).replace(
        '[[plans]]\ncode = "hall"', '[[plans]]\naccessible = ["A1"]\nhouse = ["A4"]\ncode = "hall"'
    )
    assert apply_setup(
        desk,
        text.replace(
            'code = "stalls", name = "Stalls"', 'code = "stalls", name = "Stalls", accessible = true'
        ),
    ).written
    grown = import_plan(desk, plan(("A", 5), ("B", 2)), "hall", VENUE)
    assert (grown.problems, grown.created, grown.changed, grown.unchanged) == ((), 3, 0, 4)
    assert count(desk, SEAT_COUNT.where(SEATS.c.accessible)) == 1
    assert count(desk, SEAT_COUNT.where(SEATS.c.house, SEATS.c.guid == "A4")) == 1
    assert (
        count(
            desk, sa.select(sa.func.count()).select_from(SEAT_CATEGORIES).where(SEAT_CATEGORIES.c.accessible)
        )
        == 1
    )


def test_a_file_that_lost_a_seat_changes_nothing(desk: Desk) -> None:
    assert import_plan(desk, plan(("A", 4)), "hall", VENUE).written
    report = import_plan(desk, plan(("A", 3), ("B", 2)), "hall", VENUE)
    assert [problem.code for problem in report.problems] == ["setup_plan_seats_missing"]
    assert count(desk, SEAT_COUNT) == 4


def test_every_problem_of_a_file_is_told_and_nothing_written(desk: Desk) -> None:
    broken = plan(("A", 2), ("A", 2), category="Loge")
    report = import_plan(desk, broken, "hall", VENUE)
    assert [problem.code for problem in report.problems] == ["plan_seat_repeated", "plan_category_unknown"]
    both = import_plan(desk, broken, "hall", "nowhere")
    assert [problem.code for problem in both.problems] == [
        "plan_seat_repeated",
        "plan_category_unknown",
        "setup_code_unknown",
    ]
    unknown = import_plan(desk, plan(("A", 2)), "hall", "nowhere")
    assert [(one.key, one.code, one.facts["name"]) for one in unknown.problems] == [
        ("venue", "setup_code_unknown", "nowhere")
    ]
    assert count(desk, SEAT_COUNT) == 0


def test_a_dry_run_counts_and_keeps_nothing(desk: Desk) -> None:
    report = import_plan(desk, plan(("A", 2)), "hall", VENUE, dry_run=True)
    assert (report.written, report.created) == (False, 2)
    assert count(desk, SEAT_COUNT) == 0


def test_imports_take_their_right(desk: Desk) -> None:
    assert apply_setup(desk, DORA).written
    with pytest.raises(NotAllowedError, match=r"imports\.run"):
        import_plan(switch_operator(desk, ACCOUNT, "DORA", ""), plan(("A", 2)), "hall", VENUE)


def test_a_plan_is_reported_as_one_thing_of_the_setup(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "hall.json").write_bytes(plan(("A", 2)))
    text = '[[plans]]\ncode = "hall"\nvenue = "geffen"\nfile = "hall.json"\n'
    report = apply_setup(desk, text, folder=tmp_path)
    assert Thing("plans", "hall", Change.CREATED) in report.things
    assert Thing("categories", "hall/stalls", Change.CREATED) in report.things
    missing = apply_setup(desk, text.replace("hall.json", "no.json"), folder=tmp_path)
    assert [(one.line, one.key, one.code) for one in missing.problems] == [
        (4, "plans[1].file", "setup_plan_file_missing")
    ]
