"""Whatever a file holds, an importer answers with rows or problems, never with an exception."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice_tui.data.importers.calendar import parse_calendar
from boxoffice_tui.data.importers.contacts import ContactDefaults, parse_contacts
from boxoffice_tui.data.importers.files import Parsed
from boxoffice_tui.data.importers.mapping import parse_mapping
from boxoffice_tui.data.importers.orders import OrderContext, parse_orders
from boxoffice_tui.data.importers.programme import parse_programme
from boxoffice_tui.data.importers.seating_plan import parse_plan
from boxoffice_tui.rules.text import safe

MAPPING = b"""
[columns]
event = "event"
starts_at = "starts_at"
venue = "venue"
[defaults]
zone = "America/Toronto"
season = "s"
activity = "a"
"""
(PROGRAMME_MAPPING,) = parse_mapping(MAPPING).rows
CONTACTS = ContactDefaults(("fr", "en"), "fr", "CA")
ORDERS = OrderContext("CAD", 2, "America/Toronto")

IMPORTERS: dict[str, Callable[[bytes], Parsed[object]]] = {
    "plan": parse_plan,
    "mapping": parse_mapping,
    "programme": lambda content: parse_programme(content, PROGRAMME_MAPPING),
    "calendar": lambda content: parse_calendar(content, PROGRAMME_MAPPING),
    "contacts": lambda content: parse_contacts(content, CONTACTS),
    "orders": lambda content: parse_orders(content, ORDERS),
}

BEGINNINGS = {
    "plan": [b'{"name":"x","size":{"width":1,"height":1},"categories":[],"zones":['],
    "mapping": [b"[columns]\n", b"[venues.x]\n"],
    "programme": [b"event,starts_at,venue\n"],
    "calendar": [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:x\n"],
    "contacts": [b"number,last_name,email,phone,country\n"],
    "orders": [
        b"number,dossier,contact,bought_at,origin,event,starts_at,seat,count,rate,price,paid,method\n",
        b'[{"number":',
    ],
}
MARKS = [b",", b";", b"\t", b"\n", b"\r\n", b"\r", b'"', b"'", b"=", b"{", b"}", b"[", b"]", b":", b"\\"]
BYTES = [b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\x1b[2J", b"\xed\xa0\x80", b"x" * 300]
WORDS = """null \\ud800 1e999 NaN 482913 2026-12-05T20:00 0001-01-01 9999-12-31T23:59:59+23:59 counter cash 32.00
a@b.ca @ +15145550188 CA ../.. DTSTART: DTSTART;TZID= RRULE:FREQ=DAILY 20260105T200000 BEGIN:VTIMEZONE
END:VEVENT END:VCALENDAR zone= code= Éloïse e\u0301\u0301\u0301\u0301\u0301"""
FRAGMENTS = st.sampled_from([*MARKS, *BYTES, *(word.encode() for word in WORDS.split())])
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(FRAGMENTS, max_size=40).map(b"".join),
)


def texts(value: object) -> list[str]:
    """Every text in a result, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for text in texts(item)]
    if isinstance(value, tuple | list):
        return [text for item in value for text in texts(item)]
    fields = getattr(type(value), "__dataclass_fields__", {})
    return [text for name in fields for text in texts(getattr(value, name))]


@pytest.mark.parametrize("name", IMPORTERS)
@settings(max_examples=80, deadline=None)
@given(content=CONTENTS, begun=st.booleans())
def test_any_bytes_give_rows_or_problems(name: str, content: bytes, begun: bool) -> None:
    for beginning in BEGINNINGS[name] if begun else [b""]:
        result = IMPORTERS[name](beginning + content)
        assert not (result.rows and result.problems)
        assert IMPORTERS[name](beginning + content) == result
        for found in (*result.problems, *result.warnings):
            assert type(found.code).__name__.endswith("Reason")
        assert all(
            safe(text, 10_000) == text for text in texts((result.rows, result.problems, result.warnings))
        )
