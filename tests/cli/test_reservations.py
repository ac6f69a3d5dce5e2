"""`boxoffice reservations`: kept, found, taken up, extended, released by commands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Commands

LATER = "2026-11-26T14:07-05:00"


def cad(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "CAD"}


def reserve(boxoffice: Commands, *seats: str, due: str = "24/11/2026", key: str = "", noun: str = "") -> Any:
    named = [part for seat in seats for part in ("--seat", seat)]
    named += ["--due", due] if due else []
    named += ["--key", key] if key else []
    buyer = str(boxoffice.house.contacts["Côté-Bélanger"])
    where = ("--performance", "mouette/p1", *named, "--rate", "full")
    return boxoffice.json(noun or "reservations", "reserve", *where, "--contact", buyer, "--mode", "by_hand")


def test_from_the_phone_to_the_counter(boxoffice: Commands) -> None:
    kept = reserve(boxoffice, "F-12", "F-13", key="r")
    assert (kept["due_on"], kept["balance"], kept["seats"]) == ("2026-11-24", cad(6400), ["F-12", "F-13"])
    assert reserve(boxoffice, "F-12", "F-13", key="r") == kept
    (row,) = boxoffice.json("reservations", "list", "belanger")["reservations"]
    assert (row["number"], row["mode"], row["overdue"]) == (kept["number"], "by_hand", False)
    boxoffice.json("orders", "pay", kept["number"], "cash", "10.00")
    extended = boxoffice.json("reservations", "extend", kept["number"], "30/11/2026", "Rappellera")
    assert extended["due_on"] == "2026-11-30"
    taken = boxoffice.json("reservations", "take-up", row["dossier"], "--pay", "cash:54.00", "--key", "t")
    assert (taken["balance"], taken["due_on"]) == (cad(0), None)
    again = boxoffice.json("reservations", "take-up", row["dossier"], "--pay", "cash:54.00", "--key", "t")
    assert again == taken
    assert boxoffice.json("reservations", "list")["reservations"] == []


def test_a_deposit_is_paid_in_the_same_command(boxoffice: Commands) -> None:
    buyer = str(boxoffice.house.contacts["Cothin"])
    wanted = ("reserve", "--performance", "mouette/p1", "--seat", "F-12", "--rate", "full", "--contact", buyer)
    refused = boxoffice.run("orders", *wanted, "--pay", "cash:10.01")
    assert refused.exit_code == 4
    assert boxoffice.json("reservations", "list")["reservations"] == []
    kept = boxoffice.json("orders", *wanted, "--pay", "cash:10.00", "--key", "d")
    assert kept["balance"] == cad(2200)
    assert boxoffice.json("orders", *wanted, "--pay", "cash:10.00", "--key", "d") == kept


def test_orders_has_the_same_two_commands(boxoffice: Commands) -> None:
    kept = reserve(boxoffice, "F-12", noun="orders")
    taken = boxoffice.json("orders", "take-up", kept["number"])
    assert (taken["number"], taken["balance"]) == (kept["number"], cad(3200))


def test_what_people_read(boxoffice: Commands) -> None:
    number = reserve(boxoffice, "F-12", "F-13")["number"]
    assert "reserved until 24/11/2026" in boxoffice.run("orders", "search", number).stdout
    assert f"Order {number} · reserved until 24/11/2026" in boxoffice.run("orders", "show", number).stdout
    listed = boxoffice.run("reservations", "list").stdout
    assert "24/11/2026" in listed
    assert "1 reservation\n" in listed
    history = boxoffice.run("orders", "history", number).stdout
    assert "Reserved until 24 November 2026, seats F-12, F-13" in history
    assert "overdue" in boxoffice.run("reservations", "list", "--overdue", now=LATER).stdout
    taken = boxoffice.run("reservations", "take-up", number, "--pay", "cash:4.00").stdout
    assert taken.splitlines()[-2:] == [f"Order {number}: taken up: 2 tickets F-12, F-13", "Balance due: $60.00"]


def test_a_day_late_it_is_released(boxoffice: Commands) -> None:
    number = reserve(boxoffice, "F-12")["number"]
    assert boxoffice.json("reservations", "release", now="2026-11-24T23:59-05:00") == {"released": []}
    assert boxoffice.json("reservations", "release", now=LATER) == {"released": [number]}
    assert boxoffice.json("orders", "show", number)["state"] == "cancelled"
    second = reserve(boxoffice, "F-12")["number"]
    assert boxoffice.json("run-due", now=LATER)["released"] == [second]
    third = reserve(boxoffice, "F-12")["number"]
    told = boxoffice.run("run-due", now=LATER).stdout
    assert f"1 reservation was released.\n{third}\n" in told


def test_a_blank_name_and_a_version_of_none_release_nothing(boxoffice: Commands) -> None:
    for arguments, code in (((" ",), 3), (("",), 3), (("--at-version", "2"), 2)):
        assert boxoffice.run("reservations", "release", *arguments, now=LATER).exit_code == code
    assert "argument_missing" in boxoffice.run(
        "reservations", "release", "--at-version", "2", "--json", now=LATER
    ).stderr


def test_one_is_released_by_name_before_its_day(boxoffice: Commands) -> None:
    number = reserve(boxoffice, "F-12")["number"]
    boxoffice.json("orders", "pay", number, "cash", "10.00")
    released = boxoffice.json("reservations", "release", number, "--key", "z")
    assert (released["number"], released["due_on"], released["balance"]) == (number, None, cad(-1000))
    assert boxoffice.json("reservations", "release", number, "--key", "z") == released
    assert boxoffice.json("orders", "show", number)["state"] == "cancelled"
    assert boxoffice.error(4, "reservations", "release", number)["code"] == "not_a_reservation"
    told = boxoffice.run("reservations", "release", reserve(boxoffice, "F-12")["number"]).stdout
    assert "released: 1 ticket F-12" in told


def test_what_is_refused_says_what_would_make_it_possible(boxoffice: Commands) -> None:
    kept = reserve(boxoffice, "F-12")
    number = kept["number"]
    for command in (("orders", "confirm", number, "--reason", "x"), ("tickets", "pdf", number, "-o", "x.pdf")):
        error = boxoffice.error(4, *command)
        assert error["code"] == "not_taken_up"
        assert error["message"].endswith(f"boxoffice reservations take-up {number}")
    boxoffice.json("reservations", "take-up", number)
    assert boxoffice.error(4, "reservations", "take-up", number)["code"] == "not_a_reservation"
    assert boxoffice.error(3, "reservations", "take-up", "personne")["code"] == "reservation_not_found"
    assert boxoffice.error(3, "reservations", "extend", "999999", "30/11/2026", "x")["code"] == "order_not_found"


def test_one_reservation_must_be_meant(boxoffice: Commands) -> None:
    numbers = [reserve(boxoffice, seat)["number"] for seat in ("F-12", "F-13")]
    error = boxoffice.error(4, "reservations", "take-up", "belanger")
    assert (error["code"], error["facts"]["numbers"]) == ("reservation_ambiguous", numbers)
    assert all(number in error["message"] for number in numbers)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("reserve", "--performance", "mouette/p1", "--seat", "F-12"), "option_needed"),
        (("reserve", "--contact", "1", "--seat", "F-12"), "option_needed"),
        (("extend", "1000001", "tomorrow", "x"), "date_malformed"),
        (("extend", "1000001", "", "x"), "argument_missing"),
        (("take-up", "1000001", "--at-version", "x"), "count_malformed"),
        (("take-up", "1000001", "--pay", "cash"), "value_malformed"),
    ],
)
def test_what_was_typed_wrongly(boxoffice: Commands, arguments: tuple[str, ...], code: str) -> None:
    assert boxoffice.error(2, "reservations", *arguments)["code"] == code


def test_a_scanned_barcode_may_begin_with_a_dash(boxoffice: Commands) -> None:
    assert boxoffice.error(3, "reservations", "take-up", "-Ab3xYz")["code"] == "reservation_not_found"
