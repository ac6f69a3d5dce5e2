"""Tickets as a PDF: one page each, a QR for the door, everything the law wants on a ticket beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.typesetting import Box, Face, Ink, new_document, write
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.locales import formats
from boxoffice_tui.views.documents import HouseFacts, TicketFacts

if TYPE_CHECKING:
    from fpdf import FPDF

INK: Ink = (28, 30, 38)
SOFT: Ink = (105, 108, 118)
RULE: Ink = (205, 207, 212)
WASH: Ink = (244, 244, 241)
BRASS: Ink = (168, 124, 44)
WHITE: Ink = (255, 255, 255)
WARNING: Ink = (180, 30, 30)

CARD_WIDTH, CARD_HEIGHT, CARD_TOP = 188.0, 128.0, 14.0
BAND, STUB, INSET = 13.0, 66.0, 8.0
QR_SIDE, QUIET = 56.0, 4


def ticket_pdf(
    tickets: Sequence[TicketFacts],
    house: HouseFacts,
    language: str,
    created_at: datetime,
    edition: int = wording.EDITION,
) -> bytes:
    """The tickets, one page each, on the house's paper; the same arguments give the same bytes.

    `created_at` is an aware instant, printed in the venue's zone. ValueError without a ticket
    (spec/reliability.md, Cash rules: operator of the show, show, date and place, category, price or "free",
    unique identifier).
    """
    if not tickets:
        raise ValueError("a document of no ticket")
    reader = wording.reader_of(language, house.country, edition)
    document = new_document(f"{tickets[0].event} – {house.name}", reader.language, house.country, created_at)
    for position, ticket in enumerate(tickets, start=1):
        document.add_page()
        card = Box((document.w - CARD_WIDTH) / 2, CARD_TOP, CARD_WIDTH, CARD_HEIGHT)
        _frame(document, card)
        _band(document, card, house, ticket, reader)
        _show(document, card, ticket, reader)
        _place(document, card, ticket, reader)
        _terms(document, card, ticket, reader)
        if house.training:
            _training(document, card, reader)
        _stub(document, card, ticket, reader)
        issued = formats.stamp(created_at, ticket.zone, reader.locale)
        _advice(document, card, house, reader, f"{issued} · {position}/{len(tickets)}")
    return bytes(document.output())


def _frame(document: FPDF, card: Box) -> None:
    document.set_draw_color(*RULE)
    document.set_line_width(0.3)
    document.rect(card.left, card.top, card.width, card.height, round_corners=True, corner_radius=3)
    tear = card.left + card.width - STUB
    document.set_dash_pattern(dash=1.2, gap=1.2)
    document.line(tear, card.top + BAND + 4, tear, card.top + card.height - 4)
    document.set_dash_pattern()


def _band(document: FPDF, card: Box, house: HouseFacts, ticket: TicketFacts, reader: Reader) -> None:
    _ = reader.translate
    document.set_fill_color(*INK)
    document.rect(card.left, card.top, card.width, BAND, style="F", round_corners=True, corner_radius=3)
    document.rect(card.left, card.top + BAND - 4, card.width, 4, style="F")
    document.set_fill_color(*BRASS)
    document.rect(card.left, card.top + BAND, card.width, 0.9, style="F")
    name = Box(card.left + INSET, card.top + 3.6, card.width - STUB - INSET, 6.4)
    write(document, house.name, name, Face(13, 7, WHITE, bold=True))
    kind = Box(card.left + card.width - STUB, card.top + 4.4, STUB - INSET, 5)
    words = wording.duplicate(ticket, reader) or _("Electronic ticket")
    write(document, words, kind, Face(9, 6, WHITE, align="R", bold=ticket.copy > 1))


def _show(document: FPDF, card: Box, ticket: TicketFacts, reader: Reader) -> None:
    left, width = card.left + INSET, card.width - STUB - 2 * INSET
    top = card.top + BAND + 6
    top += write(document, ticket.event, Box(left, top, width, 20), Face(21, 10, INK, bold=True)) + 2.5
    when = f"{wording.day(ticket, reader)} · {wording.hour(ticket, reader)}"
    top += write(document, when, Box(left, top, width, 6.5), Face(12.5, 8, INK, bold=True)) + 1.5
    top += write(document, ticket.venue, Box(left, top, width, 10), Face(11, 8, INK))
    write(document, ticket.venue_address, Box(left, top + 0.5, width, 8), Face(8.5, 6.5, SOFT))


def _place(document: FPDF, card: Box, ticket: TicketFacts, reader: Reader) -> None:
    _ = reader.translate
    left, width = card.left + INSET, card.width - STUB - 2 * INSET
    top, height, gap = card.top + 70.0, 27.0, 2.5
    cells = [(_("Section"), ticket.section, 0.46)] if ticket.section else []
    if ticket.row and ticket.place:
        cells.append((_("Row"), ticket.row, 0.24))
    cells.append((_("Seat"), ticket.place or _("Unreserved seating"), 0.3 if ticket.place else 0.54))
    share = (width - gap * (len(cells) - 1)) / sum(part for _label, _value, part in cells)
    for label, value, part in cells:
        document.set_fill_color(*WASH)
        document.rect(left, top, part * share, height, style="F", round_corners=True, corner_radius=2)
        write(document, label, Box(left + 3, top + 2.2, part * share - 6, 4), Face(7.5, 5, SOFT))
        inside = Box(left + 3, top + 6, part * share - 6, height - 7.5)
        write(document, value, inside, Face(32 if part < 0.4 else 20, 7, INK, bold=True, middle=True))
        left += part * share + gap


def _terms(document: FPDF, card: Box, ticket: TicketFacts, reader: Reader) -> None:
    _ = reader.translate
    left, width = card.left + INSET, card.width - STUB - 2 * INSET
    top = card.top + 103.0
    column = width / 3
    terms = (
        (_("Category"), ticket.seat_category),
        (_("Rate"), ticket.rate),
        (_("Price"), wording.price(ticket.price, reader)),
    )
    for label, value in terms:
        write(document, label, Box(left, top, column - 3, 4), Face(7.5, 5, SOFT))
        write(document, value, Box(left, top + 4, column - 3, 8.5), Face(10, 6, INK, bold=True))
        left += column
    if ticket.holder:
        left -= width
        write(document, ticket.holder, Box(left, top + 13.5, width, 8), Face(9.5, 6, INK))


def _stub(document: FPDF, card: Box, ticket: TicketFacts, reader: Reader) -> None:
    _ = reader.translate
    left = card.left + card.width - STUB + (STUB - QR_SIDE) / 2
    top = card.top + BAND + 6
    write(
        document, _("Ticket no. {number}").format(number=ticket.number),
        Box(left, top, QR_SIDE, 6), Face(12, 7, INK, bold=True, align="C"),
    )  # fmt: skip
    _qr(document, ticket.token, Box(left, top + 8, QR_SIDE, QR_SIDE))
    top += 8 + QR_SIDE
    spelled = wording.spelled(ticket.token)
    top += write(document, spelled, Box(left, top, QR_SIDE, 12), Face(8.5, 5.5, INK, align="C"))
    write(
        document, _("Show this code at the entrance, on paper or on your telephone. It admits once."),
        Box(left, top + 3, QR_SIDE, 20), Face(8, 6, SOFT, align="C"),
    )  # fmt: skip


def _qr(document: FPDF, token: str, box: Box) -> None:
    """The token alone, black on white with its quiet zone, as one path so that no viewer shows seams."""
    import segno

    rows = [bytes(row) for row in segno.make(token, error="m", micro=False).matrix]
    module = box.width / (len(rows) + 2 * QUIET)
    document.set_fill_color(*WHITE)
    document.rect(box.left, box.top, box.width, box.height, style="F")
    with document.new_path() as path:
        path.style.fill_color = "#000000"
        path.style.stroke_color = None
        path.style.auto_close = True
        for down, row in enumerate(rows):
            for start, length in _runs(row):
                path.rectangle(
                    box.left + (QUIET + start) * module,
                    box.top + (QUIET + down) * module,
                    length * module,
                    module,
                )


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where the dark runs of a row start, and their lengths."""
    runs: list[tuple[int, int]] = []
    for position, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == position:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((position, 1))
    return runs


