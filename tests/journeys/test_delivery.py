"""spec/delivery.md, Acceptance, by commands: the story of the exception, and of the one reference."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Commands
from tests.house import HouseUnderTest

CONTACTS = (
    "number,last_name,first_name,structure,email,language,street,postal_code,city,country\n"
    "148,OSAMU,Ryu,MITSUBISHI,ryu.osamu@ne-pas-envoyer.com,en,RUE DU MARCHE,12345,TOKYO,JP\n"
)
STAMP = {
    "en": "03/11/2017 06:07 pm",
    "fr": "03/11/2017 18:07",
    "de": "03.11.2017 18:07",
    "es": "03/11/2017 18:07",
    "it": "03/11/2017 18:07",
}


@pytest.fixture
def paris(tmp_path: Path) -> Commands:
    """The house of the story at 18:07 on 3 November 2017, with Ryu OSAMU of MITSUBISHI, contact 148."""
    now = datetime(2017, 11, 3, 17, 7, tzinfo=UTC)
    options = {"--operator": "", "--language": "en", "--now": now.isoformat()}
    paris = Commands(tmp_path / "paris.db", HouseUnderTest("", None, {}, {}), options)  # type: ignore[arg-type]
    place = ("--country", "FR", "--currency", "EUR", "--zone", "Europe/Paris")
    assert paris.run("init", "--training", "--name", "Salle", *place, now="").exit_code == 0
    setup = Path(__file__).with_name("paris.toml")
    paris.json("setup", "apply", str(setup))
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS, encoding="utf-8")
    paris.json("import", "contacts", str(file))
    paris.options |= {"--operator": "STX_IRI", "--channel": "counter"}
    return paris


def reserved(paris: Commands, *seats: str, mode: str = "post") -> Any:
    """A dossier of Ryu's: its order, and its shipments, the one reference alone."""
    named = [part for seat in seats for part in ("--seat", seat)]
    where = ("--performance", "kavanagh/24", *named, "--rate", "full", "--contact", "148", "--mode", mode)
    order = paris.json("orders", "reserve", *where)["number"]
    return paris.json("shipments", "list", order) | {"order": order}


def offered(paris: Commands, dossier: str) -> dict[str, dict[str, bool]]:
    """By channel, the modes offered and whether as an exception."""
    found: dict[str, dict[str, bool]] = {"counter": {}, "ticketshop": {}, "phone": {}}
    for one in paris.json("shipments", "offered", dossier, channel="")["offers"]:
        found[one["channel"]][one["mode"]] = one["as_exception"]
    return found


def test_the_story_of_the_exception(paris: Commands) -> None:
    first = reserved(paris, "A-1", "A-2")
    second = reserved(paris, "A-3")
    [reference] = first["rows"]
    assert (first["title"], first["contact_number"]) == ("MITSUBISHI · OSAMU, Ryu", 148)
    before = {
        "counter": {"by_hand": False, "post": False},
        "ticketshop": {"print_at_home": False},
        "phone": {"pick_up": False},
    }
    assert offered(paris, first["dossier"]) == before
    told = paris.run("shipments", "list", first["dossier"]).stdout.splitlines()
    assert told[0] == f"Shipments for file {first['dossier']} – MITSUBISHI · OSAMU, Ryu [148]"
    assert re.split(r" {2,}", told[2].strip()) == ["R", str(reference["number"]), "Post", "Reference"]
    told = paris.run("shipments", "preview-exception", first["dossier"], "post").stdout.casefold()
    assert "adds post on ticketshop and phone; no effect on box office; last day 19 november 2017" in told
    paris.json("shipments", "change", str(reference["number"]), "--exception")
    after = {
        **before,
        "ticketshop": before["ticketshop"] | {"post": True},
        "phone": {"pick_up": False, "post": True},
    }
    assert offered(paris, first["dossier"]) == after
    assert offered(paris, second["dossier"]) == before
    assert paris.run("shipments", "list", first["dossier"]).stdout.splitlines()[2].split()[0] == "R!"

    too_late = {"now": "2017-11-20T00:01+01:00"}
    asked = ("shipments", "offered", first["dossier"], "--explain")
    explained = paris.json(*asked, channel="phone", **too_late)["offers"]
    [shown] = [one for one in explained if one["mode"] == "post"]
    assert (shown["offered"], shown["objection"]["code"]) == (False, "too_late")
    order = first["order"]
    lost = paris.error(4, "orders", "take-up", order, "--pay", "cash:70.00", **too_late)
    assert lost["code"] == "too_late"
    page = paris.json("orders", "show", order)
    assert (page["payments"], page["balance"]["minor"]) == ([], 7000)
    assert paris.json("check")["sound"]


def test_one_reference_whose_mode_changed_three_times(paris: Commands) -> None:
    kept = reserved(paris, "A-1", mode="by_hand")
    [reference] = kept["rows"]
    number = str(reference["number"])
    for mode in ("print_at_home", "post", "by_hand", "print_at_home"):
        paris.json("shipments", "change", number, "--mode", mode)
    [one] = paris.json("shipments", "list", kept["dossier"])["rows"]
    assert (one["mode"], one["number"], one["version"]) == ("print_at_home", reference["number"], 5)
    for language, stamp in STAMP.items():
        told = paris.run("shipments", "show", number, language=language).stdout
        assert stamp in told
        assert "STX_IRI" in told
    lines = paris.json("orders", "history", kept["order"])["history"]
    assert [line["facts"]["mode"] for line in lines if line["action"] == "reference_changed"] == [
        "print_at_home", "post", "by_hand", "print_at_home"
    ]  # fmt: skip
    assert paris.error(4, "shipments", "change", number, "--no-email")["code"] == "missing_email"
    missing = paris.error(4, "shipments", "change", number, "--mode", "post", "--no-address")
    assert missing["code"] == "missing_address"
    paris.json("shipments", "change", number, "--mode", "post", "--no-email")
    assert paris.json("shipments", "show", number)["email"] == ""
    assert paris.json("check")["sound"]
