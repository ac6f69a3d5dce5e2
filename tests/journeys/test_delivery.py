"""spec/delivery.md, Acceptance, by commands and by keyboard: the story of the exception, and of one reference."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.screens.delivery.shipment_form import ShipmentForm
from tests.cli.conftest import Commands
from tests.journeys.paris import STAMP, build_paris, program
from tests.screens.archives.clerk import line_of, press, seen, settled, shown, typed


@pytest.fixture
def paris(tmp_path: Path) -> Commands:
    return build_paris(tmp_path)


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


async def reserve_by_keyboard(pilot: Pilot[Any], *keys: str) -> None:
    """At the counter: the best seats for the contact 148, by the mode on a digit, reserved; then its shipments."""
    count, mode = keys
    await press(pilot, count, "enter", "c")
    await typed(pilot, "148")
    await press(pilot, "enter", "l", mode, "enter", "v", "o", "s")


async def tab_to(pilot: Pilot[Any], field: str) -> None:
    """Tab until the field of the shipment's dialog has the focus."""
    form = pilot.app.screen.query_one(ShipmentForm)
    while pilot.app.focused is not form.field(field):
        await press(pilot, "tab")


async def offered_on_screen(pilot: Pilot[Any]) -> dict[str, list[str]]:
    """By channel, what the why-not panel says is offered, line by line; the panel is closed again."""
    await press(pilot, "w")
    found: dict[str, list[str]] = {"Box office": [], "Ticketshop": [], "Phone": []}
    for _ in range(12):
        head = next(line for line in shown(pilot.app) if " · " in line and " – " in line)
        offer, said = head.strip(" │").split(" – ")
        mode, channel = offer.split(" · ")
        if said != "not offered":
            found[channel].append(f"{mode}: {said}")
        await press(pilot, "down")
    await press(pilot, "escape")
    return found


async def test_the_story_by_keyboard(paris: Commands) -> None:
    """The first dossier is opened to Post, by what the dialogs say alone; the second one stays as it is."""
    async with program(paris) as pilot:
        app = pilot.app
        await press(pilot, "f2")
        await reserve_by_keyboard(pilot, "2", "3")
        assert seen(app, "Shipments for file 100000000001 – OSAMU, Ryu MITSUBISHI / Relay [148]")
        assert line_of(app, "Reference").split() == ["R", "1", "Post", "Reference"]
        before = await offered_on_screen(pilot)
        assert before == {
            "Box office": ["By hand: offered", "Post: offered"],
            "Ticketshop": ["Print@home: offered"],
            "Phone": ["Pick-up: offered"],
        }
        await press(pilot, "enter")
        await tab_to(pilot, "exception")
        await press(pilot, "v")
        assert seen(app, "Adds Post on Ticketshop and Phone; no effect on Box office; last day 19 November 2017")
        await press(pilot, "space", "alt+s")
        assert line_of(app, "Reference").split() == ["R!", "1", "Post", "Reference"]
        assert await offered_on_screen(pilot) == {
            **before,
            "Ticketshop": ["Print@home: offered", "Post: offered as an exception"],
            "Phone": ["Post: offered as an exception", "Pick-up: offered"],
        }
        await press(pilot, "escape", "escape")
        await reserve_by_keyboard(pilot, "1", "3")
        assert line_of(app, "Reference").split() == ["R", "2", "Post", "Reference"]
        assert await offered_on_screen(pilot) == before
    assert paris.json("check")["sound"]


async def test_the_one_reference_by_keyboard(paris: Commands) -> None:
    """It begins with Print@home by the exception, which the counter does not offer; then it changes three times."""
    async with program(paris) as pilot:
        app = pilot.app
        await press(pilot, "f2", "1", "enter", "c")
        await typed(pilot, "osamu")
        await press(pilot, "enter", "l")
        app.screen.query_one("#exception").focus()
        await press(pilot, "space", "shift+tab", "shift+tab", "shift+tab", "1", "enter", "v", "o", "s")
        assert line_of(app, "Reference").split() == ["R!", "1", "Print@home", "Reference"]
        for mode in ("post", "by", "print"):
            await press(pilot, "enter", mode[0])
            await typed(pilot, mode[1:])
            await press(pilot, "enter")
            if mode == "post":
                await tab_to(pilot, "exception")
                await press(pilot, "space")
            await press(pilot, "alt+s")
            assert seen(app, "Shipment 1 changed.")
        assert line_of(app, "Reference").split() == ["R", "1", "Print@home", "Reference"]
        await press(pilot, "enter")
        for language, stamp in STAMP.items():
            app.speak(language)
            await settled(pilot)
            assert seen(app, stamp)
            assert seen(app, "STX_IRI")
    lines = paris.json("orders", "history", "1000001")["history"]
    assert [line["action"] for line in lines].count("reference_changed") == 3
    [one] = paris.json("shipments", "list", "1000001")["rows"]
    assert (one["mode"], one["state"], one["version"]) == ("print_at_home", "reference", 4)
    assert paris.json("check")["sound"]
