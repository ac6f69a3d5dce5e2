"""Help and usage in the user's language, and nouns that are imported when they are called."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from boxoffice_tui.cli.program import NOUNS, app

ROOT = Path(__file__).parents[2]
EVERY_NOUN = sorted(NOUNS)


def help_of(*arguments: str, language: str = "en") -> str:
    done = CliRunner().invoke(app, ["--language", language, *arguments, "--help"])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for noun in EVERY_NOUN:
        made: Any = import_module(NOUNS[noun][0]).app
        names = [one.name for one in made.registered_commands]
        found += [(noun,)] if names == [noun] else [(noun, name) for name in names]
    return found


def test_every_noun_is_told_without_being_imported() -> None:
    program = f"""
import sys
from typer.testing import CliRunner
from boxoffice_tui.cli.program import app
done = CliRunner().invoke(app, ["--help"])
assert done.exit_code == 0 and all(noun in done.stdout for noun in {EVERY_NOUN})
print(*sorted(name for name in sys.modules if name.startswith("boxoffice_tui.cli")))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(ended.stdout.split())
    assert loaded & {module for module, _told in NOUNS.values()} == set()
    assert loaded & {"boxoffice_tui.cli.typed", "boxoffice_tui.cli.files"} == set()


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_says_what_it_does(command: tuple[str, ...]) -> None:
    told = help_of(*command)
    assert told.startswith(f"Usage: boxoffice {' '.join(command)} [OPTIONS]")
    assert "--json" in told
    assert told.splitlines()[2]


def test_every_writing_command_takes_a_key() -> None:
    for command in (("orders", "sell"), ("orders", "pay"), ("orders", "note"), ("tickets", "check")):
        assert "--key KEY" in help_of(*command)
    assert "--key" not in help_of("orders", "search")


def test_what_every_command_takes_is_told_once() -> None:
    assert "--database PLACE" in help_of()
    assert "--database" not in help_of("orders", "show")


@pytest.mark.parametrize("language", ["fr", "de", "es", "it"])
def test_help_speaks_the_language_asked_for(language: str) -> None:
    told = help_of("orders", "pay", language=language)
    assert "Record a payment" not in told
    assert "Repeat with the same key" not in told


def test_without_a_command_the_screens_are_opened() -> None:
    asked = []

    def open_program(session: Any) -> int:
        asked.append((session.options.database, session.options.no_mouse))
        return 7

    arguments = ["--database", "here.db", "--no-mouse"]
    done = CliRunner().invoke(app, arguments, open_program=open_program)
    assert (done.exit_code, asked) == (7, [("here.db", True)])


def test_the_version_is_printed() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.stdout) == (0, "boxoffice 0.1.0\n")


def test_completion_knows_nouns_commands_and_options(monkeypatch: pytest.MonkeyPatch) -> None:
    def completed(line: str) -> list[str]:
        monkeypatch.setenv("_BOXOFFICE_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        return CliRunner().invoke(app, [], prog_name="boxoffice").stdout.split()

    assert completed("boxoffice or") == ["orders"]
    assert completed("boxoffice orders add") == ["add-article", "add-ticket"]
    assert completed("boxoffice orders pay --ten") == ["--tendered"]
