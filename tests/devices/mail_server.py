"""A real mail server on loopback, as good or as bad as a test asks for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USER, PASSWORD = "guichet", "s3cret word"


@dataclass(slots=True)
class Behaviour:
    """What the server says to each step; an answer of "" says nothing for ever, "drop" hangs up."""

    mail: str = "250 OK"
    recipient: str = "250 OK"
    data: str = "250 queued as 17"
    received: list[Envelope] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await _answer(self.mail, server)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await _answer(self.recipient, server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.received.append(envelope)
        return await _answer(self.data, server)


async def _answer(said: str, server: SMTP) -> str:
    if said == "drop":
        assert server.transport is not None
        server.transport.abort()
    elif not said:
        await asyncio.Event().wait()
    return said


def authenticated(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    """Whether the one user gave the one password."""
    known = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(behaviour: Behaviour, **settings: Any) -> Iterator[int]:
    """A server that behaves so; its port."""
    controller = Controller(behaviour, hostname=HOST, port=free_port(), **settings)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server((HOST, 0)) as listener:
        yield int(listener.getsockname()[1])
