"""`boxoffice` for a shell, quickly: a server that has imported the program forks for every command.

A command is a process of its own with the shell's variables, folder and files, as it would be without; only the
second that imports take is spent once. `python -m tests.journeys.forking SOCKET` serves; the executable that
`install` writes asks it.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

_CLIENT = """#!{python} -ISu
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as asked:
    asked.connect({place!r})
    said = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(asked, [len(said).to_bytes(4, "big")], [0, 1, 2])
    asked.sendall(said)
    sys.exit(int(asked.recv(16) or b"1"))
"""


def install(folder: Path, place: Path) -> None:
    """Writes the executable `boxoffice` that asks the server at `place`."""
    program = folder / "boxoffice"
    program.write_text(_CLIENT.format(python=sys.executable, place=str(place)))
    program.chmod(0o700)


def serve(place: str) -> None:
    """Answers until it is killed."""
    _import_the_program()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            asked, _address = listening.accept()
            if os.fork() == 0:
                _answer(asked)
            asked.close()


def _answer(asked: socket.socket) -> None:
    head, files, _flags, _address = socket.recv_fds(asked, 4, 3)
    length = int.from_bytes(head, "big")
    said = b""
    while len(said) < length:
        said += asked.recv(length - len(said))
    process = os.fork()
    if process == 0:
        _become(files, *json.loads(said))
    _process, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    asked.sendall(str(code if code >= 0 else 128 - code).encode())
    os._exit(0)


def _become(files: list[int], arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["boxoffice", *arguments]
    from boxoffice_tui.__main__ import main

    main()
    os._exit(1)  # main ends the process itself


def _import_the_program() -> None:
    from importlib import import_module

    from boxoffice_tui.cli.program import NOUNS

    for module, _told in NOUNS.values():
        import_module(module)
    for module in ("archives", "confirmation", "imports.orders", "outbox", "setup.apply", "setup.export"):
        import_module(f"boxoffice_tui.services.{module}")


if __name__ == "__main__":
    serve(sys.argv[1])
