"""The paper of any document of an order, and what it is called."""

from __future__ import annotations

from boxoffice_tui.documents.invoice import invoice_pdf, title_of
from boxoffice_tui.documents.letter import confirmation_pdf, letter_pdf
from boxoffice_tui.documents.letterhead import reader_of
from boxoffice_tui.locales import words
from boxoffice_tui.views.documents import DocumentPaper
from boxoffice_tui.views.states import DocumentKind

_RENDERERS = {
    DocumentKind.INVOICE: invoice_pdf,
    DocumentKind.CONFIRMATION: confirmation_pdf,
    DocumentKind.LETTER: letter_pdf,
}


def document_pdf(paper: DocumentPaper) -> bytes:
    """A document as a PDF; the same paper gives the same bytes, whenever and wherever it is made."""
    return _RENDERERS[paper.facts.kind](paper)


def name_of(paper: DocumentPaper) -> str:
    """What a document is called in its language: `Invoice 12`, `Confirmation`, `Letter`."""
    reader = reader_of(paper)
    invoice = paper.facts.invoice
    return title_of(invoice, reader) if invoice is not None else words.label(paper.facts.kind, reader.locale)


def file_name(paper: DocumentPaper) -> str:
    """The name of its file: digits and the program's own words only."""
    facts = paper.facts
    digits = "".join(character for character in facts.order_number if character in "0123456789")
    number = str(facts.invoice.number) if facts.invoice is not None else digits
    return f"{facts.kind.value}-{number}.pdf"
