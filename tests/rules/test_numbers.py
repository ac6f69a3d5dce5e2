"""Numbers as people type them, and what a text in the search box means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.numbers import (
    NumberRefusal,
    Query,
    QueryKind,
    digits_of,
    dossier_number,
    order_number,
    query_of,
)
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.text import FIELD_LIMIT

WRAPPINGS = st.sampled_from(
    ["{}", "#{}", "# {}", "no {}", "No. {}", "NO{}", "n° {}", "N°{}", "nº {}", "№ {}", " {} "]
)
BLANKS = st.sampled_from(["", " ", "\u00a0", "\u202f", "\t"])


@pytest.mark.parametrize(
    "text", ["482913", "482 913", "#482913", "n° 482 913", "No 482913", "48\u202f29\u00a013"]
)
def test_an_order_number_however_written(text: str) -> None:
    assert order_number(text) == "482913"


def test_what_was_pasted_by_mistake_is_no_longer_than_a_name() -> None:
    asked = query_of(" ".join(f"word{number}" for number in range(5_000)))
    assert isinstance(asked, Query)
    assert (asked.kind, len(asked.value)) == (QueryKind.NAME, FIELD_LIMIT)


def test_seven_digits_and_leading_zeros_are_kept() -> None:
    assert order_number("4829131") == "4829131"
    assert order_number("0482913") == "0482913"
    assert order_number("000001") == "000001"


@given(st.text("0123456789", min_size=1, max_size=14), WRAPPINGS, BLANKS)
def test_only_six_and_seven_digits_are_order_numbers(digits: str, wrapping: str, blank: str) -> None:
    typed = wrapping.format(blank.join(digits))
    assert digits_of(typed) == digits
    if len(digits) in {6, 7}:
        assert order_number(typed) == digits
    else:
        facts = {"digits": digits, "length": len(digits)}
        assert order_number(typed) == Objection(NumberRefusal.ORDER_NUMBER_LENGTH, facts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "#",
        "no",
        "n°",
        "48291a",
        "482-913",
        "٤٨٢٩١٣",
        "４８２９１３",
        "48²913",
        "-482913",
        "482913.0",
    ],
)
def test_what_is_not_a_number(text: str) -> None:
    assert digits_of(text) is None
    assert order_number(text) == Objection(NumberRefusal.NOT_A_NUMBER, {"text": text})
    assert dossier_number(text) == Objection(NumberRefusal.NOT_A_NUMBER, {"text": text})


def test_dossier_numbers_have_twelve_digits() -> None:
    assert dossier_number("n° 100 000 000 641") == "100000000641"
    assert dossier_number("482913") == Objection(
        NumberRefusal.DOSSIER_NUMBER_LENGTH, {"digits": "482913", "length": 6}
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Query(QueryKind.NOTHING)),
        ("  \t", Query(QueryKind.NOTHING)),
        ("-", Query(QueryKind.NOTHING)),
        ("482 913", Query(QueryKind.NUMBER, "482913")),
        (" ELOISE@EXEMPLE.CA ", Query(QueryKind.EMAIL, "eloise@exemple.ca")),
        ("@ex", Query(QueryKind.EMAIL, "@ex")),
        ("COTE eloise", Query(QueryKind.NAME, "cote eloise")),
        ("Nolan", Query(QueryKind.NAME, "nolan")),
        ("Noémie 12", Query(QueryKind.NAME, "noemie 12")),
        ("48291", Objection(NumberRefusal.ORDER_NUMBER_LENGTH, {"digits": "48291", "length": 5})),
        ("4185550142", Objection(NumberRefusal.PHONE_NUMBER)),
        ("418 555-0142", Objection(NumberRefusal.PHONE_NUMBER)),
        ("+1 (418) 555.0142", Objection(NumberRefusal.PHONE_NUMBER)),
        ("48-29-13", Query(QueryKind.NAME, "48 29 13")),
        ("12345678 Ada", Query(QueryKind.NAME, "12345678 ada")),
        ("@e", Objection(NumberRefusal.EMAIL_TOO_SHORT, {"minimum": 3})),
    ],
)
def test_what_a_query_means(text: str, expected: Query | Objection) -> None:
    assert query_of(text) == expected


@given(st.text(max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    answer = query_of(text)
    if isinstance(answer, Query):
        assert (answer.kind is QueryKind.NOTHING) is (answer.value == "")
        assert ("@" in text) is (answer.kind is QueryKind.EMAIL)
    else:
        assert answer.code in set(NumberRefusal)
