"""What comes by the standard input is UTF-8, or it is said what is wrong; nothing is written (exit code 2)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from boxoffice_tui.cli.program import NOUNS, app
from tests.cli.conftest import Commands, straight
from tests.cli.test_imports import MAPPING

ROOT = Path(__file__).parents[2]
LATIN = "Éloïse paie à l'entrée".encode("latin-1")
NUMBER = "1000001"
READING = (
    ("orders", "note", NUMBER, "-"),
    ("orders", "add-ticket", NUMBER, "--beside", "--note", "-"),
    ("orders", "add-article", NUMBER, "programme", "--note", "-"),
    ("orders", "exchange", NUMBER, "--ticket", "F-12", "--seat", "F-14", "--note", "-"),
    ("documents", "add", NUMBER, "letter", "--text", "-"),
    ("reservations", "extend", NUMBER, "30/11/2026", "-"),
    ("tills", "in", "50.00", "-"),
    ("tills", "out", "50.00", "-"),
    ("tickets", "check", "-"),
    ("tickets", "undo-check", "-"),
    ("tickets", "pdf", NUMBER, "--reason", "-", "--output", "all.pdf"),
    ("tickets", "print", NUMBER, "--reason", "-"),
    ("tickets", "reprint", NUMBER, "F-12", "--reason", "-", "--to", "again.pdf"),
    ("shipments", "mark-returned", "1", "--reason", "-"),
    ("seats", "house", "mouette/p1", "Parterre:G", "--reason", "-"),
    ("seats", "kill", "mouette/p1", "Parterre:G", "--reason", "-"),
    ("seats", "free", "mouette/p1", "Parterre:G", "--reason", "-"),
    ("setup", "apply", "-"),
    ("operators", "set-pin", "ANNE"),
    ("operators", "change-pin"),
    ("import", "plan", "-", "--code", "hall", "--venue", "lac"),
    ("import", "programme", "-", "--mapping", "mapping.toml"),
    ("import", "contacts", "-"),
    ("import", "orders", "-"),
)
"""Every command that reads the standard input, as it is asked to."""


@pytest.fixture
def shop(boxoffice: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """A house with an order and its administrator, who may do all of it."""
    monkeypatch.chdir(tmp_path)
    Path("mapping.toml").write_text(MAPPING)
    boxoffice.sell("F-12")
    boxoffice.options["--operator"] = "ADMIN"
    return boxoffice


def given(shop: Commands, stdin: bytes, *arguments: str) -> Result:
    """What a command did with these bytes."""
    before = [part for option in shop.options.items() for part in option]
    return CliRunner().invoke(
        app, ["--database", str(shop.database), *before, "--json", *arguments], input=stdin
    )


def everything(database: Path) -> list[str]:
    with straight(database) as connection:
        return list(connection.iterdump())


def reading() -> set[tuple[str, str]]:
    """The commands whose help says that they read it."""
    program = typer.main.get_command(app)
    context = program.make_context("boxoffice", [], resilient_parsing=True)
    found = set()
    for noun in NOUNS:
        _name, group, _rest = program.resolve_command(context, [noun])  # type: ignore[attr-defined]
        for name, leaf in getattr(group, "commands", {"": group}).items():
            told = [leaf.help, *(getattr(one, "help", "") for one in leaf.params)]
            if any("stdin" in str(text) for text in told):
                found.add((noun, name))
    return found


def test_these_are_all_the_commands_that_read_it() -> None:
    assert {(noun, name) for noun, name, *_rest in READING} == reading()


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_what_is_not_utf8_is_said_and_nothing_is_written(shop: Commands, arguments: tuple[str, ...]) -> None:
    before = everything(shop.database)
    done = given(shop, LATIN, *arguments)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    error = json.loads(done.stderr)["error"]
    assert "stdin" in error["message"]
    if error["code"] == "file_problems":
        (problem,) = error["facts"]["problems"]
        assert (problem["code"], problem["line"]) == ("file_not_utf8", 1)
    else:
        assert "is not a text in UTF-8 (byte 0)" in error["message"]
    assert everything(shop.database) == before


WORDS = "Éloïse\r\n  paie à l'entrée\n".encode()


@pytest.mark.parametrize(
    ("encoding", "content", "code", "noted"),
    [
        ("latin-1:strict", WORDS, 0, ["Éloïse\n  paie à l'entrée"]),
        ("utf-8:surrogateescape", LATIN, 2, []),
    ],
    ids=("latin-1", "utf-8"),
)
def test_it_is_read_the_same_in_every_terminal(
    shop: Commands, encoding: str, content: bytes, code: int, noted: list[str]
) -> None:
    command = [sys.executable, "-m", "boxoffice_tui", "--database", str(shop.database), "--operator", "ANNE"]
    done = subprocess.run(
        [*command, "orders", "note", NUMBER, "-"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        input=content,
        capture_output=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert [note["text"] for note in shop.json("orders", "show", NUMBER)["notes"]] == noted


def test_more_than_a_text_may_be_long_is_refused_and_not_cut(shop: Commands) -> None:
    done = given(shop, b"x" * 100_001, "orders", "note", NUMBER, "-")
    error = json.loads(done.stderr)["error"]
    assert (done.exit_code, error["code"], error["facts"]["place"]) == (2, "file_too_large", "stdin")


def test_two_files_cannot_both_come_by_it(shop: Commands) -> None:
    done = given(shop, b"", "import", "programme", "-", "--mapping", "-")
    assert (done.exit_code, json.loads(done.stderr)["error"]["code"]) == (2, "options_exclude")
