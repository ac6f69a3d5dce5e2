"""The work on an open order: what may be done now, why not, and the dialogs that do it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from textual import on

from boxoffice_tui.locales.lists import all_of
from boxoffice_tui.locales.translate import _
from boxoffice_tui.rules.exchanges import together_objection
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives import order_lines
from boxoffice_tui.screens.archives.changes import changes_since_note
from boxoffice_tui.screens.archives.commands import (
    ADD,
    ARTICLES,
    CANCEL,
    CONFIRMATION,
    DELIVERY,
    EXCHANGE,
    EXPLAINED,
    EXTEND,
    NOTE,
    ORDER_COMMANDS,
    PAYMENT,
    PRINT,
    REFUND,
    RELEASE,
    REPRINT,
)
from boxoffice_tui.screens.archives.ticket_list import TicketList
from boxoffice_tui.screens.archives.why_not import why_not
from boxoffice_tui.screens.base import Page, flow
from boxoffice_tui.screens.command import Command, command_for
from boxoffice_tui.screens.dialogs import Sentence, Words, show_problem
from boxoffice_tui.views.orders import HistoryLine, OrderChange, OrderPage, TicketLine
from boxoffice_tui.views.states import OrderState
from boxoffice_tui.widgets.band import BalanceBand


class OrderWork(Page):
    """Knows the order of `page` and its history, which the screen reads, and works on it by dialogs."""

    COMMAND_LIST = ORDER_COMMANDS

    def __init__(self) -> None:
        super().__init__()
        self.page: OrderPage | None = None
        self.history: tuple[HistoryLine, ...] = ()

    # What commands ask

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
    def buyer_id(self) -> int | None:
        """The id of the contact the order belongs to, None where nobody left a name."""
        return self.page.buyer.contact_id if self.page and self.page.buyer else None

    @property
    def reserved(self) -> bool:
        """Whether the order waits to be taken up."""
        return self.page is not None and self.page.due_on is not None

    @property
    def owing(self) -> int:
        """The balance in minor units: positive to pay, negative to refund."""
        return self.page.balance.minor if self.page else 0

    @property
    def live_tickets(self) -> tuple[TicketLine, ...]:
        """The tickets that are not cancelled."""
        return self.page.live_tickets if self.page else ()

    @property
    def chosen_tickets(self) -> tuple[int, ...]:
        """The ids of the ticked tickets or, where none is, of the one under the cursor."""
        tickets = self.query_one(TicketList)
        chosen = tickets.ticked or {tickets.cursor_key}
        return tuple(ticket.ticket_id for ticket in self.live_tickets if ticket.ticket_id in chosen)

    @property
    def exchangeable(self) -> bool:
        """Whether the tickets chosen may be exchanged here: those of one performance, of an order taken up."""
        page = self.page
        if page is None or not page.changeable or self.reserved:
            return False
        chosen = [one.performance_id for one in self._lines(self.chosen_tickets)]
        return bool(chosen) and together_objection(chosen) is None

    @property
    def printable(self) -> bool:
        """Whether the tickets chosen can be printed, for the first time or again."""
        return not self.reserved and bool(self.chosen_tickets)

    @property
    def prints_again(self) -> bool:
        """Whether all the tickets chosen are on paper already."""
        chosen = self._lines(self.chosen_tickets) if self.page is not None else ()
        return bool(chosen) and all(one.printed or one.print_in_doubt for one in chosen)

    @property
    def tickets_to_deliver(self) -> tuple[int, ...]:
        """The ids of the ticked tickets or, where none is, of those without a delivery mode, else of all that
        can take another; where none can, of all live ones: the service says why.
        """
        if self.page is None or self.query_one(TicketList).ticked:
            return self.chosen_tickets
        movable = order_lines.deliverable(self.page)
        waiting = tuple(ticket for ticket in movable if ticket.delivery_to_choose)
        return tuple(ticket.ticket_id for ticket in waiting or movable or self.live_tickets)

    def own_commands(self) -> tuple[Command, ...]:
        """*Refund* stands for *Payment* while money is to go back, duplicates for originals of what is printed."""
        instead = {PAYMENT.id: REFUND} if self.owing < 0 else {}
        if self.prints_again:
            instead[PRINT.id] = REPRINT
        return tuple(instead.get(one.id, one) for one in super().own_commands())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the order's work act always: where they may not, they say why."""
        command = command_for(self.own_commands(), action, parameters)
        if command is not None and self.page is not None and not self.covered:
            explained = any(command.id == one.id for one in EXPLAINED)
            return explained or super().check_action(action, parameters)
        return super().check_action(action, parameters)

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
        """Another delivery mode for the ticked tickets, or for all that can take one."""
        if (page := self._allowed_page(DELIVERY)) is not None:
            from boxoffice_tui.screens.archives.delivery import DeliveryDialog

            change = await self.app.push_screen_wait(DeliveryDialog(page, self.tickets_to_deliver))
            if change is not None and change.version != page.version:
                self._tell(change, lambda: _("Delivery mode changed."))

    @flow
    async def action_exchange(self) -> None:
        """Another rate, other seats or another performance for the ticked tickets."""
        if (page := self._allowed_page(EXCHANGE)) is not None:
            from boxoffice_tui.screens.archives.exchange import ExchangeForm

            change = await self.app.push_screen_wait(ExchangeForm(page, self._lines(self.chosen_tickets)))
            self._tell(change, lambda: _("Tickets exchanged."))

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

            dialog = ConfirmationDialog(page)
            change = await self.app.push_screen_wait(dialog)
            if change is not None:
                self._tell(change, lambda: self._confirmation_said(dialog.page, change))

    @flow
    async def action_print(self) -> None:
        """Print the ticked tickets, on the till's printer or to a file: originals and duplicates."""
        page = self._allowed_page(REPRINT if self.prints_again else PRINT)
        if page is not None and (page.printer is None or await self._on_printer(page)):
            await self._on_file(page)

    async def _on_printer(self, page: OrderPage) -> bool:
        """Prints on the till's printer; whether a file is wanted instead."""
        from boxoffice_tui.screens.archives.ticket_printer import PrinterDialog

        dialog = PrinterDialog(page, self._lines(self.chosen_tickets))
        change = await self.app.push_screen_wait(dialog)
        self._tell(change, lambda: dialog.said)
        return dialog.instead

    async def _on_file(self, page: OrderPage) -> None:
        from boxoffice_tui.screens.archives.printing import PrintDialog

        dialog = PrintDialog(page, self._lines(self.chosen_tickets))
        change = await self.app.push_screen_wait(dialog)
        self._tell(change, lambda: self._printed_said(dialog.written))

    @flow
    async def action_articles(self) -> None:
        """Articles: more of them, or some back."""
        if (page := self._allowed_page(ARTICLES)) is not None:
            from boxoffice_tui.screens.articles.order_articles import OrderArticles

            change = await self.app.push_screen_wait(OrderArticles(page))
            self._tell(change, lambda: _("Articles changed."))

    @flow
    async def action_payment(self) -> None:
        """Record a payment, or a refund where money is to go back."""
        command = REFUND if self.owing < 0 else PAYMENT
        if (page := self._allowed_page(command)) is None:
            return
        if command is REFUND:
            from boxoffice_tui.screens.archives.refund import RefundDialog

            refunded = await self.app.push_screen_wait(RefundDialog(page))
            self._tell(refunded, lambda: _("Refund recorded."))
            return
        from boxoffice_tui.screens.archives.payment import PaymentDialog

        change = await self.app.push_screen_wait(PaymentDialog(page))
        self._tell(change, lambda: self._payment_said(change))

    @flow
    async def action_extend(self) -> None:
        """Keep the places of a reservation for longer."""
        if (page := self._allowed_page(EXTEND)) is not None:
            from boxoffice_tui.screens.archives.reserved import ExtendDialog

            change = await self.app.push_screen_wait(ExtendDialog(page))
            self._tell(change, lambda: _("Reservation extended."))

    @flow
    async def action_release(self) -> None:
        """Give the places of a reservation up."""
        if (page := self._allowed_page(RELEASE)) is not None:
            from boxoffice_tui.screens.archives.reserved import ReleaseDialog

            change = await self.app.push_screen_wait(ReleaseDialog(page))
            self._tell(change, lambda: _("Reservation released."))

    @flow
    async def action_note(self) -> None:
        """Write an internal note about what was changed."""
        if (page := self._allowed_page(NOTE)) is not None:
            from boxoffice_tui.screens.archives.note import NoteDialog

            facts = changes_since_note(self.history, page)
            change = await self.app.push_screen_wait(NoteDialog(page, facts))
            self._tell(change, lambda: _("Note added."))

    @flow
    async def action_contact(self) -> None:
        """The buyer has another address, phone, name."""
        from boxoffice_tui.screens.contacts.contact_dialog import ContactDialog

        self._forget()
        if self.buyer_id is not None:
            changed = await self.app.push_screen_wait(ContactDialog(self.buyer_id))
            if changed is not None:
                self.query_one(".outcome", Words).say(lambda: _("Contact changed."))

    def action_history(self) -> None:
        """What was done to the order, by whom."""
        from boxoffice_tui.screens.archives.history import HistoryScreen

        self._forget()
        if self.page is not None:
            self.app.push_screen(HistoryScreen(self.page))

    def action_shipments(self) -> None:
        """The shipments of the order's dossier."""
        from boxoffice_tui.screens.delivery.shipments import ShipmentsScreen

        self._forget()
        if self.page is not None:
            self.app.push_screen(ShipmentsScreen(self.page.dossier, self.page.number, self.page.order_id))

    def action_receipt(self) -> None:
        """What the customer gets as a proof of what was paid."""
        from boxoffice_tui.screens.archives.receipt import ReceiptScreen

        self._forget()
        if self.page is not None:
            self.app.push_screen(ReceiptScreen(self.page.order_id, self.page.number))

    def action_documents(self) -> None:
        """What is written to the customer."""
        from boxoffice_tui.screens.documents.documents_screen import DocumentsScreen

        self._forget()
        if self.page is not None:
            self.app.push_screen(DocumentsScreen(self.page.order_id, self.page.number))

    @on(BalanceBand.Pressed)
    def _pay(self) -> None:
        self.action_payment()

    def _lines(self, ticket_ids: Collection[int]) -> tuple[TicketLine, ...]:
        """These tickets, in the order of their numbers."""
        chosen = (ticket for ticket in self.live_tickets if ticket.ticket_id in ticket_ids)
        return tuple(sorted(chosen, key=lambda ticket: ticket.ticket_id))

    def _allowed_page(self, command: Command) -> OrderPage | None:
        """The page, where `command` may run on it; else why not is said. What came of the one before is over."""
        self._forget()
        state = self.allowed(command)
        if self.page is None or state:
            return self.page
        from boxoffice_tui.services.errors import NotAllowedError, RefusedError

        if state is None:
            show_problem(self, NotAllowedError(command.right))
        else:
            objection = why_not(command, self.page, self._lines(self.chosen_tickets))
            show_problem(self, RefusedError(objection.code, objection.facts))
        return None

    def _forget(self) -> None:
        self.query_one(".outcome", Words).say(str)

    def _tell(self, change: OrderChange | None, sentence: Sentence) -> None:
        """What came of a dialog, where something did; the ticks have served."""
        if change is not None:
            self.query_one(TicketList).clear_ticks()
            self.query_one(".outcome", Words).say(sentence)

    def _printed_said(self, place: str) -> str:
        if not place:
            return _("The print is counted, no file was written.")
        from boxoffice_tui.screens.save_files import written_words

        return written_words([place])

    def _confirmation_said(self, page: OrderPage, change: OrderChange) -> str:
        from boxoffice_tui.screens.background import DUE_RIGHTS

        without = [safe(one.name) for one in page.other_recipients if one.contact_id in change.without_email]
        if without:
            said = _("! Confirmation ready, but for {names}: no e-mail address")
            return said.format(names=all_of(without, self.shell.locale()))
        if self.standing.rights >= DUE_RIGHTS:
            return _("Confirmation ready; it leaves within a minute.")
        return _("Confirmation ready; it leaves with the next boxoffice run-due.")

    def _payment_said(self, change: Any) -> str:
        if change is None or not change.change_given:
            return _("Payment recorded.")
        from boxoffice_tui.locales import formats

        given = formats.money(change.change_given, self.shell.locale())
        return _("Payment recorded. Change to give back: {amount}").format(amount=given)
