"""What the mail says that brings a document, as plain strings: all a mail template gets (spec/reliability.md)."""

from __future__ import annotations

from boxoffice_tui.documents.confirmation import house
from boxoffice_tui.documents.order_paper import name_of
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.documents import DocumentPaper


def about_document(paper: DocumentPaper, reader: Reader) -> dict[str, object]:
    """The words of the mail with a document; texts from people made harmless."""
    facts = paper.facts
    return {
        "language": reader.language,
        "house": house(facts.house),
        "training": reader.training if facts.house.training else "",
        "number": safe(facts.order_number),
        "buyer": safe(paper.addressee.name),
        "document": name_of(paper),
    }
