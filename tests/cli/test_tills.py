"""`boxoffice tills`: an evening by commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.services.transaction import writing
from tests.cli.conftest import Commands, straight


@pytest.fixture
def boxoffice(boxoffice: Commands) -> Commands:
    """ANNE works at till 1."""
    with writing(boxoffice.house.as_operator("ANNE")) as work:
        work.connection.execute(sa.update(OPERATORS).where(OPERATORS.c.code == "ANNE").values(till_id=1))
        work.desk.database.close()
    return boxoffice


def cad(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "CAD"}


def test_an_evening(boxoffice: Commands, tmp_path: Path) -> None:
    opened = boxoffice.json("tills", "open", "200.00", "--key", "o")
    assert opened == {
        "till": "1",
        "number": 1,
        "expected": cad(20000),
        "counted": None,
        "difference": None,
        "key": "o",
        "training": True,
    }
    boxoffice.sell("F-12", pay="cash:32.00")
    assert boxoffice.json("tills", "in", "50.00", "monnaie")["expected"] == cad(28200)
    assert boxoffice.json("tills", "out", "100.00", "dépôt", "--shift", "1")["expected"] == cad(18200)
    (till,) = boxoffice.json("tills", "list")["tills"]
    assert (till["code"], till["number"], till["opened_by"], till["expected"]) == ("1", 1, "ANNE", cad(18200))

    counted = [part for one in ("100=1", "50=1", "20=1", "2=5", "0.25=4") for part in ("--count", one)]
    closed = boxoffice.json("tills", "close", *counted, "--key", "c")
    assert (closed["counted"], closed["difference"]) == (cad(18100), cad(-100))
    assert boxoffice.json("tills", "close", *counted, "--key", "c") == closed

    (shift,) = boxoffice.json("tills", "reports")["shifts"]
    assert (shift["number"], shift["till"], shift["closed_by"]) == (1, "1", "ANNE")
    assert (shift["counted"], shift["difference"]) == (cad(18100), cad(-100))
    assert boxoffice.json("tills", "reports", "--before", "1") == {"shifts": [], "more": False}
    assert "-$1.00" in boxoffice.run("tills", "reports").stdout

    files = (str(tmp_path / "1.pdf"), str(tmp_path / "1.csv"))
    answer = boxoffice.json("tills", "report", "1", "--pdf", files[0], "--csv", files[1])
    assert (answer["files"]["pdf"], answer["files"]["csv"]) == files
    assert answer["report"]["difference"] == cad(-100)
    assert [line["reason"] for line in answer["report"]["movements"]] == ["", "monnaie", "dépôt"]
    assert Path(files[0]).read_bytes().startswith(b"%PDF")
    assert "Difference,-1.00" in Path(files[1]).read_text("utf-8-sig")
    assert boxoffice.error(2, "tills", "report", "1", "--pdf", files[0])["code"] == "file_exists"
    again = str(tmp_path / "again.pdf")
    boxoffice.json("tills", "report", "1", "--pdf", again)
    assert Path(again).read_bytes() == Path(files[0]).read_bytes()


def test_what_people_read(boxoffice: Commands) -> None:
    assert "Till 1 is open: shift 1" in boxoffice.run("tills", "open", "200.00").stdout
    listed = boxoffice.run("tills", "list").stdout
    assert "21/11/2026 02:07 pm · ANNE" in listed
    assert "$200.00" in listed
    closed = boxoffice.run("tills", "close", "--total", "199.95").stdout.splitlines()
    assert closed[0] == "Till 1 is closed: shift report 1"
    assert [line.split() for line in closed[1:]] == [
        ["Expected", "$200.00"],
        ["Counted", "$199.95"],
        ["Difference", "-$0.05"],
    ]
    report = boxoffice.run("tills", "report", "1").stdout
    assert "Shift report 1" in report
    assert "-0.05" in report


def test_values_are_typed_as_the_language_writes_them(boxoffice: Commands, query: Callable[[str], Any]) -> None:
    boxoffice.json("tills", "open", "0,25", language="fr")
    assert boxoffice.error(2, "tills", "close", "--count", "0,2=1")["code"] == "amount_malformed"
    closed = boxoffice.json("tills", "close", "--count", "0,25=1", "--count", "0,25=2", language="fr")
    assert closed["counted"] == cad(75)
    assert query("SELECT counts FROM till_session") == [("[[25, 3]]",)]


def test_a_second_opening_says_who_and_when(boxoffice: Commands) -> None:
    boxoffice.json("tills", "open", "0")
    error = boxoffice.error(4, "tills", "open", "0", "--till", "1")
    assert error["code"] == "till_open"
    assert error["facts"]["who"] == "ANNE"
    assert error["facts"]["when"].startswith("2026-11-21T19:07:")
    assert error["message"].startswith("Till 1 is open: ANNE opened it (21/11/2026 02:07 pm), shift 1.")


@pytest.mark.parametrize(
    ("exit_code", "code", "arguments"),
    [
        (2, "option_needed", ("close",)),
        (2, "options_exclude", ("close", "--count", "20=1", "--total", "20")),
        (2, "value_malformed", ("close", "--count", "20")),
        (2, "count_malformed", ("close", "--count", "20=x")),
        (2, "amount_negative", ("close", "--count", "-20=1")),
        (2, "amount_malformed", ("in", "vingt", "monnaie")),
        (2, "count_malformed", ("report", "x")),
        (3, "shift_not_found", ("report", "99")),
        (3, "till_not_found", ("in", "1", "monnaie", "--till", "9")),
        (4, "till_not_open", ("in", "1", "monnaie")),
        (4, "denomination_unknown", ("close", "--count", "3=1")),
        (4, "session_closed", ("out", "1", "dépôt", "--shift", "7")),
    ],
)
def test_refusals(boxoffice: Commands, exit_code: int, code: str, arguments: tuple[str, ...]) -> None:
    error = boxoffice.error(exit_code, "tills", *arguments)
    assert error["code"] == code
    assert error["message"] not in {"", code}


def test_the_same_key_at_another_till_is_refused(boxoffice: Commands) -> None:
    with straight(boxoffice.database) as connection:
        connection.execute("INSERT INTO till (code, name) VALUES ('2', 'Caisse 2')")
    for till in ("1", "2"):
        boxoffice.json("tills", "open", "50.00", "--till", till)
    for act in (("in", "20.00", "monnaie"), ("out", "10.00", "dépôt"), ("close", "--total", "60.00")):
        command = ("tills", *act, "--key", act[0])
        first = boxoffice.json(*command, "--till", "1")
        assert first["till"] == "1"
        assert boxoffice.json(*command, "--till", "1") == first
        assert boxoffice.error(4, *command, "--till", "2")["code"] == "key_reused"
