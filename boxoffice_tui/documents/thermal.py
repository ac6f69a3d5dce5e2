"""A ticket as a ticket printer prints it, whatever the printer's language: its lines, and text such a printer has.

Everything the law wants on a ticket is among the lines (spec/reliability.md, Cash rules), but for the code.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from itertools import chain

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.documents.wrapping import cut, wrapped
from boxoffice_tui.locales import formats
from boxoffice_tui.rules.text import TITLE_LIMIT, safe
from boxoffice_tui.views.documents import HouseFacts, TicketFacts

_ELLIPSIS = "..."


class Weight(Enum):
    """How much a line stands out."""

    PLAIN = auto()
    BOLD = auto()
    LARGE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """Words of the ticket, in at most so many lines of the paper."""

    text: str
    weight: Weight = Weight.PLAIN
    most: int = 1


def lines_of(
    ticket: TicketFacts, house: HouseFacts, reader: Reader, created_at: datetime
) -> tuple[Line, ...]:
    """What stands on a ticket from top to bottom, blank lines left out."""
    _ = reader.translate
    training = " · ".join((reader.training, _("Not valid for admission"))) if house.training else ""
    terms = (ticket.seat_category, ticket.rate, wording.price(ticket.price, reader))
    lines = (
        Line(house.name, Weight.BOLD),
        Line(training, Weight.BOLD, 2),
        Line(wording.duplicate(ticket, reader).upper(), Weight.BOLD),
        Line(ticket.event, Weight.LARGE, 3),
        Line(f"{wording.day(ticket, reader)} · {wording.hour(ticket, reader)}", Weight.BOLD, 2),
        Line(ticket.venue),
        Line(ticket.venue_address),
        Line(ticket.section, Weight.LARGE),
        Line(wording.seat(replace(ticket, section=""), reader), Weight.LARGE, 2),
        Line(" · ".join(part for part in terms if part), Weight.BOLD, 2),
        Line(ticket.holder),
        Line(_("Ticket no. {number}").format(number=ticket.number)),
        Line(wording.spelled(ticket.token)),
        Line(_("Issued {when}").format(when=formats.stamp(created_at, ticket.zone, reader.locale))),
    )
    return tuple(line for line in lines if line.text)


def broken(line: Line, columns: int, codec: str) -> list[str]:
    """A line as the paper takes it, `columns` characters of equal width each, in characters of `codec`."""
    pieces = wrapped(printable(line.text, codec), columns, len)
    if len(pieces) <= line.most:
        return pieces
    last = cut(pieces[line.most - 1], columns - len(_ELLIPSIS) + 1, len).removesuffix("…")
    return [*pieces[: line.most - 1], last + _ELLIPSIS]


def printable(text: str, codec: str) -> str:
    """`text` in the printable characters of a printer's code page, the others written in Latin letters.

    All blanks are the plain one: U+202F and U+00A0 are on no printer (spec/engineering.md, thermal).
    """
    composed = unicodedata.normalize("NFC", safe(text, TITLE_LIMIT))
    return "".join(chain.from_iterable(_in_codec(character, codec) for character in composed))


def _in_codec(character: str, codec: str) -> str:
    if character.isspace():
        return " "
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        from anyascii import anyascii

        unmarked = unicodedata.category(character)[0] not in "CM"
        return anyascii(character) or ("?" if unmarked else "")
    return character
