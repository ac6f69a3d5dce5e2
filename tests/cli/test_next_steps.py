"""An error says what to do next: the command that lists, the option that is missing, the word that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Commands

SELL = ("orders", "sell", "--performance", "mouette/p1")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((*SELL, "--count", "1", "--category", "parterre", "--rate", "foo"), "boxoffice performances show EVENT"),
        ((*SELL, "--count", "1", "--category", "loge"), "boxoffice performances show EVENT/PERFORMANCE"),
        ((*SELL, "--seat", "Z-99"), "boxoffice seats map EVENT/PERFORMANCE"),
        (("seats", "map", "mouette/p99"), "boxoffice performances list"),
        (("orders", "show", "999999"), "boxoffice orders search NAME"),
        (("contacts", "export", "999", "-o", "x.json"), "boxoffice contacts find NAME"),
        (("orders", "sell"), "--performance or --article is needed here."),
        (("ordrs",), "Did you mean orders?"),
        (("contacts", "list"), "Did you mean find?"),
        (("orders", "find"), "Did you mean search or show?"),
        (("orders", "frobnicate"), "Choose one of: add-article, add-ticket, cancel-tickets, confirm, "),
        (("orders", "search", "--foo"), "There is no option --foo. With --help the command says"),
        (("orders", "search", "--limt", "5"), "Did you mean --limit?"),
        (("orders", "search", "--all=1"), "The option --all takes no value."),
        (("orders", "search", "--limit"), "The option --limit takes a value."),
        (("orders", "search", "--language", "xx"), "Expected: fr, en, de, es or it."),
    ],
)
def test_the_next_step_is_named(boxoffice: Commands, arguments: tuple[str, ...], told: str) -> None:
    done = boxoffice.run(*arguments)
    assert done.exit_code in {2, 3}
    assert told in done.stderr


def test_an_open_balance_names_the_option(boxoffice: Commands) -> None:
    number = boxoffice.sell("F-12")["number"]
    told = boxoffice.run("orders", "confirm", number).stderr
    assert "The balance is $32.00." in told
    assert "boxoffice orders confirm NUMBER --reason TEXT" in told
    assert "32,00\N{NO-BREAK SPACE}$" in boxoffice.run("orders", "confirm", number, language="fr").stderr
    last = boxoffice.run("orders", "cancel-tickets", number, "F-12").stderr
    assert "--cancel-order" in last


def test_a_setup_tells_in_a_line_what_it_left_alone(boxoffice: Commands, tmp_path: Path) -> None:
    boxoffice.options["--operator"] = "ADMIN"
    file = tmp_path / "house.toml"
    file.write_text('[[operators]]\ncode = "EVA"\nname = "Eva"\nlanguage = "fr"\nrole = "clerk"\n')
    tried = boxoffice.run("setup", "apply", str(file), "--dry-run").stdout
    assert "ANNE, BRUNO, DORA" in tried
    done = boxoffice.run("setup", "apply", str(file)).stdout
    assert "things that are not in the file are left as they are. With --verbose they are named." in done
    assert "BRUNO" not in done
    assert len(done.splitlines()) == 4
    assert "BRUNO" in boxoffice.run("setup", "apply", str(file), "--verbose").stdout
    file.write_text('[[operators]]\ncode = "EVA"\nname = "Eva"\nlanguage = "fr"\nrole = "chef"\n[[x\n')
    wrong = boxoffice.run("setup", "apply", str(file)).stderr
    assert "Line 6: This is not TOML, from character 4 of the line on." in wrong
    file.write_text('[[operators]]\ncode = "EVA"\nname = "Eva"\nrole = "chef"\n')
    wrong = boxoffice.run("setup", "apply", str(file), language="fr").stderr
    assert wrong.splitlines()[1].endswith("Attendu\N{NO-BREAK SPACE}: clerk, supervisor, administrator ou door.")


def test_a_check_opens_with_what_a_clerk_understands(boxoffice: Commands) -> None:
    first, *_rest, last = boxoffice.run("check").stdout.splitlines()
    assert first == "Money, seats, tickets, mails and the journal were checked. Nothing is broken."
    assert last.startswith("Kept by SQLite 3.")
    assert "(journal_mode=" in last


def test_a_server_is_said_to_keep_it(boxoffice: Commands, postgresql_url: str) -> None:
    made = ("--name", "H", "--country", "CA", "--currency", "CAD", "--zone", "UTC", "--training")
    assert boxoffice.run("init", *made, database=postgresql_url, operator="", now="").exit_code == 0
    told = boxoffice.run("db", "status", database=postgresql_url, operator="").stdout
    assert "The server keeps it (synchronous_commit=" in told
    assert "psycopg://" not in told
