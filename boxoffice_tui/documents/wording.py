"""How every document words a ticket: its day, its place, its price; one language, one locale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from boxoffice_tui.locales import formats
from boxoffice_tui.locales.translate import N_, catalogue, supported
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.documents import TicketFacts

EDITION = 2
"""How documents are worded now. Edition 1, of mails recorded before, says TRAINING in English to all."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a document is written for: a language with a catalogue, the locale of dates and amounts, an edition."""

    language: str
    locale: str
    edition: int = EDITION

    @property
    def translate(self) -> Callable[[str], str]:
        """The `_` of this reader's language."""
        return catalogue(self.language).gettext

    @property
    def training(self) -> str:
        """What every paper of a training database says."""
        return self.translate(N_("TRAINING")) if self.edition > 1 else "TRAINING"

    def count(self, one: str, many: str, count: int, **values: object) -> str:
        """A sentence with a number in it, `{count}`, and `values`."""
        return catalogue(self.language).ngettext(one, many, count).format(count=count, **values)


def reader_of(language: str, country: str, edition: int = EDITION) -> Reader:
    """The reader of `language` (English where it has no catalogue) in `country` (ISO 3166 alpha-2)."""
    spoken = supported(language)
    return Reader(spoken, formats.locale_of(spoken, country), edition)


def day(ticket: TicketFacts, reader: Reader) -> str:
    """The performance's day at the venue: `Saturday 5 December 2026`."""
    return formats.full_date(ticket.starts_at.astimezone(ZoneInfo(ticket.zone)).date(), reader.locale)


def hour(ticket: TicketFacts, reader: Reader) -> str:
    """The hour it starts at the venue, never broken over two lines: `20:00`, in English `08:00 pm`."""
    return formats.hour(ticket.starts_at, ticket.zone, reader.locale).replace(" ", "\u00a0")


def seat(ticket: TicketFacts, reader: Reader) -> str:
    """Where to sit, in one line: `Galleria · Row F · Seat 12`."""
    _ = reader.translate
    place = safe(ticket.place)
    parts = [
        safe(ticket.section),
        _("Row {row}").format(row=safe(ticket.row)) if ticket.row and place else "",
        _("Seat {seat}").format(seat=place) if place else _("Unreserved seating"),
    ]
    return " · ".join(part for part in parts if part)


def price(amount: Money, reader: Reader) -> str:
    """The price, or the word that a ticket costs nothing (spec/reliability.md, Cash rules)."""
    if not amount:
        return catalogue(reader.language).pgettext("price", "free")
    return formats.money(amount, reader.locale)


def duplicate(ticket: TicketFacts, reader: Reader) -> str:
    """That the paper is not the original, and which one it is: the second is duplicate 2; "" on the original."""
    return reader.translate(N_("Duplicate {number}")).format(number=ticket.copy) if ticket.copy > 1 else ""


def spelled(token: str) -> str:
    """A token in groups of four, to be read aloud where a scanner fails."""
    plain = safe(token)
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))
