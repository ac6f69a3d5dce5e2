"""Mail headers written out by ourselves, so that no text from people and no library version changes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime, quote

from boxoffice_tui.rules.mail_address import wire_address
from boxoffice_tui.rules.text import safe

_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}>")
_PLAIN_NAME = 60
_END = "\r\n"


def header_block(headers: Mapping[str, str]) -> bytes:
    """The headers whose value is not empty, one a line, ended as RFC 5322 asks, in UTF-8 (RFC 6532)."""
    return "".join(f"{name}: {value}{_END}" for name, value in headers.items() if value).encode()


def mailbox(name: str, address: str) -> str:
    """`name <address>`: plain names quoted, others as RFC 2047 words; errors as `wire_address`."""
    shown, wire = safe(name).strip(), wire_address(address)
    if not shown:
        return wire
    if shown.isascii() and len(shown) <= _PLAIN_NAME and "=?" not in shown:
        return f'"{quote(shown)}" <{wire}>'
    return f"{_encoded(shown, 'Reply-To')}{_END} <{wire}>"


def unstructured(text: str, header_name: str) -> str:
    """A text such as the subject, folded; RFC 2047 words where it is not plain."""
    shown = safe(text)
    if shown.isascii() and "=?" not in shown:
        return Header(shown, "us-ascii", header_name=header_name).encode(linesep=_END)
    return _encoded(shown, header_name)


def date_header(instant: datetime) -> str:
    """An aware instant as a Date header, in UTC."""
    return format_datetime(instant.astimezone(UTC))


def message_id(value: str) -> str:
    """`value` if it is a Message-ID of printable ASCII, else ValueError."""
    if not _MESSAGE_ID.fullmatch(value):
        raise ValueError("not a Message-ID")
    return value


def _encoded(text: str, header_name: str) -> str:
    return Header(text, "utf-8", header_name=header_name).encode(linesep=_END)
