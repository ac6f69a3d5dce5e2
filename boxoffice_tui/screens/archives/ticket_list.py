"""The tickets of an order: ticked by Space, read by columns, cancelled ones shown and never ticked."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.orders import OrderPage, TicketLine, TicketState
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

_MARKS = {TicketState.CANCELLED: "✕", TicketState.SCANNED: "✓"}


class TicketList(PagedTable):
    """All tickets of the page; scrolls inside its section."""

    HELP_WORDS = N_(
        "The tickets of the order. Space ticks one; what is ticked is delivered or cancelled together. Where "
        "nothing is ticked, a delivery mode is for all that can take one, a cancellation for the ticket under the "
        "cursor. ✓ marks a ticket scanned at the door, ✕ a cancelled one."
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
    """At 80 columns the weekday gives way where hours are long, then the rate."""
    from boxoffice_tui.locales import formats

    stamp = cell_len(formats.short_stamp(page.bought_at, page.zone, locale))
    return (
        Column(pgettext("column", "No."), 5),
        Column(pgettext("column", "Event"), 11, 3, flexible=True),
        Column("", 3, 8),
        Column(pgettext("column", "Performance"), stamp, 4),
        Column(pgettext("column", "Place"), 12, 1, flexible=True),
        Column(pgettext("column", "Rate"), 7, 6),
        Column(pgettext("column", "Price"), 8, 2, align="right"),
        Column(pgettext("column", "Delivery"), 10, 5, flexible=True),
    )


def _row(ticket: TicketLine, locale: str) -> Row:
    from boxoffice_tui.locales import formats

    dim = "dim" if ticket.state == TicketState.CANCELLED else ""
    cells = (
        str(ticket.number),
        safe(ticket.event),
        formats.weekday(ticket.starts_at, ticket.zone, locale),
        formats.short_stamp(ticket.starts_at, ticket.zone, locale),
        safe(f"{ticket.seat} {ticket.section}".strip()),
        safe(ticket.rate),
        formats.amount(ticket.price, locale),
        _delivery(ticket),
    )
    return Row(ticket.ticket_id, tuple(Text(cell, dim) for cell in cells), _MARKS.get(ticket.state, ""))


def _delivery(ticket: TicketLine) -> str:
    """State where it is not simply valid, mode, how often it was printed."""
    if ticket.state == TicketState.CANCELLED:
        return label(ticket.state)
    parts = [label(ticket.state)] if ticket.state == TicketState.SCANNED else []
    parts.append(safe(ticket.shipment_mode_name) or _("to choose"))
    if ticket.printed:
        parts.append(_("printed {count}×").format(count=ticket.printed))
    return ", ".join(parts)
