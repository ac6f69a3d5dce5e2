"""Another delivery mode for ticked tickets: what is offered at what cost, and why the others are not.

spec/archives.md, Add a ticket, 7; which mode is offered is decided in rules/delivery.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.archives.order_lines import deliverable, tickets_said
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import CommandButton, Words
from boxoffice_tui.views.delivery import ModeOffer, OrderOffers
from boxoffice_tui.views.orders import OrderChange, OrderPage, TicketLine
from boxoffice_tui.widgets.numbered_choice import NumberedChoice

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class DeliveryDialog(OrderDialog):
    """Chooses the mode of `ticket_ids`; what it costs stands beside each mode before it is accepted."""

    CSS_PATH = ["../dialogs.tcss", "delivery.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("delivery.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1),
        Command(
            "delivery.all", N_("All tickets"), ("t", "alt+t"), GENERAL, lambda screen: screen.more, footer=2
        ),
    )
    BUTTONS = ("delivery.save", "dialog.back")

    class Offered(Answer[OrderOffers]):
        """The modes, with what each costs and why not."""

    def __init__(self, page: OrderPage, ticket_ids: Sequence[int]) -> None:
        super().__init__(page)
        self._ticket_ids = tuple(ticket_ids)
        self._offers = OrderOffers((), None, None)

    def heading(self) -> str:
        return _("Delivery mode")

    def body(self) -> Iterable[Widget]:
        yield Words(self._about)
        yield NumberedChoice(
            lambda: [(mode.code, self._said(mode)) for mode in self._offered], columns=1, digit_of=self._digit_of
        )
        yield Words(self._outcome, classes="outcome")
        yield Words(self._why_not, classes="why-not")

    def on_mount(self) -> None:
        self._ask()

    def retranslate(self) -> None:
        super().retranslate()
        self._ask()  # names of modes are the database's

    def unsaved(self) -> str | None:
        return None if self._chosen is None else _("This delivery mode is not saved.")

    @property
    def more(self) -> bool:
        """Whether more tickets could take the mode."""
        return not {ticket.ticket_id for ticket in deliverable(self.page)} <= set(self._ticket_ids)

    def action_all(self) -> None:
        """Choose the mode of all tickets that can take another."""
        self._ticket_ids = tuple(ticket.ticket_id for ticket in deliverable(self.page))
        self.refresh_bindings()
        self._ask()

    def _ask(self) -> None:
        order_id, ticket_ids = self.page.order_id, self._ticket_ids

        def offers(desk: Desk) -> OrderOffers:
            from boxoffice_tui.services import delivery

            return delivery.offers_for(desk, order_id, ticket_ids=ticket_ids)

        self.fetch(self.Offered, offers)

    @on(Offered)
    def _show(self, offered: Offered) -> None:
        self._offers = offered.value
        choice = self.query_one(NumberedChoice)
        if self._chosen is None:
            choice.clear()
        choice.refresh(layout=True)
        for said in self.query(Words):
            said.retranslate()
        if self.focused is None or isinstance(self.focused, CommandButton):
            choice.focus()

    # Choosing

    @on(NumberedChoice.Chosen)
    def _tell_outcome(self) -> None:
        self.query_one(".outcome", Words).retranslate()

    @on(NumberedChoice.WentOn)
    def _go_on(self) -> None:
        self.query(CommandButton).first().focus()

    @on(NumberedChoice.Undecided)
    def _ask_for_mode(self) -> None:
        self.query_one(".outcome", Words).say(lambda: self._outcome() or _("! Choose a delivery mode."))
        self.query_one(NumberedChoice).focus()

    def action_save(self) -> None:
        """Deliver the tickets by the mode chosen, once."""
        mode = self._chosen
        if mode is None:
            self._ask_for_mode()
            return
        key, page, ticket_ids, code = self.key, self.page, self._ticket_ids, mode.code

        def change(desk: Desk) -> OrderChange:
            from boxoffice_tui.services import delivery

            return delivery.change_delivery(desk, key, page.order_id, page.version, ticket_ids, code)

        self.save(change)

    # Words

    @property
    def _tickets(self) -> tuple[TicketLine, ...]:
        return tuple(ticket for ticket in self.page.tickets if ticket.ticket_id in self._ticket_ids)

    @property
    def _offered(self) -> list[ModeOffer]:
        return [mode for mode in self._offers.modes if mode.offered]

    def _digit_of(self, code: str) -> int:
        """A mode's place among all of the house, offered or not: it is the same tomorrow."""
        return [mode.code for mode in self._offers.modes].index(code) + 1

    @property
    def _chosen(self) -> ModeOffer | None:
        code = self.query_one(NumberedChoice).value
        return next((mode for mode in self._offered if mode.code == code), None)

    def _about(self) -> str:
        said = tickets_said(self._tickets)
        waiting = all(ticket.delivery_to_choose for ticket in self._tickets)
        return " · ".join((said, _("to choose"))) if waiting else said

    def _said(self, mode: ModeOffer) -> str:
        said = f"{safe(mode.name)} – {self._cost(mode.cost)}"
        now = {ticket.shipment_mode for ticket in self._tickets}
        as_now = _("as now")
        return f"{said} ({as_now})" if now == {mode.code} else said

    def _cost(self, cost: Money) -> str:
        from boxoffice_tui.locales import formats

        if not cost:
            return _("no fee")
        amount = formats.money(cost if cost.minor > 0 else -cost, self.shell.locale())
        return (_("fee {amount}") if cost.minor > 0 else _("{amount} goes back")).format(amount=amount)

    def _outcome(self) -> Content:
        """What the balance becomes with the mode chosen."""
        mode = self._chosen if self.is_mounted else None
        if mode is None:
            return Content("")
        balance = self.page.balance + mode.cost
        locale = self.shell.locale()
        said = words.balance(balance, locale) or _("Balance: nothing due")
        return Content.styled(said, "bold")

    def _why_not(self) -> str:
        locale, zone = self.shell.locale(), self.standing.zone or "UTC"
        return "\n".join(
            f"✕ {safe(mode.name)} – {words.refusal(mode.objection.code, mode.objection.facts, locale, zone)}"
            for mode in self._offers.modes
            if not mode.offered and mode.objection is not None
        )
