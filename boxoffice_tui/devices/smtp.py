"""Mails over SMTP: one connection a mail, every step with a limit, every failure named for the outbox."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from boxoffice_tui.devices.protocols import MailDoorError, Refused, Uncertain, Unreachable
from boxoffice_tui.rules.mail_address import wire_address
from boxoffice_tui.rules.text import safe

_GO_AHEAD = 354
_ACCEPTED = range(200, 300)
_WHO_ARE_YOU = frozenset({530, 534, 535, 538})
_OTHERS = 0o007
_REPLY_LIMIT = 500
_LOST = (OSError, smtplib.SMTPException)


class Security(StrEnum):
    """How the connection is protected; there is no falling back to a weaker one."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class SmtpDoor:
    """A mail server, and how to speak to it; `timeout` in seconds holds for each step.

    With a `username`, the password is the first line of `password_file`, read at each connection and refused
    while others may read it. `authority` is a file of certificates to trust in place of the system's;
    `host_name` is what we call ourselves.
    """

    host: str
    port: int
    security: Security = Security.STARTTLS
    timeout: float = 20.0
    username: str = ""
    password_file: Path | None = None
    authority: Path | None = None
    host_name: str = "localhost"

    def send(self, message: bytes, sender: str, recipient: str, outbox_id: int) -> str:
        """Hand `message` to the server (`MailDoor.send`); its answer comes back."""
        envelope = wire_address(sender), wire_address(recipient)
        with self._connected() as server:
            _say_for_whom(server, *envelope)
            answer = _hand_over(server, message)
            with suppress(*_LOST):  # it is accepted: how they part does not matter
                server.quit()
            return answer

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """A server that knows us; whatever goes wrong before that is about us, not about the mail."""
        server: smtplib.SMTP | None = None
        try:
            try:
                server = self._greeted()
                self._introduce(server)
            except _LOST as error:
                raise Unreachable(f"{self.host}:{self.port}: {_told(error)}") from error
            yield server
        finally:
            if server is not None:
                server.close()

    def _greeted(self) -> smtplib.SMTP:
        if self.security is Security.TLS:
            return smtplib.SMTP_SSL(
                self.host, self.port, self.host_name, timeout=self.timeout, context=self._context()
            )
        return smtplib.SMTP(self.host, self.port, self.host_name, timeout=self.timeout)

    def _introduce(self, server: smtplib.SMTP) -> None:
        if self.security is Security.STARTTLS:
            server.starttls(context=self._context())
        server.ehlo_or_helo_if_needed()
        if self.username:
            server.login(self.username, self._password())

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority) if self.authority else None)

    def _password(self) -> str:
        if self.password_file is None:
            raise Unreachable(f"{self.host}:{self.port}: a user name without a password file")
        if self.password_file.stat().st_mode & _OTHERS:
            raise Unreachable(f"{self.password_file}: others may read the password")
        password = (self.password_file.read_text(encoding="utf-8").splitlines() or [""])[0]
        if not (password.isascii() and self.username.isascii()):
            raise Unreachable(f"{self.password_file}: SMTP takes no letters beyond ASCII here")
        return password


def _say_for_whom(server: smtplib.SMTP, sender: str, recipient: str) -> None:
    options = [] if (sender + recipient).isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
    if options and not server.has_extn("smtputf8"):
        raise Refused(permanent=True, reply="the server takes no addresses beyond ASCII (SMTPUTF8)")
    try:
        code, reply = server.mail(sender, options)
        if code in _ACCEPTED:
            code, reply = server.rcpt(recipient)
    except _LOST as error:
        raise Unreachable(_told(error)) from error
    if code not in _ACCEPTED:
        raise _refusal(code, reply)


def _hand_over(server: smtplib.SMTP, message: bytes) -> str:
    try:
        code, reply = server.docmd("DATA")
    except _LOST as error:
        raise Unreachable(_told(error)) from error
    if code != _GO_AHEAD:
        raise _refusal(code, reply)
    try:
        server.send(_on_the_wire(message))
        code, reply = server.getreply()
    except _LOST as error:
        raise Uncertain(_told(error)) from error
    if code < 0:
        raise Uncertain(_answer(code, reply))
    if code not in _ACCEPTED:
        raise _refusal(code, reply)
    return _answer(code, reply)


def _on_the_wire(message: bytes) -> bytes:
    """`message` with each line ended alike and its leading dots doubled, then the end (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message.removesuffix(b"\r\n"))
    return re.sub(rb"(?m)^\.", b"..", lines) + b"\r\n.\r\n"


def _refusal(code: int, reply: bytes) -> MailDoorError:
    """What an answer that is no acceptance means; not knowing us is no fault of the mail."""
    if code < 0 or code in _WHO_ARE_YOU:
        return Unreachable(_answer(code, reply))
    return Refused(permanent=code >= 500, reply=_answer(code, reply))


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return _answer(error.smtp_code, reply if isinstance(reply, bytes) else str(reply).encode())
    return safe(str(error) or type(error).__name__, _REPLY_LIMIT)


def _answer(code: int, reply: bytes) -> str:
    return safe(f"{code} {reply.decode('utf-8', 'replace')}", _REPLY_LIMIT)
