"""`boxoffice demo` as somebody meets it who has just cloned the project, and after."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from boxoffice_tui.demo.build import DATABASE, TOUR
from boxoffice_tui.services import order_page, outbox
from boxoffice_tui.services.identity import open_desk
from tests.demo.conftest import ACCOUNT, BUILT_AT
from tests.demo.pictures import ADDED, WAIT, Picture, letters, pressed, text_of

# README, Five minutes at the counter
FIVE_MINUTES = (
    *ADDED,
    *("p", WAIT, "3", "enter", WAIT),
    *("e", WAIT, "enter", WAIT),
    *("n", WAIT, *letters("a friend joins them"), "enter", WAIT),
)
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


def test_a_database_of_ones_own_is_no_demo(tmp_path: Path) -> None:
    refused = boxoffice("demo", "--database", str(tmp_path / "own.db"), "--folder", str(tmp_path / "demo"))
    assert refused.returncode == 2
    assert "--database" in refused.stderr
    assert list(tmp_path.iterdir()) == []


@contextmanager
def in_a_terminal(demo: Path, term: str) -> Iterator[subprocess.Popen[bytes]]:
    """`boxoffice demo` in a terminal of its own, killed at the end where it still runs."""
    command = [sys.executable, "-c", _OPENS_A_TERMINAL, "demo", "--folder", str(demo)]
    environment = {**os.environ, "TERM": term, "LC_ALL": "en_CA.UTF-8"}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as running:
        try:
            yield running
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)


def seen_until(running: subprocess.Popen[bytes], text: bytes) -> bytes:
    """What the terminal was sent, until `text` was."""
    assert running.stdout is not None
    seen = b""
    while text not in seen:
        read = os.read(running.stdout.fileno(), 65_536)
        assert read, seen
        seen += read
    return seen


def test_in_a_terminal_the_screens_open(demo: Path) -> None:
    with in_a_terminal(demo, "xterm-256color") as running:
        assert b"\x1b[?1049h" in seen_until(running, b"TRAINING")
        assert running.stdin is not None
        running.stdin.write(b"\x11")  # Ctrl+Q
        running.stdin.flush()
        seen_until(running, b"\x1b[?1049l")
        assert running.wait() == 0


def test_in_a_terminal_that_shows_no_screens_it_plays_the_main_job(demo: Path) -> None:
    with in_a_terminal(demo, "dumb") as running:
        assert b"\x1b[?1049h" not in seen_until(running, b"boxoffice orders search")


async def test_the_five_minutes_of_the_readme_do_the_main_job(demo: Path) -> None:
    shown = await pressed(demo, Picture("five minutes", FIVE_MINUTES, (80, 24)))
    assert "Nothing left to finish" in text_of(shown)
    desk = open_desk(str(demo / DATABASE), ACCOUNT, operator="ANNE", shown_now=BUILT_AT)
    page = order_page.show_number(desk, "1000003")
    assert [ticket.seat for ticket in page.tickets] == ["F-14", "F-15", "F-16"]
    assert (page.balance.minor, page.unfinished) == (0, ())
    assert [payment.amount.minor for payment in page.payments] == [6700, 3650]
    assert [note.text for note in page.notes] == [
        "2026-11-23 14:07 · ANNE · added 1 ticket F-16 · reason: a friend joins them"
    ]
    assert outbox.list_mails(desk, order_id=page.order_id)[0].recipient == "eloise@courriel.example"
    desk.database.close()
