"""Invoices, confirmations and letters on paper, and the mail that brings them: what they say, in each language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boxoffice_tui.documents.invoice import invoice_pdf
from boxoffice_tui.documents.letter import confirmation_pdf
from boxoffice_tui.documents.mail import render
from boxoffice_tui.documents.order_paper import document_pdf, file_name
from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.documents import Addressee, DocumentPaper
from tests.documents.examples import CONFIRMED, HOSTILE, HOUSE, INVOICE, LETTER, MAIL
from tests.documents.reading import attachment, body, message, text_lines, texts


def said(paper: DocumentPaper) -> str:
    """The text of a document of one page, its blanks alike."""
    (page,) = texts(document_pdf(paper))
    return page.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Facture 12", "14 août 2026", "annule et remplace la facture 9", "9,975 %", "86,67 $", "JAPON")),
        ("en", ("Invoice 12", "14 August 2026", "cancels and replaces invoice 9", "9.975%", "$86.67", "JAPAN")),
        ("de", ("Rechnung 12", "Hebt", "9,975", "86,67")),
        ("es", ("Factura 12", "anula y sustituye a la factura 9", "JAPÓN")),
        ("it", ("Fattura 12", "annulla e sostituisce la fattura 9", "GIAPPONE")),
    ],
)
def test_an_invoice_says_it_in_its_language(language: str, words: tuple[str, ...]) -> None:
    page = said(replace(INVOICE, language=language)).casefold()
    assert [word for word in words if word.casefold() not in page] == []


def test_an_invoice_names_all_it_must_and_the_buyer_where_the_window_is() -> None:
    page = said(INVOICE)
    for words in (
        *("Orchestre de la Ville", "1, place des Arts, Montréal (Québec) H2X 1Y9", "Commande 482913"),
        *("MITSUBISHI", "Ryu OSAMU", "RUE DU MARCHE 1", "12345 TOKYO"),
        *("Casse-Noisette · sam 05/12/2026 20:00 · Grande salle", "Gala · Chapelle · Réduit", "70,00"),
        *("Frais de billetterie", "3,75", "Programme", "10,00", "TPS", "80,00", "4,00", "TVQ", "7,98"),
        *("98,75 $", "50,00 $", "48,75 $", "Solde à payer"),
    ):
        assert words in page
    (lines,) = text_lines(document_pdf(INVOICE))
    left, top, right, _bottom = next(box for text, box in lines if text == "Ryu OSAMU")
    assert left > 110 * 72 / 25.4
    assert 45 * 72 / 25.4 < top < 85 * 72 / 25.4
    assert right < 206 * 72 / 25.4
    invoice = INVOICE.facts.invoice
    assert invoice is not None
    owing = replace(invoice, paid=Money(10000, "CAD"), balance=Money(-125, "CAD"), replaces=0)
    refund = said(replace(INVOICE, facts=replace(INVOICE.facts, invoice=owing)))
    assert "1,25 $" in refund
    assert "remplace" not in refund


def test_a_confirmation_lists_the_places_and_a_letter_is_as_it_was_typed() -> None:
    page = said(CONFIRMED)
    for words in ("Confirmation de la commande 482913", "Galerie · Rang F · Place 12", "gratuit", "35,00 $"):
        assert words in page
    letter = said(replace(LETTER, text="Bonjour [b]x[/b] {{ 7*7 }}\n\n  Au revoir"))
    assert "Bonjour [b]x[/b] {{ 7*7 }}" in letter
    assert letter.rstrip().endswith("Au revoir")
    with pytest.raises(ValueError, match="no invoice"):
        invoice_pdf(LETTER)
    with pytest.raises(ValueError, match="no confirmation"):
        confirmation_pdf(LETTER)


def test_a_long_letter_turns_the_page_and_every_page_is_training() -> None:
    training = replace(LETTER.facts, house=replace(HOUSE, training=True))
    long = replace(LETTER, facts=training, text="\n".join(f"Ligne {number}" for number in range(120)))
    pages = texts(document_pdf(long))
    assert len(pages) == 3
    assert all("ENTRAÎNEMENT" in page and f"{number}/3" in page for number, page in enumerate(pages, start=1))
    lines = [line for page in pages for line in page.splitlines() if line.startswith("Ligne")]
    assert lines == [f"Ligne {number}" for number in range(120)]
    assert sum("Ryu OSAMU" in page for page in pages) == 1


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_texts_from_people_stay_texts_and_the_same_paper_gives_the_same_bytes(text: str) -> None:
    for paper in (
        replace(LETTER, text=text, addressee=Addressee(text, text, (text,), "FR")),
        replace(INVOICE, addressee=Addressee(name=text)),
    ):
        pdf = document_pdf(paper)
        assert pdf == document_pdf(paper)
        read = texts(pdf)
        assert len(read) <= 3
        assert not set("\x1b\u202e\u2066").intersection("".join(read))


def test_the_mail_brings_the_paper_that_is_printed() -> None:
    training = replace(INVOICE, facts=replace(INVOICE.facts, house=replace(HOUSE, training=True)))
    content = render(replace(MAIL, template="document", told=training, language="fr"))
    assert content == render(replace(MAIL, template="document", told=training, language="fr"))
    read = message(content)
    assert read["Subject"] == "ENTRAÎNEMENT – Facture 12 – Votre commande 482913 – Orchestre de la Ville"
    assert [part.get_filename() for part in read.iter_attachments()] == ["invoice-12.pdf"]
    assert attachment(content, "application/pdf") == document_pdf(training)
    for kind in ("plain", "html"):
        told = body(content, kind)
        for words in ("Bonjour Ryu OSAMU", "Facture 12", "482913", "ENTRAÎNEMENT", "billets@orchestre.example"):
            assert words in told
    assert "<b>x</b>" not in body(render(replace(MAIL, template="document", told=hostile())), "html")
    assert file_name(LETTER) == "letter-482913.pdf"


def hostile() -> DocumentPaper:
    return replace(LETTER, addressee=Addressee("<b>x</b>"))
