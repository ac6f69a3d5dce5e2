"""The exit codes of DESIGN.md, Errors, each with its JSON on standard error, in the user's language."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from boxoffice_tui.cli import log
from boxoffice_tui.cli.program import app
from boxoffice_tui.services import archives
from tests.cli.conftest import ACCOUNT, Commands, straight

WHERE = ("--performance", "mouette/p1", "--rate", "full")


def test_0_done(boxoffice: Commands) -> None:
    done = boxoffice.run("orders", "search")
    assert (done.exit_code, done.stderr) == (0, "TRAINING\n")


def test_1_a_fault_is_told_by_a_number_and_kept_in_the_log(
    boxoffice: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_anything: object) -> None:
        raise ZeroDivisionError("\x1b[31mred")

    monkeypatch.setattr(archives, "count", fail)
    error = boxoffice.error(1, "orders", "search")
    assert (error["kind"], error["code"]) == ("fault", "fault")
    assert error["facts"]["id"] in error["message"]
    assert "Traceback" not in error["message"]
    kept = log.log_file()
    written = kept.read_text(encoding="utf-8")
    assert f"fault {error['facts']['id']}" in written
    assert "ZeroDivisionError: [31mred" in written
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.is_relative_to(os.environ["XDG_STATE_HOME"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ordrs",), "command_unknown"),
        (("orders", "shwo", "1"), "command_unknown"),
        (("orders", "show"), "argument_missing"),
        (("orders", "show", "1000001", "2"), "argument_unexpected"),
        (("orders", "search", "--nmber", "1"), "option_unknown"),
        (("orders", "search", "--limit"), "option_usage"),
        (("orders", "search", "--limit", "0"), "count_out_of_range"),
        (("orders", "search", "--limit", "2.0"), "count_malformed"),
        (("orders", "search", "--from", "31/02/2026"), "date_unknown"),
        (("orders", "search", "--to", "yesterday"), "date_malformed"),
        (("orders", "show", "no"), "not_a_number"),
        (("orders", "sell", "--seat", "F-12"), "option_needed"),
        (("orders", "note", "1000001", "a\udcff"), "file_not_text"),
        (("--operator", "\udcff", "orders", "search"), "file_not_text"),
        (("orders", "sell", *WHERE), "option_needed"),
        (("orders", "sell", *WHERE, "--seat", "F-12", "--count", "2"), "options_exclude"),
        (("orders", "sell", *WHERE, "--seat", "F-12", "--pay", "cash"), "value_malformed"),
        (("orders", "sell", *WHERE, "--seat", "F-12", "--pay", "gold:1"), "choice_unknown"),
        (("orders", "search", "--language", "xx"), "choice_unknown"),
        (("setup", "apply", "/nowhere/at/all.toml"), "file_unreadable"),
    ],
)
def test_2_what_cannot_be_meant(boxoffice: Commands, arguments: tuple[str, ...], code: str) -> None:
    error = boxoffice.error(2, *arguments)
    assert (error["kind"], error["code"]) == ("usage", code)
    told = boxoffice.run(*arguments, language="fr").stderr
    assert told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("address", "code", "named"),
    [
        ("postgresql://clerk:secret@db/house?foo=secret", "parameter_unknown", "“foo”"),
        ("postgresql://clerk:secret@127.0.0.1:1/house?sslmode=secrecy", "parameter_malformed", ""),
        ("postgresql://clerk:secret@[::", "address_malformed", "%40"),
    ],
)
def test_2_what_is_no_address_of_a_database(boxoffice: Commands, address: str, code: str, named: str) -> None:
    error = boxoffice.error(2, "orders", "search", database=address)
    assert (error["kind"], error["code"]) == ("usage", code)
    assert named in error["message"]
    assert "secret" not in str(error)
    assert (
        boxoffice.run(
            "init", "--name", "H", "--country", "CA", "--currency", "CAD", "--zone", "UTC", database=address
        ).exit_code
        == 2
    )


def test_2_says_what_goes_where(boxoffice: Commands) -> None:
    told = boxoffice.run("orders", "pay", "1000001", "cash").stderr
    assert told == ("AMOUNT is missing.\nUsage: boxoffice orders pay [OPTIONS] NUMBER METHOD AMOUNT\n")


def test_3_not_found(boxoffice: Commands) -> None:
    error = boxoffice.error(3, "orders", "show", "999 999")
    assert (error["kind"], error["code"]) == ("not_found", "order_not_found")
    assert error["facts"] == {"what": "order", "name": "999999"}
    assert boxoffice.error(3, "orders", "sell", *WHERE, "--seat", "Z-1")["code"] == "seat_not_found"
    assert boxoffice.error(3, "seats", "map", "mouette/p9")["code"] == "performance_not_found"
    told = boxoffice.run("orders", "show", "999999", language="fr")
    assert (told.exit_code, told.stdout) == (3, "")
    assert "999999" in told.stderr


def test_4_refused_by_a_rule(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12")
    error = boxoffice.error(4, "orders", "pay", sold["number"], "debit_terminal", "32.01")
    assert (error["kind"], error["code"]) == ("refused", "amount_too_high")
    assert error["facts"]["balance"] == {"minor": 3200, "currency": "CAD"}
    assert "$32.00" in error["message"]
    told = boxoffice.run("orders", "pay", sold["number"], "debit_terminal", "32,01", language="fr")
    assert "32,00\N{NO-BREAK SPACE}$" in told.stderr
    assert boxoffice.error(4, "orders", "sell", *WHERE, "--seat", "F-12")["code"] == "seat_taken"
    assert boxoffice.error(4, "orders", "note", sold["number"], "  ")["code"] == "reason_required"


def test_4_a_check_that_finds_something(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12")
    with straight(boxoffice.database) as connection:
        connection.execute('UPDATE "order" SET balance_minor = 1')
    done = boxoffice.run("check", "--json")
    assert done.exit_code == 4
    assert sold["number"] in done.stdout


def test_5_a_right_that_is_missing(boxoffice: Commands) -> None:
    error = boxoffice.error(5, "orders", "search", operator="DORA")
    assert (error["kind"], error["facts"]["right"]) == ("not_allowed", "orders.search")
    assert "Search orders" in error["message"]


def test_5_an_operator_one_may_not_be(tmp_path: Path) -> None:
    house = ("--database", str(tmp_path / "real.db"), "--language", "en")
    made = ("--name", "House", "--country", "ca", "--currency", "CAD", "--zone", "America/Toronto")
    assert CliRunner().invoke(app, [*house, "init", *made]).exit_code == 0
    refused = CliRunner().invoke(app, [*house, "--operator", "SYSTEM", "orders", "search"])
    assert (refused.exit_code, refused.stdout) == (5, "")
    assert refused.stderr == (
        f"The system account {ACCOUNT} may not act as SYSTEM. An administrator can allow it.\n"
    )
    elsewhere = CliRunner().invoke(app, [*house, "--now", "2017-11-03T18:07+01:00", "orders", "search"])
    assert elsewhere.exit_code == 4
    assert "Only a training database takes another clock" in elsewhere.stderr


def test_6_somebody_was_first(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12")
    pay = ("orders", "pay", sold["number"], "cash", "1.00", "--at-version", str(sold["version"]))
    boxoffice.json(*pay, "--key", "first")
    error = boxoffice.error(6, *pay, "--key", "second", operator="BRUNO")
    assert (error["kind"], error["facts"]["who"]) == ("conflict", "ANNE")
    assert re.fullmatch(r"2026-11-21T19:07:[0-9.]+Z", error["facts"]["when"])


def test_75_try_again(boxoffice: Commands) -> None:
    nobody = boxoffice.error(75, "orders", "search", database="postgresql://127.0.0.1:1/none")
    assert (nobody["kind"], nobody["code"]) == ("unavailable", "unreachable")
    number = boxoffice.sell("F-12", pay="cash:32.00")["number"]
    boxoffice.json("orders", "confirm", number)
    early = boxoffice.run("outbox", "send", "--json", now="2026-11-20T12:00-05:00")
    assert early.exit_code == 75
    assert '"waiting": 1' in early.stdout


def test_a_server_without_the_database_says_how_to_make_one(
    boxoffice: Commands, postgresql_url: str
) -> None:
    address = postgresql_url.rpartition("/")[0] + "/nodb"
    error = boxoffice.error(1, "orders", "search", database=address)
    assert (error["code"], error["facts"]["name"]) == ("no_such_database", "nodb")
    assert error["message"] == (
        f"The server has no database nodb ({address}). Create it there: createdb nodb. Then: boxoffice init."
    )
    made = ("--name", "H", "--country", "CA", "--currency", "CAD", "--zone", "UTC")
    assert boxoffice.error(1, "init", *made, database=address)["code"] == "no_such_database"
    empty = boxoffice.error(1, "orders", "search", database=postgresql_url)
    assert empty["message"] == f"There is no database at {postgresql_url}. Create it: boxoffice init."


def test_no_database_says_how_to_make_one(tmp_path: Path) -> None:
    none = CliRunner().invoke(
        app, ["--database", str(tmp_path / "no.db"), "--language", "en", "orders", "search"]
    )
    assert none.exit_code == 1
    assert none.stderr == f"There is no database at {tmp_path / 'no.db'}. Create it: boxoffice init.\n"
