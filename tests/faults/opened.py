"""The whole program in a terminal of its own, brought by keys to where it holds a seat."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.faults.nursery import Nursery
from tests.widgets.terminal import Terminal

LONG_ENOUGH = 30.0
WIDTH, HEIGHT = 80, 24


@dataclass
class Opened:
    """The program and what its terminal shows."""

    pid: int
    terminal: int
    _processes: Nursery
    output: bytes = b""
    over: bool = False

    @property
    def text(self) -> str:
        """What is on the screen now."""
        screen = Terminal(WIDTH, HEIGHT)
        screen.feed(self.output.decode(errors="replace"))
        return "\n".join(screen.line(line) for line in range(HEIGHT))

    def press(self, keys: bytes) -> None:
        """Types keys."""
        os.write(self.terminal, keys)

    def until(self, there: Callable[[], bool]) -> None:
        """Shows what the program writes until something is there."""
        deadline = time.monotonic() + LONG_ENOUGH
        while not there():
            assert time.monotonic() < deadline, self.text
            self._read(0.02)

    def sees(self, text: str) -> None:
        """Until a text is on the screen."""
        self.until(lambda: text in self.text)

    def cut(self) -> None:
        """Takes the terminal away, as a lost connection does."""
        if self.terminal >= 0:
            os.close(self.terminal)
        self.terminal = -1

    def ended(self) -> int:
        """The exit code once it has ended, a signal's number below zero."""
        with suppress(OSError):  # the terminal closes with its last reader
            while self.terminal >= 0:
                self._read(LONG_ENOUGH)
        self.over = True
        return self._processes.ended(self.pid)

    def _read(self, seconds: float) -> None:
        if select.select([self.terminal], [], [], seconds)[0]:
            self.output += os.read(self.terminal, 65536)


@contextmanager
def opened(processes: Nursery, address: str, now: str) -> Iterator[Opened]:
    """The program on a database, its clock started at `now`; killed where it has not ended."""
    terminal, theirs = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    options = ("--database", address, "--language", "en", "--now", now)
    pid = processes.start((theirs, theirs, theirs), "boxoffice_tui", *options)
    program = Opened(pid, terminal, processes)
    try:
        yield program
    finally:
        if not program.over:
            os.kill(pid, signal.SIGKILL)
            program.ended()
        program.cut()
