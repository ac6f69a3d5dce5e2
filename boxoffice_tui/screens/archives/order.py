"""The order page: buyer, balance, tickets, costs, notes, what is left to finish (spec/archives.md, Order page)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from textual import on
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, NP_, _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives import order_lines
from boxoffice_tui.screens.archives.commands import (
    ADD,
    CANCEL,
    CONFIRMATION,
    DELIVERY,
    DOCUMENTS,
    EXCHANGE,
    HISTORY,
    NOTE,
    PAYMENT,
    PRINT,
    SHIPMENTS,
)
from boxoffice_tui.screens.archives.order_work import OrderWork
from boxoffice_tui.screens.archives.reading import read
from boxoffice_tui.screens.archives.ticket_list import TicketList
from boxoffice_tui.screens.base import Answer, record_fault
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.header import Header
from boxoffice_tui.screens.section_line import Action, SectionLine
from boxoffice_tui.views.orders import HistoryLine, OrderPage
from boxoffice_tui.widgets.band import BalanceBand
from boxoffice_tui.widgets.paged_table import PagedTable

TICKET_ACTIONS = (
    Action(ADD, NP_("section", "Add")),
    Action(DELIVERY, NP_("section", "Delivery")),
    Action(EXCHANGE, NP_("section", "Exchange")),
    Action(CANCEL, NP_("section", "Cancel")),
)
DELIVERY_ACTIONS = (
    Action(SHIPMENTS, NP_("section", "Shipments")),
    Action(DOCUMENTS, NP_("section", "Documents")),
    Action(PRINT, NP_("section", "Print")),
)
NOTE_ACTIONS = (
    Action(NOTE, NP_("section", "Note")),
    Action(HISTORY, NP_("section", "History")),
    Action(CONFIRMATION, NP_("section", "Confirmation")),
)


class OrderScreen(OrderWork):
    """One order. Everything on it is what the database said last; dialogs change it, the page asks again."""

    PLACE = N_("Archives")
    HOME = "TicketList"
    CSS_PATH = "order.tcss"

    class Shown(Answer[tuple[OrderPage, tuple[HistoryLine, ...]]]):
        """The order and its history."""

    class Seen(Answer[tuple[OrderPage, tuple[HistoryLine, ...]]]):
        """The same, after somebody changed something."""

    def __init__(self, order_id: int) -> None:
        super().__init__()
        self.order_id = order_id
        self._chosen: tuple[object, ...] = ()

    def body(self) -> Iterable[Widget]:
        with Vertical(id="order"):
            yield Words(lambda: self._worded(order_lines.title))
            yield Words(lambda: order_lines.buyer(self.page) if self.page else "")
        with Container(id="owed"):
            yield BalanceBand()
        yield SectionLine(self._tickets_title, TICKET_ACTIONS)
        yield TicketList()
        with Vertical(id="costs"):
            yield Words(lambda: self._worded(order_lines.costs))
            yield Words(lambda: self._worded(order_lines.payments), classes="wrapped")
            yield Words(lambda: self._worded(order_lines.articles), classes="articles wrapped")
        yield SectionLine(lambda: _("Delivery"), DELIVERY_ACTIONS)
        yield SectionLine(self._notes_title, NOTE_ACTIONS)
        with VerticalScroll(id="notes"):
            yield Words(lambda: order_lines.notes(self.page) if self.page else "")
        with Horizontal(id="finish"):
            yield Words(lambda: order_lines.finish(self.page) if self.page else "")
            yield Words(str, classes="outcome")

    def on_screen_resume(self) -> None:
        """Opened, or a dialog closed: the order is read again."""
        self.read_again()

    def data_changed(self) -> None:
        """Somebody changed something, perhaps this order."""
        order_id = self.order_id
        self.fetch(self.Seen, lambda desk: read(desk, order_id))

    def place(self) -> str:
        return f"{_(self.PLACE)} · {self.number}" if self.number else _(self.PLACE)

    # Reading

    def read_again(self) -> None:
        """Ask for the order as it is now."""
        order_id = self.order_id
        self.fetch(self.Shown, lambda desk: read(desk, order_id))

    @on(Seen)
    def _see(self, seen: Seen) -> None:
        """What another changed is shown in its place, cursor and ticks where they are, and who it was is said."""
        if self.page is None or seen.value == (self.page, self.history):
            return
        latest = seen.value[1][len(self.history) :]
        self._show(seen)
        if latest and latest[-1].operator != self.standing.operator:
            self.query_one(".outcome", Words).say(lambda: self._changed_by(latest[-1]))

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Nobody asked to see what others change: when that fails the page stays as it is, and the log says why."""
        if question is self.Seen:
            record_fault(error)
        else:
            super().failed(question, error)

    @on(Shown)
    def _show(self, shown: Shown | Seen) -> None:
        self.page, self.history = shown.value
        self.query_one(Header).refresh()
        self.query_one(TicketList).show(self.page, self.shell.locale())
        self._show_balance(self.page)
        self.query_one("#notes").can_focus = bool(self.page.notes)
        self.query_one("#costs .articles").display = bool(self.page.articles)
        for words in self.query(Words):
            words.retranslate()
        self.refresh_bindings()

    def _show_balance(self, page: OrderPage) -> None:
        from boxoffice_tui.locales import formats

        band, locale = self.query_one(BalanceBand), self.shell.locale()
        key = self.shell.keymap.get(PAYMENT.id, PAYMENT.keys[0])
        if page.balance.minor > 0:
            band.due(formats.money(page.balance, locale), key)
        elif page.balance.minor < 0:
            band.refund(formats.money(-page.balance, locale), key)
        else:
            band.settled()

    @on(PagedTable.Ticked)
    @on(PagedTable.RowMoved)
    def _choose(self, event: PagedTable.Ticked | PagedTable.RowMoved) -> None:
        chosen = (bool(self.chosen_tickets), self.exchangeable, self.printable, self.prints_again)
        if chosen != self._chosen or isinstance(event, PagedTable.Ticked):
            self._chosen = chosen
            self.refresh_bindings()

    # Words

    def retranslate(self) -> None:
        super().retranslate()
        self.read_again()

    def _worded(self, words: Callable[[OrderPage, str], Content]) -> Content:
        return words(self.page, self.shell.locale()) if self.page else Content("")

    def _tickets_title(self) -> str:
        if self.page is None:
            return _("Tickets")
        ticked = len(self.query_one(TicketList).ticked)
        live = len(self.live_tickets)
        if ticked:
            return _("Tickets {ticked}/{count} ticked").format(ticked=ticked, count=live)
        return _("Tickets ({count})").format(count=live)

    def _notes_title(self) -> str:
        return _("Notes ({count})").format(count=len(self.page.notes)) if self.page else _("Notes")

    def _changed_by(self, line: HistoryLine) -> str:
        from boxoffice_tui.locales import formats

        zone = self.standing.zone or "UTC"
        when = formats.short_stamp(line.at, zone, self.shell.locale())
        return _("Changed by {who}, {when}").format(who=safe(line.operator), when=when)
