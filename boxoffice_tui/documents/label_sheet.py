"""Address labels, three across, on the sheets every stationer has; no text leaves its label.

A4 has 3 × 8 labels of 63.5 × 33.9 mm (L7159), letter 3 × 10 of 66.7 × 25.4 mm (5160); millimetres.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.typesetting import (
    FAMILY,
    LINE,
    MILLIMETRES_PER_POINT,
    Box,
    Face,
    Ink,
    new_document,
    on_letter,
    printable,
    write,
)
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.documents.wrapping import cut, words, wrapped
from boxoffice_tui.locales.countries import countries
from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.text import fold

if TYPE_CHECKING:
    from fpdf import FPDF

    from boxoffice_tui.views.shipment_batches import PostShipment

ACROSS = 3
_SIZE, _LEAST, _STEP = 10.0, 5.5, 0.5  # points
_NUMBER = 5.5
_SIDE, _EDGE = 3.0, 1.6  # within a label, millimetres
_SOFT: Ink = (105, 108, 118)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the labels of a sheet are: rows, the size of one, the first one's corner, from one to the next."""

    rows: int
    width: float
    height: float
    left: float
    top: float
    step: float

    def label(self, place: int) -> Box:
        """The label at a place of the sheet, from 0, row by row."""
        row, column = divmod(place, ACROSS)
        left, top = self.left + column * self.step, self.top + row * self.height
        return Box(left, top, self.width, self.height)


A4 = Sheet(rows=8, width=63.5, height=33.9, left=7.25, top=12.9, step=66.0)
LETTER = Sheet(rows=10, width=66.675, height=25.4, left=4.7625, top=12.7, step=69.85)


def label_sheet(
    shipments: Iterable[PostShipment],
    home: str,
    language: str,
    created_at: datetime,
    *,
    training: bool = False,
) -> bytes:
    """A label for each shipment, in their order; the same arguments give the same bytes.

    A country other than `home` (ISO 3166 alpha-2), where it is posted, is named, in the `language` there.
    """
    reader = wording.reader_of(language, home)
    sheet = LETTER if on_letter(home) else A4
    document = new_document(reader.translate(N_("Labels")), reader.language, home, created_at)
    places = ACROSS * sheet.rows
    for position, shipment in enumerate(shipments):
        if position % places == 0:
            document.add_page()
        number = " · ".join(filter(None, (reader.training if training else "", str(shipment.number))))
        _put(document, sheet.label(position % places), list(_lines(shipment, home, reader)), number)
    return bytes(document.output())


def _lines(shipment: PostShipment, home: str, reader: Reader) -> Iterator[str]:
    """What the post reads: the structure, its relay or the person, the address, the country."""
    lines = [shipment.structure, shipment.person, *shipment.written]
    yield from (line for line in lines if line)
    country = shipment.address.country
    if shipment.written and country != home:
        name = dict(countries(reader.locale)).get(country, country)
        if fold(name) != fold(lines[-1]):  # some posts have it in their own format
            yield name.upper()


def _put(document: FPDF, label: Box, lines: list[str], number: str) -> None:
    room = Box(label.left + _SIDE, label.top + _EDGE, label.width - 2 * _SIDE, label.height - 2 * _EDGE)
    foot = _leading(_NUMBER)
    rows, size = _fitted(document, [printable(line) for line in lines], room.width, room.height - foot)
    top = room.top + (room.height - foot - len(rows) * _leading(size)) / 2
    for row in rows:
        write(document, row, Box(room.left, top, room.width, _leading(size)), Face(size, size))
        top += _leading(size)
    below = Box(room.left, room.top + room.height - foot, room.width, foot)
    write(document, number, below, Face(_NUMBER, _NUMBER, _SOFT, align="R"))


def _fitted(document: FPDF, lines: list[str], width: float, height: float) -> tuple[list[str], float]:
    """The lines wrapped, at the largest size at which they fit; at the least the longest ones are cut."""
    size = _SIZE
    while True:
        document.set_font(FAMILY, "", size)
        blocks = [wrapped(line, width, document.get_string_width) for line in lines]
        room = int(height / _leading(size) + 0.01)
        whole_words = all(
            words(" ".join(block)) == words(line) for block, line in zip(blocks, lines, strict=True)
        )
        if size <= _LEAST or (whole_words and sum(map(len, blocks)) <= room):
            break
        size -= _STEP
    while sum(map(len, blocks)) > room and len(longest := max(blocks, key=len)) > 1:
        del longest[-1]
        longest[-1] = cut(longest[-1].removesuffix("…"), width, document.get_string_width)
    return [row for block in blocks for row in block][:room], size


def _leading(size: float) -> float:
    return size * LINE * MILLIMETRES_PER_POINT
