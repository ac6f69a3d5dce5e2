"""The counter: what a clerk does all evening with a queue in front (issue: The counter).

Places are chosen as choosing.py says; `p` takes the money and sells, `v` reserves, `u` takes up what is reserved.
"""

from __future__ import annotations

import functools
import secrets
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import on

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.shipments import exception_objection
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.counter import basket_work as work
from boxoffice_tui.screens.counter import counter_words as say
from boxoffice_tui.screens.counter.basket_work import Filled, House, Prices, Printed, Sold
from boxoffice_tui.screens.counter.choosing import ChoosingPage
from boxoffice_tui.screens.counter.commands import COUNTER_COMMANDS, NEXT_CUSTOMER
from boxoffice_tui.screens.counter.counter_lists import EveningList
from boxoffice_tui.screens.counter.delivery_words import (
    no_mail_words,
)
from boxoffice_tui.screens.counter.sale_payment import Payments, SalePayment
from boxoffice_tui.screens.dialogs import Sentence, confirm, explanation
from boxoffice_tui.screens.kept_dialog import answer_of
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.reservations import ReservationRow

if TYPE_CHECKING:
    from boxoffice_tui.screens.counter.customer import FindCustomer

_SEEN_SECONDS = 15.0
"""How long it stands in a corner that tickets did not come out: who sells on does not look at the line below."""


