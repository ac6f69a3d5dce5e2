from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice_tui.documents.typesetting import (
    FAMILY,
    MISSING,
    Box,
    Face,
    fitted,
    new_document,
    printable,
    repertoire,
)
from tests.documents.examples import BOUGHT

DOCUMENT = new_document("Fitting", "en", "CA", BOUGHT)
LINE_OF_A_POINT = 1.22 * 25.4 / 72


@settings(max_examples=60)
@given(
    st.text(alphabet="Wil é.-Щ", max_size=80),
    st.floats(5, 120),
    st.floats(1, 30),
    st.sampled_from([True, False]),
)
def test_what_is_fitted_stays_in_its_box(text: str, width: float, height: float, bold: bool) -> None:
    lines, size = fitted(DOCUMENT, text, Box(0, 0, width, height), Face(20, 6, bold=bold))
    DOCUMENT.set_font(FAMILY, "B" if bold else "", size)
    assert 6 <= size <= 20
    assert all(DOCUMENT.get_string_width(line) <= width + 0.01 for line in lines)
    assert len(lines) == 1 or len(lines) * size * LINE_OF_A_POINT <= height + 0.1


def test_a_text_with_room_keeps_its_size_and_one_without_shrinks_before_it_breaks_a_word() -> None:
    assert fitted(DOCUMENT, "Casse-Noisette", Box(0, 0, 100, 20), Face(20, 6)) == (["Casse-Noisette"], 20)
    lines, size = fitted(DOCUMENT, "Casse-Noisette", Box(0, 0, 30, 20), Face(20, 6))
    assert lines == ["Casse-Noisette"]
    assert 6 < size < 20


def test_a_text_that_never_fits_ends_in_an_ellipsis_at_the_least_size() -> None:
    lines, size = fitted(DOCUMENT, "W" * 200, Box(0, 0, 30, 6), Face(20, 8))
    assert size == 8
    assert len(lines) == 1
    assert lines[0].endswith("W…")


@given(st.text(max_size=40))
def test_only_letters_that_can_be_drawn_are_printed(text: str) -> None:
    shown = printable(text)
    assert {ord(character) for character in shown} <= repertoire()
    assert printable(shown) == shown


def test_the_letters_of_the_five_languages_and_their_neighbours_are_shipped() -> None:
    wanted = "".join(
        chr(code)
        for start, end in ((0xC0, 0x180), (0x386, 0x3CF), (0x400, 0x460), (0x5D0, 0x5EB))
        for code in range(start, end)
        if unicodedata.category(chr(code)).startswith("L")
    )
    assert printable(wanted, len(wanted)) == unicodedata.normalize("NFC", wanted)
    assert MISSING not in printable("« “„‘’‚» – — … · € £ ¥ ₪ ₺ zł Kč № ° ½ ♪", 100)
