"""Another operator by command on a shared account: their PIN, from a file or the terminal, never an argument."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from benchmarks.start import output_until, spawn
from boxoffice_tui.cli.desks import Desks
from boxoffice_tui.cli.session import Options, Session
from boxoffice_tui.configuration import FILE_VARIABLE
from tests.cli.conftest import Commands, straight

PIN = "2468"
COMMAND = """
import sys
sys.argv = ["boxoffice", "--database", {database!r}, "--language", "en", "--operator", "admin", "operators", "list"]
from boxoffice_tui.__main__ import main
main()
"""


@pytest.fixture
def shared(boxoffice: Commands, tmp_path: Path) -> Commands:
    """The house, no training database any more, on an account of ANNE (its usual one) and ADMIN, who has a PIN."""
    assert boxoffice.run("operators", "set-pin", "ADMIN", operator="ADMIN", stdin=f"{PIN}\n").exit_code == 0
    with straight(boxoffice.database) as connection:
        connection.execute("UPDATE organisation SET training = 0")
    boxoffice.options = {"--language": "en"}
    return boxoffice


def pin_file(folder: Path, pin: str) -> str:
    file = folder / "pin"
    file.write_text(f"{pin}\nnot the PIN\n")
    return str(file)


def acting(shared: Commands, *arguments: str, stdin: str | None = None) -> str:
    done = shared.run("operators", "list", *arguments, "--json", stdin=stdin)
    assert (done.exit_code, done.stderr) == (0, "")
    return str(json.loads(done.stdout)["acting"])


def test_nobody_to_ask_is_told_where_a_pin_may_stand(shared: Commands) -> None:
    done = shared.run("operators", "list", operator="ADMIN", stdin=f"{PIN}\n")
    assert (done.exit_code, done.stdout) == (5, "")
    assert done.stderr == (
        "Acting as ADMIN on this shared account needs the PIN of ADMIN. Type it at a terminal, or name a file that "
        "holds it: --pin-file.\n"
    )
    assert shared.error(5, "operators", "list", operator="ADMIN")["code"] == "pin_needed"
    assert acting(shared) == acting(shared, "--operator", "ANNE") == "ANNE"


def test_a_pin_comes_from_the_first_line_of_a_file(shared: Commands, tmp_path: Path) -> None:
    file = pin_file(tmp_path, PIN)
    assert acting(shared, "--operator", "admin", "--pin-file", file) == "ADMIN"
    assert acting(shared, "--pin-file", str(tmp_path / "nowhere")) == "ANNE"
    nowhere = shared.error(
        2, "operators", "list", "--operator", "ADMIN", "--pin-file", str(tmp_path / "nowhere")
    )
    assert (nowhere["code"], nowhere["facts"]["where"]) == ("file_unreadable", "--pin-file")


def test_a_pin_comes_from_a_descriptor_and_no_more_is_taken_from_it(shared: Commands) -> None:
    reader, writer = os.pipe()
    os.write(writer, f"{PIN}\nleft\n".encode())
    os.close(writer)
    assert acting(shared, "--operator", "ADMIN", "--pin-file", f"/dev/fd/{reader}") == "ADMIN"
    assert os.read(reader, 100) == b"left\n"
    os.close(reader)


def test_wrong_pins_are_counted_and_then_not_looked_at(shared: Commands, tmp_path: Path) -> None:
    as_admin = ("operators", "list", "--operator", "ADMIN", "--pin-file")
    wrong = pin_file(tmp_path, "1357")
    codes = [shared.error(5, *as_admin, wrong)["code"] for _try in range(5)]
    assert codes == ["wrong_pin"] * 4 + ["pin_locked"]
    right = pin_file(tmp_path, PIN)
    locked = shared.error(5, *as_admin, right)
    assert (locked["kind"], locked["code"]) == ("not_allowed", "pin_locked")
    assert locked["facts"]["opens_at"].endswith("Z")
    told = shared.run(*as_admin, right, language="fr").stderr
    assert "ADMIN" in told
    with straight(shared.database) as connection:
        lines = connection.execute("SELECT facts FROM journal WHERE action = 'pin_refused'").fetchall()
    assert len(lines) == 5
    assert "1357" not in str(lines)


def test_at_a_terminal_the_pin_is_asked_for_without_an_echo(shared: Commands) -> None:
    child, terminal = spawn(COMMAND.format(database=str(shared.database)))
    asked = output_until(re.compile(rb"PIN of ADMIN: "), terminal)
    os.write(terminal, f"{PIN}\n".encode())
    told = output_until(re.compile(rb"ADMIN\s"), terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(terminal)
    assert PIN.encode() not in asked + told
    plain = re.sub(rb"\x1b\[[0-9;]*m|\r", b"", told).decode()
    assert [line.split()[:2] for line in plain.splitlines() if line][1:3] == [["*", "ADMIN"], ["*", "ANNE"]]


def test_the_screens_begin_with_the_usual_operator_where_a_setting_names_one_with_a_pin(
    shared: Commands, tmp_path: Path
) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text(f'database = "{shared.database}"\noperator = "ADMIN"\n')
    session = Session(lambda _session: 0, {FILE_VARIABLE: str(settings)})
    desks = Desks(session)
    assert desks.desk("en").actor.code == "ANNE"
    desks.switch("ADMIN", PIN)
    assert desks.desk("en").actor.code == "ADMIN"
    desks.close()
    session.options = Options(pin_file=pin_file(tmp_path, PIN))
    session.learn_pin()
    desks = Desks(session)
    assert desks.desk("en").actor.code == "ADMIN"
    desks.close()
