"""What is typed is exact, or refused with exit code 2 and nothing written (spec/reliability.md)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Commands

Query = Callable[[str], list[Any]]
AMOUNTS = ("1e9", "NaN", "٣", "1.005", "12,5", "9223372036854775808", "", " ", "+1", "1_0", "0x1", "1.", "½")


def test_an_amount_is_exact_or_refused(boxoffice: Commands, query: Query) -> None:
    number = boxoffice.sell("F-12")["number"]
    for amount in AMOUNTS:
        error = boxoffice.error(2, "orders", "pay", number, "cash", amount)
        assert error["code"] in {"amount_malformed", "amount_decimals", "amount_too_large"}
        assert error["facts"]["where"] == "AMOUNT"
    tendered = boxoffice.error(2, "orders", "pay", number, "cash", "1.00", "--tendered", "1e9")
    assert tendered["facts"]["where"] == "--tendered"
    assert query("SELECT count(*) FROM payment") == [(0,)]


def test_an_amount_below_zero_is_refused(boxoffice: Commands, query: Query) -> None:
    number = boxoffice.sell("F-12")["number"]
    assert boxoffice.error(2, "orders", "pay", number, "cash", "--", "-1.00")["code"] == "amount_negative"
    assert boxoffice.error(2, "orders", "pay", number, "cash", "-1.00")["code"] == "option_unknown"
    assert boxoffice.error(4, "orders", "pay", number, "cash", "0")["code"] == "amount_not_positive"
    assert query("SELECT count(*) FROM payment") == [(0,)]


def test_amounts_are_written_as_the_language_writes_them(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12")["number"]
    done = boxoffice.run("orders", "pay", number, "cash", "12,50", language="fr")
    assert done.exit_code == 0
    assert boxoffice.run("orders", "pay", number, "cash", "12.5", language="fr").exit_code == 2
    assert boxoffice.json("orders", "show", number)["paid"] == {"minor": 1250, "currency": "CAD"}


def test_a_bad_amount_stops_a_sale_before_it_begins(boxoffice: Commands, query: Query) -> None:
    sale = ("orders", "sell", "--performance", "mouette/p1", "--rate", "full", "--seat", "F-12")
    assert boxoffice.error(2, *sale, "--pay", "cash:1e9")["code"] == "amount_malformed"
    sold = boxoffice.sell("F-13")
    add = ("orders", "add-ticket", sold["number"], "--beside")
    assert boxoffice.error(2, *add, "--pay", "cash:x")["code"] == "amount_malformed"
    assert boxoffice.error(4, *add, "--note", "\N{ZERO WIDTH SPACE}")["code"] == "reason_required"
    assert query("SELECT count(*) FROM ticket") == [(1,)]


def test_a_quantity_is_a_small_whole_number(boxoffice: Commands, query: Query) -> None:
    where = ("orders", "sell", "--performance", "mouette/p1", "--category", "debout", "--rate", "full")
    for count, code in (
        ("0", "count_out_of_range"),
        ("-1", "count_malformed"),
        ("1e3", "count_malformed"),
        ("٣", "count_malformed"),
        ("1001", "count_too_large"),
        ("9" * 23, "count_too_large"),
        ("two", "count_malformed"),
    ):
        assert boxoffice.error(2, *where, f"--count={count}")["code"] == code
    told = boxoffice.run(*where, f"--count={'9' * 23}").stderr
    assert told == "--count: This number is too large. Type a number from 1 to 1000.\n"
    assert query("SELECT count(*) FROM ticket") == [(0,)]


@pytest.mark.parametrize("instant", ["now", "2017-11-03", "2017-11-03T18:07", "2017-13-03T18:07+01:00"])
def test_another_clock_needs_an_instant_with_its_zone(boxoffice: Commands, instant: str) -> None:
    error = boxoffice.error(2, "orders", "search", now=instant)
    assert (error["code"], error["facts"]["where"]) == ("instant_malformed", "--now")


def test_a_search_takes_signs_literally(boxoffice: Commands) -> None:
    boxoffice.sell("F-12")
    for text in ("%", "_", "'", '"', "a%b@", "*@*"):
        assert boxoffice.run("orders", "search", "--", text).exit_code == 0
    assert boxoffice.json("orders", "search", "%@%")["orders"] == []


def test_a_reason_that_is_too_long_says_its_length(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12")["number"]
    error = boxoffice.error(4, "orders", "confirm", number, "--reason", "x" * 2001)
    assert (error["code"], error["facts"]) == ("note_too_long", {"limit": 2000, "length": 2001})


def test_a_backup_needs_a_place(boxoffice: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    for nothing in ("", " "):
        assert boxoffice.error(2, "backup", nothing)["code"] == "argument_missing"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_card_number_is_never_kept(boxoffice: Commands, query: Query) -> None:
    number = boxoffice.sell("F-12")["number"]
    card = "4111 1111 1111 1111"
    assert boxoffice.error(4, "orders", "note", number, card)["code"] == "card_number"
    paid = ("orders", "pay", number, "credit_terminal", "1.00", "--reference", card)
    assert boxoffice.error(4, *paid)["code"] == "card_number"
    assert query("SELECT (SELECT count(*) FROM note) + (SELECT count(*) FROM payment)") == [(0,)]


def test_a_text_may_come_from_the_standard_input(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12")["number"]
    assert boxoffice.run("orders", "note", number, "-", stdin="two\nlines\n").exit_code == 0
    assert boxoffice.json("orders", "show", number)["notes"][0]["text"] == "two\nlines"
    assert boxoffice.run("orders", "note", number, "-", stdin="").exit_code == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--country", "Canada"),
        ("--currency", "XXXX"),
        ("--zone", "../etc"),
        ("--zone", "Quebec"),
        ("--zone", "America/Nowhere"),
        ("--name", " "),
    ],
)
def test_a_house_is_made_of_what_exists(boxoffice: Commands, option: str, value: str) -> None:
    place = boxoffice.database.parent / "other.db"
    given = {"--name": "House", "--country": "CA", "--currency": "CAD", "--zone": "America/Toronto"}
    given[option] = value
    arguments = [part for pair in given.items() for part in pair]
    boxoffice.error(2, "init", *arguments, database=str(place))
    assert not place.exists()


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--zone", "Torronto", "There is no time zone “Torronto”. Did you mean America/Toronto?"),
        ("--zone", "america/toronto ", "Did you mean America/Toronto?"),
        ("--zone", "Quebec", "There is no time zone “Quebec”. Those of this country: America/Atikokan, "),
        ("--country", "Allemagne", "“Allemagne” is not what is wanted here. Type it like DE."),
        ("--country", "Atlantis", "Type it like CA."),
    ],
)
def test_who_makes_a_house_is_told_what_there_is(
    boxoffice: Commands, option: str, value: str, told: str
) -> None:
    given = {"--name": "House", "--country": "CA", "--currency": "CAD", "--zone": "America/Toronto"}
    arguments = [part for pair in (given | {option: value}).items() for part in pair]
    place = str(boxoffice.database.parent / "other.db")
    assert told in boxoffice.error(2, "init", *arguments, database=place)["message"]
