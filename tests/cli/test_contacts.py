"""`boxoffice contacts`: found, added, changed, erased, handed over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Commands


def found(boxoffice: Commands, text: str) -> list[str]:
    return [one["name"] for one in boxoffice.json("contacts", "find", text)["contacts"]]


def test_a_contact_is_found_by_what_one_knows(boxoffice: Commands) -> None:
    assert found(boxoffice, "elodie") == ["Cothin, Élodie"]
    assert found(boxoffice, "[4]") == ["Cothin, Élodie"]
    assert found(boxoffice, "cothin@exemple.ca") == ["Cothin, Élodie"]
    assert found(boxoffice, "nobody") == []
    assert "Nobody was found." in boxoffice.run("contacts", "find", "nobody").stdout


def test_a_contact_is_added_once_and_sold_to(boxoffice: Commands) -> None:
    new = (
        "contacts",
        "add",
        "--last-name",
        "Œuvrard",
        "--email",
        "o@exemple.ca",
        "--city",
        "Lévis",
        "--key",
        "k",
    )
    added = boxoffice.json(*new)
    assert boxoffice.json(*new) == added
    assert found(boxoffice, "oeuvrard") == ["Œuvrard"]
    where = ("--performance", "mouette/p1", "--seat", "F-12", "--contact", str(added["number"]))
    sold = boxoffice.json("orders", "sell", *where)
    assert boxoffice.json("orders", "show", sold["number"])["buyer"]["name"] == "Œuvrard"
    assert boxoffice.error(3, "orders", "sell", *where[:4], "--contact", "99")["code"] == "contact_not_found"


def test_what_changes_is_found_anew(boxoffice: Commands) -> None:
    boxoffice.json("contacts", "change-name", "4", "Brahmi", "Zoé")
    assert found(boxoffice, "zoe brahmi") == ["Brahmi, Zoé"]
    boxoffice.json("contacts", "change-email", "4", "zoe@exemple.ca")
    boxoffice.json("contacts", "change-phone", "4", "418 555 0100")
    boxoffice.json("contacts", "change-address", "4", "--street", "1, rue du Lac", "--city", "Québec")
    boxoffice.json("contacts", "change-structure", "4", "Secutix SA")
    boxoffice.json("contacts", "change-language", "4", "de")
    [row] = boxoffice.json("contacts", "find", "zoe@")["contacts"]
    assert (row["structure"], row["language"]) == ("Secutix SA", "de")
    assert found(boxoffice, "secutix") == ["Secutix SA · Brahmi, Zoé"]
    assert boxoffice.error(2, "contacts", "change-language", "4", "la")["code"] == "choice_unknown"
    assert (row["email"], row["city"], row["number"]) == ("zoe@exemple.ca", "Québec", 4)
    assert row["phone"].endswith("4185550100")
    assert boxoffice.error(4, "contacts", "change-email", "4", "zoe")["kind"] == "refused"
    assert boxoffice.error(4, "contacts", "add", "--first-name", "Zoé")["code"] == "contact_name_required"
    assert boxoffice.error(2, "contacts", "add", "--speaks", "la")["code"] == "choice_unknown"


def test_a_contact_is_handed_over_and_forgotten(
    boxoffice: Commands, tmp_path: Path, query: Callable[[str], list[Any]]
) -> None:
    boxoffice.sell("F-12", pay="cash:32.00")
    assert boxoffice.error(5, "contacts", "erase", "1", "--yes")["facts"]["right"] == "contacts.erase"
    boxoffice.options["--operator"] = "ADMIN"
    file = tmp_path / "known.json"
    boxoffice.json("contacts", "export", "1", "-o", str(file))
    known = json.loads(file.read_text(encoding="utf-8"))
    assert known["versions"][0]["values"] == {"last_name": "Côté-Bélanger", "first_name": "Éloïse"}
    assert [one["number"] for one in known["orders"]] == ["1000001"]
    assert boxoffice.error(2, "contacts", "erase", "1")["code"] == "option_needed"
    assert boxoffice.json("contacts", "erase", "1", "--yes")["erased"] is True
    assert query("SELECT last_name FROM contact_name WHERE contact_id = 1") == [("",)]
    assert found(boxoffice, "belanger") == []


def test_who_is_perhaps_known_already_is_told_and_never_refused(boxoffice: Commands) -> None:
    twice = ("contacts", "add", "--last-name", "COTHIN", "--first-name", "Elodie")
    added = boxoffice.json(*twice, "--email", "cothin@exemple.ca")
    assert added["similar"] == [
        {"number": 4, "name": "Cothin, Élodie", "reasons": ["same_email", "same_name"]}
    ]
    said = boxoffice.run(*twice).stdout
    assert "Perhaps known already: Cothin, Élodie (4): same name." in said
    assert boxoffice.json("contacts", "add", "--last-name", "Zyx")["similar"] == []


def test_two_contacts_are_made_one(boxoffice: Commands, query: Callable[[str], list[Any]]) -> None:
    sold = boxoffice.sell("F-12", pay="cash:32.00")
    boxoffice.options["--operator"] = "BRUNO"
    assert boxoffice.error(5, "contacts", "merge", "2", "1")["facts"]["right"] == "contacts.merge"
    boxoffice.options["--operator"] = "ANNE"
    would = boxoffice.json("contacts", "merge", "2", "1", "--dry-run")
    assert (would["orders"], would["dry_run"]) == (1, True)
    assert query("SELECT number FROM contact WHERE merged_into_id IS NOT NULL") == []
    said = boxoffice.run("contacts", "merge", "2", "1", "--dry-run").stdout
    assert "Contact 1 would become contact 2; nothing is done." in said
    merge = ("contacts", "merge", "2", "1", "--key", "k")
    merged = boxoffice.json(*merge)
    assert boxoffice.json(*merge) == merged
    assert (merged["number"], merged["other"], merged["orders"], merged["taken"]) == (2, 1, 1, [])
    assert boxoffice.json("orders", "show", sold["number"])["buyer"]["name"] == "Cote, Eloise"
    assert found(boxoffice, "[1]") == ["Cote, Eloise"]
    assert boxoffice.error(4, "contacts", "merge", "4", "1")["code"] == "contact_merged"
    assert boxoffice.error(4, "contacts", "merge", "2", "2")["code"] == "merge_same"
    assert boxoffice.error(3, "contacts", "merge", "2", "99")["code"] == "contact_not_found"
    assert boxoffice.json("check")["breaches"] == []
