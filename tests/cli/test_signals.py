"""SIGTERM and SIGHUP end what runs in order; Ctrl+C and a closed pipe end it quietly. Real processes, few."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from boxoffice_tui.cli import signals
from boxoffice_tui.cli.failures import failure_of
from boxoffice_tui.cli.signals import StoppedError
from tests.cli.conftest import NOW, Commands

ROOT = Path(__file__).parents[2]


def _hears_the_keyboard() -> None:
    """A shell makes what it starts behind itself ignore Ctrl+C, tests among it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def started(boxoffice: Commands, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "boxoffice_tui", "--database", str(boxoffice.database), "--now", NOW]
    environment = {**os.environ, "BOXOFFICE_OPERATOR": "ANNE", "BOXOFFICE_LANGUAGE": "en"}
    return subprocess.Popen(
        [*command, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_hears_the_keyboard,  # noqa: PLW1509 - it calls the system once, and no thread runs here
    )


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_ends_a_command_that_waits_for_a_person(
    boxoffice: Commands, query: Callable[[str], list[Any]], number: int, code: int
) -> None:
    sold = boxoffice.sell("F-12")
    waiting = started(boxoffice, "orders", "note", sold["number"], "-")
    wait_until_it_reads(waiting.pid)
    waiting.send_signal(number)
    out, error = waiting.communicate(timeout=20)
    assert (waiting.returncode, out, error) == (code, b"", b"")
    assert query("SELECT count(*) FROM note") == [(0,)]


def wait_until_it_reads(pid: int) -> None:
    """Until it waits for its standard input: what comes while a module loads may be lost in C code."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if "pipe_read" in Path(f"/proc/{pid}/wchan").read_text():
            return
        time.sleep(0.005)
    raise AssertionError("it never read")


def test_a_reader_that_left_is_no_error(boxoffice: Commands) -> None:
    boxoffice.sell("F-12")
    with started(boxoffice, "orders", "search") as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.close()
        assert (listing.stderr.read(), listing.wait(20)) == (b"TRAINING\n", 0)


def stopped_by(work: Callable[[], None]) -> int:
    """The exit code of what a signal stopped."""
    with pytest.raises(StoppedError) as stopped, signals.heard():
        work()
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    return failure_of(stopped.value, "en", "UTC").exit_code


def test_a_change_under_way_is_ended_first() -> None:
    done = []

    def change() -> None:
        with signals.ending_first():
            os.kill(os.getpid(), signal.SIGTERM)
            done.append("saved")

    assert (stopped_by(change), done) == (143, ["saved"])


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "PATIENCE_SECONDS", 0.05)

    def change() -> None:
        with signals.ending_first():
            os.kill(os.getpid(), signal.SIGHUP)
            signal.pause()

    assert stopped_by(change) == 129


def test_nobody_waits_for_a_person_once_a_signal_has_come() -> None:
    done = []

    def change() -> None:
        with signals.ending_first():
            os.kill(os.getpid(), signal.SIGTERM)
            with signals.at_once():
                done.append("asked")

    assert (stopped_by(change), done) == (143, [])


def test_what_only_reads_ends_at_once() -> None:
    done = []

    def read() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        done.append("read on")

    assert (stopped_by(read), done) == (143, [])


def test_the_program_itself_starts_and_ends(boxoffice: Commands) -> None:
    sold = boxoffice.sell("F-12")
    shown = started(boxoffice, "orders", "show", sold["number"], "--json")
    out, error = shown.communicate(timeout=20)
    assert (shown.returncode, error) == (0, b"")
    assert b'"number": "1000001"' in out


def test_the_screens_are_refused_without_a_terminal() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "boxoffice_tui"],
        cwd=ROOT,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.count(b"\n") == 1
