"""spec/archives.md, Search, by commands; Acceptance 1, 2 and 6."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Commands, straight
from tests.documents.reading import texts

HOSTILE = "[red]x[/red] [@click=app.quit]\x1b[31m\u202egnp\u2066"


def numbers(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["number"] for one in answer["orders"]]


def buy_on(boxoffice: Commands, number: str, new: str, instant: str) -> None:
    with straight(boxoffice.database) as connection:
        connection.execute(
            'UPDATE "order" SET number = ?, bought_at = ? WHERE number = ?', (new, instant, number)
        )


def test_a_name_is_found_without_its_accents(boxoffice: Commands) -> None:
    for seat, contact in (("F-10", "Côté-Bélanger"), ("F-11", "Cote"), ("F-12", "Cothin")):
        boxoffice.sell(seat, contact=contact)
    found = boxoffice.json("orders", "search", "COTE eloise")
    assert {one["buyer"] for one in found["orders"]} == {"Côté-Bélanger, Éloïse", "Cote, Eloise"}
    assert (found["count"], found["more"], found["outside"]) == (2, False, None)
    assert len(boxoffice.json("orders", "search", " ELOISE@EXEMPLE.CA ")["orders"]) == 1


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "bought 14 August 2026"), ("fr", "14 août 2026")],
)
def test_a_number_outside_the_period_is_hinted_at(boxoffice: Commands, language: str, told: str) -> None:
    buy_on(boxoffice, boxoffice.sell("F-12")["number"], "482913", "2026-08-14 19:20:00.000000")
    period = ("--from", "2026-10-01", "--to", "2026-11-21")
    answer = boxoffice.json("orders", "search", "482 913", *period)
    assert answer["orders"] == []
    assert (answer["outside"]["number"], answer["outside"]["bought_on"]) == ("482913", "2026-08-14")
    assert told in boxoffice.run("orders", "search", "482913", *period, language=language).stdout
    wide = boxoffice.json("orders", "search", "--number", "482913", "--from", "01/08/2026")
    assert numbers(wide) == ["482913"]


def test_a_number_of_five_digits_runs_no_query(boxoffice: Commands) -> None:
    for where in (("48291",), ("--number", "48291")):
        error = boxoffice.error(2, "orders", "search", *where)
        assert (error["kind"], error["code"], error["facts"]["length"]) == ("usage", "order_number_length", 5)


def test_an_end_before_its_start_is_swapped_and_said(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12")
    period = ("--from", "22/11/2026", "--to", "20/11/2026")
    answer = boxoffice.json("orders", "search", *period)
    assert (numbers(answer), answer["swapped"]) == ([sold["number"]], True)
    assert "swapped" in boxoffice.run("orders", "search", *period).stdout


def test_all_are_reached_page_by_page(boxoffice: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boxoffice_tui.cli.orders.finding._A_PAGE", 2)
    hours = [f"2026-11-21T14:0{minute}-05:00" for minute in range(5)]
    sold = [boxoffice.sell(f"F-1{place}", now=hour)["number"] for place, hour in enumerate(hours)]
    some = boxoffice.json("orders", "search", "--limit", "3")
    assert (numbers(some), some["count"], some["more"]) == (sold[:-4:-1], 5, True)
    everything = boxoffice.json("orders", "search", "--all")
    assert (numbers(everything), everything["more"]) == (sold[::-1], False)


def test_what_is_left_to_finish_is_listed_with_what_is_missing(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12")
    [left] = boxoffice.json("orders", "to-finish")["orders"]
    assert (left["order"]["number"], left["unfinished"]) == (sold["number"], ["payment", "confirmation"])
    boxoffice.json("orders", "pay", sold["number"], "cash", "32.00")
    boxoffice.json("orders", "confirm", sold["number"])
    assert boxoffice.json("orders", "to-finish")["orders"] == []


def test_hostile_names_and_notes_are_printed_as_they_are_but_harmless(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12")
    with straight(boxoffice.database) as connection:
        connection.execute("UPDATE contact_name SET last_name = ?", (HOSTILE,))
        connection.execute("UPDATE event SET title = ?", (HOSTILE,))
    boxoffice.json("orders", "note", sold["number"], HOSTILE)
    harmless = "[red]x[/red] [@click=app.quit][31mgnp"
    for command in (("show", sold["number"]), ("search",), ("to-finish",)):
        for form in ((), ("--json",)):
            done = boxoffice.run("orders", *command, *form)
            assert harmless in done.stdout
            assert not set("\x1b\u202e\u2066") & set(done.output)


def test_the_history_says_who_did_what(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12")
    boxoffice.json("orders", "pay", sold["number"], "cash", "32.00")
    lines = boxoffice.json("orders", "history", sold["number"])["history"]
    assert [(one["operator"], one["action"]) for one in lines] == [
        ("ANNE", "order_sold"), ("ANNE", "payment_recorded")
    ]  # fmt: skip
    told = boxoffice.run("orders", "history", sold["number"], language="fr").stdout
    assert "32,00\N{NO-BREAK SPACE}$" in told


def test_the_receipt_is_printed_or_written_to_a_new_file(boxoffice: Commands, tmp_path: Path) -> None:
    sold = boxoffice.sell("F-12")
    boxoffice.json("orders", "pay", sold["number"], "cash", "32.00", "--tendered", "50")
    said = boxoffice.run("orders", "receipt", sold["number"]).stdout
    assert [line.split() for line in said.splitlines() if "Rendu" in line] == [["Rendu", "18,00", "$"]]
    paid = boxoffice.json("orders", "receipt", sold["number"])["receipt"]["payments"]
    assert [(one["method"], one["tendered"]["minor"]) for one in paid] == [("cash", 5000)]
    paper = tmp_path / "receipt.pdf"
    boxoffice.json("orders", "receipt", sold["number"], "-o", str(paper))
    assert "18,00\N{NO-BREAK SPACE}$" in texts(paper.read_bytes())[0]
    assert boxoffice.run("orders", "receipt", sold["number"], "-o", str(paper)).exit_code == 2
