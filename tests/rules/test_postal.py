"""In which order a country's addresses are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.postal import AddressPart, parts_in_order, shown_parts, written

STREET, CODE, CITY, REGION = AddressPart
LETTERS = {STREET: "%A", CODE: "%Z", CITY: "%C", REGION: "%S"}
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


@pytest.mark.parametrize(
    ("post_format", "filled", "lines"),
    [
        ("%N%n%O%n%A%n%C %S %Z", "12, rue|G6V 1A1|Lévis|QC", ("12, rue", "Lévis QC G6V 1A1")),
        ("%N%n%O%n%A%n%C, %S %Z", "1 Main St|10001|New York|", ("1 Main St", "New York 10001")),
        ("%N%n%O%n%A%n%C, %S %Z", "1 Main St|10001||NY", ("1 Main St", "NY 10001")),
        ("%O%n%N%n%A%nLT-%Z %C", "Gatvė 1||Vilnius|", ("Gatvė 1", "Vilnius")),
        ("%O%n%N%n%A%nLT-%Z %C", "Gatvė 1|01001|Vilnius|", ("Gatvė 1", "LT-01001 Vilnius")),
        ("%N%n%O%n%A, %S%n%Z", "1-2-3|100|Chiyoda|Tokyo", ("1-2-3, Tokyo", "Chiyoda", "100")),
        ("%N%n%O%n%A%n%C%nJERSEY%n%Z", "1 Quay|JE2|St Helier|", ("1 Quay", "St Helier", "JERSEY", "JE2")),
        ("%Z %C", "Rue|1000|Lausanne|", ("Rue", "1000 Lausanne")),
    ],
)
def test_an_address_is_written_as_its_post_wants_it(
    post_format: str, filled: str, lines: tuple[str, ...]
) -> None:
    assert written(post_format, dict(zip(AddressPart, filled.split("|"), strict=True))) == lines


@given(st.text("%ANOZCSD, -nX", max_size=30), st.lists(st.sampled_from(AddressPart), unique=True))
def test_everything_filled_in_is_written_once(post_format: str, filled: list[AddressPart]) -> None:
    parts = {one: f"<{one}>" for one in filled}
    text = "\n".join(written(post_format, parts))
    for one in filled:
        assert text.count(f"<{one}>") == max(1, post_format.count(LETTERS[one]))