class CounterScreen(ChoosingPage):
    """The counter with its commands."""

    PLACE = N_("Counter")
    COMMAND_LIST = COUNTER_COMMANDS

    class Repriced(Answer[Prices]):
        """The prices of now."""

    class SoldNow(Answer[Sold]):
        """The order is made."""

    class PrintedNow(Answer[Printed]):
        """What came of the tickets of a sale that were to be printed at once."""

    class ReservedNow(Answer[Sold]):
        """The reservation is made."""

    class TakenUp(Answer[OrderChange]):
        """A reservation is a sale now."""

    class Pending(Answer[tuple[ReservationRow, ...]]):
        """What is reserved for the customer chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._taken: dict[str, Payments] = {}
        self._payment: SalePayment | None = None
        self._to_print: deque[tuple[str, OrderChange]] = deque()
        self._finder: FindCustomer | None = None

    @property
    def settling(self) -> bool:
        """Whether the basket is being sold or reserved: nothing is done with it, nor with the sale before."""
        return self.writes(self.SoldNow, self.ReservedNow)

    def allowed(self, command: Command) -> bool | None:
        return False if self.settling and command in COUNTER_COMMANDS else super().allowed(command)

    def action_digit(self, digit: int) -> None:
        """How many, at which rate; not while a sale is saved."""
        if not self.settling:
            super().action_digit(digit)

    def commands(self) -> tuple[Command, ...]:
        """The footer shows what is done most now, and that help has the rest."""
        return (*self.own_commands(), *self._shells)

    @functools.cached_property
    def _shells(self) -> tuple[Command, ...]:
        said: dict[str, dict[str, Any]] = {"shell.help": {"short": N_("More")}, "shell.palette": {"footer": 9}}
        return tuple(replace(one, **said.get(one.id, {})) for one in self.shell.shell_commands())

    def own_commands(self) -> tuple[Command, ...]:
        """While a basket is filled what the next customer needs leaves the footer."""
        return self._begun if self.basket.filled else super().own_commands()

    @functools.cached_property
    def _begun(self) -> tuple[Command, ...]:
        """Made once: they are asked for at every key, many times."""
        return tuple(
            replace(one, footer=0) if one.id in NEXT_CUSTOMER else one for one in super().own_commands()
        )

    # Who, how

    @flow
    async def action_contact(self) -> None:
        """Who buys."""
        from boxoffice_tui.screens.counter.customer import FindCustomer

        self._finder = self._finder or FindCustomer()
        found = await answer_of(self._finder, self)
        if found is not None:
            self._serve(found)
            self._say(None)
            self.fetch(self.Pending, lambda desk: work.pending_of(desk, found.contact_id))

    def _serve(self, contact: ContactRow) -> None:
        """They buy, and no more who did: who else was to get the tickets, and by what exception, is forgotten."""
        if self.contact is not None and contact.contact_id != self.contact.contact_id:
            self.delivered = replace(self.delivered, to=None, exception=False)
        self.contact = contact

    @flow
    async def action_edit_contact(self) -> None:
        """Who buys has another address, phone, name."""
        from boxoffice_tui.screens.contacts.contact_dialog import ContactDialog

        if self.contact is not None:
            changed = await self.app.push_screen_wait(ContactDialog(self.contact.contact_id))
            if changed is not None:
                self.contact = changed
                self._say(None)

    @on(Pending)
    def _tell_pending(self, pending: Pending) -> None:
        """Who comes may have something reserved."""
        if pending.value:
            self._say(lambda: say.pending_words(pending.value, self.shell.locale()))

    @flow
    async def action_delivery(self) -> None:
        """How the tickets leave, and to whom."""
        from boxoffice_tui.screens.counter.ticket_delivery import TicketDelivery

        if self.house is None:
            return
        modes = {mode.code: mode for mode in self.house.modes}
        dialog = TicketDelivery(self.basket, self.contact, modes, self.delivered)
        delivered = await self.app.push_screen_wait(dialog)
        self.contact = dialog.buyer
        if delivered is not None:
            self.delivered = delivered
        self._say(None)

    # Selling

    @flow
    async def action_pay(self) -> None:
        """Take the money, then sell; what costs nothing is sold at once."""
        due = self.total
        self._say(lacks := self._not_sold_so() or self.lacks())
        if lacks is not None:
            self.shell.typed_ahead.drop()  # meant for the payment, which does not open
            return
        payments = await self._paid(self.form, due)
        if payments is not None and self.total != due:  # a key typed ahead of the dialog was the basket's
            self._say(lambda: say.changed_words(self.total, self.shell.locale()))
        elif payments is not None:
            self._sell(payments)

    def _not_sold_so(self) -> Sentence | None:
        """Why the basket is not sold, but may be reserved, as it is to be delivered."""
        objection = exception_objection(reference=False, exception=self.delivered.exception)
        return None if objection is None else self._worded(objection.code, objection.facts)

    async def _paid(self, what: str, due: Money) -> Payments | None:
        """How a sale is paid, None where it is not to be made. What was taken for one that was refused is kept."""
        if self.house is None:
            return None
        if due.minor <= 0:
            return ()
        dialog = self._payment_dialog(self.house, due, self._taken.get(what, ()))
        payments = await answer_of(dialog, self)
        self._taken = {} if payments is None else {what: payments}
        return payments

    def _payment_dialog(self, house: House, due: Money, taken: Payments) -> SalePayment:
        """The one dialog of this page, kept from sale to sale."""
        if self._payment is None:
            self._payment = SalePayment(due, house.cash_step, taken)
        else:
            self._payment.renew(due, taken)
        return self._payment

    def _sell(self, payments: Payments) -> None:
        form, basket = self.form, self.basket
        contact = self.contact.contact_id if self.contact is not None else None
        delivered = self.delivered
        self.write(self.SoldNow, lambda desk: work.sell(desk, form, basket, contact, delivered, payments))

    @on(SoldNow)
    def _take_sold(self, sold: SoldNow) -> None:
        contact, mode, prints = self.recipient, self.mode, self.delivered.print_now
        if prints and sold.value.change.ticket_ids:
            self._to_print.append((f"{self.form}:print", sold.value.change))
            self._print_next()
        self._next_customer(sold.value)
        self._say(lambda: say.sold_words(sold.value, no_mail_words(contact, mode), self.shell.locale()))

    def _print_next(self) -> None:
        """One order after the other: the printer takes its time, and the next customer has not to wait for it."""
        if self._to_print and not self.writes(self.PrintedNow):
            key, change = self._to_print.popleft()
            self.write(self.PrintedNow, lambda desk: work.print_sold(desk, key, change), keeps_keys=None)

    @on(PrintedNow)
    def _take_printed(self, printed: PrintedNow) -> None:
        before, locale = self._news, self.shell.locale()
        said = say.printed_words(printed.value, locale)
        if printed.value.not_printed is not None:
            self.notify(said, severity="warning", timeout=_SEEN_SECONDS, markup=False)
        self._say(lambda: " ".join(filter(None, [before() if before is not None else "", said])))
        self._print_next()

    def _next_customer(self, sold: Sold) -> None:
        self.last = sold
        self.begin_anew()
        self.contact = None
        self.delivered = self.usual
        self._take_filled(Filled(self.basket, None))
        self.query_one(EveningList).focus()
        self.data_changed()

    # Reserving

    def action_reserve(self) -> None:
        """Keep what is in the basket for the customer, unpaid, until the day the house says."""
        self._reserve(())

    @flow
    async def action_deposit(self) -> None:
        """The same, and a part of it is paid at once."""
        from boxoffice_tui.screens.counter.deposit import DepositDialog

        due = self.basket.sum()
        if self.contact is not None and (lacks := self.lacks()) is not None:
            self._say(lacks)
            return
        if self.contact is None or self.house is None or due.minor <= 0:
            self._reserve(())
            return
        payments = await self._taken_before(due)
        if not payments:
            payments = await self.app.push_screen_wait(DepositDialog(due, self.house.cash_step))
        if payments is not None and self.basket.sum() != due:
            self._say(lambda: say.not_reserved_words(self.basket.sum(), self.shell.locale()))
        elif payments is not None:
            self._reserve(payments)

    async def _taken_before(self, due: Money) -> Payments:
        """The deposit of a reservation that was refused, where it is to be taken once more."""
        taken = self._taken.get(self.form, ())
        paid = total((payment.amount for payment in taken), due.currency)
        if not taken or paid > due:
            return ()
        wanted = await confirm(
            self,
            lambda: say.deposit_words(paid, self.shell.locale()),
            N_("Reserve with it"),
            N_("Another deposit"),
        )
        return taken if wanted else ()

    def _reserve(self, payments: Payments) -> None:
        self._taken = {self.form: payments} if payments else self._taken
        form, basket, contact = self.form, self.basket, self.contact
        delivered = self.delivered
        if contact is None:
            self._say(lambda: _("A reservation is for somebody: choose the customer first, with c."))
            return
        contact_id = contact.contact_id
        self.write(
            self.ReservedNow, lambda desk: work.reserve(desk, form, basket, contact_id, delivered, payments)
        )

    @on(ReservedNow)
    def _take_reserved(self, reserved: ReservedNow) -> None:
        self._next_customer(reserved.value)
        self._say(lambda: say.reserved_words(reserved.value, self.shell.locale()))

    @flow
    async def action_take_up(self) -> None:
        """Somebody comes for what is reserved: find it, take the money, make it a sale."""
        from boxoffice_tui.screens.counter.reservation import FindReservation

        self._say(None)
        text = str(self.contact.number) if self.contact is not None else ""
        reserved = await self.app.push_screen_wait(FindReservation(text))
        if reserved is None:
            return
        payments = await self._paid(reserved.number, self._due_of(reserved))
        if payments is not None:
            key = secrets.token_urlsafe()
            self.write(self.TakenUp, lambda desk: work.take_up(desk, key, reserved, payments))

    def _due_of(self, reserved: ReservationRow) -> Money:
        """What is open, and the delivery's fee, which is charged now."""
        modes = self.house.modes if self.house is not None else ()
        fee = next((mode.price for mode in modes if mode.code == reserved.mode), None)
        return reserved.balance if fee is None else reserved.balance + fee

    @on(TakenUp)
    def _take_taken_up(self, taken: TakenUp) -> None:
        self.contact = None
        self._say(lambda: say.taken_up_words(taken.value, self.shell.locale()))
        self.data_changed()

    def action_till(self) -> None:
        """Open, count, close the till."""
        from boxoffice_tui.screens.counter.till_page import TillScreen

        self._say(None)
        self.app.push_screen(TillScreen())

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Nothing is lost: the basket stays, and why it was not sold is said."""
        from boxoffice_tui.services.errors import RefusedError

        changes = {self.Changed, self.SoldNow, self.ReservedNow, self.TakenUp}
        if question is self.PrintedNow:
            self._print_next()
        if not isinstance(error, RefusedError) or question not in changes:
            super().failed(question, error)
            return
        self._say(explanation(error, self.shell))
        if error.code == OrderRefusal.PRICE_CHANGED:
            performances = self.basket.performances()
            self.fetch(self.Repriced, lambda desk: work.prices_now(desk, performances))
        self.data_changed()

    @on(Repriced)
    def _take_prices(self, repriced: Repriced) -> None:
        for offer in repriced.value.performances:
            self.basket = self.basket.repriced(offer)
        self.basket = self.basket.articles_repriced(repriced.value.articles)
        self._show_basket()
        self.tell()

    def action_last(self) -> None:
        """Open the order just made."""
        from boxoffice_tui.screens.archives.order import OrderScreen

        self._say(None)
        if self.last is not None:
            self.app.push_screen(OrderScreen(self.last.change.order_id))
