"""What people type to find a contact, and what makes one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.contacts import (
    ContactQuery,
    ContactRefusal,
    contact_query,
    email_objection,
    may_be_phone,
    name_objection,
    postal_key,
    words_of,
)
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("3", ContactQuery(number=3, postal_code="3")),
        ("[3]", ContactQuery(number=3)),
        ("75009", ContactQuery(number=75009, postal_code="75009")),
        ("1234567890", ContactQuery(postal_code="1234567890")),
        ("G6V 6X4", ContactQuery(words=("g6v", "6x4"), postal_code="G6V6X4")),
        ("Côté-Bélanger", ContactQuery(words=("cote", "belanger"))),
        (" Roy@Exemple.CA ", ContactQuery(email="roy@exemple.ca")),
    ],
)
def test_what_is_typed_is_understood(text: str, query: ContactQuery) -> None:
    assert contact_query(text) == query


@pytest.mark.parametrize(
    ("text", "may"),
    [("418 555-0100", True), ("555-0100", True), ("[1000003]", True), ("555-010", False), ("75009", False)],
)
def test_seven_digits_may_be_a_phone_number(text: str, may: bool) -> None:
    assert may_be_phone(text) is may


@given(st.text(max_size=30))
def test_any_text_asks_for_something_or_is_refused(text: str) -> None:
    query = contact_query(text)
    if isinstance(query, Objection):
        assert query == Objection(ContactRefusal.CONTACT_SEARCH_EMPTY)
    else:
        assert query != ContactQuery()


@given(st.text("aéœÎ -'", max_size=12), st.text("aéœÎ -'", max_size=12))
def test_a_contact_is_found_by_its_own_name(last: str, first: str) -> None:
    query = contact_query(f"{first} {last}")
    if isinstance(query, ContactQuery):
        assert set(query.words) == words_of(last, first, "")


def test_a_postal_code_is_compared_without_case_and_blanks() -> None:
    assert postal_key("g6v 6x4") == postal_key("G6V6X4") == "G6V6X4"


def test_a_contact_has_a_name_or_a_structure() -> None:
    assert name_objection("Roy", "") is None
    assert name_objection("", "Secutix SA") is None
    assert name_objection("", "") == Objection(ContactRefusal.CONTACT_NAME_REQUIRED)


@pytest.mark.parametrize("address", ["", "roy@exemple.ca", "é@exemple.ca"])
def test_an_address_may_be_missing_but_not_wrong(address: str) -> None:
    assert email_objection(address) is None
    assert email_objection(f"{address} x@y") == Objection(OrderRefusal.MALFORMED_EMAIL)
