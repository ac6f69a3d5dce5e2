"""Text on paper: the shipped letters, and text that always stays in its box.

Lengths are millimetres, sizes points. fpdf2 is imported where a sheet is made, so that a face that prints
nothing never loads it (spec/engineering.md).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from boxoffice_tui.documents.wrapping import cut, words, wrapped
from boxoffice_tui.rules.text import safe

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
MISSING = "□"
LINE = 1.22
MILLIMETRES_PER_POINT = 25.4 / 72

# CLDR's paperSize: everybody else prints on A4.
_LETTER_COUNTRIES = frozenset(
    {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
)

Ink = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """Where something goes on a sheet, in millimetres from its top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Face:
    """How a text looks: at `size` points where it fits, down to `least` where it does not."""

    size: float
    least: float
    ink: Ink = (0, 0, 0)
    bold: bool = False
    align: str = "L"  # L, C or R
    middle: bool = False  # halfway down its box


def on_letter(country: str) -> bool:
    """Whether a country prints on letter, 8½ × 11 inches, rather than on A4."""
    return country.upper() in _LETTER_COUNTRIES


def new_document(title: str, language: str, country: str, created_at: datetime) -> FPDF:
    """An empty document on the country's paper whose bytes depend on what is put in it only."""
    from fpdf import FPDF

    document = FPDF(unit="mm", format="letter" if on_letter(country) else "a4")
    document.set_auto_page_break(False)
    document.set_margin(0)
    document.c_margin = 0
    document.alias_nb_pages("")  # a name may read "{nb}"
    document.set_creation_date(created_at)
    document.set_producer("boxoffice-tui")
    document.set_title(printable(title))
    document.set_lang(language)
    document.add_font(FAMILY, "", FONTS / "DejaVuSans.ttf")
    document.add_font(FAMILY, "B", FONTS / "DejaVuSans-Bold.ttf")
    return document


def printable(text: str, limit: int = 200) -> str:
    """`text` made harmless, in letters the shipped fonts have: composed, else its base letter, else □."""
    letters = repertoire()
    return "".join(
        character if ord(character) in letters else _nearest(character, letters)
        for character in unicodedata.normalize("NFC", safe(text, limit))
    )


def write(document: FPDF, text: str, box: Box, face: Face) -> float:
    """Put `text` in `box`, smaller and on more lines until it fits, cut with … at last; its height back."""
    lines, size = fitted(document, printable(text), box, face)
    document.set_font(FAMILY, "B" if face.bold else "", size)
    document.set_text_color(*face.ink)
    leading = _leading(size)
    top = box.top + (max(0.0, box.height - leading * len(lines)) / 2 if face.middle else 0.0)
    for number, line in enumerate(lines):
        document.set_xy(box.left, top + number * leading)
        document.cell(box.width, leading, _as_read(line), align=face.align)
    return leading * len(lines)


def height_of(document: FPDF, text: str, width: float, face: Face) -> float:
    """How high `text` is at its size, in `width`; one line where there is none."""
    document.set_font(FAMILY, "B" if face.bold else "", face.size)
    lines = wrapped(printable(text), width, document.get_string_width)
    return _leading(face.size) * len(lines)


def fitted(document: FPDF, text: str, box: Box, face: Face) -> tuple[list[str], float]:
    """The lines of `text` that fit `box`, and the size in points they fit at."""
    size = face.size
    while True:
        document.set_font(FAMILY, "B" if face.bold else "", size)
        lines = wrapped(text, box.width, document.get_string_width)
        room = max(1, int(box.height / _leading(size) + 0.01))
        whole_words = words(" ".join(lines)) == words(text)
        narrow = all(document.get_string_width(line) <= box.width for line in lines)
        if size <= face.least or (len(lines) <= room and whole_words and narrow):
            break
        size = max(face.least, size - 0.5)
    if len(lines) > room:
        lines = [*lines[: room - 1], cut(lines[room - 1], box.width, document.get_string_width)]
    return lines, size


@cache
def repertoire() -> frozenset[int]:
    """The code points both shipped fonts can draw."""
    return _letters_of("DejaVuSans.ttf") & _letters_of("DejaVuSans-Bold.ttf")


def _letters_of(font: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(FONTS / font, lazy=True) as face:
        return frozenset(face.getBestCmap())


def _nearest(character: str, letters: frozenset[int]) -> str:
    base = unicodedata.normalize("NFKD", character)[0]
    if ord(base) in letters:
        return base
    return "" if unicodedata.category(character) in ("Mn", "Cf") else MISSING


def _leading(size: float) -> float:
    return size * LINE * MILLIMETRES_PER_POINT


def _as_read(line: str) -> str:
    """`line` in the order the eye meets its letters: Hebrew and Arabic run from right to left."""
    if not any(unicodedata.bidirectional(character) in ("R", "AL") for character in line):
        return line
    from fpdf.bidi import BidiParagraph

    return str(BidiParagraph(line).get_reordered_string())
