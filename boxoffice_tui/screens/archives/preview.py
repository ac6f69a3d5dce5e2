"""The order under the cursor, beside the list where the terminal has room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives import order_lines
from boxoffice_tui.screens.archives.order_list import OrderList
from boxoffice_tui.screens.archives.searching import look
from boxoffice_tui.screens.base import Answer, Page, ShellScreen
from boxoffice_tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from boxoffice_tui.views.archives import OrderCursor
    from boxoffice_tui.views.orders import OrderPage, TicketLine

RESTING_SECONDS = 0.2
_LEAST_OTHER_LINES = 4  # order, buyer, costs, what is to finish


class Preview(Widget):
    """A few lines about `order`; nothing while it is None."""

    ALLOW_SELECT = False

    class Turned(Message):
        """There is room for it now, or no more."""

    def __init__(self) -> None:
        super().__init__()
        self._order: OrderPage | None = None

    def show(self, order: OrderPage | None) -> None:
        """Another order, or none."""
        self._order = order
        self.refresh()

    def on_show(self) -> None:
        """The terminal has grown."""
        self.post_message(self.Turned())

    def on_hide(self) -> None:
        """The terminal has shrunk."""
        self.post_message(self.Turned())

    def render(self) -> Content:
        order = self._order
        if order is None:
            return Content("")
        locale = cast("ShellScreen[object]", self.screen).shell.locale()
        lines = [order_lines.title(order, locale), order_lines.buyer(order)]
        room = self.size.height - _LEAST_OTHER_LINES - bool(order.notes)
        lines += [_ticket(ticket, locale) for ticket in order.live_tickets[:room]]
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


class PreviewingPage(Page):
    """A page with a list of orders that shows, where there is room, the one its cursor rests on."""

    class Looked(Answer["OrderPage"]):
        """The order under the cursor."""

    _resting: Timer | None = None

    @on(Preview.Turned)
    @on(PagedTable.RowMoved)
    def preview(self) -> None:
        """Show the order under the cursor a moment after the last move, as it is then; none where there is none."""
        if self._resting is not None:
            self._resting.stop()
        if self.query_one(Preview).display:
            self._resting = self.set_timer(RESTING_SECONDS, self._look)

    def _look(self) -> None:
        key = cast("OrderCursor | None", self.query_one(OrderList).cursor_key)
        if key is None:
            self.query_one(Preview).show(None)
        else:
            self.fetch(self.Looked, lambda desk: look(desk, key.order_id))

    @on(Looked)
    def _show_order(self, looked: Looked) -> None:
        self.query_one(Preview).show(looked.value)


def _ticket(ticket: TicketLine, locale: str) -> Content:
    from boxoffice_tui.locales import formats

    when = formats.day_and_time(ticket.starts_at, ticket.zone, locale)
    place = safe(f"{ticket.section} {ticket.seat}".strip())
    price = formats.amount(ticket.price, locale)
    parts = (str(ticket.number), safe(ticket.event), when, place, safe(ticket.rate), price)
    return Content("  " + "  ".join((*parts, safe(ticket.shipment_mode_name))))
