"""What a journal line may say: ids, codes, amounts, instants; anything that could be a person is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.journal_facts import plain

CODES = st.from_regex(r"[a-z][a-z0-9]{0,9}(_[a-z0-9]{1,9}){0,3}", fullmatch=True)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), CODES, st.dates().map(str))


@given(st.dictionaries(CODES, st.one_of(LEAVES, st.lists(LEAVES), st.dictionaries(CODES, LEAVES))))
def test_ids_codes_amounts_and_days_are_plain(facts: dict[str, object]) -> None:
    assert plain(facts)


WRITTEN_BY_SERVICES = (
    *("1000001", "100000000641", "9.975", "2026-12-05T20:00:00Z", "2026-11-21 19:07:00.000001+00:00"),
    *("debit_terminal", "orders.sell", "options.seats.placement:modify", "print-at-home", "CAD", ""),
    "0" * 63 + "f",
)
PERHAPS_PERSONS = (
    *("eloise@exemple.ca", "Tremblay", "Jean Roy", "éloïse", "12, rue du Lac", "G1R 4P5"),
    *("+15145551234", "5145551234", "514-555-1234", "4111111111111111"),
    *("a" * 65, "Money(minor=1, currency='CAD')", "x\n"),
)


@pytest.mark.parametrize("text", WRITTEN_BY_SERVICES)
def test_what_services_write_is_plain(text: str) -> None:
    assert plain(text)


@pytest.mark.parametrize("text", PERHAPS_PERSONS)
def test_what_might_be_a_person_is_not(text: str) -> None:
    assert not plain(text)
    assert not plain({"fact": [text]})
    assert not plain({text: 1})


def test_a_code_of_the_setup_is_plain_however_it_is_written() -> None:
    assert not plain("Poste canadienne")
    assert plain({"mode": "Poste canadienne"}, {"Poste canadienne"})


def test_only_plain_kinds_are() -> None:
    assert not plain(1.5)
    assert not plain({"of": object()})
