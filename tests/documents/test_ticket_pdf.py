from __future__ import annotations

from dataclasses import replace

import pytest

from boxoffice_tui.documents.ticket_pdf import ticket_pdf
from boxoffice_tui.documents.typesetting import printable
from boxoffice_tui.rules.money import Money
from tests.documents.examples import BESIDE, BOUGHT, HOSTILE, HOUSE, POSTED, TICKET
from tests.documents.reading import codes, fonts, pages, text_lines, texts

TRAINING = replace(HOUSE, training=True)
ACCENTED = (
    "Éloïse Côté-Bélanger",
    "Œuvrard-Müller ß",
    "Ἰωάννης Παπαδόπουλος",
    "Дмитрий Щёлоков",
    "Łukasz Šćepán Ğ",
)


def test_one_page_a_ticket_whose_code_is_the_token() -> None:
    pdf = ticket_pdf([TICKET, BESIDE, POSTED], HOUSE, "en", BOUGHT)
    assert codes(pdf) == [[TICKET.token], [BESIDE.token], [POSTED.token]]


def test_a_code_with_every_letter_of_a_token_decodes() -> None:
    token = "-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    assert codes(ticket_pdf([replace(TICKET, token=token)], TRAINING, "fr", BOUGHT)) == [[token]]


def test_a_ticket_carries_what_the_law_wants() -> None:
    (page,) = texts(ticket_pdf([TICKET], HOUSE, "en", BOUGHT))
    for said in (
        "Orchestre de la Ville", "Casse-Noisette", "Saturday 5 December 2026 · 08:00\u00a0pm", "Grande salle",
        "10, rue du Théâtre, Toronto", "Galerie", "F", "12", "Catégorie A", "Plein tarif", "$35.00",
        "Ticket no. 1207", "Qm9z Y29t LXRp Y2tl dC0x MjM0 NQ", "Éloïse Côté-Bélanger",
        "Issued 14/08/2026 03:20 pm · 1/1",
    ):  # fmt: skip
        assert said in page.splitlines(), said
    assert "TRAINING" not in page


def test_a_ticket_that_costs_nothing_says_free_and_a_place_without_number_says_so() -> None:
    (page,) = texts(ticket_pdf([POSTED], HOUSE, "en", BOUGHT))
    assert "free" in page.splitlines()
    assert "Unreserved seating" in " ".join(page.split())
    assert "$0.00" not in page
    assert "Row" not in page.splitlines()


@pytest.mark.parametrize(
    ("language", "word"),
    [("fr", "Duplicata"), ("en", "Duplicate"), ("de", "Duplikat"), ("es", "Duplicado"), ("it", "Duplicato")],
)
def test_a_duplicate_says_so_and_an_original_does_not(language: str, word: str) -> None:
    again = [replace(TICKET, copy=copy) for copy in (2, 1, 0)]
    second, first, uncounted = texts(ticket_pdf(again, HOUSE, language, BOUGHT))
    assert f"{word} 2" in second
    assert codes(ticket_pdf(again[:1], HOUSE, language, BOUGHT)) == [[TICKET.token]]
    assert word not in first + uncounted


def test_dates_and_amounts_are_the_readers() -> None:
    (page,) = texts(ticket_pdf([replace(TICKET, price=Money(123456, "CAD"))], HOUSE, "fr", BOUGHT))
    assert "samedi 5 décembre 2026 · 20:00" in page.splitlines()
    assert "1\u00a0234,56\u00a0$" in page.splitlines()


def test_training_is_across_every_page_and_says_what_it_means() -> None:
    pdf = ticket_pdf([TICKET, BESIDE], TRAINING, "en", BOUGHT)
    for page in texts(pdf):
        assert page.splitlines().count("TRAINING") == 1
        assert "TRAINING · Not valid for admission" in page.splitlines()
    assert codes(pdf) == [[TICKET.token], [BESIDE.token]]


