"""Text from people: made harmless and comparable (spec/reliability.md; spec/archives.md, Search)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.text import email_spellings, fold, fold_email, holds_card_number, safe


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Éloïse Côté-Bélanger", "eloise cote belanger"),
        ("E\u0301loi\u0308se", "eloise"),
        ("Œuvrard", "oeuvrard"),
        ("Æsop Straße", "aesop strasse"),
        ("L’Été  d'Anne", "l ete d anne"),
        ("ﬁn\u202e", "fin"),
        ("DŽ", "dz"),
        ("-'’", ""),
    ],
)
def test_search_compares_letters_only(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["L"], max_codepoint=0x24F)))
def test_composed_and_decomposed_are_equal(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text(), st.integers(1, 50))
def test_safe_text_obeys_nobody(text: str, limit: int) -> None:
    made = safe(text, limit)
    assert len(made) <= limit
    left = {unicodedata.category(character) for character in made if character not in "\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text())
def test_safe_text_is_safe_already(text: str) -> None:
    assert safe(safe(text)) == safe(text)


def test_escapes_bidi_and_zalgo_are_taken_out_and_words_stay() -> None:
    assert safe("a\x1b[31mb\u202ec\r\nd\te") == "a[31mbc d e"
    assert safe("z" + "\u0301" * 50) == "z" + "\u0301" * 3
    assert safe("م\u200cن") == "م\u200cن"
    assert safe("\u200cx") == "x"
    assert safe("one\ntwo", lines=True) == "one\ntwo"


@given(st.text(alphabet=" \t\nÀé@.", max_size=20))
def test_an_email_is_compared_without_case_and_blanks_around(text: str) -> None:
    assert fold_email(f"  {text.upper()} ") == fold_email(text)


@pytest.mark.parametrize(
    ("typed", "spellings"),
    [
        ("eloise@exemple.ca", ("eloise@exemple.ca",)),
        ("éloïse@exemple.ca", ("éloïse@exemple.ca", "eloise@exemple.ca")),
        ("e\u0301loise@", ("e\u0301loise@", "eloise@")),
        ("œuvre-d'art@", ("œuvre-d'art@", "oeuvre-d'art@")),
    ],
)
def test_an_email_may_be_typed_as_the_name_is_written(typed: str, spellings: tuple[str, ...]) -> None:
    assert email_spellings(typed) == spellings


@given(st.text(max_size=20))
def test_the_plain_spelling_has_no_accents_and_is_its_own(text: str) -> None:
    assert email_spellings(text)[0] == text
    plain = email_spellings(text)[-1]
    assert email_spellings(plain) == (plain,)


@pytest.mark.parametrize(
    "text",
    [
        *("4111 1111 1111 1111", "card 5500-0000-0000-0004.", "378282246310005"),
        *("4111\u00a01111\u00a01111\u00a01111", "4111\u20111111\u20111111\u20111111"),  # as web pages write them
        *("４１１１１１１１１１１１１１１１", "٤١١١ ١١١١ ١١١١ ١١١١"),
    ],
)
def test_a_card_number_is_noticed(text: str) -> None:
    assert holds_card_number(text)


@pytest.mark.parametrize("text", ["4111 1111 1111 1112", "100000000641", "ref 2026-11-21 14:07", ""])
def test_other_numbers_are_not_cards(text: str) -> None:
    assert not holds_card_number(text)
