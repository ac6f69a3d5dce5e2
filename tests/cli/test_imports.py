"""Imports by command; with the real plan and programme what of the issue's Acceptance 2 needs no screen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from boxoffice_tui.cli.program import app
from tests.cli.conftest import Commands
from tests.house import HouseUnderTest

DATA = Path(__file__).parents[3] / "shared" / "data"
HOUSE = """
[organisation]
email = "tickets@phil.example"
[[venues]]
code = "geffen"
name = "David Geffen Hall"
country = "US"
zone = "America/New_York"
[[modes]]
code = "print_at_home"
name = "E-ticket"
type = "print_at_home"
needs_email = true
[[media]]
code = "pdf"
name = "PDF"
[[channels]]
code = "counter"
name = "Counter"
origin = "counter"
modes = ["print_at_home"]
[[audiences]]
code = "all"
name = "All"
[[rates]]
code = "full"
name = "Full"
audience = "all"
"""
ON_SALE = """
[[activities]]
code = "2025-26-non-subscription"
name = "Non-Subscription"
season = "2025-26"
media = { print_at_home = "pdf" }
[[prices]]
event = "15082"
category = "galleria"
rate = "full"
amount = "60.00"
"""
MAPPING = """
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
"""
CONTACTS = "number,last_name,first_name,email\n100,Brahmi,Zoé,zoe@exemple.ca\n101,Œuvrard,,\n"
ORDERS = (
    "number,contact,bought_at,origin,event,starts_at,seat,rate,price,paid,method\n"
    "482913,1,2026-08-14T15:20-04:00,counter,mouette,2026-12-05T20:00,F-12,full,32.00,32.00,cash\n"
)


def test_the_main_job_on_a_real_plan_and_a_real_programme(tmp_path: Path) -> None:
    if not DATA.is_dir():
        pytest.skip("the real data is not there: ../shared/data")
    files = {"house.toml": HOUSE, "sale.toml": ON_SALE, "mapping.toml": MAPPING}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = {"--operator": "", "--language": "en", "--now": "2025-12-01T12:00-05:00"}
    phil = Commands(tmp_path / "phil.db", HouseUnderTest("", None, {}, {}), options)  # type: ignore[arg-type]
    made = ("--name", "Phil", "--country", "US", "--currency", "USD", "--zone", "America/New_York")
    assert phil.run("init", "--training", *made, now="").exit_code == 0

    assert phil.json("setup", "apply", str(tmp_path / "house.toml"))["problems"] == []
    plan = (
        "import",
        "plan",
        str(DATA / "teatro_grande.pretix.json"),
        "--code",
        "teatro-grande",
        "--venue",
        "geffen",
    )
    assert phil.json(*plan)["created"] == 1349
    concerts = ("import", "programme", str(DATA / "nyphil_concerts_2024-26.csv"))
    mapped = ("--mapping", str(tmp_path / "mapping.toml"))
    tried = phil.json(*concerts, *mapped, "--dry-run")
    assert (tried["dry_run"], tried["created"], len(tried["to_be_announced"])) == (True, 252, 2)
    assert {one["section"] for one in tried["besides"]} == {"venues", "seasons", "activities", "events"}
    told = phil.run(*concerts, *mapped, "--dry-run").stdout
    assert "Not there before, and made with them:" in told
    assert re.search(r"seasons +2  2024-25, 2025-26$", told, re.MULTILINE)
    assert phil.json("performances", "list", "--past")["performances"] == []
    assert phil.json(*concerts, *mapped)["created"] == 252
    assert phil.json(*concerts, *mapped)["unchanged"] == 252
    assert phil.json("setup", "apply", str(tmp_path / "sale.toml"))["problems"] == []

    buyer = phil.json(
        "contacts", "add", "--last-name", "Côté", "--first-name", "Éloïse", "--email", "e@exemple.ca"
    )
    evening = ("--performance", "15082/20251218-1930")
    two = phil.json(
        "orders", "sell", *evening, "--count", "2", "--category", "galleria", "--contact", str(buyer["number"]),
        "--mode", "print_at_home", "--pay", "cash:120.00",
    )  # fmt: skip
    assert len(two["seats"]) == 2
    [found] = phil.json("orders", "search", "eloise cote")["orders"]
    third = phil.json(
        "orders", "add-ticket", found["number"], "--beside", "--pay", "cash:60.00", "--confirm",
        "--note", "a friend",
    )  # fmt: skip
    assert beside(two["seats"], third["seats"])
    assert third["steps"]["noted"]["balance"] == {"minor": 0, "currency": "USD"}
    assert phil.json("orders", "to-finish")["orders"] == []
    sent = phil.json("outbox", "send", now="2025-12-01T12:05-05:00")
    assert (sent["sent"], sent["waiting"]) == (1, 0)
    assert phil.json("check")["sound"] is True


def beside(two: list[str], one: list[str]) -> bool:
    """Whether all three are in one row, next to each other."""
    rows = {seat.partition("-")[0] for seat in [*two, *one]}
    places = sorted(int(seat.partition("-")[2]) for seat in [*two, *one])
    return len(rows) == 1 and places == list(range(places[0], places[0] + 3))


def test_contacts_come_from_a_file_or_the_standard_input(boxoffice: Commands, tmp_path: Path) -> None:
    boxoffice.options["--operator"] = "ADMIN"
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS, encoding="utf-8")
    assert boxoffice.json("import", "contacts", str(file), "--dry-run")["created"] == 2
    assert boxoffice.json("contacts", "find", "zoe")["contacts"] == []
    assert boxoffice.json("import", "contacts", str(file))["created"] == 2
    again = boxoffice.run("--json", "import", "contacts", "-", stdin=CONTACTS)
    assert json.loads(again.stdout)["unchanged"] == 2
    assert [one["number"] for one in boxoffice.json("contacts", "find", "oeuvrard")["contacts"]] == [101]


def test_orders_sold_elsewhere_come_once(boxoffice: Commands, tmp_path: Path) -> None:
    boxoffice.options["--operator"] = "ADMIN"
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    assert boxoffice.json("import", "orders", str(file))["created"] == 1
    assert boxoffice.json("import", "orders", str(file))["unchanged"] == 1
    page = boxoffice.json("orders", "show", "482913")
    assert (page["tickets"][0]["seat"], page["balance"]["minor"]) == ("F-12", 0)
    taken = boxoffice.run("import", "orders", "-", stdin=ORDERS.replace("482913", "482914"))
    assert taken.exit_code == 2
    assert boxoffice.error(3, "orders", "show", "482914")["code"] == "order_not_found"


def test_a_file_with_a_wrong_row_writes_nothing_and_names_the_row(boxoffice: Commands) -> None:
    boxoffice.options["--operator"] = "ADMIN"
    wrong = CONTACTS.replace("zoe@exemple.ca", "zoe")
    done = boxoffice.run("--json", "import", "contacts", "-", stdin=wrong)
    assert (done.exit_code, done.stdout) == (2, "")
    error = json.loads(done.stderr)["error"]
    assert (error["code"], error["facts"]["problems"][0]["line"]) == ("file_problems", 2)
    assert boxoffice.json("contacts", "find", "oeuvrard")["contacts"] == []
    assert "Line 2" in boxoffice.run("import", "contacts", "-", stdin=wrong).stderr
    assert "Ligne 2" in boxoffice.run("import", "contacts", "-", stdin=wrong, language="fr").stderr


def test_importing_takes_a_right_and_a_file(boxoffice: Commands) -> None:
    assert boxoffice.error(2, "import", "contacts", "/nowhere.csv")["code"] == "file_unreadable"
    done = CliRunner().invoke(app, ["import", "plan", "plan.json", "--venue", "geffen"])
    assert done.exit_code == 2
    assert "--code" in done.stderr
