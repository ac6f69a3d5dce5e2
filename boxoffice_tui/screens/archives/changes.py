"""What was changed on an order since its last note: the facts a note begins with (spec/archives.md, 11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives.order_lines import tickets_said
from boxoffice_tui.views.orders import HistoryLine, OrderPage, TicketLine

_DONE = {
    "tickets_added": N_("added {tickets}"),
    "tickets_cancelled": N_("cancelled {tickets}"),
    "tickets_exchanged": N_("exchanged for {tickets}"),
    "delivery_changed": N_("delivery of {tickets}: {mode}"),
}


def changes_since_note(history: Sequence[HistoryLine], page: OrderPage) -> str:
    """ "added 1 ticket F-14, cancelled 1 ticket F-12", empty where nothing was changed since the last note."""
    since = next((n for n, line in enumerate(reversed(history)) if line.action == "note_added"), len(history))
    latest = history[len(history) - since :]
    return ", ".join(_change(line, page) for line in latest if line.action in _DONE)


def _change(line: HistoryLine, page: OrderPage) -> str:
    tickets = _tickets_of(line, page)
    modes = {ticket.shipment_mode_name for ticket in tickets}
    return _(_DONE[line.action]).format(tickets=tickets_said(tickets), mode=safe(", ".join(sorted(modes))))


def _tickets_of(line: HistoryLine, page: OrderPage) -> tuple[TicketLine, ...]:
    ids = line.facts.get("ticket_ids")
    wanted = set(ids) if isinstance(ids, Iterable) and not isinstance(ids, str) else set()
    return tuple(ticket for ticket in page.tickets if ticket.ticket_id in wanted)