def _training(document: FPDF, card: Box, reader: Reader) -> None:
    _ = reader.translate
    across = Box(card.left, card.top + BAND, card.width - STUB, card.height - BAND)
    with (
        document.local_context(fill_opacity=0.2),
        document.rotation(38, across.left + across.width / 2, across.top + across.height / 2),
    ):
        write(document, reader.training, across, Face(58, 24, WARNING, bold=True, align="C", middle=True))
    document.set_fill_color(*WARNING)
    document.rect(card.left, card.top + card.height + 3, card.width, 9, style="F")
    words = " · ".join((reader.training, _("Not valid for admission")))
    strip = Box(card.left, card.top + card.height + 4.6, card.width, 6)
    write(document, words, strip, Face(12, 8, WHITE, bold=True, align="C"))


def _advice(document: FPDF, card: Box, house: HouseFacts, reader: Reader, issued: str) -> None:
    _ = reader.translate
    top = card.top + card.height + 17
    top += write(
        document, _("This ticket is personal to whoever holds its code: do not publish a picture of it."),
        Box(card.left, top, card.width, 8), Face(8.5, 6, SOFT),
    )  # fmt: skip
    contact = " · ".join(part for part in (house.name, house.address, house.phone, house.email) if part)
    top += write(document, contact, Box(card.left, top + 1.5, card.width, 8), Face(8.5, 6, SOFT)) + 1.5
    when = _("Issued {when}").format(when=issued)
    write(document, when, Box(card.left, top + 1.5, card.width, 5), Face(7.5, 6, SOFT))
