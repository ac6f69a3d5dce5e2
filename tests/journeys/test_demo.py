"""`boxoffice demo` as somebody meets it who has just cloned the project, and after."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from boxoffice_tui.demo.build import DATABASE, TOUR

_OPENS_A_TERMINAL = """
import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn([sys.executable, "-m", "boxoffice_tui", *sys.argv[1:]])))
"""


def boxoffice(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, its input and output no terminal."""
    command = [sys.executable, "-m", "boxoffice_tui", *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_without_a_terminal_it_plays_the_main_job_in_the_language_of_the_house(demo: Path) -> None:
    before = (demo / DATABASE).read_bytes()
    own = {"BOXOFFICE_DATABASE": str(demo / "a house of one's own.db"), "LC_ALL": "C"}
    played = boxoffice("demo", "--folder", str(demo), **own)
    assert (played.returncode, played.stderr) == (0, "")
    assert f"$ export BOXOFFICE_CONFIG={demo / TOUR / 'config.toml'}\n" in played.stdout
    assert "$ boxoffice orders add-ticket 1000003 --beside --rate plein\n" in played.stdout
    assert "Solde à payer : 36,50 $" in played.stdout.replace("\u00a0", " ")
    assert "paiement enregistré" in played.stdout
    assert (demo / DATABASE).read_bytes() == before
    assert not (demo / "a house of one's own.db").exists()
    shown = boxoffice(
        "orders", "show", "1000003", "--language", "de", BOXOFFICE_CONFIG=str(demo / TOUR / "config.toml")
    )
    assert "F-16" in shown.stdout


def test_a_database_of_ones_own_is_no_demo(tmp_path: Path) -> None:
    refused = boxoffice("demo", "--database", str(tmp_path / "own.db"), "--folder", str(tmp_path / "demo"))
    assert refused.returncode == 2
    assert "--database" in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("term", "opens"), [("xterm-256color", True), ("dumb", False)])
def test_in_a_terminal_the_screens_open_where_it_can_show_them(demo: Path, term: str, opens: bool) -> None:
    command = [sys.executable, "-c", _OPENS_A_TERMINAL, "demo", "--folder", str(demo)]
    environment = {**os.environ, "TERM": term, "COLUMNS": "80", "LINES": "24", "LC_ALL": "en_CA.UTF-8"}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        seen = b""
        while (b"TRAINING" if opens else b"orders add-ticket") not in seen:
            read = os.read(running.stdout.fileno(), 65_536)
            assert read, seen
            seen += read
        running.stdin.write(b"\x11")  # Ctrl+Q
        running.stdin.flush()
        if not opens:
            running.stdin.close()
        rest = running.stdout.read()
    assert running.returncode == 0
    assert (b"\x1b[?1049h" in seen) is opens
    assert (b"\x1b[?1049l" in rest) is opens
