"""`orders exchange` and `tickets reprint`, as a clerk or a script gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.programme import PRICES, RATES
from boxoffice_tui.services.transaction import writing
from tests.cli.conftest import Commands


def cad(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "CAD"}


@pytest.fixture
def rates(boxoffice: Commands) -> Commands:
    """The house with invitations too."""
    house = boxoffice.house
    desk = house.as_operator("ANNE")
    with writing(desk) as work:
        audience = work.connection.execute(sa.select(RATES.c.audience_category_id)).scalars().first()
        rate = work.insert(RATES, code="invitation", names={"en": "Invitation"}, audience_category_id=audience)
        for category in ("parterre", "debout"):
            price = {"event_id": house.ids["event"], "category_id": house.ids[category], "rate_id": rate}
            work.insert(PRICES, **price, amount_minor=0)
    desk.database.close()
    return boxoffice


def live(boxoffice: Commands, number: str) -> list[tuple[str, int, str, int]]:
    page = boxoffice.json("orders", "show", number)
    return [
        (one["seat"], one["number"], one["rate"], one["price"]["minor"])
        for one in page["tickets"]
        if one["state"] == "live"
    ]


def test_a_seat_is_exchanged_once_however_often_the_command_runs(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", "F-13", pay="cash:64.00")["number"]
    command = ("orders", "exchange", number, "--ticket", "F-12", "--seat", "F-14", "--key", "k")
    first = boxoffice.json(*command)
    assert (first["replaced_ids"], first["ticket_ids"], first["balance"]) == ([1], [3], cad(0))
    assert boxoffice.json(*command) == first
    assert live(boxoffice, number) == [("F-13", 2, "Full", 3200), ("F-14", 3, "Full", 3200)]
    other = boxoffice.sell("G-12")["number"]
    again = ("orders", "exchange", other, "--ticket", "G-12", "--seat", "G-14", "--key", "k")
    assert boxoffice.error(4, *again)["code"] == "key_reused"


def test_the_same_key_does_nothing_else_and_says_so(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", "F-13", "F-14")["number"]
    exchange = ("orders", "exchange", number, "--key", "k")
    boxoffice.json(*exchange, "--ticket", "F-12", "--seat", "F-15")
    for other in (
        ("--ticket", "F-13", "--seat", "F-16"),
        ("--ticket", "F-12", "--seat", "F-16"),
        ("--ticket", "F-12", "--ticket", "F-13", "--seat", "F-15", "--seat", "F-16"),
    ):
        assert boxoffice.error(4, *exchange, *other)["code"] == "key_reused"
    cancel = ("orders", "cancel-tickets", number, "--key", "c")
    first = boxoffice.json(*cancel, "F-15")
    assert boxoffice.json(*cancel, "F-15") == first
    for wrong in (("F-13",), ("F-15", "F-13"), ("F-15", "--give-back", "none")):
        assert boxoffice.error(4, *cancel, *wrong)["code"] == "key_reused"
    assert [seat for seat, *_ in live(boxoffice, number)] == ["F-13", "F-14"]


def test_a_note_that_is_refused_is_refused_before_the_exchange(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12")["number"]
    exchange = ("orders", "exchange", number, "--ticket", "F-12", "--seat", "F-15")
    assert boxoffice.error(4, *exchange, "--note", "4111 1111 1111 1111")["code"] == "card_number"
    assert [seat for seat, *_ in live(boxoffice, number)] == ["F-12"]


def test_payment_confirmation_and_note_follow_in_the_same_command(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", "F-13", pay="cash:64.00")["number"]
    house = boxoffice.house
    desk = house.as_operator("ANNE")
    with writing(desk) as work:
        work.connection.execute(sa.update(PRICES).values(amount_minor=3500))
    desk.database.close()
    command = ("orders", "exchange", number, "--ticket", "F-12", "--seat", "F-14", "--key", "k")
    after = ("--pay", "cash:3.00", "--confirm", "--note", "Sits with a friend")
    first = boxoffice.json(*command, *after)
    assert list(first["steps"]) == ["exchanged", "paid", "confirmed", "noted"]
    assert (first["steps"]["exchanged"]["balance"], first["balance"]) == (cad(300), cad(0))
    assert boxoffice.json(*command, *after) == first
    page = boxoffice.json("orders", "show", number)
    assert page["unfinished"] == []
    assert page["notes"][-1]["text"] == "exchanged for 1 ticket F-14 · reason: Sits with a friend"
    too_much = ("--ticket", "F-14", "--seat", "F-15", "--pay", "cash:99.00")
    error = boxoffice.error(4, "orders", "exchange", number, *too_much)
    assert (error["code"], list(error["facts"]["done"])) == ("nothing_due", ["exchanged"])
    assert [one[0] for one in live(boxoffice, number)] == ["F-13", "F-15"]


def test_the_difference_is_told_before_and_owed_afterwards(rates: Commands) -> None:
    number = rates.sell("F-12", "F-13", pay="cash:64.00")["number"]
    command = ("orders", "exchange", number, "--ticket", "F-12", "--rate", "invitation")
    told = rates.json(*command, "--dry-run")
    assert (told["difference"], told["delivery"], told["balance"]) == (cad(-3200), cad(0), cad(-3200))
    assert [(one["before"]["price"], one["after"]["price"]) for one in told["tickets"]] == [(cad(3200), cad(0))]
    shown = rates.run(*command, "--dry-run").stdout.splitlines()
    assert shown[0].startswith("Ticket 1: La Mouette · ")
    assert shown[0].endswith("· F-12 · Invitation · $0.00")
    assert shown[-2:] == ["Difference: -$32.00. Nothing was changed.", "Afterwards: To refund: $32.00"]
    assert len(live(rates, number)) == 2
    done = rates.run(*command).stdout.splitlines()
    assert done == [f"Order {number}: 1 ticket exchanged", "To refund: $32.00"]
    assert rates.json("orders", "refund", number, "--yes")["balance"] == cad(0)


def test_two_tickets_go_to_another_evening_with_their_seats(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", "F-13")["number"]
    both = ("--ticket", "F-12", "--ticket", "F-13", "--performance", "mouette/p2")
    boxoffice.json("orders", "exchange", number, *both)
    assert [one[:2] for one in live(boxoffice, number)] == [("F-12", 1), ("F-13", 2)]
    stands = ("--ticket", "F-12", "--category", "debout")
    assert boxoffice.json("orders", "exchange", number, *stands)["balance"] == cad(4700)


def test_what_cannot_be_meant_or_done_is_said(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12", "F-13")["number"]
    exchange = ("orders", "exchange", number)
    for exit_code, code, options in (
        (2, "seats_and_tickets", ("--ticket", "F-12", "--ticket", "F-13", "--seat", "F-14")),
        (2, "options_exclude", ("--ticket", "F-12", "--seat", "F-14", "--category", "debout")),
        (3, "ticket_not_found", ("--ticket", "F-19", "--seat", "F-14")),
        (3, "category_not_found", ("--ticket", "F-12", "--category", "loge")),
        (4, "nothing_to_exchange", ("--ticket", "F-12")),
        (4, "seat_taken", ("--ticket", "F-12", "--seat", "F-13")),
        (4, "mode_not_offered", ("--ticket", "F-12", "--seat", "F-14", "--mode", "pigeon")),
        (6, "conflict", ("--ticket", "F-12", "--seat", "F-14", "--at-version", "9")),
    ):
        error = boxoffice.error(exit_code, *exchange, *options)
        assert error["code"] == code
    told = boxoffice.run(*exchange, "--ticket", "F-12", "--ticket", "F-13", "--seat", "F-14").stderr
    assert "Tickets: 2, seats: 1." in " ".join(told.split())


def test_a_printed_ticket_must_be_handed_back(boxoffice: Commands, tmp_path: Path) -> None:
    number = boxoffice.sell("F-12")["number"]
    boxoffice.json("tickets", "pdf", number, "-o", str(tmp_path / "one.pdf"))
    command = ("orders", "exchange", number, "--ticket", "F-12", "--seat", "F-14")
    warning = "Ticket 1 is printed: it must be handed back."
    assert warning in boxoffice.run(*command, "--dry-run").stdout
    assert boxoffice.json(*command, "--key", "k")["to_hand_back"] == [1]
    assert warning in boxoffice.run(*command, "--key", "k").stdout


def test_a_duplicate_takes_a_reason_and_says_its_number(boxoffice: Commands, tmp_path: Path) -> None:
    number = boxoffice.sell("F-12", "F-13")["number"]
    again, paper = str(tmp_path / "again.pdf"), str(tmp_path / "first.pdf")
    reprint = ("tickets", "reprint", number, "F-12", "--reason", "coffee", "--to", again)
    assert boxoffice.error(4, *reprint)["code"] == "ticket_not_printed"
    assert boxoffice.json("tickets", "pdf", number, "-o", paper)["copies"] == [1, 1]
    error = boxoffice.error(4, "tickets", "pdf", number, "-o", str(tmp_path / "x.pdf"))
    assert (error["code"], error["facts"]["number"]) == ("ticket_printed", 1)
    assert "boxoffice tickets reprint NUMBER 1 --reason" in error["message"]
    made = boxoffice.json(*reprint)
    assert (made["copies"], Path(made["file"]).read_bytes()[:5]) == ([2], b"%PDF-")
    assert boxoffice.error(2, *reprint)["code"] == "file_exists"
    assert boxoffice.json("orders", "show", number)["notes"][0]["text"] == "#1 ×2 · coffee"


def test_what_is_printed_and_what_is_not_are_printed_together(boxoffice: Commands, tmp_path: Path) -> None:
    number = boxoffice.sell("F-12", "F-13", "F-14")["number"]
    first, rest, all_of_it = (str(tmp_path / name) for name in ("1.pdf", "2.pdf", "3.pdf"))
    boxoffice.json("tickets", "pdf", number, "F-12", "-o", first)
    command = ("tickets", "pdf", number, "-o", rest, "--key", "rest")
    told = boxoffice.run(*command).stdout
    assert "Printed before: #1. A duplicate takes --reason." in " ".join(told.split())
    Path(rest).unlink()
    again = boxoffice.json(*command)  # the key gives the first answer
    assert (again["copies"], again["printed_before"]) == ([1, 1], [1])
    made = boxoffice.json("tickets", "pdf", number, "F-12", "F-13", "-o", all_of_it, "--reason", "coffee")
    assert (made["copies"], made["printed_before"]) == ([2, 2], [3])
    assert boxoffice.json("orders", "show", number)["notes"][0]["text"] == "#1 ×2, #2 ×2 · coffee"


def test_a_note_that_would_be_too_long_is_refused_before_anything_is_done(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12")["number"]
    command = ("orders", "exchange", number, "--ticket", "F-12", "--seat", "F-14")
    error = boxoffice.error(4, *command, "--note", "x" * 1001)
    assert (error["code"], error["facts"]) == ("note_too_long", {"limit": 1000, "length": 1001})
    assert [one["seat"] for one in boxoffice.json("orders", "show", number)["tickets"]] == ["F-12"]
    boxoffice.json(*command, "--note", "x" * 1000)
    shown = boxoffice.json("orders", "show", number)
    assert shown["notes"][0]["text"].endswith("x" * 1000)
