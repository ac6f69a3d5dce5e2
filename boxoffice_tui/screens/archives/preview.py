"""The order under the cursor, beside the list where the terminal has room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives import order_lines
from boxoffice_tui.views.orders import OrderPage, TicketLine

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import ShellScreen

_LEAST_OTHER_LINES = 4  # order, buyer, costs, what is to finish


class Preview(Widget):
    """A few lines about `order`; nothing while it is None."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._order: OrderPage | None = None

    def show(self, order: OrderPage | None) -> None:
        """Another order, or none."""
        self._order = order
        self.refresh()

    def render(self) -> Content:
        order = self._order
        if order is None:
            return Content("")
        locale = cast("ShellScreen[Any]", self.screen).shell.locale()
        lines = [order_lines.title(order, locale), order_lines.buyer(order)]
        room = self.size.height - _LEAST_OTHER_LINES - bool(order.notes)
        lines += [_ticket(ticket, locale) for ticket in order_lines.live(order)[:room]]
        lines += [order_lines.costs(order, locale), order_lines.finish(order)]
        if order.notes:
            lines.append(Content(safe(order_lines.note_text(order.notes[-1], order.zone))))
        width = self.size.width
        return Content("\n").join(
            line if line.cell_length <= width else line.truncate(width, ellipsis=True) for line in lines
        )

    def retranslate(self) -> None:
        """Words again."""
        self.refresh()


def _ticket(ticket: TicketLine, locale: str) -> Content:
    from boxoffice_tui.locales import formats

    when = formats.day_and_time(ticket.starts_at, ticket.zone, locale)
    place = safe(f"{ticket.section} {ticket.seat}".strip())
    price = formats.amount(ticket.price, locale)
    parts = (str(ticket.number), safe(ticket.event), when, place, safe(ticket.rate), price)
    return Content("  " + "  ".join((*parts, safe(ticket.shipment_mode_name))))
