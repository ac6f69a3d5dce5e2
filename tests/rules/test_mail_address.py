from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.mail_address import MalformedAddressError, doubtful, wire_address


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("Eloise@Exemple.CA", "Eloise@exemple.ca"),
        ("kasse@bücher.example", "kasse@xn--bcher-kva.example"),
        ("éloïse@exemple.ca", "éloïse@exemple.ca"),
        ("a+b.c'd@exemple.test", "a+b.c'd@exemple.test"),
        ("guichet@theatre", "guichet@theatre"),
    ],
)
def test_an_address_as_servers_spell_it(address: str, wire: str) -> None:
    assert wire_address(address) == wire
    assert wire_address(wire) == wire


@pytest.mark.parametrize(
    "address",
    [
        "", "eloise", "@exemple.ca", "a@", "a@b@c.ca", "a b@c.ca", " a@c.ca", "a@c.ca\n", "a@c.ca\r\nBcc: x@y.ca",
        "a@c..ca", "<a@c.ca>", "Eve <a@c.ca>", "a@c.ca, x@y.ca", "a\u202e@c.ca", "a\x00@c.ca",
        "x" * 10_000 + "@c.ca",
    ],
    ids=lambda address: ascii(address[:16]),
)  # fmt: skip
def test_anything_else_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(MalformedAddressError) as refused:
        wire_address(address)
    assert str(refused.value) == "not an e-mail address"


@given(st.text(alphabet="aé@.\r\n <>,\"'+:;\u202e", max_size=30))
def test_nothing_that_ends_a_line_or_names_two_people_comes_through(address: str) -> None:
    try:
        wire = wire_address(address)
    except MalformedAddressError:
        return
    assert not set(wire) & set('\r\n <>,";:\u202e')
    assert wire.count("@") == 1


@pytest.mark.parametrize(
    ("address", "mistyped"),
    [
        ("eve@exemple.ca", False),
        ("eve@exemple.xn--p1ai", False),
        ("eve@museum.museum", False),
        ("eve@exemple", True),
        ("eve@exemple.c", True),
        ("eve@exemple.c0m", True),
    ],
)
def test_a_domain_that_no_mail_reaches_is_doubtful(address: str, mistyped: bool) -> None:
    assert doubtful(address) is mistyped
