"""Tickets in BOCA's Friendly Ghost Language, for stock 5.5 × 2 inches at 300 dots an inch; each is cut off.

The printer draws the code itself (FGL46, FGL26). `<` begins a command, `{` the text of a code, `~` a byte by its
number: what people wrote has none of them (spec/engineering.md, thermal).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boxoffice_tui.documents.thermal import Weight, broken, lines_of
from boxoffice_tui.documents.wording import reader_of
from boxoffice_tui.views.documents import HouseFacts, TicketFacts

CODEC = "ascii"
_LEFT, _TOP, _WIDTH = 40, 12, 1160  # dots
_CODE_AT = (120, 1270)  # row, column
_OBEYED = str.maketrans({"<": "(", ">": ")", "{": "(", "}": ")", "^": "'", "~": "-"})


@dataclass(frozen=True, slots=True)
class _Font:
    """A font of the printer: its number, and the box of a character in dots."""

    number: int
    wide: int
    high: int


_FONTS = {
    Weight.PLAIN: _Font(9, 15, 24),
    Weight.BOLD: _Font(3, 20, 34),
    Weight.LARGE: _Font(10, 29, 43),
}


def ticket_fgl(ticket: TicketFacts, house: HouseFacts, language: str, created_at: datetime) -> bytes:
    """The bytes that print one ticket; the same arguments give the same bytes. `created_at` is an aware instant."""
    reader = reader_of(language, house.country)
    printed = ["}><CB><NR>"]  # ends what a sender left who died; an empty ticket, nothing turned
    down = _TOP
    for line in lines_of(ticket, house, reader, created_at):
        font = _FONTS[line.weight]
        for piece in broken(line, _WIDTH // font.wide, CODEC):
            printed.append(f"<RC{down},{_LEFT}><F{font.number}><HW1,1>{piece.translate(_OBEYED)}")
            down += font.high
    row, column = _CODE_AT
    printed.append(f"<RC{row},{column}><QR8>{{{ticket.token.translate(_OBEYED)}}}")
    printed.append("<p>")
    return "".join(printed).encode(CODEC)
