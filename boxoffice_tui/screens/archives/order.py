"""The order page: buyer, balance, tickets, costs, notes, what is left to finish (spec/archives.md, Order page)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives import order_lines
from boxoffice_tui.screens.archives.changes import changes_since_note
from boxoffice_tui.screens.archives.commands import (
    ADD,
    CANCEL,
    CONFIRMATION,
    DELIVERY,
    EXPLAINED,
    HISTORY,
    NOTE,
    ORDER_COMMANDS,
    PAYMENT,
    REFUND,
)
from boxoffice_tui.screens.archives.reading import read
from boxoffice_tui.screens.archives.section_line import Action, SectionLine
from boxoffice_tui.screens.archives.ticket_list import TicketList
from boxoffice_tui.screens.base import Answer, Page, flow, record_fault
from boxoffice_tui.screens.command import Command, command_for
from boxoffice_tui.screens.dialogs import Sentence, Words, show_problem
from boxoffice_tui.screens.header import Header
from boxoffice_tui.views.orders import HistoryLine, OrderPage, OrderState, TicketLine
from boxoffice_tui.widgets.band import BalanceBand
from boxoffice_tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from boxoffice_tui.services.errors import ServiceError
    from boxoffice_tui.services.orders import OrderChange

TICKET_ACTIONS = (
    Action(ADD, N_("Add")),
    Action(DELIVERY, N_("Delivery")),
    Action(CANCEL, N_("Cancel")),
    Action(CONFIRMATION, N_("Confirmation")),
)
NOTE_ACTIONS = (Action(NOTE, N_("Note")), Action(HISTORY, N_("History")))


class OrderScreen(Page):
    """One order. Everything on it is what the database said last; dialogs change it, the page asks again."""

    PLACE = N_("Archives")
    HOME = "TicketList"
    CSS_PATH = "order.tcss"
    COMMAND_LIST = ORDER_COMMANDS

    class Shown(Answer[tuple[OrderPage, tuple[HistoryLine, ...]]]):
        """The order and its history."""

    class Seen(Answer[tuple[OrderPage, tuple[HistoryLine, ...]]]):
        """The same, after somebody changed something."""

    def __init__(self, order_id: int) -> None:
        super().__init__()
        self.order_id = order_id
        self.page: OrderPage | None = None
        self._history: tuple[HistoryLine, ...] = ()
        self._choosable = False

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
            yield Words(lambda: self._worded(order_lines.payments))
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

    # What commands and sections ask

    @property
    def number(self) -> str:
        """The order's number, empty until it is read."""
        return self.page.number if self.page else ""

    @property
    def changeable(self) -> bool:
        """Whether tickets may be added here."""
        return self.page is not None and self.page.changeable

    @property
    def active(self) -> bool:
        """Whether the order is not cancelled."""
        return self.page is not None and self.page.state == OrderState.ACTIVE

    @property
    def owing(self) -> int:
        """The balance in minor units: positive to pay, negative to refund."""
        return self.page.balance.minor if self.page else 0

    @property
    def live_tickets(self) -> tuple[TicketLine, ...]:
        """The tickets that are not cancelled."""
        return order_lines.live(self.page) if self.page else ()

    @property
    def chosen_tickets(self) -> tuple[int, ...]:
        """The ids of the ticked tickets or, where none is, of the one under the cursor."""
        tickets = self.query_one(TicketList)
        chosen = tickets.ticked or {tickets.cursor_key}
        return tuple(ticket.ticket_id for ticket in self.live_tickets if ticket.ticket_id in chosen)

    def own_commands(self) -> tuple[Command, ...]:
        """With *Refund* in the place of *Payment* while money is to go back."""
        commands = super().own_commands()
        return tuple(REFUND if one is PAYMENT and self.owing < 0 else one for one in commands)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the order's work act always: where they may not, they say why."""
        command = command_for(self.own_commands(), action, parameters)
        if command is not None and self.page is not None and not self.covered:
            explained = any(command.id == one.id for one in EXPLAINED)
            return explained or super().check_action(action, parameters)
        return super().check_action(action, parameters)

    # Reading

    def read_again(self) -> None:
        """Ask for the order as it is now."""
        order_id = self.order_id
        self.fetch(self.Shown, lambda desk: read(desk, order_id))

    @on(Seen)
    def _see(self, seen: Seen) -> None:
        """What another changed is shown in its place, cursor and ticks where they are, and who it was is said."""
        if self.page is None or seen.value == (self.page, self._history):
            return
        latest = seen.value[1][len(self._history) :]
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
        self.page, self._history = shown.value
        self.query_one(Header).refresh()
        self.query_one(TicketList).show(self.page, self.shell.locale())
        self._show_balance(self.page)
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
        choosable = bool(self.chosen_tickets)
        if choosable != self._choosable or isinstance(event, PagedTable.Ticked):
            self._choosable = choosable
            self.refresh_bindings()

    # Commands

    def action_tick_all(self) -> None:
        """Tick all live tickets, or none where all are."""
        tickets = self.query_one(TicketList)
        every = {ticket.ticket_id for ticket in self.live_tickets}
        tickets.tick(set() if tickets.ticked == every else every)

    @flow
    async def action_add(self) -> None:
        """Add a ticket."""
        if (page := self._allowed_page(ADD)) is not None:
            from boxoffice_tui.screens.archives.add_ticket import AddTicket

            change = await self.app.push_screen_wait(AddTicket(page))
            self._tell(change, lambda: _("Added. Check the delivery mode."))

    @flow
    async def action_delivery(self) -> None:
        """Another delivery mode for the ticked tickets."""
        if (page := self._allowed_page(DELIVERY)) is not None:
            from boxoffice_tui.screens.archives.delivery import DeliveryDialog

            change = await self.app.push_screen_wait(DeliveryDialog(page, self.chosen_tickets))
            self._tell(change, lambda: _("Delivery mode changed."))

    @flow
    async def action_cancel(self) -> None:
        """Cancel the ticked tickets."""
        if (page := self._allowed_page(CANCEL)) is not None:
            from boxoffice_tui.screens.archives.cancel import CancelDialog

            change = await self.app.push_screen_wait(CancelDialog(page, self.chosen_tickets))
            self._tell(change, lambda: _("Tickets cancelled."))

    @flow
    async def action_confirmation(self) -> None:
        """Send the confirmation."""
        if (page := self._allowed_page(CONFIRMATION)) is not None:
            from boxoffice_tui.screens.archives.confirmation import ConfirmationDialog

            change = await self.app.push_screen_wait(ConfirmationDialog(page))
            self._tell(change, lambda: _("Confirmation ready; it leaves with the next sending."))

    @flow
    async def action_payment(self) -> None:
        """Record a payment, or a refund where money is to go back."""
        command = REFUND if self.owing < 0 else PAYMENT
        if (page := self._allowed_page(command)) is None:
            return
        if command is REFUND:
            from boxoffice_tui.screens.archives.refund import RefundDialog

            self._tell(await self.app.push_screen_wait(RefundDialog(page)), lambda: _("Refund recorded."))
            return
        from boxoffice_tui.screens.archives.payment import PaymentDialog

        change = await self.app.push_screen_wait(PaymentDialog(page))
        self._tell(change, lambda: self._payment_said(change))

    @flow
    async def action_note(self) -> None:
        """Write an internal note about what was changed."""
        if (page := self._allowed_page(NOTE)) is not None:
            from boxoffice_tui.screens.archives.note import NoteDialog

            facts = changes_since_note(self._history, page)
            change = await self.app.push_screen_wait(NoteDialog(page, facts))
            self._tell(change, lambda: _("Note added."))

    def action_history(self) -> None:
        """What was done to the order, by whom."""
        from boxoffice_tui.screens.archives.history import HistoryScreen

        if self.page is not None:
            self.app.push_screen(HistoryScreen(self.page))

    @on(BalanceBand.Pressed)
    def _pay(self) -> None:
        self.action_payment()

    def _allowed_page(self, command: Command) -> OrderPage | None:
        """The page, where `command` may run on it; else why not is said."""
        state = self.allowed(command)
        if self.page is None or state:
            return self.page
        from boxoffice_tui.services.errors import NotAllowedError

        show_problem(
            self, NotAllowedError(command.right) if state is None else self._why_not(command, self.page)
        )
        return None

    def _why_not(self, command: Command, page: OrderPage) -> ServiceError:
        from boxoffice_tui.rules import orders as rule
        from boxoffice_tui.services.errors import RefusedError

        if command in {PAYMENT, REFUND}:
            return RefusedError(rule.OrderRefusal.NOTHING_DUE)
        if command in {DELIVERY, CANCEL}:
            return RefusedError(rule.OrderRefusal.TICKET_NOT_LIVE)
        objection = rule.change_objection(rule.OrderFacts(page.state, page.origin, page.platform))
        return RefusedError(objection.code, objection.facts) if objection else RefusedError("not_found")

    def _tell(self, change: OrderChange | None, sentence: Sentence) -> None:
        """What came of a dialog, where something did; the ticks have served."""
        if change is not None:
            self.query_one(TicketList).clear_ticks()
            self.query_one(".outcome", Words).say(sentence)

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

    def _payment_said(self, change: Any) -> str:
        if change is None or not change.change_given:
            return _("Payment recorded.")
        from boxoffice_tui.locales import formats

        given = formats.money(change.change_given, self.shell.locale())
        return _("Payment recorded. Change to give back: {amount}").format(amount=given)
