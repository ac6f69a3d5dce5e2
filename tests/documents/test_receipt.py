from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from boxoffice_tui.documents.receipt import receipt
from boxoffice_tui.rules.money import Money
from tests.documents.examples import CONFIRMATION, HOSTILE, HOUSE, TICKET

RECAP = """\
Orchestre de la Ville
1, place des Arts, Montréal
(Québec) H2X 1Y9
+1 514 555 0132

Order 482913
Éloïse Côté-Bélanger

Casse-Noisette
Saturday 5 December 2026 ·
08:00\u00a0pm
Grande salle
  1207 Galerie · Row F · Seat 12
    Plein tarif · Catégorie A
                          $35.00
  1208 Galerie · Row F · Seat 13
    Plein tarif · Catégorie A
                          $35.00

Gala
Thursday 1 July 2027 · 08:00\u00a0pm
Grande salle
  44 Unreserved seating
    Plein tarif · Catégorie A
                            free

Tickets                   $70.00
Fees                       $2.50
Total                     $72.50
Paid                      $37.50
Balance due               $35.00
"""


def test_the_recap_of_an_order() -> None:
    assert receipt(CONFIRMATION, "en", width=32) == RECAP


def test_what_is_owed_to_the_customer_and_what_is_settled() -> None:
    refund = receipt(replace(CONFIRMATION, balance=Money(-3500, "CAD")), "en")
    assert refund.splitlines()[-1].split() == ["To", "refund", "$35.00"]
    settled = receipt(replace(CONFIRMATION, balance=Money(0, "CAD"), fees_total=Money(0, "CAD")), "en")
    assert settled.splitlines()[-1].split() == ["Paid", "$37.50"]
    assert "Fees" not in settled


def test_training_stands_above_all() -> None:
    training = replace(CONFIRMATION, house=replace(HOUSE, training=True))
    assert receipt(training, "en", width=30).splitlines()[0] == "***********TRAINING***********"
    assert receipt(training, "fr", width=30).splitlines()[0] == "*********ENTRAÎNEMENT*********"


@settings(max_examples=50)
@given(st.sampled_from(HOSTILE) | st.text(max_size=50), st.integers(24, 80), st.integers(-(2**62), 2**62))
def test_no_line_is_wider_than_asked_and_none_is_hostile(text: str, width: int, minor: int) -> None:
    ticket = replace(TICKET, event=text, venue=text, section=text, row=text, place=text, rate=text)
    facts = replace(CONFIRMATION, buyer=text, tickets=(ticket,), balance=Money(minor, "CAD"))
    recap = receipt(facts, "en", width)
    assert recap.endswith("\n")
    assert all(cell_len(line) <= max(width, 26) for line in recap.split("\n"))
    assert not {"\x1b", "\r", "\u202e", "\u2066", "\u200f"} & set(recap)


def test_a_roll_too_narrow_is_refused() -> None:
    with pytest.raises(ValueError, match="24 cells"):
        receipt(CONFIRMATION, "en", 23)
