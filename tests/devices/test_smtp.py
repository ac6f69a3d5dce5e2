from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.devices.protocols import MailDoor, Refused, Uncertain, Unreachable
from boxoffice_tui.devices.smtp import Security, SmtpDoor
from boxoffice_tui.documents.mail import render
from boxoffice_tui.rules.mail_address import MalformedAddressError
from tests.devices.mail_server import (
    HOST,
    PASSWORD,
    USER,
    Behaviour,
    authenticated,
    free_port,
    running,
    silent,
)
from tests.documents.examples import BESIDE, MAIL, TICKET
from tests.documents.reading import attachment, body, codes

SENDER, RECIPIENT = "noreply@orchestre.example", "eloise@exemple.ca"
SMALL = b"Subject: x\r\n\r\nHello\r\n"
TOLD = "250 queued as 17"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Path:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


@pytest.fixture
def server_side(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    return context


@pytest.fixture
def password_file(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\nnot this line\n")
    file.chmod(0o600)
    return file


def _plain(port: int, timeout: float = 5.0) -> MailDoor:
    return SmtpDoor(HOST, port, Security.NONE, timeout)


def test_a_confirmation_arrives_whole() -> None:
    behaviour, content = Behaviour(), render(MAIL)
    with running(behaviour) as port:
        assert _plain(port).send(content, SENDER, RECIPIENT, 17) == TOLD
    (envelope,) = behaviour.received
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [RECIPIENT])
    arrived = envelope.original_content
    assert arrived == content
    assert codes(attachment(arrived, "application/pdf")) == [[TICKET.token], [BESIDE.token]]
    assert b"BEGIN:VEVENT" in attachment(arrived, "text/calendar")
    assert "482913" in body(arrived, "plain")
    assert "482913" in body(arrived, "html")


@pytest.mark.parametrize(
    ("step", "said", "permanent"),
    [
        ("mail", "550 5.7.1 you are not welcome", True),
        ("mail", "421 4.3.2 closing", False),
        ("recipient", "550 5.1.1 no such user", True),
        ("recipient", "451 4.7.1 greylisted", False),
        ("data", "554 5.6.0 looks like spam", True),
        ("data", "452 4.3.1 no room", False),
    ],
)
def test_a_refusal_is_for_ever_or_for_now(step: str, said: str, permanent: bool) -> None:
    with running(Behaviour(**{step: said})) as port, pytest.raises(Refused) as refused:
        _plain(port).send(SMALL, SENDER, RECIPIENT, 1)
    assert (refused.value.permanent, refused.value.reply) == (permanent, said)


@pytest.mark.parametrize("step", ["mail", "recipient"])
@pytest.mark.parametrize("said", ["", "drop", "nonsense"])
def test_a_line_lost_before_the_content_left_nothing_behind(step: str, said: str) -> None:
    behaviour = Behaviour(**{step: said})
    with running(behaviour) as port, pytest.raises(Unreachable):
        _plain(port, 0.2).send(SMALL, SENDER, RECIPIENT, 1)
    assert behaviour.received == []


@pytest.mark.parametrize("said", ["", "drop", "nonsense"])
def test_a_line_lost_after_the_content_may_have_been_accepted(said: str) -> None:
    behaviour = Behaviour(data=said)
    with running(behaviour) as port, pytest.raises(Uncertain):
        _plain(port, 0.2).send(SMALL, SENDER, RECIPIENT, 1)
    assert len(behaviour.received) == 1


def test_a_server_that_is_not_there_or_never_speaks_is_unreachable() -> None:
    nobody = free_port()
    with pytest.raises(Unreachable, match=rf"127\.0\.0\.1:{nobody}: .*refused"):
        _plain(nobody).send(SMALL, SENDER, RECIPIENT, 1)
    with silent() as port, pytest.raises(Unreachable, match="timed out"):
        _plain(port, 0.2).send(SMALL, SENDER, RECIPIENT, 1)


def test_an_encrypted_line_from_the_start(server_side: ssl.SSLContext, trusted: Path) -> None:
    behaviour = Behaviour()
    with running(behaviour, ssl_context=server_side) as port:
        door = SmtpDoor(HOST, port, Security.TLS, 5.0, authority=trusted)
        assert door.send(SMALL, SENDER, RECIPIENT, 1) == TOLD
    assert behaviour.received[0].original_content == SMALL


def test_an_encrypted_line_and_a_password(
    server_side: ssl.SSLContext, trusted: Path, password_file: Path
) -> None:
    behaviour = Behaviour()
    settings = {"tls_context": server_side, "require_starttls": True, "authenticator": authenticated}
    with running(behaviour, auth_required=True, **settings) as port:
        known = SmtpDoor(HOST, port, Security.STARTTLS, 5.0, USER, password_file, trusted)
        assert known.send(SMALL, SENDER, RECIPIENT, 1) == TOLD
        unknown = SmtpDoor(HOST, port, Security.STARTTLS, 5.0, authority=trusted)
        with pytest.raises(Unreachable, match="530"):
            unknown.send(SMALL, SENDER, RECIPIENT, 1)
        password_file.write_text("wrong\n")
        with pytest.raises(Unreachable, match="535") as refused:
            known.send(SMALL, SENDER, RECIPIENT, 1)
    assert "wrong" not in str(refused.value)
    assert len(behaviour.received) == 1


def test_a_certificate_nobody_vouches_for_and_a_server_without_encryption_get_nothing(
    server_side: ssl.SSLContext,
) -> None:
    behaviour = Behaviour()
    with running(behaviour, ssl_context=server_side) as port, pytest.raises(Unreachable, match="certificate"):
        SmtpDoor(HOST, port, Security.TLS, 5.0).send(SMALL, SENDER, RECIPIENT, 1)
    with running(behaviour) as port, pytest.raises(Unreachable, match="STARTTLS"):
        SmtpDoor(HOST, port, Security.STARTTLS, 5.0).send(SMALL, SENDER, RECIPIENT, 1)
    assert behaviour.received == []


@pytest.mark.parametrize(
    ("mode", "content", "why"),
    [
        (0o644, PASSWORD, "others may read"),
        (0o600, "mot de passe é", "beyond ASCII"),
        (None, "", "No such file"),
    ],
)
def test_a_password_file_that_will_not_do(
    password_file: Path, mode: int | None, content: str, why: str
) -> None:
    if mode is None:
        password_file.unlink()
    else:
        password_file.write_text(content, encoding="utf-8")
        password_file.chmod(mode)
    with running(Behaviour()) as port, pytest.raises(Unreachable, match=why) as refused:
        SmtpDoor(HOST, port, Security.NONE, 5.0, USER, password_file).send(SMALL, SENDER, RECIPIENT, 1)
    assert "mot de" not in str(refused.value)


def test_an_address_beyond_ascii_needs_a_server_that_takes_it() -> None:
    behaviour = Behaviour()
    with running(behaviour, enable_SMTPUTF8=True) as port:
        assert _plain(port).send(SMALL, SENDER, "éloïse@bücher.example", 1) == TOLD
    assert behaviour.received[0].rcpt_tos == ["éloïse@xn--bcher-kva.example"]
    assert "SMTPUTF8" in behaviour.received[0].mail_options
    with running(behaviour, enable_SMTPUTF8=False) as port:
        with pytest.raises(Refused, match="SMTPUTF8") as refused:
            _plain(port).send(SMALL, SENDER, "éloïse@bücher.example", 1)
        assert _plain(port).send(SMALL, SENDER, "eloise@bücher.example", 1) == TOLD
    assert refused.value.permanent


@pytest.mark.parametrize("address", ["a@b.ca\r\nRCPT TO:<x@y.ca>", "<a@b.ca> BODY=8BITMIME", ""])
def test_an_address_that_is_a_command_reaches_no_server(address: str) -> None:
    with pytest.raises(MalformedAddressError):
        _plain(free_port()).send(SMALL, SENDER, address, 1)
    with pytest.raises(MalformedAddressError):
        _plain(free_port()).send(SMALL, address, RECIPIENT, 1)


@pytest.fixture(scope="module")
def open_server() -> Iterator[tuple[int, Behaviour]]:
    behaviour = Behaviour()
    with running(behaviour) as port:
        yield port, behaviour


@given(st.lists(st.sampled_from([b".", b"..", b"", b"a", b".a", b"MAIL FROM:<x@y.ca>"]), max_size=8))
def test_no_line_ends_a_message_early(open_server: tuple[int, Behaviour], lines: list[bytes]) -> None:
    port, behaviour = open_server
    behaviour.received.clear()
    content = SMALL + b"".join(line + b"\r\n" for line in lines)
    _plain(port).send(content, SENDER, RECIPIENT, 1)
    assert [envelope.original_content for envelope in behaviour.received] == [content]


def test_a_bare_line_end_cannot_smuggle_a_second_mail(open_server: tuple[int, Behaviour]) -> None:
    port, behaviour = open_server
    behaviour.received.clear()
    _plain(port).send(SMALL + b"a\n.\nb\r.\rc", SENDER, RECIPIENT, 1)
    (envelope,) = behaviour.received
    assert envelope.original_content == SMALL + b"a\r\n.\r\nb\r\n.\r\nc\r\n"
