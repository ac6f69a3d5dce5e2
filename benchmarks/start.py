"""The shell's first frame and the program's first rows against a bare Textual app's frame, in the same run.

`python -m benchmarks.start [runs]`. Each program starts as a process in a pseudo-terminal of 80×24. Measured:
seconds from the start to the first whole frame (its last line has come), for the program on its demo also to
the first order in Archives; bytes until the screen is quiet, bytes of the idle seconds after that, resident
memory. Bound: shell ≤ 1.2 × bare, rows ≤ 3 × bare, first screen ≤ 20 kB, idle 0 bytes, ≤ 75 MiB (ANCHORS.md).
"""

from __future__ import annotations

import fcntl
import os
import platform
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from boxoffice_tui.data.schema import HEAD

ROOT = Path(__file__).parent.parent
SHELL_RATIO, ROWS_RATIO, FIRST_SCREEN, MEMORY = 1.2, 3.0, 20_000, 75.0
QUIT = b"\x11"  # Ctrl+Q
QUIET_SECONDS, IDLE_SECONDS, LONGEST = 0.7, 2.0, 20.0
LAST_LINE = re.compile(rb"\x1b\[24;1H")
AN_ORDER = re.compile(rb"\d\d/\d\d/\d{4}")  # the day one was bought on
DEMO = ROOT / ".build" / "bench" / f"demo-{HEAD}"

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first frame")
Bare().run()
"""
SHELL = """
from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.screens.base import Page
class Empty(Page):
    PLACE = "Archives"
class Closed:
    def desk(self, language):
        from types import SimpleNamespace as Thing
        house = Thing(name="House", training=True, country="CA", currency="CAD", zone="America/Toronto")
        return Thing(house=house, actor=Thing(code="ANNE", till="1", language="en", rights=frozenset()))
    def watch(self, stop, changed):
        stop.wait()
    def close(self):
        pass
raise SystemExit(BoxOfficeApp(Closed, workplaces={"archives": Empty}).start())
"""
PROGRAM = f"""
import os
os.environ |= {{"LANG": "fr_CA.UTF-8", "BOXOFFICE_CONFIG": {str(DEMO / "config.toml")!r}}}
from boxoffice_tui.__main__ import main
main()
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One start: seconds to what was awaited, bytes of the first screen, bytes while idle, MiB resident."""

    seconds: float
    screen: int
    idle: int
    mebibytes: float


def spawn(program: str) -> tuple[int, int]:
    """Start `program` in a pseudo-terminal of 80×24: its process id and the terminal's other end."""
    child, terminal = pty.fork()
    if child == 0:
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        environment.pop("NO_COLOR", None)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-c", program], environment)  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return child, terminal


def output_until(awaited: re.Pattern[bytes], terminal: int) -> bytes:
    """What came until `awaited` had; TimeoutError when it does not come."""
    output = bytearray()
    while not awaited.search(output):
        if not _ready(terminal, LONGEST):
            raise TimeoutError(awaited.pattern)
        output += os.read(terminal, 65536)
    return bytes(output)


def start(program: str, awaited: re.Pattern[bytes] = LAST_LINE) -> Run:
    """Start `program`, watch it, end it."""
    began = time.perf_counter()
    child, terminal = spawn(program)
    try:
        output = len(output_until(awaited, terminal))
        seconds = time.perf_counter() - began
        while _ready(terminal, QUIET_SECONDS):
            output += len(os.read(terminal, 65536))
        idle = 0
        ends = time.perf_counter() + IDLE_SECONDS
        while _ready(terminal, ends - time.perf_counter()):
            idle += len(os.read(terminal, 65536))
        status = Path(f"/proc/{child}/status").read_text(encoding="utf-8")
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return Run(seconds, output, idle, int(resident.split()[1]) / 1024)
    finally:
        quit_program(child, terminal)


def quit_program(child: int, terminal: int) -> None:
    """Quit as a person does: a program that was killed looks back at the next start. RuntimeError if it stays."""
    os.write(terminal, QUIT)
    try:
        while _ready(terminal, LONGEST):
            os.read(terminal, 65536)
        os.kill(child, signal.SIGKILL)
        raise RuntimeError("the program did not quit")
    except OSError:  # nobody has the terminal's other end any more
        pass
    finally:
        os.waitpid(child, 0)
        os.close(terminal)


def _ready(terminal: int, seconds: float) -> bool:
    return bool(select.select([terminal], [], [], max(seconds, 0))[0])


def build_demo() -> None:
    """The demo the program opens, made once."""
    if not (DEMO / "config.toml").exists():
        command = [sys.executable, "-m", "boxoffice_tui", "demo", "--tour", "--folder", str(DEMO)]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a bound one is missed."""
    runs = int(arguments[0]) if arguments else 7
    build_demo()
    started = {"bare Textual": (BARE, LAST_LINE), "shell": (SHELL, LAST_LINE), "program, rows": (PROGRAM, AN_ORDER)}
    for program, awaited in started.values():
        start(program, awaited)
    rounds = [{name: start(*what) for name, what in started.items()} for _run in range(runs)]
    print(f"{platform.node()}, {platform.machine()}, Python {platform.python_version()}, {runs} runs each")
    figures = {name: [each[name] for each in rounds] for name in started}
    for name, group in figures.items():
        times = [run.seconds for run in group]
        print(
            f"{name:13} median {median(times):.3f} s, min {min(times):.3f} s;"
            f" first screen {max(run.screen for run in group)} bytes; idle {max(run.idle for run in group)} bytes;"
            f" {max(run.mebibytes for run in group):.0f} MiB"
        )
    bare, shell, rows = figures.values()
    kept = [
        _ratio("shell / bare", shell, bare, SHELL_RATIO),
        _ratio("rows / bare", rows, bare, ROWS_RATIO),
        all(
            run.screen <= FIRST_SCREEN and run.idle == 0 and run.mebibytes <= MEMORY for run in (*shell, *rows)
        ),
    ]
    return 0 if all(kept) else 1


def _ratio(name: str, measured: list[Run], floor: list[Run], bound: float) -> bool:
    """Print how much longer it took; whether it is within the bound."""
    middle = median(run.seconds for run in measured) / median(run.seconds for run in floor)
    least = min(run.seconds for run in measured) / min(run.seconds for run in floor)
    print(f"{name}: {middle:.2f} of medians, {least:.2f} of minima (bound {bound})")
    return min(middle, least) <= bound


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
