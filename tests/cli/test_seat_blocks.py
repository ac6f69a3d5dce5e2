"""`boxoffice seats house|kill|free|blocks`: by range, row and section, with the reason."""

from __future__ import annotations

import re
from typing import Any

from tests.cli.conftest import Commands

P1 = "mouette/p1"


def blocks(boxoffice: Commands) -> list[tuple[str, list[str], str, str]]:
    rows = boxoffice.json("seats", "blocks", P1)["blocks"]
    return [(one["kind"], one["seats"], one["operator"], one["reason"]) for one in rows]


def states(boxoffice: Commands) -> dict[str, int]:
    seats: Any = boxoffice.json("seats", "map", P1)["seats"]
    counted: dict[str, int] = {}
    for one in seats:
        counted[one["state"]] = counted.get(one["state"], 0) + 1
    return counted


def test_an_evening_with_a_camera(boxoffice: Commands) -> None:
    boxoffice.sell("F-12")
    told = ("seats", "kill", P1, "Parterre:F-10..F-14", "E-19", "--reason", "caméra, 2 sièges")
    refused = boxoffice.error(4, *told)
    assert (refused["code"], refused["facts"]) == ("block_taken", {"count": 1, "seats": ["Parterre:F-12"]})
    dry = boxoffice.json(*told, "--skip-taken", "--dry-run")
    assert (dry["count"], dry["left_out"], dry["block_id"], dry["dry_run"]) == (5, ["Parterre:F-12"], None, True)
    assert states(boxoffice) == {"free": 29, "sold": 1}

    done = boxoffice.json(*told, "--skip-taken", "--key", "k")
    assert done["seats"] == ["Parterre:E-19", "Parterre:F-10..F-11", "Parterre:F-13..F-14"]
    assert boxoffice.json(*told, "--skip-taken", "--key", "k") == done
    boxoffice.json("seats", "house", P1, "parterre:g", "--reason", "presse")
    assert states(boxoffice) == {"free": 14, "sold": 1, "killed": 5, "house": 10}
    assert blocks(boxoffice) == [
        ("killed", done["seats"], "ANNE", "caméra, 2 sièges"),
        ("house", ["Parterre:G"], "ANNE", "presse"),
    ]
    freed = boxoffice.json("seats", "free", P1, "Parterre", "--reason", "annulé")
    assert (freed["kind"], freed["count"], freed["left_out_count"]) == ("free", 15, 1)
    assert (states(boxoffice), blocks(boxoffice)) == ({"free": 29, "sold": 1}, [])


def test_what_people_read(boxoffice: Commands) -> None:
    boxoffice.sell("F-12")
    done = boxoffice.run("seats", "house", P1, "Parterre:F", "--reason", "-", "--skip-taken", stdin="presse\n")
    assert done.stdout.splitlines() == [
        "9 seats are the house's now.",
        "Parterre:F-10..F-11, Parterre:F-13..F-19",
        "1 seat was left out, somebody has it: Parterre:F-12",
    ]
    told = boxoffice.run("seats", "blocks", P1).stdout.splitlines()
    assert re.split(r" {2,}", told[1]) == [
        "Parterre:F-10..F-11, Parterre:F-13..F-19",
        "9",
        "house",
        "21/11/2026 02:07 pm · ANNE",
        "presse",
    ]
    dry = boxoffice.run("seats", "free", P1, "Parterre", "--reason", "x", "--dry-run").stdout.splitlines()
    assert (dry[0], dry[-1]) == ("9 seats are free again.", "Nothing was written: this was a dry run.")
    assert boxoffice.run("seats", "blocks", "mouette/p2").stdout == "No seat is blocked.\n"


def test_what_is_refused(boxoffice: Commands) -> None:
    for words, exit_code, code in (
        (("kill", P1, "Parterre:F"), 2, "option_needed"),
        (("kill", P1, "Parterre:F", "--reason", " "), 4, "reason_required"),
        (("kill", P1, "--reason", "x"), 2, "argument_missing"),
        (("kill", "mouette/p9", "Parterre", "--reason", "x"), 3, "performance_not_found"),
        (("kill", P1, "Parterre:F-10..G-12", "--reason", "x"), 3, "seats_not_found"),
        (("kill", P1, "F", "--reason", "x"), 3, "seats_not_found"),
        (("free", P1, "Parterre", "--reason", "x"), 4, "nothing_to_free"),
    ):
        assert boxoffice.error(exit_code, "seats", *words)["code"] == code
