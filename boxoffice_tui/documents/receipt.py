"""The receipt of an order: what was bought, what was paid and how, the change; as text and on a roll of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from rich.cells import cell_len

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.confirmation import sums
from boxoffice_tui.documents.typesetting import Box, Face, height_of, new_document, write
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.documents.wrapping import wrapped
from boxoffice_tui.locales import formats, words
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.documents import ReceiptFacts, ReceiptPayment, TicketFacts

LEAST_WIDTH = 24
ROLL, MARGIN, STEP, AMOUNT = 80.0, 4.0, 3.0, 24.0  # millimetres
_SIZE = 8.5


@dataclass(frozen=True, slots=True)
class Line:
    """A text on the left, an amount on the right or "", so many steps in; a blank line where both are ""."""

    text: str = ""
    amount: str = ""
    indent: int = 0
    strong: bool = False


def receipt(facts: ReceiptFacts, language: str, width: int = 48) -> str:
    """The receipt in `language`, no line wider than `width` cells, a line end at the end.

    ValueError below 24 cells. Notes of the staff are no part of it (spec/archives.md, 11).
    """
    if width < LEAST_WIDTH:
        raise ValueError(f"a receipt needs {LEAST_WIDTH} cells")
    reader = wording.reader_of(language, facts.order.house.country)
    lines = [reader.training.center(width, "*")] if facts.order.house.training else []
    for line in _lines(facts, reader):
        lines.extend(_typed(line, width))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def receipt_pdf(facts: ReceiptFacts, language: str, created_at: datetime) -> bytes:
    """The receipt on a roll 80 mm wide, as long as it needs; the same arguments give the same bytes.

    `created_at` is an aware instant.
    """
    reader = wording.reader_of(language, facts.order.house.country)
    training = [Line(reader.training, strong=True)] if facts.order.house.training else []
    lines = [*training, *_lines(facts, reader)]
    title = reader.translate("Order {number}").format(number=facts.order.order_number)
    document = new_document(title, reader.language, facts.order.house.country, created_at)
    faces = [Face(_SIZE, _SIZE, bold=line.strong) for line in lines]
    shares = [_share(line) for line in lines]
    heights = [
        height_of(document, line.text, share, face)
        for line, share, face in zip(lines, shares, faces, strict=True)
    ]
    document.add_page(format=(ROLL, sum(heights) + 4 * MARGIN))
    top = 2 * MARGIN
    for line, share, face, height in zip(lines, shares, faces, heights, strict=True):
        write(document, line.text, Box(MARGIN + STEP * line.indent, top, share, height), face)
        if line.amount:
            amount = Box(ROLL - MARGIN - AMOUNT, top, AMOUNT, height)
            write(document, line.amount, amount, replace(face, align="R"))
        top += height
    return bytes(document.output())


def _share(line: Line) -> float:
    """The room of a line's text on the roll."""
    return ROLL - 2 * MARGIN - STEP * line.indent - (AMOUNT if line.amount else 0)


def _lines(facts: ReceiptFacts, reader: Reader) -> Iterator[Line]:
    _ = reader.translate
    house, order = facts.order.house, facts.order
    yield Line(house.name, strong=True)
    yield from (Line(part) for part in (house.address, house.phone) if part)
    yield Line()
    yield Line(_("Order {number}").format(number=order.order_number), strong=True)
    bought_at = formats.stamp(facts.bought_at, facts.zone, reader.locale)
    yield Line(f"{bought_at} · {facts.operator}" if facts.operator else bought_at)
    if order.buyer:
        yield Line(order.buyer)
    yield from _performances(order.tickets, reader)
    yield Line()
    for line in sums(order, reader):
        yield Line(line["label"], line["amount"], strong=bool(line["kind"]))
        if line["kind"] == "total" and facts.taxes:
            yield Line(_("Taxes included"), formats.money(facts.taxes, reader.locale), indent=1)
    yield Line()
    for payment in facts.payments:
        yield from _paid(payment, reader)


def _performances(tickets: tuple[TicketFacts, ...], reader: Reader) -> Iterator[Line]:
    shown = ""
    for ticket in sorted(tickets, key=lambda ticket: (ticket.starts_at, ticket.uid, ticket.number)):
        if ticket.uid != shown:
            shown = ticket.uid
            yield Line()
            yield Line(ticket.event, strong=True)
            yield Line(f"{wording.day(ticket, reader)} · {wording.hour(ticket, reader)}")
            yield Line(ticket.venue)
        yield Line(f"{ticket.number} {wording.seat(ticket, reader)}", indent=1)
        rate = " · ".join(part for part in (ticket.rate, ticket.seat_category) if part)
        yield Line(rate, wording.price(ticket.price, reader), indent=2)


def _paid(payment: ReceiptPayment, reader: Reader) -> Iterator[Line]:
    """The method and amount; of cash its rounding, what was handed over and the change, where that was said."""
    _ = reader.translate
    if payment.rounding is not None:
        yield Line(_("Rounding"), formats.money(payment.rounding, reader.locale))
    yield Line(words.label(payment.method, reader.locale), formats.money(payment.amount, reader.locale))
    if payment.tendered is not None and payment.tendered != payment.amount:
        yield Line(_("Handed over"), formats.money(payment.tendered, reader.locale), indent=1)
        yield Line(_("Change"), formats.money(payment.tendered - payment.amount, reader.locale), indent=1)


def _typed(line: Line, width: int) -> list[str]:
    texts = _indented(line.text, width, 2 * line.indent)
    if not line.amount:
        return texts
    gap = width - cell_len(texts[-1]) - cell_len(line.amount)
    if gap < 2:
        return [*texts, " " * max(0, width - cell_len(line.amount)) + line.amount]
    return [*texts[:-1], texts[-1] + " " * gap + line.amount]


def _indented(text: str, width: int, indent: int) -> list[str]:
    return [" " * indent + line for line in wrapped(safe(text), width - indent, cell_len)]
