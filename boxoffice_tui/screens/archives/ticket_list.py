"""The tickets of an order: ticked by Space, read by columns, cancelled ones shown and never ticked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from rich.text import Text

from boxoffice_tui.locales.labels import Word
from boxoffice_tui.locales.translate import N_, NP_, _, pgettext
from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.orders import OrderPage, TicketLine
from boxoffice_tui.views.states import TicketState
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable


@dataclass(frozen=True, slots=True)
class _Cut:
    """When a column goes, and to how many cells it may be cut; 0 where it is never cut."""

    title: Word
    priority: int
    least: int = 0
    align: Literal["left", "right"] = "left"


_CUTS = (
    _Cut(NP_("column", "No."), 1),
    _Cut(NP_("column", "Event"), 3, 10),
    _Cut(NP_("column", "Performance"), 2),
    _Cut(NP_("column", "Place"), 1, 9),
    _Cut(NP_("column", "Rate"), 6, 7),
    _Cut(NP_("column", "Price"), 2, align="right"),
    _Cut(NP_("column", "Delivery"), 5, 9),
)
_MARKS = {TicketState.CANCELLED: "✕", TicketState.SCANNED: "✓"}


class TicketList(PagedTable):
    """All tickets of the page; scrolls inside its section."""

    HELP_WORDS = N_(
        "The tickets of the order. Space ticks one; what is ticked is delivered, exchanged, printed or cancelled "
        "together. Where nothing is ticked, a delivery mode is for all that can take one, all else for the ticket "
        "under the cursor. ✓ marks a ticket scanned at the door, ✕ a cancelled one."
    )

    def __init__(self) -> None:
        super().__init__(tickable=True)
        self._cancelled: frozenset[int] = frozenset()

    def show(self, page: OrderPage, locale: str) -> None:
        """The tickets of `page`, live ones first; ticks stay on those that are still live."""
        cancelled = {one.ticket_id for one in page.tickets if one.state == TicketState.CANCELLED}
        self._cancelled = frozenset(cancelled)
        self.set_columns(columns(page, locale))
        ordered = sorted(page.tickets, key=lambda ticket: ticket.ticket_id in cancelled)
        self.replace([_row(ticket, locale) for ticket in ordered], more=False, stay=True)
        self.tick(self.ticked - cancelled)

    def action_tick(self) -> None:
        """Tick or untick the ticket under the cursor; not a cancelled one."""
        if self.cursor_key not in self._cancelled:
            super().action_tick()


def columns(page: OrderPage, locale: str) -> tuple[Column, ...]:
    """As wide as what the order has in them; where that is too wide, names are cut, then the rate gives way."""
    found = [_cells(ticket, locale) for ticket in page.tickets]
    return tuple(_column(cut, [cells[position] for cells in found]) for position, cut in enumerate(_CUTS))


def _column(cut: _Cut, cells: Iterable[str]) -> Column:
    title = pgettext(*cut.title)
    need = max(cell_len(text) for text in (title, *cells))
    width = min(need, cut.least) if cut.least else need
    return Column(title, width, cut.priority, cut.align, flexible=bool(cut.least), most=need)


def _row(ticket: TicketLine, locale: str) -> Row:
    dim = "dim" if ticket.state == TicketState.CANCELLED else ""
    cells = tuple(Text(cell, dim) for cell in _cells(ticket, locale))
    return Row(ticket.ticket_id, cells, _MARKS.get(ticket.state, ""))


def _cells(ticket: TicketLine, locale: str) -> tuple[str, ...]:
    from boxoffice_tui.locales import formats

    return (
        str(ticket.number),
        safe(ticket.event),
        formats.day_and_time(ticket.starts_at, ticket.zone, locale),
        safe(f"{ticket.seat} {ticket.section}".strip()),
        safe(ticket.rate),
        formats.amount(ticket.price, locale),
        _delivery(ticket),
    )


def _delivery(ticket: TicketLine) -> str:
    """State where it is not simply valid, mode, how often it was printed."""
    if ticket.state == TicketState.CANCELLED:
        return label(ticket.state)
    parts = [label(ticket.state)] if ticket.state == TicketState.SCANNED else []
    parts.append(safe(ticket.shipment_mode_name) or _("to choose"))
    if ticket.printed:
        parts.append(_("printed {count}×").format(count=ticket.printed))
    if ticket.print_in_doubt:
        parts.append(_("print in doubt"))
    return ", ".join(parts)
