from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.documents.headers import date_header, header_block, mailbox, message_id, unstructured
from boxoffice_tui.rules.mail_address import MalformedAddressError
from boxoffice_tui.rules.text import safe
from tests.documents.examples import HOSTILE

ANY_TEXT = (
    st.sampled_from(HOSTILE) | st.text(max_size=120) | st.text(alphabet='a,;:"\\<>()@=?é ', max_size=120)
)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Anne", '"Anne" <a@exemple.ca>'),
        ("", "a@exemple.ca"),
        ('Anne "Nan", Roy', '"Anne \\"Nan\\", Roy" <a@exemple.ca>'),
        ("Éloïse", "=?utf-8?b?w4lsb8Ovc2U=?=\r\n <a@exemple.ca>"),
    ],
)
def test_a_mailbox(name: str, written: str) -> None:
    assert mailbox(name, "a@exemple.ca") == written


@given(ANY_TEXT)
def test_any_name_and_subject_arrive_whole_and_alone(text: str) -> None:
    block = header_block(
        {
            "To": mailbox(text, "a@exemple.ca"),
            "Subject": unstructured(f"Re: {text}", "Subject"),
            "X-Empty": "",
        }
    )
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\r\n(?![ TS]|$)", block)
    assert max(map(len, block.split(b"\r\n"))) <= 998
    read = message_from_bytes(block + b"\r\n")
    assert read.keys() == ["To", "Subject"]
    name, address = parseaddr(read["To"])
    assert address == "a@exemple.ca"
    assert _decoded(name) == _collapsed(safe(text))
    assert _decoded(read["Subject"]) == _collapsed(f"Re: {safe(text, 196)}")


def test_a_bad_address_is_refused() -> None:
    with pytest.raises(MalformedAddressError):
        mailbox("Eve", "a@exemple.ca\r\nBcc: x@y.ca")


def test_dates_are_in_utc() -> None:
    at = datetime(2026, 8, 14, 15, 20, tzinfo=timezone(timedelta(hours=-4)))
    assert date_header(at) == date_header(at.astimezone(UTC)) == "Fri, 14 Aug 2026 19:20:00 +0000"


@pytest.mark.parametrize(
    "value", ["", "a@b", "<a@b>\r\nBcc: x@y.ca", "<é@b>", "<a b@c>", "<a@b@c>", "<a@b> <c@d>"]
)
def test_only_a_message_id_is_one(value: str) -> None:
    with pytest.raises(ValueError, match="not a Message-ID"):
        message_id(value)
    assert message_id("<outbox.17@orchestre.example>") == "<outbox.17@orchestre.example>"


def _decoded(written: str) -> str:
    return _collapsed(str(make_header(decode_header(written))))


def _collapsed(text: str) -> str:
    return " ".join(text.split())
