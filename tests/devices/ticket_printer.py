"""A printer on loopback, as good or as bad as a test asks for: it keeps the bytes, and answers as real ones do."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
PAPER, ONLINE, IN_TURN = b"\x10\x04\x04", b"\x10\x04\x01", b"\x1dr\x01"
FINE = {PAPER: b"\x12", ONLINE: b"\x12", IN_TURN: b"\x00"}
NO_PAPER = {PAPER: b"\x72", ONLINE: b"\x1a"}
COVER_OPEN = {PAPER: b"\x12", ONLINE: b"\x1a"}
BOCA = {b"<S1>": b"\x11", b"<p>": b"\x13\x06\x11"}


@dataclass(slots=True)
class Behaviour:
    """`answers` to what it reads; `reads` so many bytes and hangs up on the rest; without `takes` reads nothing."""

    answers: dict[bytes, bytes] = field(default_factory=dict)
    takes: bool = True
    reads: int | None = None
    received: bytearray = field(default_factory=bytearray)
    connections: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def printed(self) -> bytes:
        """What came, without what it was asked at once."""
        return bytes(self.received).replace(PAPER, b"").replace(ONLINE, b"").replace(b"<S1>", b"")

    def serve(self, line: socket.socket) -> None:
        """One connection to its end."""
        self.connections += 1
        line.settimeout(0.05)
        while not self.stop.is_set():
            if not self.takes:
                self.stop.wait(0.05)
                continue
            with suppress(TimeoutError):
                came = line.recv(self.reads or 4096)
                if not came:
                    return
                self._take(line, came)
                if self.reads is not None and len(self.received) >= self.reads:
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return  # hung up on: the other side is told with a reset

    def _take(self, line: socket.socket, came: bytes) -> None:
        before = len(self.received)
        self.received += came
        for asked, answer in self.answers.items():
            begun = max(0, before - len(asked) + 1)
            for _ in range(bytes(self.received[begun:]).count(asked)):
                line.sendall(answer)


@contextmanager
def running(behaviour: Behaviour) -> Iterator[int]:
    """A printer that behaves so; its port."""
    with socket.socket() as listener:
        if not behaviour.takes:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        listener.bind((HOST, 0))
        listener.listen()
        listener.settimeout(0.05)

        def accept() -> None:
            while not behaviour.stop.is_set():
                with suppress(TimeoutError):
                    line, _ = listener.accept()
                    with line, suppress(OSError):
                        behaviour.serve(line)

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            behaviour.stop.set()
            thread.join()
