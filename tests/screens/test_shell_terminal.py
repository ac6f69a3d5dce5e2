"""The shell in a real terminal: silence while idle, refusals, signals, what is loaded before the first frame."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.start import LAST_LINE, SHELL, output_until, spawn, start
from boxoffice_tui.screens.terminal import terminal_refusal

ROOT = Path(__file__).parents[2]
LEADER = """
import signal, subprocess, sys
signal.signal(signal.SIGHUP, lambda *_: None)
sys.exit(subprocess.call([sys.executable, "-c", {program!r}]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
def test_the_first_screen_is_small_and_an_idle_shell_writes_nothing() -> None:
    run = start(SHELL)
    assert 0 < run.screen <= 20_000
    assert run.idle == 0
    assert run.mebibytes <= 75


@pytest.mark.parametrize(
    ("ending", "code"), [("quit", 0), ("term", 143), ("hangup", 129), ("closed terminal", 129)]
)
def test_every_way_to_end_has_its_exit_code_and_no_traceback(ending: str, code: int) -> None:
    child, terminal = spawn(SHELL)
    output_until(LAST_LINE, terminal)
    if ending == "quit":
        os.write(terminal, b"\x11")
    elif ending == "closed terminal":
        os.close(terminal)
    else:
        os.kill(child, signal.SIGTERM if ending == "term" else signal.SIGHUP)
    output = b"" if ending == "closed terminal" else _rest(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == code
    assert b"Traceback" not in output


def test_a_closed_terminal_ends_it_too_where_another_leads_the_session() -> None:
    """As under `make run`: the kernel tells the leader alone, which waits for the program."""
    child, terminal = spawn(LEADER.format(program=SHELL))
    output_until(LAST_LINE, terminal)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 129


def test_told_to_go_on_without_having_stopped_it_reads_the_terminal_once() -> None:
    """A second reader outlived the program whose terminal was closed, and took a processor for itself."""
    child, terminal = spawn(SHELL)
    output_until(LAST_LINE, terminal)
    os.kill(child, signal.SIGCONT)
    os.write(terminal, b"\x11")
    assert b"\x1b[?1049h" not in _rest(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_suspended_and_resumed_it_shows_itself_again() -> None:
    child, terminal = spawn(SHELL)
    output_until(LAST_LINE, terminal)
    os.kill(child, signal.SIGTSTP)
    assert os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1])
    os.kill(child, signal.SIGCONT)
    output_until(re.compile(rb"\x1b\[\?1049h"), terminal)
    output_until(LAST_LINE, terminal)
    os.write(terminal, b"\x11")
    _rest(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_fault_in_a_handler_ends_in_a_sentence_without_a_traceback() -> None:
    broken = SHELL.replace(
        '    PLACE = "Archives"', '    PLACE = "Archives"\n    def on_resize(self):\n        self.gone'
    )
    child, terminal = spawn(broken)
    output = _rest(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert b"The program had to stop: fault " in output
    assert b"Traceback" not in output
    assert b"AttributeError" not in output


def _rest(terminal: int) -> bytes:
    """What the program still writes, until it has ended."""
    output = b""
    try:
        while piece := os.read(terminal, 65536):
            output += piece
    except OSError:
        pass
    os.close(terminal)
    return output


def test_without_a_terminal_the_screens_are_refused() -> None:
    assert terminal_refusal() == "The screens need a terminal; give a command instead (boxoffice --help)."


@pytest.mark.parametrize(("term", "refused"), [("dumb", True), ("", True), ("xterm-256color", False)])
def test_a_dumb_terminal_is_refused(monkeypatch: pytest.MonkeyPatch, term: str, refused: bool) -> None:
    parent, child = os.openpty()
    with os.fdopen(child, "r+b", buffering=0) as terminal:
        for name in ("__stdin__", "__stdout__", "__stderr__"):
            monkeypatch.setattr(sys, name, terminal)
        monkeypatch.setenv("TERM", term)
        told = terminal_refusal()
    os.close(parent)
    assert (told is not None) is refused
    assert not refused or f"(TERM={term})" in str(told)


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("boxoffice_tui.screens.terminal", {"textual", "babel", "sqlmodel", "sqlalchemy"}),
        ("boxoffice_tui.app", {"babel", "sqlmodel", "sqlalchemy", "boxoffice_tui.services.desk"}),
    ],
)
def test_what_is_not_loaded_before_the_first_frame(module: str, forbidden: set[str]) -> None:
    code = f"import sys, {module}; print('\\n'.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert forbidden.isdisjoint(loaded.stdout.split())
