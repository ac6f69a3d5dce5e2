"""Tickets in ESC/POS, for paper 80 mm wide; each is cut off. The code is a raster, which every such printer has.

Written by hand: what is needed of ESC/POS are nine sequences, and importing python-escpos takes over the process's
logging and leaves a folder with a pickle behind at each start.
"""

from __future__ import annotations

from datetime import datetime

from boxoffice_tui.documents.thermal import Weight, broken, lines_of
from boxoffice_tui.documents.wording import reader_of
from boxoffice_tui.views.documents import HouseFacts, TicketFacts

CODEC = "cp1252"
COLUMNS = 42
_MODULE, _QUIET = 8, 4  # dots a module of the code, modules around it

_STRIP = 400  # bytes of the code at once, at most
_ENDS_WHAT_WAS_LEFT = bytes(_STRIP + 8)  # of a strip whose sender died; by themselves they are nothing
_SET = b"\x1b@" + b"\x1bR\x00" + b"\x1bt\x10" + b"\x1ba\x01"  # reset, USA, code page WPC1252, centred
_START = _ENDS_WHAT_WAS_LEFT + _SET
_STYLES = {
    Weight.PLAIN: b"\x1bE\x00\x1d!\x00",
    Weight.BOLD: b"\x1bE\x01\x1d!\x00",
    Weight.LARGE: b"\x1bE\x01\x1d!\x11",  # twice as wide and high
}
_WIDTHS = {Weight.PLAIN: 1, Weight.BOLD: 1, Weight.LARGE: 2}
_RASTER = b"\x1dv0\x00"
_CUT = b"\x1dVB\x00"  # feed to the knife, cut


def ticket_escpos(ticket: TicketFacts, house: HouseFacts, language: str, created_at: datetime) -> bytes:
    """The bytes that print one ticket; the same arguments give the same bytes. `created_at` is an aware instant."""
    reader = reader_of(language, house.country)
    printed = [_START]
    for line in lines_of(ticket, house, reader, created_at):
        printed.append(_STYLES[line.weight])
        pieces = broken(line, COLUMNS // _WIDTHS[line.weight], CODEC)
        printed.extend(piece.encode(CODEC) + b"\n" for piece in pieces)
    return b"".join((*printed, _raster(ticket.token), b"\n", _CUT))


def _raster(token: str) -> bytes:
    """The token's QR code with its quiet zone, one bit a dot, a strip for each row of modules."""
    import segno

    modules = segno.make(token, error="m", micro=False).matrix_iter(border=_QUIET)
    return b"".join(_strip(bytes(0xFF if dark else 0 for dark in row)) for row in modules)


def _strip(dots: bytes) -> bytes:
    """A row of modules: each is a byte wide and so many rows of dots high."""
    wide = len(dots).to_bytes(2, "little")
    return _RASTER + wide + _MODULE.to_bytes(2, "little") + dots * _MODULE
