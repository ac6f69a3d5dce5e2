"""In which order a country's addresses are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.postal import AddressPart, address_lines, parts_in_order, shown_parts

STREET, CODE, CITY, REGION = AddressPart
PARTS = st.lists(st.sampled_from(AddressPart), unique=True)


@pytest.mark.parametrize(
    ("post_format", "parts"),
    [
        ("%N%n%O%n%A%n%C %S %Z", (STREET, CITY, REGION, CODE)),
        ("%O%n%N%n%A%nCH-%Z %C", (STREET, CODE, CITY)),
        ("%N%n%O%n%A, %S%n%Z", (STREET, REGION, CODE)),
        ("%Z %C", (STREET, CODE, CITY)),
        ("", (STREET,)),
    ],
)
def test_the_fields_come_as_the_post_writes_them(post_format: str, parts: tuple[AddressPart, ...]) -> None:
    assert parts_in_order(post_format) == parts


@given(st.text("%ANOZCSD, -n", max_size=30))
def test_no_field_comes_twice_and_a_street_always(post_format: str) -> None:
    parts = parts_in_order(post_format)
    assert STREET in parts
    assert len(set(parts)) == len(parts)


@given(PARTS, PARTS)
def test_what_is_filled_in_is_never_hidden(used: list[AddressPart], filled: list[AddressPart]) -> None:
    shown = shown_parts(used, filled)
    assert shown[: len(used)] == tuple(used)
    assert set(shown) == {*used, *filled}
    assert len(set(shown)) == len(shown)


ADDRESS = {STREET: "12, rue Principale\nApp. 3", CODE: "G6V 1A1", CITY: "Lévis", REGION: "QC"}


@pytest.mark.parametrize(
    ("post_format", "lines"),
    [
        ("%N%n%O%n%A%n%C %S %Z", ("12, rue Principale", "App. 3", "Lévis QC G6V 1A1")),
        ("%O%n%N%n%A%nCH-%Z %C", ("12, rue Principale", "App. 3", "CH-G6V 1A1 Lévis", "QC")),
        ("%A, %S%n%Z", ("12, rue Principale", "App. 3, QC", "G6V 1A1", "Lévis")),
    ],
)
def test_an_envelope_reads_as_the_countrys_post_wants_it(post_format: str, lines: tuple[str, ...]) -> None:
    assert address_lines(post_format, ADDRESS) == lines
    assert address_lines(post_format, {}) == ()


@given(
    st.text("%ANOZCSD, -n", max_size=30),
    st.dictionaries(st.sampled_from(AddressPart), st.text("abc é1", min_size=1, max_size=9)),
)
def test_nothing_that_was_typed_is_lost(post_format: str, parts: dict[AddressPart, str]) -> None:
    written = "".join(address_lines(post_format, parts)).replace(" ", "")
    assert all(text.replace(" ", "") in written for text in parts.values())


@pytest.mark.parametrize(
    ("post_format", "filled", "line"),
    [
        ("%C, %S %Z", "|10001|New York|", "New York 10001"),
        ("%C, %S %Z", "|10001||NY", "NY 10001"),
        ("%C, %S %Z", "||New York|NY", "New York, NY"),
        ("LT-%Z %C", "||Vilnius|", "Vilnius"),
        ("LT-%Z %C", "|01001|Vilnius|", "LT-01001 Vilnius"),
    ],
)
def test_what_parts_two_goes_with_what_is_blank(post_format: str, filled: str, line: str) -> None:
    assert address_lines(post_format, dict(zip(AddressPart, filled.split("|"), strict=True))) == (line,)
