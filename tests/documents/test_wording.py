from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.documents import wording
from boxoffice_tui.locales import formats
from boxoffice_tui.rules.money import Money
from tests.documents.examples import POSTED, TICKET

ENGLISH = wording.reader_of("en", "CA")


def test_a_place_in_one_line() -> None:
    assert wording.seat(TICKET, ENGLISH) == "Galerie · Row F · Seat 12"
    assert wording.seat(replace(TICKET, section="", row=""), ENGLISH) == "Seat 12"
    assert wording.seat(replace(TICKET, row="", place=""), ENGLISH) == "Galerie · Unreserved seating"
    assert wording.seat(POSTED, ENGLISH) == "Unreserved seating"


def test_the_day_and_hour_are_the_venues() -> None:
    assert wording.day(TICKET, ENGLISH) == "Saturday 5 December 2026"
    assert wording.hour(TICKET, ENGLISH) == "08:00\u00a0pm"
    assert wording.day(replace(TICKET, zone="Asia/Seoul"), ENGLISH) == "Sunday 6 December 2026"


def test_nothing_to_pay_is_a_word() -> None:
    assert wording.price(Money(0, "CAD"), ENGLISH) == "free"
    assert wording.price(Money(5, "CAD"), ENGLISH) == "$0.05"


@given(st.text(alphabet="abcXYZ019-_", max_size=64))
def test_a_token_spelled_is_the_token_in_fours(token: str) -> None:
    spelled = wording.spelled(token)
    assert spelled.replace(" ", "") == token
    assert all(len(group) == 4 for group in spelled.split(" ")[:-1])


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("fr_CA", "mardi 1er décembre 2026"),
        ("en_CA", "Tuesday 1 December 2026"),
        ("de_DE", "Dienstag, 1. Dezember 2026"),
        ("es_ES", "martes, 1 de diciembre de 2026"),
        ("it_IT", "martedì 1 dicembre 2026"),
    ],
)
def test_a_full_date_is_written_as_the_language_does(locale: str, said: str) -> None:
    assert formats.full_date(date(2026, 12, 1), locale) == said
