"""A proxy before PostgreSQL that loses the connection at COMMIT, before or after the server hears of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import sqlalchemy as sa


@dataclass(slots=True)
class Cable:
    """The way to the server. `cut_at_commit`: "" never, "before" or "after" COMMIT reaches it, once."""

    url: str
    cut_at_commit: str = ""
    cuts: int = 0
    _sockets: list[socket.socket] = field(default_factory=list)

    def pull(self) -> None:
        """Loses every connection there is; new ones are carried again."""
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def cable_to(url: str) -> Iterator[Cable]:
    """A cable to the PostgreSQL at `url`; its own URL leads through it."""
    target = sa.make_url(url)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    cable = Cable(target.set(host="127.0.0.1", port=port).render_as_string(hide_password=False))

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            server = socket.create_connection((str(target.host), int(target.port or 5432)))
            cable._sockets += [client, server]
            threading.Thread(target=_carry, args=(cable, client, server), daemon=True).start()
            threading.Thread(target=_return, args=(server, client), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield cable
    finally:
        listener.close()
        for one in cable._sockets:
            one.close()


def _carry(cable: Cable, client: socket.socket, server: socket.socket) -> None:
    try:
        while data := client.recv(65536):
            cutting = cable.cut_at_commit if b"COMMIT\0" in data else ""
            if cutting:
                cable.cut_at_commit = ""
                cable.cuts += 1
            if cutting != "before":
                server.sendall(data)
            if cutting == "after":
                server.recv(65536)  # the server has committed once it answers
            if cutting:
                break
    except OSError:
        pass
    for one in (client, server):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def _return(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while data := server.recv(65536):
            client.sendall(data)
