"""The main job by commands: sell, find, add beside, settle, confirm, note (spec/archives.md)."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Commands

Query = Callable[[str], list[Any]]
CAD_32, CAD_64, CAD_96 = ({"minor": minor, "currency": "CAD"} for minor in (3200, 6400, 9600))
SETTLED = {"minor": 0, "currency": "CAD"}


def test_a_ticket_beside_is_added_paid_confirmed_and_noted_in_one_command(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12", "F-13")
    added = boxoffice.json(
        "orders", "add-ticket", sold["number"], "--beside", "--pay", "debit_terminal:96.00", "--confirm",
        "--note", "a friend comes too",
    )  # fmt: skip
    assert (added["seats"], added["balance"], added["training"]) == (["F-14"], SETTLED, True)
    assert added["steps"]["added"]["balance"] == CAD_96
    assert list(added["steps"]) == ["added", "paid", "confirmed", "noted"]
    assert added["steps"]["noted"]["balance"] == SETTLED
    page = boxoffice.json("orders", "show", sold["number"])
    assert [(one["seat"], one["shipment_mode"]) for one in page["tickets"]] == [
        ("F-12", "print_at_home"), ("F-13", "print_at_home"), ("F-14", "print_at_home")
    ]  # fmt: skip
    assert [(one["method"], one["amount"]) for one in page["payments"]] == [("debit_terminal", CAD_96)]
    assert page["notes"][0]["text"] == "added 1 ticket F-14 · reason: a friend comes too"
    assert page["unfinished"] == []


def test_instants_are_utc_and_enums_are_values(boxoffice: Commands) -> None:
    page = boxoffice.json("orders", "show", boxoffice.sell("F-12")["number"])
    assert page["tickets"][0]["starts_at"] == "2026-12-06T01:00:00Z"
    assert re.fullmatch(r"2026-11-21T19:07:[0-9.]+Z", page["bought_at"])
    assert (page["state"], page["origin"]) == ("active", "counter")
    assert page["unfinished"] == ["payment", "confirmation"]


def test_a_key_repeated_gives_the_first_answer_though_seats_were_chosen(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12", key="sale")
    command = ("orders", "add-ticket", sold["number"], "--beside", "--note", "why", "--key", "k1")
    first = boxoffice.json(*command)
    assert boxoffice.json(*command) == first
    page = boxoffice.json("orders", "show", sold["number"])
    assert len(page["tickets"]) == 2
    assert len(page["notes"]) == 1


def test_a_key_repeated_gives_the_first_answer_of_every_change(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12", "F-13", key="sale")
    assert boxoffice.sell("F-12", "F-13", key="sale") == sold
    number = sold["number"]
    changes = (
        ("orders", "pay", number, "cash", "64.00", "--tendered", "70.00"),
        ("orders", "confirm", number),
        ("orders", "note", number, "seen"),
        ("orders", "delivery", number, "by_hand"),
        ("orders", "cancel-tickets", number, "F-12"),
        ("orders", "refund", number, "--yes"),
    )
    for position, change in enumerate(changes):
        first = boxoffice.json(*change, "--key", f"k{position}")
        assert boxoffice.json(*change, "--key", f"k{position}") == first
        assert first["key"] == f"k{position}"
    page = boxoffice.json("orders", "show", number)
    assert [one["amount"]["minor"] for one in page["payments"]] == [6400, -3200]


def test_a_confirmation_names_the_tickets_without_a_delivery(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", "F-13", mode="", pay="cash:64.00", key="sale")["number"]
    boxoffice.json("orders", "delivery", number, "print_at_home", "F-12")
    told = " ".join(boxoffice.run("orders", "show", number).stdout.split())
    assert "To finish e-mail · delivery to choose" in told
    first = boxoffice.json("orders", "confirm", number, "--key", "k1")
    waiting = boxoffice.json("orders", "show", number)["tickets"][1]
    assert (waiting["seat"], waiting["delivery_to_choose"]) == ("F-13", True)
    assert first["delivery_to_choose"] == [waiting["ticket_id"]]
    (warning,) = first["warnings"]
    assert warning.startswith("No delivery mode, so not attached: 1 ticket F-13. Choose one: ")
    assert warning.endswith(f"boxoffice orders delivery {number} MODE F-13")
    told = boxoffice.run("orders", "confirm", number, "--key", "k2").stdout.splitlines()
    assert told[-1] == warning
    boxoffice.json("orders", "delivery", number, "print_at_home", "F-13")
    assert boxoffice.json("orders", "confirm", number, "--key", "k1") == first
    assert boxoffice.json("orders", "confirm", number)["delivery_to_choose"] == []


def test_who_else_gets_tickets_is_told_by_name(boxoffice: Commands) -> None:
    """Contact 1 buys for 2, who has an e-mail address, and then has none."""
    where = ("--performance", "mouette/p1", "--seat", "F-12", "--seat", "F-13", "--rate", "full", "--contact", "1")
    how = ("--mode", "print_at_home", "--deliver-to", "2", "--pay", "cash:64.00")
    sold = boxoffice.json("orders", "sell", *where, *how)
    command = ("orders", "confirm", sold["number"])
    first = boxoffice.json(*command, "--key", "k1")
    (other,) = first["other_recipients"]
    assert (other["number"], other["name"], other["email"], other["tickets"]) == (
        2, "Cote, Eloise", "e.cote@exemple.ca", 2,
    )  # fmt: skip
    assert (first["without_email"], first["warnings"]) == ([], [])
    assert boxoffice.json(*command, "--key", "k1") == first
    told = boxoffice.run(*command, "--key", "k1").stdout.splitlines()
    assert told[-1] == "Also to Cote, Eloise, e.cote@exemple.ca: 2 e-tickets"
    boxoffice.json("contacts", "change-email", "2", "")
    none = boxoffice.json(*command, "--key", "k2")
    warning = "No mail to Cote, Eloise, who has no e-mail address: 2 e-tickets"
    assert (none["other_recipients"], none["warnings"]) == ([], [warning])
    assert none["without_email"] == [other["contact_id"]]
    assert boxoffice.run(*command, "--key", "k2").stdout.splitlines()[-1] == warning


def test_tickets_without_a_place_of_their_own_are_named_by_number(boxoffice: Commands) -> None:
    where = ("orders", "sell", "--performance", "mouette/p1", "--count", "2", "--category", "debout")
    number = boxoffice.json(*where, "--contact", "1", "--pay", "cash:30.00")["number"]
    told = boxoffice.run("orders", "confirm", number).stdout
    assert f"2 tickets 1, 2. Choose one: boxoffice orders delivery {number} MODE 1 2" in told


def test_adding_and_confirming_in_one_says_it_too(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", mode="", key="sale")["number"]
    command = ("orders", "add-ticket", number, "--beside", "--pay", "cash:64.00", "--confirm")
    added = boxoffice.json(*command, "--key", "k")
    assert [warning for warning in added["warnings"] if "2 tickets F-12, F-13" in warning]
    assert len(added["steps"]["confirmed"]["delivery_to_choose"]) == 2
    again = boxoffice.run(*command, "--key", "k").stdout
    assert "No delivery mode, so not attached: 2 tickets F-12, F-13." in again


def test_a_key_for_something_else_is_refused(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12", key="k")
    for other in (
        ("orders", "add-ticket", sold["number"], "--seat", "F-13", "--rate", "full", "--mode", "by_hand"),
        ("orders", "add-ticket", sold["number"], "--beside"),
        ("orders", "sell", "--performance", "mouette/p1", "--count", "2", "--category", "parterre"),
        ("orders", "note", sold["number"], "other"),
    ):
        assert boxoffice.error(4, *other, "--key", "k")["code"] == "key_reused"
    best = ("orders", "sell", "--performance", "mouette/p1", "--count", "2", "--category", "parterre")
    first = boxoffice.json(*best, "--contact", "1", "--key", "best")
    assert boxoffice.json(*best, "--contact", "1", "--key", "best")["seats"] == first["seats"]
    for buyer in ((), ("--contact", "2")):
        assert boxoffice.error(4, *best, *buyer, "--key", "best")["code"] == "key_reused"


def test_a_step_that_fails_says_what_was_saved_and_goes_on_with_the_same_key(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12")
    command = (
        "orders",
        "add-ticket",
        sold["number"],
        "--beside",
        "--confirm",
        "--note",
        "late",
        "--key",
        "k",
    )
    too_much = boxoffice.error(4, *command, "--pay", "cash:64.01")
    assert too_much["code"] == "amount_too_high"
    assert list(too_much["facts"]["done"]) == ["added"]
    done = boxoffice.json(*command, "--pay", "cash:64.00")
    assert done["seats"] == ["F-13"]
    assert list(done["steps"]) == ["added", "paid", "confirmed", "noted"]
    assert len(boxoffice.json("orders", "show", sold["number"])["tickets"]) == 2


def test_change_is_said_in_both_languages(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12")["number"]
    told = boxoffice.run("orders", "pay", number, "cash", "20.00", "--tendered", "50.00").stdout
    assert "Change to hand back: $30.00" in told
    assert "Balance due: $12.00" in told
    told = boxoffice.run(
        "orders", "pay", number, "cash", "12,00", "--tendered", "12,00", language="fr"
    ).stdout
    assert "0,00\N{NO-BREAK SPACE}$" in told


def test_best_seats_and_counted_places_are_sold_too(boxoffice: Commands) -> None:
    where = ("orders", "sell", "--performance", "mouette/p1")
    together = boxoffice.json(*where, "--count", "3", "--category", "parterre")
    assert len(together["seats"]) == 3
    standing = boxoffice.json(*where, "--count", "2", "--category", "debout", "--pay", "cash:30.00")
    assert (standing["seats"], standing["balance"]) == ([], SETTLED)
    full = boxoffice.error(4, *where, "--count", "19", "--category", "debout")
    assert (full["code"], full["facts"]["left"]) == ("gauge_full", 18)


def test_a_request_is_never_split_silently(boxoffice: Commands) -> None:
    where = ("orders", "sell", "--performance", "mouette/p1", "--category", "parterre")
    assert boxoffice.error(4, *where, "--count", "11")["code"] == "no_block"
    assert len(boxoffice.json(*where, "--count", "11", "--split")["seats"]) == 11


def test_cancelling_says_first_what_goes_back(boxoffice: Commands, query: Query) -> None:
    number = boxoffice.sell("F-12", "F-13", pay="cash:64.00")["number"]
    tickets = ("orders", "cancel-tickets", number, "F-12")
    assert boxoffice.json(*tickets, "--dry-run")["goes_back"] == CAD_32
    assert boxoffice.json(*tickets, "--dry-run", "--give-back", "none")["goes_back"] == SETTLED
    assert query("SELECT count(*) FROM ticket WHERE state = 'cancelled'") == [(0,)]
    assert boxoffice.json(*tickets)["balance"] == {"minor": -3200, "currency": "CAD"}
    assert boxoffice.error(3, *tickets)["code"] == "ticket_not_found"
    assert boxoffice.error(4, "orders", "cancel-tickets", number, "2")["code"] == "cancels_order"
    last = boxoffice.json("orders", "cancel-tickets", number, "2", "--cancel-order")
    assert last["balance"] == {"minor": -6400, "currency": "CAD"}


def test_a_refund_is_proposed_before_it_is_recorded(boxoffice: Commands, query: Query) -> None:
    number = boxoffice.sell("F-12", "F-13", pay="cash:64.00")["number"]
    boxoffice.json("orders", "cancel-tickets", number, "F-12")
    proposed = boxoffice.json("orders", "refund", number)
    assert [(one["method"], one["amount"]) for one in proposed["lines"]] == [("cash", CAD_32)]
    assert query("SELECT count(*) FROM payment WHERE amount_minor < 0") == [(0,)]
    assert boxoffice.json("orders", "refund", number, "--yes")["balance"] == SETTLED
    assert boxoffice.error(4, "orders", "refund", number)["code"] == "nothing_to_refund"


def test_the_door_takes_a_ticket_once(boxoffice: Commands, query: Query) -> None:
    boxoffice.sell("F-12")
    [(token,)] = query("SELECT token FROM ticket")
    assert boxoffice.json("tickets", "check", token)["ticket"]["place"] == "F-12"
    assert boxoffice.error(4, "tickets", "check", token)["code"] == "ticket_already_scanned"
    assert boxoffice.json("tickets", "undo-check", token)["ticket"]["number"] == 1
    done = boxoffice.run("tickets", "check", "-", stdin=f"{token}\n")
    assert (done.exit_code, done.stdout) == (0, "Let in: La Mouette · 1 · Parterre · F-12\n")
    for nonsense in ("nonsense", "-h2jJ", "--json-x"):
        assert boxoffice.error(4, "tickets", "check", nonsense)["code"] == "unknown_token"


def test_mails_are_shown_and_sent_to_a_folder_in_training(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", pay="cash:32.00")["number"]
    boxoffice.json("orders", "confirm", number)
    mail = boxoffice.json("outbox", "show", "1")
    assert mail["headers"]["To"] == "Éloïse Côté-Bélanger <eloise@exemple.ca>"
    assert mail["attachments"] == [f"{number}.pdf", f"{number}.ics"]
    sent = boxoffice.json("outbox", "send", now="2026-11-21T14:08-05:00")
    assert sent == {"sent": 1, "refused": 0, "put_off": 0, "waiting": 0}
    assert [file.name for file in boxoffice.database.with_suffix(".mails").iterdir()] == ["000000001.eml"]


def test_what_became_of_mails_is_said_in_words(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", pay="cash:32.00")["number"]
    boxoffice.json("orders", "confirm", number)
    at = "2026-11-21T14:08-05:00"
    waits = boxoffice.run("outbox", "list", language="fr", now=at).stdout
    assert ("en attente" in waits, "pending" in waits) == (True, False)
    none = boxoffice.run("outbox", "send", language="fr", now="2026-11-20T12:00-05:00").stdout
    assert none == "Courriels\u00a0: 0 envoyé, 0 refusé, 0 reporté, 1 en attente.\n"
    one = boxoffice.run("outbox", "send", language="de", now=at).stdout
    assert one == "E-Mails: 1 gesendet, 0 abgelehnt, 0 verschoben, 0 warten.\n"
    assert "envoyé" in boxoffice.run("outbox", "list", language="fr", now=at).stdout
    assert boxoffice.json("outbox", "list", now=at)["mails"][0]["state"] == "sent"


def test_tickets_are_printed_to_a_file_and_each_print_is_counted(boxoffice: Commands, query: Query) -> None:
    number = boxoffice.sell("F-12", "F-13")["number"]
    file = boxoffice.database.with_name("tickets.pdf")
    boxoffice.json("tickets", "pdf", number, "F-12", "-o", str(file))
    assert file.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert boxoffice.error(2, "tickets", "pdf", number, "-o", str(file))["code"] == "file_exists"
    assert query("SELECT printed FROM ticket ORDER BY id") == [(1,), (0,)]
    again = boxoffice.error(5, "tickets", "pdf", number, "F-12", "-o", f"{file}2", operator="BRUNO")
    assert again["facts"]["right"] == "tickets.duplicate"
    assert not file.with_name("tickets.pdf2").exists()


def test_what_is_left_of_the_house_is_listed(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", "F-13")["number"]
    seats = boxoffice.json("seats", "map", "mouette/p1", "--order", number)["seats"]
    states = {one["name"]: one["state"] for one in seats if one["state"] != "free"}
    assert states == {"Parterre:F-12": "own", "Parterre:F-13": "own"}
    best = boxoffice.json("seats", "propose", "mouette/p1", "--order", number)["proposals"][0]
    assert (best["seats"], best["proposal"]["kind"]) == (["Parterre:F-14"], "beside")
    [first, _second] = boxoffice.json("performances", "list", "--event", "mouette")["performances"]
    assert (first["event_code"], first["code"], first["left"]) == ("mouette", "p1", 48)
    assert boxoffice.json("performances", "list", "--event", "other")["performances"] == []
    rates = boxoffice.json("performances", "show", "mouette/p1")["rates"]
    assert (rates[0]["code"], rates[0]["price"]) == ("full", CAD_32)
    modes = boxoffice.json("shipments", "modes")["modes"]
    assert (modes[-1]["code"], modes[-1]["delay_days"], modes[-1]["on_channel"]) == ("post", 5, True)
    modes = boxoffice.json("shipments", "offered", number, "--explain")["modes"]
    assert {one["code"]: one["objection"] and one["objection"]["code"] for one in modes} == {
        "by_hand": None, "print_at_home": None, "post": "missing_address"
    }  # fmt: skip


def test_nothing_is_broken_afterwards(boxoffice: Commands) -> None:
    boxoffice.sell("F-12", "F-13", pay="cash:64.00")
    report = boxoffice.json("check")
    assert (report["sound"], report["breaches"]) == (True, [])


def test_a_printed_ticket_that_is_cancelled_must_be_handed_back(boxoffice: Commands, tmp_path: Path) -> None:
    number = boxoffice.sell("F-12", "F-13", pay="cash:64.00")["number"]
    assert boxoffice.run("tickets", "pdf", number, "-o", str(tmp_path / "t.pdf")).exit_code == 0
    tried = boxoffice.run("orders", "cancel-tickets", number, "F-12", "--dry-run")
    assert "Ticket 1 is printed: it must be handed back." in tried.stdout
    done = boxoffice.run("orders", "cancel-tickets", number, "F-12", language="fr")
    assert "imprimé" in done.stdout
