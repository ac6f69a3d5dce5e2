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
    """The way to the server. `cut_at_commit`: "" never, "before" or "after" COMMIT reaches it, once; the first ones
    of which it `spares`.
    """

    url: str
    cut_at_commit: str = ""
    spares: int = 0
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
            cut = threading.Event()
            threading.Thread(target=_carry, args=(cable, client, server, cut), daemon=True).start()
            threading.Thread(target=_return, args=(server, client, cut), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield cable
    finally:
        listener.close()
        for one in cable._sockets:
            one.close()


def _carry(cable: Cable, client: socket.socket, server: socket.socket, cut: threading.Event) -> None:
    """Forwards what the client says, until COMMIT is to be lost; after it, the server's answer is what is lost."""
    with suppress(OSError):
        while data := client.recv(65536):
            cutting = cable.cut_at_commit if b"COMMIT\0" in data else ""
            if cutting and cable.spares:
                cable.spares -= 1
                cutting = ""
            if cutting:
                cable.cut_at_commit = ""
                cable.cuts += 1
            if cutting == "before":
                break
            if cutting == "after":
                cut.set()
            server.sendall(data)
    _close(client, server)


def _return(server: socket.socket, client: socket.socket, cut: threading.Event) -> None:
    """Forwards what the server says; its answer to COMMIT shows that it has committed, and goes no further."""
    with suppress(OSError):
        while data := server.recv(65536):
            if cut.is_set():
                break
            client.sendall(data)
    _close(client, server)


def _close(*ends: socket.socket) -> None:
    for one in ends:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
