"""`articles list`, `orders sell --article`, `add-article`, `return-article`: in words and JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Commands

SHOP = """
[[articles]]
code = "programme"
name = { fr = "Programme", en = "Programme book" }
amount = "5.00"

[[articles]]
code = "affiche"
name = "Affiche"
amount = "12.00"
on_sale = false
"""
SEAT = ("--performance", "mouette/p1", "--seat", "F-12", "--rate", "full")


def cad(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "CAD"}


@pytest.fixture
def shop(boxoffice: Commands, tmp_path: Path) -> Commands:
    """The house with a programme on sale."""
    (tmp_path / "shop.toml").write_text(SHOP, encoding="utf-8")
    report = boxoffice.json("setup", "apply", str(tmp_path / "shop.toml"), operator="ADMIN")
    assert [thing["code"] for thing in report["things"]] == ["programme", "affiche"]
    return boxoffice


def test_they_are_sold_added_given_back_and_told(shop: Commands) -> None:
    (offer,) = shop.json("articles", "list")["articles"]
    assert (offer["code"], offer["price"]) == ("programme", cad(500))
    sale = ("orders", "sell", *SEAT, "--article", "programme:2", "--pay", "cash:42.00", "--key", "s")
    sold = shop.json(*sale)
    assert sold["balance"] == cad(0)
    assert shop.json(*sale) == sold
    number = sold["number"]
    added = shop.json("orders", "add-article", number, "programme", "--pay", "cash:5.00", "--note", "oublié")
    assert (added["steps"]["added"]["balance"], added["balance"]) == (cad(500), cad(0))
    back = shop.json("orders", "return-article", number, "programme:3", "--key", "b")
    assert back["balance"] == cad(-1500)
    assert shop.json("orders", "return-article", number, "programme:3", "--key", "b") == back
    shop.error(4, "orders", "return-article", number, "programme:2", "--key", "b")
    shown = shop.json("orders", "show", number)
    assert [(one["quantity"], one["returned"]) for one in shown["articles"]] == [(2, 2), (1, 1)]
    assert shown["articles_total"] == cad(0)
    told = shop.run("orders", "history", number).stdout
    assert "Order sold, seats F-12, 2 × Programme book" in told
    assert "Added: 1 × Programme book" in told
    assert "Given back: 1 × Programme book, 2 × Programme book" in told
    statement = shop.run("closing", "statement").stdout
    assert [line.split()[-1] for line in statement.splitlines() if line.startswith("Articles")] == ["$0.00"]
    assert shop.json("check")["breaches"] == []


def test_a_key_repeated_with_other_articles_or_another_payment_is_refused(shop: Commands) -> None:
    best = ("orders", "sell", "--performance", "mouette/p1", "--count", "1", "--category", "parterre", "--key", "s")
    sale = (*best, "--article", "programme:2", "--pay", "cash:42.00")
    sold = shop.json(*sale)
    assert shop.json(*sale) == sold
    shop.json("orders", "add-article", sold["number"], "programme", "--pay", "cash:5.00", "--note", "oublié")
    assert shop.json(*sale)["ticket_ids"] == sold["ticket_ids"]
    shop.error(4, *best, "--article", "programme:3", "--pay", "cash:42.00")
    shop.error(4, *best, "--article", "programme:2", "--pay", "voucher:42.00")
    shop.error(4, *best, "--article", "programme:2", "--pay", "cash:40.00")


def test_a_key_that_took_pieces_back_takes_no_other_ones(shop: Commands) -> None:
    number = shop.json("orders", "sell", *SEAT, "--article", "programme:3")["number"]
    back = shop.json("orders", "return-article", number, "programme:2", "--key", "b")
    for other in (("programme:1",), ("programme:2", "programme:1"), ("programme:2", "--cancel-order")):
        refused = shop.error(4, "orders", "return-article", number, *other, "--key", "b")
        assert refused["code"] == "key_reused"
    assert shop.json("orders", "return-article", number, "programme:2", "--key", "b") == back
    assert [one["returned"] for one in shop.json("orders", "show", number)["articles"]] == [2]


def test_an_article_named_twice_is_taken_back_from_where_the_first_left_off(shop: Commands) -> None:
    number = shop.json("orders", "sell", *SEAT, "--article", "programme:2")["number"]
    shop.json("orders", "add-article", number, "programme:1", "--note", "oublié")
    shop.json("orders", "return-article", number, "programme:1", "programme:1")
    assert [one["returned"] for one in shop.json("orders", "show", number)["articles"]] == [1, 1]
    refused = shop.error(4, "orders", "return-article", number, "programme:1", "programme:1")
    assert refused["code"] == "more_than_sold"


def test_they_may_be_all_there_is_of_an_order(shop: Commands) -> None:
    alone = shop.json("orders", "sell", "--article", "programme:3")
    assert (alone["balance"], alone["ticket_ids"]) == (cad(1500), [])
    refused = shop.error(4, "orders", "return-article", alone["number"], "programme:3")
    assert "--cancel-order" in refused["message"]
    ended = shop.json("orders", "return-article", alone["number"], "programme:3", "--cancel-order")
    assert (ended["balance"], shop.json("orders", "show", alone["number"])["state"]) == (cad(0), "cancelled")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("orders", "sell", *SEAT, "--article", "affiche"), 4, "no longer on sale"),
        (("orders", "sell", *SEAT, "--article", "poster"), 3, "boxoffice articles list"),
        (("orders", "sell", *SEAT, "--article", "programme:0"), 2, "--article"),
        (("orders", "sell", *SEAT, "--article", ":2"), 2, "programme:2"),
        (("orders", "sell", "--seat", "F-12", "--article", "programme"), 2, "--performance"),
        (("orders", "sell"), 2, "--article"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_sold(
    shop: Commands, arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert said in shop.error(code, *arguments)["message"]
    assert shop.json("orders", "search")["orders"] == []
