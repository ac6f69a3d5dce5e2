"""The receipt as text and on a roll: what is on it, in whatever width, whatever the text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from boxoffice_tui.documents.receipt import receipt, receipt_pdf
from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.documents import ReceiptFacts, ReceiptPayment
from boxoffice_tui.views.states import PaymentMethod
from tests.documents.examples import BOUGHT, CONFIRMATION, HOSTILE, HOUSE, RECEIPT, TICKET
from tests.documents.reading import pages, texts


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


PRINTED = """\
Orchestre de la Ville
1, place des Arts, Montréal
(Québec) H2X 1Y9
+1 514 555 0132

Order 482913
14/08/2026 03:20 pm · ANNE
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
  Taxes included           $8.42
Paid                      $37.50
Balance due               $35.00

Cash                      $35.00
  Handed over             $50.00
  Change                  $15.00
Voucher                    $2.50
"""


def of_order(**changes: Any) -> ReceiptFacts:
    return replace(RECEIPT, order=replace(CONFIRMATION, **changes))


def test_what_is_on_it() -> None:
    assert receipt(RECEIPT, "en", width=32) == PRINTED


def test_what_went_back_and_what_is_settled() -> None:
    back = replace(RECEIPT, payments=(ReceiptPayment(PaymentMethod.CASH, Money(-3500, "CAD")),))
    assert receipt(back, "en").splitlines()[-1].split() == ["Cash", "-$35.00"]
    settled = receipt(of_order(balance=Money(0, "CAD"), fees_total=Money(0, "CAD")), "en")
    assert "Balance due" not in settled
    assert "Fees" not in settled


def test_training_stands_above_all() -> None:
    training = of_order(house=replace(HOUSE, training=True))
    assert receipt(training, "en", width=30).splitlines()[0] == "***********TRAINING***********"
    assert receipt(training, "fr", width=30).splitlines()[0] == "*********ENTRAÎNEMENT*********"
    assert texts(receipt_pdf(training, "fr", BOUGHT))[0].startswith("ENTRAÎNEMENT")


@settings(max_examples=50)
@given(st.sampled_from(HOSTILE) | st.text(max_size=50), st.integers(24, 80), st.integers(-(2**62), 2**62))
def test_no_line_is_wider_than_asked_and_none_is_hostile(text: str, width: int, minor: int) -> None:
    ticket = replace(TICKET, event=text, venue=text, section=text, row=text, place=text, rate=text)
    facts = of_order(buyer=text, tickets=(ticket,), balance=Money(minor, "CAD"))
    printed = receipt(facts, "en", width)
    assert printed.endswith("\n")
    assert all(cell_len(line) <= max(width, 26) for line in printed.split("\n"))
    assert not {"\x1b", "\r", "\u202e", "\u2066", "\u200f"} & set(printed)


def test_a_roll_too_narrow_is_refused() -> None:
    with pytest.raises(ValueError, match="24 cells"):
        receipt(RECEIPT, "en", 23)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_on_paper_it_is_one_page_as_long_as_it_needs_and_says_the_same(text: str) -> None:
    paper = receipt_pdf(RECEIPT, "en", BOUGHT)
    assert paper == receipt_pdf(RECEIPT, "en", BOUGHT)
    (page,) = texts(paper)
    said = page.split()
    assert [word for word in PRINTED.split() if word not in said] == []
    hostile = receipt_pdf(of_order(buyer=text), "en", BOUGHT)
    short, long = pages(paper)[0], pages(hostile)[0]
    assert short.width == long.width
    assert len(pages(hostile)) == 1


def test_the_rounding_of_cash_stands_before_what_was_paid() -> None:
    paid = (ReceiptPayment(PaymentMethod.CASH, cad(3505), cad(4000), cad(2)),)
    lines = receipt(replace(RECEIPT, payments=paid), "en").splitlines()
    shown = [line.split() for line in lines[lines.index(next(one for one in lines if "Rounding" in one)) :]]
    assert shown == [["Rounding", "$0.02"], ["Cash", "$35.05"], ["Handed", "over", "$40.00"], ["Change", "$4.95"]]
