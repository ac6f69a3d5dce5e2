"""Cancelling ticked tickets: what goes back, what is to be known before, and the refund that follows.

spec/archives.md, Cancel tickets and refund. Cancelling moves no money: it changes what is owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _, ngettext
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import cancel_objection, cancels_order
from boxoffice_tui.rules.refunds import DEFAULT_PARTS, RefundPart
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.archives.order_lines import tickets_said
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import CommandButton, Words, confirm
from boxoffice_tui.views.orders import OrderChange, OrderPage, TicketLine
from boxoffice_tui.widgets.choice import TickBox

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

Amounts = Mapping[RefundPart, Money]
_PART_CELLS = 46


def _cancellable(dialog: CancelDialog) -> bool:
    return dialog.objection is None


class CancelDialog(OrderDialog):
    """Cancels `ticket_ids`; the price alone goes back unless more is ticked. Offers the refund afterwards.

    The key that opens it does nothing here: pressed twice it would cancel what nobody has looked at.
    """

    CSS_PATH = ["../dialogs.tcss", "cancel.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("cancel.tickets", N_("Cancel tickets"), ("alt+s",), GENERAL, _cancellable, footer=1),
        Command("dialog.back", N_("Keep them"), ("escape",), GENERAL, footer=1, action="back"),
    )
    BUTTONS = ("cancel.tickets", "dialog.back")

    class Counted(Answer[Amounts]):
        """What each part of the tickets comes to."""

    def __init__(self, page: OrderPage, ticket_ids: Sequence[int]) -> None:
        super().__init__(page)
        self._ticket_ids = tuple(ticket_ids)
        self._amounts: Amounts = {}
        self._done: OrderChange | None = None

    def heading(self) -> str:
        return _("Cancel tickets")

    def body(self) -> Iterable[Widget]:
        yield Words(lambda: tickets_said(self._tickets), classes="tickets")
        yield Words(self._warnings, classes="warnings")
        yield Words(lambda: _("Goes back to the customer:"))
        for part in RefundPart:
            yield TickBox(self._part_said(part), part in DEFAULT_PARTS, id=part.value)
        yield Words(self._sum, classes="sum")
        yield Words(lambda: _("The seats are free and the barcodes refused at once."), classes="aside")

    def on_mount(self) -> None:
        for part in RefundPart:
            self.query_one(f"#{part.value}").display = part in DEFAULT_PARTS or bool(self.page.fees_total)
        list(self.query(CommandButton))[-1].focus()
        self._count()

    def order_changed(self) -> None:
        if self._done is not None:
            self._offer_refund(self._done)
            return
        super().order_changed()
        self._count()

    def retranslate(self) -> None:
        super().retranslate()
        self._show_amounts()

    def leave(self) -> None:
        """What was cancelled stays cancelled, and the page is told."""
        self.dismiss(self._done)

    @property
    def objection(self) -> Objection | None:
        """Why these tickets cannot be cancelled by this operator."""
        may = Right.TICKETS_CANCEL_SCANNED in self.standing.rights
        objections = (
            cancel_objection(ticket.state, ticket.number, may_cancel_scanned=may) for ticket in self._tickets
        )
        return next((one for one in objections if one is not None), None)

    @property
    def parts(self) -> tuple[RefundPart, ...]:
        """What is ticked."""
        return tuple(part for part in RefundPart if self.query_one(f"#{part.value}", TickBox).value)

    @property
    def printed(self) -> list[str]:
        """The numbers of those that are on paper."""
        return [str(ticket.number) for ticket in self._tickets if ticket.printed]

    # What goes back

    def _count(self) -> None:
        order_id, ticket_ids = self.page.order_id, self._ticket_ids

        def count(desk: Desk) -> Amounts:
            from boxoffice_tui.services.cancellations import cancellation_sums

            return cancellation_sums(desk, order_id, ticket_ids)

        self.fetch(self.Counted, count)

    @on(Counted)
    def _show(self, counted: Counted) -> None:
        self._amounts = counted.value
        self._show_amounts()

    def _show_amounts(self) -> None:
        for part in RefundPart:
            tick = self.query_one(f"#{part.value}", TickBox)
            tick.label = self._part_said(part)
            tick.disabled = not self._amounts.get(part)
            tick.display = bool(self._amounts.get(part)) or part in DEFAULT_PARTS
        warnings = self.query_one(".warnings", Words)
        warnings.display = bool(self._warnings().plain)
        for said in self.query(Words):
            said.retranslate()

    @on(TickBox.Changed)
    def _add_up(self) -> None:
        self.query_one(".sum", Words).retranslate()

    # Cancelling

    def action_tickets(self) -> None:
        """Cancel them; the last ones of an order are asked about first."""
        live = {one.ticket_id for one in self.page.live_tickets}
        pieces, reserved = sum(line.left for line in self.page.articles), self.page.due_on is not None
        last = cancels_order(live, self._ticket_ids, pieces, reserved=reserved)
        if last:
            self._ask_about_order()
        else:
            self._cancel(may_cancel_order=False)

    @flow
    async def _ask_about_order(self) -> None:
        if await confirm(
            self,
            lambda: _("No ticket is left then: the whole order {number} is cancelled.").format(
                number=self.page.number
            ),
            N_("Cancel the order"),
            N_("Keep it"),
            destroys=True,
        ):
            self._cancel(may_cancel_order=True)

    def _cancel(self, *, may_cancel_order: bool) -> None:
        key, page, ticket_ids, parts = self.key, self.page, self._ticket_ids, self.parts

        def cancel(desk: Desk) -> OrderChange:
            from boxoffice_tui.services.cancellations import cancel_tickets

            return cancel_tickets(desk, key, page.order_id, page.version, ticket_ids, parts, may_cancel_order)

        self.save(cancel)

    def saved(self, change: OrderChange) -> None:
        """Money to give back is offered at once; it stays in the band until it is given."""
        self._done = change
        if change.balance.minor < 0 and Right.ORDERS_REFUND in self.standing.rights:
            self.read_again()
        else:
            self.dismiss(change)

    @flow
    async def _offer_refund(self, change: OrderChange) -> None:
        from boxoffice_tui.screens.archives.refund import RefundDialog

        refunded: OrderChange | None = None
        if await confirm(
            self,
            lambda: words.balance(self.page.balance, self.shell.locale()),
            N_("Refund now"),
            N_("Later"),
            heading=lambda: _("Tickets cancelled"),
        ):
            refunded = await self.app.push_screen_wait(RefundDialog(self.page))
        self.dismiss(refunded or change)

    # Words

    @property
    def _tickets(self) -> tuple[TicketLine, ...]:
        return tuple(ticket for ticket in self.page.tickets if ticket.ticket_id in self._ticket_ids)

    def _warnings(self) -> Content:
        told = []
        objection = self.objection
        if objection is not None:
            told.append(words.refusal(objection.code, objection.facts, self.shell.locale()))
        if self.printed:
            told.append(
                ngettext(
                    "Ticket {numbers} is printed: it must be handed back.",
                    "Tickets {numbers} are printed: they must be handed back.",
                    len(self.printed),
                ).format(numbers=", ".join(self.printed))
            )
        return Content("\n".join(f"! {one}" for one in told))

    def _part_said(self, part: RefundPart) -> Content:
        known = self._amounts.get(part)
        name, amount = Content(words.label(part)), Content("" if known is None else self.amounts.said(known))
        return name + amount.pad_left(max(_PART_CELLS - name.cell_length - amount.cell_length, 2))

    def _sum(self) -> Content:
        if not self.is_mounted or not self._amounts:
            return Content("")
        ticked = [self._amounts[part] for part in self.parts]
        back = total(ticked, self.page.balance.currency)
        said = _("Goes back in all: {amount}").format(amount=self.amounts.said(back))
        after = words.balance(self.page.balance - back, self.shell.locale()) or _("Balance: nothing due")
        return Content("\n").join([Content.styled(said, "bold"), Content(after)])
