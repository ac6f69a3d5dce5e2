"""`boxoffice operators`: who may act, seen by who manages them and by the others; PINs from a pipe."""

from __future__ import annotations

import pytest

from tests.cli.conftest import ACCOUNT, Commands


def lines(page: str) -> list[list[str]]:
    return [line.split() for line in page.splitlines()]


def test_who_manages_operators_sees_them_all(boxoffice: Commands) -> None:
    boxoffice.options["--operator"] = "ADMIN"
    boxoffice.json("operators", "set-pin", "BRUNO", stdin="2468\n")
    answer = boxoffice.json("operators", "list")
    assert (answer["acting"], [one["code"] for one in answer["all"]]) == (
        "ADMIN",
        ["ADMIN", "ANNE", "BRUNO", "DORA"],
    )
    assert "ADMIN" in answer["operators"]
    titles, _admin, _anne, bruno, dora = lines(boxoffice.run("operators", "list").stdout)
    assert titles == ["Code", "Name", "Role", "Rights", "Accounts", "Till", "PIN", "Active"]
    assert bruno[:4] == ["*", "BRUNO", "Bruno", "Clerk"]
    assert bruno[-2:] == ["set", "yes"]
    assert dora[-2:] == ["none", "yes"]


def test_the_others_see_whom_they_may_act_as(boxoffice: Commands) -> None:
    answer = boxoffice.json("operators", "list", operator="BRUNO")
    assert sorted(answer) == ["account", "acting", "operators"]
    assert answer["account"] == ACCOUNT
    shown = lines(boxoffice.run("operators", "list", operator="BRUNO").stdout)
    assert ["*", "BRUNO"] in shown
    assert ["ANNE"] in shown


@pytest.mark.parametrize(
    ("typed", "code"), [("1234\n", 0), ("1234\n1234\n", 0), ("1234\n1235\n", 2), ("1234\n\n", 0)]
)
def test_from_a_pipe_a_pin_comes_once_or_twice_the_same(boxoffice: Commands, typed: str, code: int) -> None:
    done = boxoffice.run("operators", "set-pin", "BRUNO", operator="ADMIN", stdin=typed)
    assert done.exit_code == code
    assert ("The two PINs differ. Type them again." in done.stderr) is (code == 2)


def test_ones_own_pin_comes_once_or_twice_too(boxoffice: Commands) -> None:
    change = ("operators", "change-pin")
    assert boxoffice.run(*change, stdin="\n1234\n1235\n").exit_code == 2
    assert boxoffice.run(*change, stdin="\n1234\n1234\n").exit_code == 0
    assert boxoffice.run(*change, stdin="1234\n9876\n").exit_code == 0
