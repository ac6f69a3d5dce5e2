"""Real processes, quickly: a server that has imported the services forks for each, so that imports are paid once.

A child is a process of its own, with pipes to the test; it may be told, killed and waited for as any other.
"""

from __future__ import annotations

import fcntl
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import termios
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
_IMPORTED = (
    "boxoffice_tui.app",
    "boxoffice_tui.cli.desks",
    "boxoffice_tui.cli.backup",
    "boxoffice_tui.cli.program",
    "boxoffice_tui.cli.restore",
    "boxoffice_tui.locales.words",
    "boxoffice_tui.screens.archives.add_ticket",
    "boxoffice_tui.screens.archives.order",
    "boxoffice_tui.services.backup",
    "boxoffice_tui.services.cancellations",
    "boxoffice_tui.services.checks.runner",
    "boxoffice_tui.services.doors",
    "boxoffice_tui.services.sales",
    "tests.house",
)
_FILES = 3


@dataclass(slots=True)
class Child:
    """A process: `tell` it a line, read what it `said`, `kill` it, ask how it `ended`."""

    pid: int
    _stdin: IO[str]
    _stdout: IO[str]
    stderr: IO[str]
    _nursery: Nursery

    def tell(self, *words: object) -> None:
        """Writes a line to it."""
        self._stdin.write(" ".join(map(str, words)) + "\n")
        self._stdin.flush()

    def said(self) -> str:
        """The next line it says, "" once there is none."""
        return self._stdout.readline().rstrip("\n")

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Sends it a signal."""
        os.kill(self.pid, number)

    def ended(self) -> int:
        """Its exit code once it has ended, a signal's number below zero; its input ends now at the latest."""
        self._stdin.close()
        return self._nursery.ended(self.pid)


class Nursery:
    """The server, seen from a test."""

    def __init__(self, server: socket.socket) -> None:
        self._server = server

    def ask(self, question: Any, files: tuple[int, ...] = ()) -> Any:
        """The server's answer."""
        socket.send_fds(self._server, [json.dumps(question).encode()], files)
        return json.loads(self._server.recv(65536))

    def start(self, files: tuple[int, int, int], module: str, *arguments: object) -> int:
        """`python -m module arguments…` with these files, which are closed here; its process id."""
        pid = int(self.ask([module, [str(one) for one in arguments], dict(os.environ)], files))
        for file in set(files):
            os.close(file)
        return pid

    def ended(self, pid: int) -> int:
        """The exit code of a process once it has ended, a signal's number below zero. To be asked once."""
        return int(self.ask(pid))

    @contextmanager
    def child(self, module: str, *arguments: object) -> Iterator[Child]:
        """`python -m module arguments…` in this environment; killed at the end where it has not ended before."""
        pipes = [os.pipe() for _file in range(_FILES)]
        pid = self.start((pipes[0][0], pipes[1][1], pipes[2][1]), module, *arguments)
        with (
            os.fdopen(pipes[0][1], "w", encoding="utf-8") as stdin,
            os.fdopen(pipes[1][0], encoding="utf-8") as stdout,
            os.fdopen(pipes[2][0], encoding="utf-8") as stderr,
        ):
            child = Child(pid, stdin, stdout, stderr, self)
            try:
                yield child
            finally:
                if not stdin.closed:
                    child.kill()
                    child.ended()


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A server of children; what is left of them ends with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        command = [sys.executable, "-m", "tests.faults.nursery", str(theirs.fileno())]
        with subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()]):
            theirs.close()
            yield Nursery(ours)
            ours.close()


def serve(asked: socket.socket) -> None:
    """Forks for each request, waits for whom it is asked about, until nobody asks any more."""
    for module in _IMPORTED:
        import_module(module)
    while True:
        said, files, _flags, _address = socket.recv_fds(asked, 1 << 20, _FILES)
        if not said:
            return
        question = json.loads(said)
        if isinstance(question, int):
            answer = os.waitstatus_to_exitcode(os.waitpid(question, 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                _become(asked, files, *question)
        for file in files:
            os.close(file)
        asked.send(json.dumps(answer).encode())


def _become(
    asked: socket.socket, files: list[int], module: str, arguments: list[str], environment: dict[str, str]
) -> None:
    asked.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.setsid()
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    code = 1
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
