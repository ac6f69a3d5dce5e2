"""Sheets to a customer: the house on top, who it is for in the envelope's window, the day, then what is said.

Tables look as they do in reports. Lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.listing import INK, MARGIN, SOFT, Pages
from boxoffice_tui.documents.typesetting import Box, Face, height_of, new_document, printable, write
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.documents.wrapping import wrapped
from boxoffice_tui.locales import formats
from boxoffice_tui.locales.countries import countries
from boxoffice_tui.views.documents import Addressee, DocumentPaper, HouseFacts

WINDOW_LEFT, WINDOW_TOP, WINDOW_WIDTH, WINDOW_LINE = 112.0, 48.0, 82.0, 5.2
BODY_TOP = 92.0
_BODY = Face(10, 10, INK)
_LINE_LIMIT = 10_000  # characters of a paragraph

Body = Callable[["Letterhead"], None]
"""Puts what a sheet says on its pages."""


def sheet_of(title: str, paper: DocumentPaper, body: Body) -> bytes:
    """A document with that title and body on the house's paper; the same arguments give the same bytes."""
    pages = _filled(title, paper, body, 1)
    if pages.count > 1:
        pages = _filled(title, paper, body, pages.count)
    return bytes(pages.document.output())


def reader_of(paper: DocumentPaper) -> Reader:
    """Whom a document is written for."""
    return wording.reader_of(paper.language, paper.facts.house.country, paper.edition)


def day_of(paper: DocumentPaper) -> str:
    """The day a document was generated, where the house is."""
    facts = paper.facts
    day = facts.written_at.astimezone(ZoneInfo(facts.zone)).date()
    return formats.long_date(day, reader_of(paper).locale)


def _filled(title: str, paper: DocumentPaper, body: Body, count: int) -> Letterhead:
    pages = Letterhead(title, paper, count)
    body(pages)
    return pages


class Letterhead(Pages):
    """The pages of a document under way; the first has the house's head and the addressee."""

    def __init__(self, title: str, paper: DocumentPaper, of: int) -> None:
        self._paper = paper
        self.reader = reader_of(paper)
        house = paper.facts.house
        name = f"{title} – {house.name}"
        document = new_document(name, self.reader.language, house.country, paper.facts.written_at)
        super().__init__(document, title, house, self.reader, of)

    def line(self, text: str, *, strong: bool = False) -> None:
        """A line or as many as it needs, below what is there."""
        self._put(text, replace(_BODY, bold=strong))

    def gap(self, height: float = 4.0) -> None:
        """Room."""
        self._top += height

    def text(self, text: str) -> None:
        """A text of people, its line ends kept."""
        for paragraph in text.split("\n"):
            if paragraph.strip():
                self._put(paragraph, _BODY)
            else:
                self.gap(3.0)

    def _put(self, text: str, face: Face) -> None:
        self.document.set_font("DejaVu", "B" if face.bold else "", face.size)
        whole = printable(text, _LINE_LIMIT)
        for line in wrapped(whole, self._width, self.document.get_string_width):
            height = height_of(self.document, line, self._width, face)
            self._room(height)
            write(self.document, line, Box(MARGIN, self._top, self._width + 1.0, height), face)
            self._top += height

    def _next(self) -> None:
        if self.count:
            super()._next()
            return
        self.document.add_page()
        self.count = 1
        self._top = 12.0
        house = self._paper.facts.house
        if house.training:
            self._banner()
        self._head(house)
        _window(self, self._paper.addressee, house.country)
        self._top = BODY_TOP
        write(self.document, day_of(self._paper), Box(MARGIN, self._top, self._width, 5.0), Face(9.5, 7, SOFT))
        self._top += 8.0
        self.line_of_title()

    def line_of_title(self) -> None:
        """What the document is."""
        head = Box(MARGIN, self._top, self._width, 8.0)
        write(self.document, self._title, head, Face(15, 9, INK, bold=True))
        self._top += 11.0

    def _head(self, house: HouseFacts) -> None:
        name = Box(MARGIN, self._top, self._width - 20.0, 6.0)
        write(self.document, house.name, name, Face(12, 8, INK, bold=True))
        if self._of > 1:
            number = Box(MARGIN, self._top, self._width, 5.0)
            write(self.document, f"{self.count}/{self._of}", number, Face(9, 6, SOFT, align="R"))
        top = self._top + 6.5
        for part in (house.address, house.phone, house.email):
            if part:
                box = Box(MARGIN, top, WINDOW_LEFT - MARGIN - 8.0, 8.5)
                top += write(self.document, part, box, Face(8.5, 6.5, SOFT))


def _window(pages: Letterhead, addressee: Addressee, home: str) -> None:
    """Where an envelope shows it: the structure, the person, the address, the country where it is abroad."""
    lines = [addressee.structure, addressee.name, *addressee.lines]
    if addressee.country and addressee.country != home:
        lines.append(dict(countries(pages.reader.locale)).get(addressee.country, addressee.country).upper())
    top = WINDOW_TOP
    for line in lines:
        if line:
            box = Box(WINDOW_LEFT, top, WINDOW_WIDTH, WINDOW_LINE)
            write(pages.document, line, box, Face(10.5, 6, INK))
            top += WINDOW_LINE
