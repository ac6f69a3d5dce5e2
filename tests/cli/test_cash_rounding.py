"""Cash rounded to coins, as the commands say it: to people and in JSON."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.cli.conftest import Commands


def cad(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "CAD"}


def seats_cost(boxoffice: Commands, minor: int) -> None:
    with closing(sqlite3.connect(boxoffice.database)) as connection, connection:
        connection.execute("UPDATE price SET amount_minor = ?", (minor,))


def test_a_payment_and_its_refund_name_the_coins(boxoffice: Commands) -> None:
    seats_cost(boxoffice, 3203)
    sale = ("orders", "sell", "--performance", "mouette/p1", "--seat", "F-12", "--rate", "full")
    number = boxoffice.json(*sale)["number"]
    refused = boxoffice.run("orders", "pay", number, "cash", "10.01")
    assert refused.exit_code == 4
    assert "cash goes in steps of $0.05. Type $10.00" in refused.stderr
    paid = boxoffice.json("orders", "pay", number, "cash", "32.03", "--tendered", "40.00")
    assert (paid["balance"], paid["cash"], paid["rounding"], paid["change_given"]) == (
        cad(0),
        cad(3205),
        cad(2),
        cad(795),
    )
    page = boxoffice.json("orders", "show", number)
    assert [(line["amount"], line["rounding"]) for line in page["payments"]] == [(cad(3205), cad(2))]
    boxoffice.json("orders", "cancel-tickets", number, "F-12", "--cancel-order")
    proposed = boxoffice.json("orders", "refund", number)
    assert (proposed["amount"], proposed["cash"], proposed["rounding"]) == (cad(3203), cad(3205), cad(2))
    said = boxoffice.run("orders", "refund", number, "--yes").stdout
    assert "In cash $32.05: rounding $0.02" in said
    assert "The balance is settled." in said


def test_what_is_sold_for_coins_is_settled(boxoffice: Commands) -> None:
    seats_cost(boxoffice, 3202)
    sale = ("orders", "sell", "--performance", "mouette/p1", "--seat", "F-12", "--rate", "full")
    sold = boxoffice.json(*sale, "--pay", "cash:32.00")
    assert (sold["balance"], sold["cash"], sold["rounding"]) == (cad(0), cad(3200), cad(-2))
