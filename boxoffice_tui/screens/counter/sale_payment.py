"""How a sale is paid, before it is made: lines until nothing is left to pay, or the rest left open."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.payments import payment_line_objection
from boxoffice_tui.screens import payment_fields
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import STYLES, Dialog, Words
from boxoffice_tui.screens.payment_fields import Amounts, PaymentFields, taken_words
from boxoffice_tui.views.requests import PaymentRequest

Payments = tuple[PaymentRequest, ...]


class SalePayment(Dialog[Payments]):
    """Dismisses the payments of the sale; None, and nothing is sold, when it is left.

    `taken` is what was taken before for a sale that was refused: as much of it as the sale still takes.
    """

    CSS_PATH = [STYLES, payment_fields.STYLES, "sale_payment.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("sale.take", N_("Sell"), ("enter", "alt+s"), GENERAL, footer=1),
        Command("sale.method", N_("Method"), ("alt+m",), GENERAL, footer=3),
        Command("sale.leave_open", N_("Leave the rest open"), ("alt+r",), GENERAL, footer=2),
    )
    BUTTONS = ("sale.take", "sale.leave_open", "dialog.back")
    DEFAULT = "sale.take"

    def __init__(self, total: Money, taken: Payments = ()) -> None:
        super().__init__()
        self._total = total
        self._taken: list[PaymentRequest] = []
        for payment in taken:
            if payment.amount <= self.due:
                self._taken.append(payment)
        self.amounts = Amounts(total.currency, lambda: self.shell)

    def heading(self) -> str:
        return _("Payment")

    def body(self) -> Iterable[Widget]:
        yield Words(lambda: _("Take the money first, then say here how."), classes="intro")
        yield Words(self._due_words, classes="owed")
        yield PaymentFields(self.due, self.amounts)

    @property
    def due(self) -> Money:
        """What is left to pay."""
        left = self._total
        for payment in self._taken:
            left -= payment.amount
        return left

    def action_method(self) -> None:
        """To the methods."""
        self.query_one(PaymentFields).to_method()

    def action_take(self) -> None:
        """Take a payment; the last one makes the sale."""
        if not self.due.minor:
            self.dismiss(tuple(self._taken))
            return
        fields = self.query_one(PaymentFields)
        request = fields.request()
        if request is None:
            return
        objection = payment_line_objection(request, self.due)
        if objection is not None:
            fields.show_refusal(objection.code, objection.facts)
            return
        self._taken.append(request)
        if self.due.minor <= 0:
            self.dismiss(tuple(self._taken))
            return
        self.query_one(".owed", Words).retranslate()
        fields.begin(self.due)

    def action_leave_open(self) -> None:
        """Sell now; what is left is paid later."""
        self.dismiss(tuple(self._taken))

    def unsaved(self) -> str | None:
        if not self._taken and not self.query_one(PaymentFields).touched:
            return None
        return _("Nothing is sold, and what you typed here is not saved.")

    def _due_words(self) -> Content:
        said = _("Taken: {method}, {amount}")
        lines = [Content(taken_words(said, request, self.amounts)) for request in self._taken]
        due = _("To pay: {amount}").format(amount=self.amounts.said(self.due))
        return Content("\n").join([*lines, Content.styled(due, "bold")])