@pytest.mark.parametrize("name", ACCENTED)
def test_accented_greek_and_cyrillic_names_are_in_the_letters_shipped(name: str) -> None:
    pdf = ticket_pdf([replace(TICKET, event=name, holder=name)], HOUSE, "en", BOUGHT)
    assert printable(name) == name
    assert texts(pdf)[0].splitlines().count(name) == 2
    assert {kind for kind, _name in fonts(pdf)} == {"ttf"}
    assert {name.partition("+")[2] for _kind, name in fonts(pdf)} == {"DejaVuSansBook", "DejaVuSansBold"}


def test_composed_and_decomposed_names_print_alike() -> None:
    composed, apart = (replace(TICKET, holder=name) for name in ("Éloïse", "E\u0301loi\u0308se"))
    assert ticket_pdf([composed], HOUSE, "en", BOUGHT) == ticket_pdf([apart], HOUSE, "en", BOUGHT)


def test_a_letter_nobody_drew_is_a_box_and_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    pdf = ticket_pdf([replace(TICKET, holder="山田 Ǻnna \U0001f3ad")], HOUSE, "en", BOUGHT)
    assert "□□ Ǻnna □" in texts(pdf)[0].splitlines()
    assert caplog.records == []


def test_hebrew_is_drawn_from_right_to_left() -> None:
    pdf = ticket_pdf([replace(TICKET, holder="שלום")], HOUSE, "en", BOUGHT)
    assert set("שלום") <= set(texts(pdf)[0])
    assert "□" not in texts(pdf)[0]


@pytest.mark.parametrize(
    "text",
    [*HOSTILE, "W" * 200, "Donaudampfschifffahrtsgesellschaft " * 6],
    ids=lambda text: ascii(text[:12]),
)
def test_no_text_leaves_its_place(text: str) -> None:
    everything = replace(
        TICKET, event=text, venue=text, venue_address=text, section=text, row=text, place=text,
        seat_category=text, rate=text, holder=text,
    )  # fmt: skip
    house = replace(HOUSE, name=text, address=text, email=text, phone=text)
    pdf = ticket_pdf([everything], house, "de", BOUGHT)
    ((width, height),) = ((page.width * 0.72, page.height * 0.72) for page in pages(pdf))
    (lines,) = text_lines(pdf)
    boxes = [(line, _core(box)) for line, box in lines if line.strip()]
    for line, (left, top, right, bottom) in boxes:
        assert 30 <= left <= right <= width - 30, line
        assert 30 <= top <= bottom <= height - 30, line
    overlaps = [(a, b) for i, (a, one) in enumerate(boxes) for b, other in boxes[:i] if _meet(one, other)]
    assert overlaps == []
    assert codes(pdf) == [[TICKET.token]]


def test_the_same_ticket_is_the_same_file_and_another_is_not() -> None:
    first = ticket_pdf([TICKET], HOUSE, "it", BOUGHT)
    assert first == ticket_pdf([TICKET], HOUSE, "it", BOUGHT)
    assert first != ticket_pdf([replace(TICKET, place="14")], HOUSE, "it", BOUGHT)


@pytest.mark.parametrize(("country", "size"), [("CA", (850, 1100)), ("US", (850, 1100)), ("FR", (827, 1170))])
def test_the_paper_is_the_countrys(country: str, size: tuple[int, int]) -> None:
    (page,) = pages(ticket_pdf([TICKET], replace(HOUSE, country=country), "en", BOUGHT))
    assert page.size == size


def test_a_document_of_no_ticket_is_refused() -> None:
    with pytest.raises(ValueError, match="no ticket"):
        ticket_pdf([], HOUSE, "en", BOUGHT)


def _core(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The box without the blank that a font keeps above and below its letters."""
    left, top, right, bottom = box
    spare = (bottom - top) * 0.15
    return left, top + spare, right, bottom - spare


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
