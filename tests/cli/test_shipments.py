"""`boxoffice shipments list|show|change|mark-sent|mark-returned|carrier-number|offered|preview-exception`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Commands
from tests.house import add_contact

CHANGED_AT = "2026-11-21T19:07"


@pytest.fixture
def roy(boxoffice: Commands) -> Commands:
    """The commands on a house that knows somebody with an address and an e-mail."""
    house = boxoffice.house
    house.desk = house.as_operator("ANNE")
    add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    house.desk.database.close()
    return boxoffice


def rows(boxoffice: Commands, number: str) -> list[tuple[Any, ...]]:
    listed = boxoffice.json("shipments", "list", number)["rows"]
    names = ("number", "state", "mode", "tickets", "print_state", "carrier_reference")
    return [tuple(one[name] for name in names) for one in listed]


def test_a_parcel_goes_comes_back_and_goes_again(roy: Commands, tmp_path: Path) -> None:
    number = roy.sell("F-12", "F-13", contact="Roy", mode="post", pay="cash:66.50")["number"]
    [(parcel, *_rest)] = rows(roy, number)
    refused = roy.error(4, "shipments", "mark-sent", str(parcel))
    assert (refused["code"], refused["facts"]) == ("tickets_not_printed", {"shipment": parcel, "count": 2})
    split = roy.json("shipments", "change", str(parcel), "F-13", "--mode", "by_hand", "--key", "k")
    assert roy.json("shipments", "change", str(parcel), "F-13", "--mode", "by_hand", "--key", "k") == split
    assert roy.json("tickets", "pdf", number, "-o", str(tmp_path / "t.pdf"))
    roy.json("shipments", "mark-sent", str(parcel), "--at-version", "2")
    assert roy.error(6, "shipments", "mark-sent", str(parcel), "--at-version", "2")["facts"]["who"] == "ANNE"
    roy.json("shipments", "carrier-number", str(parcel), "LX 123 456")
    locked = roy.error(4, "shipments", "change", str(parcel), "--mode", "by_hand")
    assert locked["code"] == "shipment_sent"
    assert "mark it as returned" in locked["message"]
    assert roy.error(4, "shipments", "mark-returned", str(parcel))["code"] == "reason_required"
    back = roy.json("shipments", "mark-returned", str(parcel), "--reason", "unknown there")
    assert rows(roy, number) == [
        (parcel, "invalidated", "post", 0, None, "LX 123 456"),
        (split["made"], "unsent", "by_hand", 1, "printed", ""),
        (back["made"], "unsent", "post", 1, "printed", ""),
    ]
    assert roy.error(3, "shipments", "show", "999")["code"] == "shipment_not_found"
    shown = roy.json("shipments", "show", str(back["made"]))
    assert (shown["address"], shown["tickets"][0]["seat"]) == ("12, rue des Lilas, Lévis, CA", "F-12")
    assert roy.json("check")["sound"]


def test_the_exception_is_previewed_set_and_told(roy: Commands) -> None:
    buyer = str(roy.house.contacts["Roy"])
    where = ("--performance", "mouette/p1", "--seat", "F-12", "--rate", "full", "--contact", buyer)
    number = roy.json("orders", "reserve", *where, "--mode", "post")["number"]
    told = roy.run("shipments", "preview-exception", number, "post").stdout
    assert told == "Adds Post on Widget; no effect on Counter; last day 30 November 2026.\n"
    [reference] = roy.json("shipments", "list", number)["rows"]
    roy.json("shipments", "change", str(reference["number"]), "--exception")
    listed = roy.json("shipments", "list", number)
    [one] = listed["rows"]
    assert (one["exception"], one["mode"], one["state"]) == (True, "post", "reference")
    offers = roy.json("shipments", "offered", listed["dossier"], "--channel", "widget")["offers"]
    assert [(one["channel"], one["mode"], one["as_exception"]) for one in offers] == [
        ("widget", "post", True)
    ]
    asked = ("shipments", "offered", listed["dossier"], "--channel", "widget", "--explain")
    told = roy.run(*asked, language="fr").stdout
    assert "Widget · Poste: offert par exception" in told
    assert "Assez tôt" in told
    assert "14 jours restants, 5 nécessaires, dernier jour 30 novembre 2026" in told
    assert roy.run("shipments", "list", number).stdout.splitlines()[2].split()[0] == "R!"
    everywhere = roy.json("shipments", "offered", listed["dossier"], "--explain")["offers"]
    assert [(one["channel"], one["mode"]) for one in everywhere][3:] == [
        ("widget", "by_hand"), ("widget", "print_at_home"), ("widget", "post")
    ]  # fmt: skip
    assert roy.error(2, "shipments", "list", "12")["code"] == "dossier_number_length"
    refused = roy.error(4, "shipments", "change", str(reference["number"]), "F-12", "--mode", "by_hand")
    assert refused["code"] == "reference_has_no_rows"
    assert roy.json("shipments", "show", str(reference["number"]))["changed_at"].startswith(CHANGED_AT)


def test_tickets_go_to_another_than_who_buys(roy: Commands) -> None:
    to, buyer = (str(roy.house.contacts[name]) for name in ("Roy", "Cote"))
    where = ("--performance", "mouette/p1", "--rate", "full", "--contact", buyer, "--mode", "post")
    sold = roy.json("orders", "sell", *where, "--seat", "F-12", "--deliver-to", to)["number"]
    kept = roy.json("orders", "reserve", *where, "--seat", "F-13", "--deliver-to", to, "--exception")["number"]
    for number, exception in ((sold, False), (kept, True)):
        [one] = roy.json("shipments", "list", number)["rows"]
        assert one["exception"] is exception
        assert roy.json("shipments", "show", str(one["number"]))["contact"]["name"] == "Roy, Ève"
    nobody = roy.error(3, "orders", "sell", *where, "--seat", "F-14", "--deliver-to", "999")
    assert nobody["code"] == "contact_not_found"
