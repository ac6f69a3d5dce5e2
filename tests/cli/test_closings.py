"""`boxoffice closing`: the books closed, looked at and archived by commands."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Commands

TOMORROW = {"now": "2026-11-22T14:07-05:00"}
DECEMBER = {"now": "2026-12-02T04:00-05:00"}


def cad(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "CAD"}


def test_an_evening_is_closed_verified_and_archived(boxoffice: Commands, tmp_path: Path) -> None:
    boxoffice.sell("F-12", "F-13", pay="cash:64.00")
    foreseen = boxoffice.json("closing", "run", "--day", "--dry-run")
    assert (foreseen["dry_run"], foreseen["closings"][0]["total"]) == (True, cad(6400))
    answer = boxoffice.json("closing", "run", "--day", "--key", "books")
    assert boxoffice.json("closing", "run", "--day", "--key", "books") == answer
    (made,) = answer["closings"]
    assert (answer["training"], answer["dry_run"]) == (True, False)
    assert (made["kind"], made["number"], made["first_day"], made["last_day"]) == (
        "day",
        1,
        "2026-11-21",
        "2026-11-21",
    )
    assert (made["total"], made["perpetual"], made["tickets_sold"]) == (cad(6400), cad(6400), 2)
    assert boxoffice.json("closing", "list", "day")["closings"] == [made]
    assert boxoffice.json("closing", "list", "year")["closings"] == []
    assert boxoffice.json("closing", "show", "day", "1")["closing"] == made
    assert boxoffice.json("closing", "verify") == {"sound": True, "breaches": [], "closings": 1}

    folder = tmp_path / "archives"
    files = boxoffice.json("closing", "archive", "day", "1", str(folder))["files"]
    assert [Path(one).name for one in files.values()] == [
        "closing-day-1-training.jsonl",
        "closing-day-1-training.csv",
        "closing-day-1-training.sha256",
    ]
    assert [Path(one).stat().st_mode & 0o777 for one in files.values()] == [0o600] * 3
    assert folder.stat().st_mode & 0o777 == 0o700
    checked = subprocess.run(["sha256sum", "-c", files["sha256"]], cwd=folder, capture_output=True, check=False)
    assert checked.returncode == 0
    first, *records = map(json.loads, Path(files["jsonl"]).read_text().splitlines())
    assert (first["record"], first["training"], first["hash"]) == ("closing", True, made["hash"])
    lines = [one for one in records if one["record"] == "journal"]
    assert [one["seq"] for one in lines] == list(range(1, made["last_seq"] + 1))
    assert lines[-1]["hash"] == made["head_hash"]
    assert {one["record"] for one in records} == {"journal", "movement", "ticket"}
    with Path(files["csv"]).open(newline="") as file:
        amounts = [(row["kind"], row["account"], row["method"], row["amount"]) for row in csv.DictReader(file)]
    assert amounts == [
        ("sale", "receivable", "", "64.00"),
        ("sale", "sales", "", "-64.00"),
        ("payment", "till", "cash", "64.00"),
        ("payment", "receivable", "cash", "-64.00"),
    ]
    assert boxoffice.error(2, "closing", "archive", "day", "1", str(folder))["code"] == "file_exists"
    assert [hashlib.sha256(Path(files[part]).read_bytes()).hexdigest() for part in ("jsonl", "csv")] == [
        line.split()[0] for line in Path(files["sha256"]).read_text().splitlines()
    ]


def test_no_link_is_followed_and_nothing_half_is_left(boxoffice: Commands, tmp_path: Path) -> None:
    boxoffice.sell("F-12")
    boxoffice.json("closing", "run", "--day")
    folder, aim = tmp_path / "archives", tmp_path / "aim"
    folder.mkdir()
    (folder / "closing-day-1-training.csv").symlink_to(aim)
    assert boxoffice.error(2, "closing", "archive", "day", "1", str(folder))["code"] == "file_exists"
    assert not aim.exists()
    assert [one.name for one in folder.iterdir()] == ["closing-day-1-training.csv"]


def test_what_people_read(boxoffice: Commands) -> None:
    assert "The books were not closed yet." in boxoffice.run("closing", "list").stdout
    boxoffice.sell("F-12", pay="cash:32.00")
    assert "Nothing is to be closed yet: --day closes today." in boxoffice.run("closing", "run").stdout
    told = boxoffice.run("closing", "run", "--day").stdout
    assert told.startswith("Day 1\n")
    (made,) = boxoffice.json("closing", "list")["closings"]
    for said in ("21/11/2026", "Perpetual total", "$32.00", made["head_hash"], made["hash"], "Cash"):
        assert said in told
    assert boxoffice.run("closing", "show", "day", "1").stdout == told
    listed = boxoffice.run("closing", "list").stdout
    assert made["head_hash"][:12] in listed
    verified = boxoffice.run("closing", "verify").stdout
    assert verified == "1 closing made again from the journal: the same.\n"
    french = boxoffice.run("closing", "list", language="fr").stdout
    assert "Total perpétuel" in french


def test_what_is_over_is_closed_by_cron(boxoffice: Commands) -> None:
    boxoffice.sell("F-12")
    boxoffice.sell("F-13", **TOMORROW)
    made = boxoffice.json("closing", "run", **DECEMBER)["closings"]
    assert [(one["kind"], one["last_day"], one["total"]) for one in made] == [
        ("day", "2026-11-21", cad(3200)),
        ("day", "2026-11-22", cad(3200)),
        ("month", "2026-11-30", cad(6400)),
    ]
    assert boxoffice.json("closing", "run", **DECEMBER)["closings"] == []


def test_books_that_were_changed_are_told(boxoffice: Commands) -> None:
    boxoffice.sell("F-12")
    boxoffice.json("closing", "run", "--day")
    with sqlite3.connect(boxoffice.database) as connection:
        connection.execute("DROP TRIGGER closing_no_update")
        connection.execute("UPDATE closing SET perpetual_minor = 0")
    ended = boxoffice.run("closing", "verify")
    assert ended.exit_code == 4
    assert "The closings are not what was closed." in ended.stdout
    assert "J5" in ended.stdout
    assert "closing day-1" in ended.stdout


@pytest.mark.parametrize(
    ("exit_code", "code", "arguments"),
    [
        (2, "options_exclude", ("run", "--day", "--month")),
        (2, "choice_unknown", ("list", "week")),
        (2, "choice_unknown", ("archive", "week", "1", "somewhere")),
        (2, "count_malformed", ("show", "day", "x")),
        (3, "closing_not_found", ("show", "day", "9")),
        (4, "nothing_to_close", ("run", "--month")),
    ],
)
def test_refusals(boxoffice: Commands, exit_code: int, code: str, arguments: tuple[str, ...]) -> None:
    error = boxoffice.error(exit_code, "closing", *arguments)
    assert error["code"] == code
    assert error["message"] not in {"", code}


def test_a_second_closing_says_who_and_when(boxoffice: Commands, query: Callable[[str], Any]) -> None:
    boxoffice.json("closing", "run", "--day")
    none_left = boxoffice.error(4, "closing", "run", "--day")
    assert none_left["message"].startswith("Nothing is left to close: closing 1 (ANNE, 21/11/2026 02:07 pm)")
    boxoffice.sell("F-12")
    error = boxoffice.error(4, "closing", "run", "--day")
    assert error["message"].startswith("This day is closed already: closing 1 (ANNE, 21/11/2026 02:07 pm).")
    not_over = boxoffice.error(4, "closing", "run", "--month")
    assert not_over["message"].startswith("This is not over before the end of 30 November 2026.")
    assert query("SELECT kind, number FROM closing") == [("day", 1)]
