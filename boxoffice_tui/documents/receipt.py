"""The recap of an order as plain text, for a screen, a terminal or a roll of paper."""

from __future__ import annotations

from rich.cells import cell_len

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.confirmation import sums
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.documents.wrapping import wrapped
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.documents import ConfirmationFacts, TicketFacts

LEAST_WIDTH = 24


def receipt(facts: ConfirmationFacts, language: str, width: int = 48) -> str:
    """The order's tickets and sums in `language`, no line wider than `width` cells, a line end at the end.

    ValueError below 24 cells. Notes of the staff are no part of it (spec/archives.md, 11).
    """
    if width < LEAST_WIDTH:
        raise ValueError(f"a receipt needs {LEAST_WIDTH} cells")
    reader = wording.reader_of(language, facts.house.country)
    _ = reader.translate
    lines = [reader.training.center(width, "*")] if facts.house.training else []
    for part in (facts.house.name, facts.house.address, facts.house.phone):
        lines.extend(_indented(part, width, 0) if part else [])
    lines += ["", *_indented(_("Order {number}").format(number=facts.order_number), width, 0)]
    lines.extend(_indented(facts.buyer, width, 0) if facts.buyer else [])
    lines.extend(_performances(facts.tickets, reader, width))
    lines.append("")
    for line in sums(facts, reader):
        lines.extend(_amount_line(line["label"], line["amount"], width, 0))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _performances(tickets: tuple[TicketFacts, ...], reader: Reader, width: int) -> list[str]:
    lines: list[str] = []
    shown = ""
    for ticket in sorted(tickets, key=lambda ticket: (ticket.starts_at, ticket.uid, ticket.number)):
        if ticket.uid != shown:
            shown = ticket.uid
            when = f"{wording.day(ticket, reader)} · {wording.hour(ticket, reader)}"
            lines.append("")
            for part in (ticket.event, when, ticket.venue):
                lines.extend(_indented(part, width, 0))
        lines.extend(_indented(f"{ticket.number}  {wording.seat(ticket, reader)}", width, 2))
        rate = " · ".join(part for part in (ticket.rate, ticket.seat_category) if part)
        lines.extend(_amount_line(rate, wording.price(ticket.price, reader), width, 4))
    return lines


def _indented(text: str, width: int, indent: int) -> list[str]:
    return [" " * indent + line for line in wrapped(safe(text), width - indent, cell_len)]


def _amount_line(label: str, amount: str, width: int, indent: int) -> list[str]:
    lines = _indented(label, width, indent)
    gap = width - cell_len(lines[-1]) - cell_len(amount)
    if gap < 2:
        return [*lines, " " * max(0, width - cell_len(amount)) + amount]
    return [*lines[:-1], lines[-1] + " " * gap + amount]
