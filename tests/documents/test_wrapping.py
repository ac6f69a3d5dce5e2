from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.documents.wrapping import cut, words, wrapped


def test_lines_end_at_blanks_and_a_word_too_long_is_broken() -> None:
    assert wrapped("one two  three", 7, len) == ["one two", "three"]
    assert wrapped("abcdefgh ij", 3, len) == ["abc", "def", "gh", "ij"]
    assert wrapped("", 7, len) == [""]


def test_an_amount_stays_whole() -> None:
    assert wrapped("total 1\u00a0234,56\u00a0$", 11, len) == ["total", "1\u00a0234,56\u00a0$"]


@given(st.text(alphabet="ab é字 \u00a0", max_size=60), st.integers(1, 12))
def test_no_line_is_wider_than_the_room_and_no_letter_is_lost(text: str, room: int) -> None:
    lines = wrapped(text, room, len)
    assert all(len(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(words(text))


@given(st.text(alphabet="ab é", max_size=30), st.integers(1, 12))
def test_a_line_cut_fits_and_says_that_it_is_cut(line: str, room: int) -> None:
    short = cut(line, room, len)
    assert len(short) <= room
    assert short.endswith("…")
    assert line.startswith(short[:-1])
