"""How a sale is paid, before it is made: lines until nothing is left to pay, or the rest left open."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.cash import Handed
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.payments import paid_over
from boxoffice_tui.screens import payment_fields
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import STYLES, Words
from boxoffice_tui.screens.kept_dialog import KeptDialog
from boxoffice_tui.screens.payment_fields import Amounts, PaymentFields, taken_words
from boxoffice_tui.views.requests import PaymentRequest

Payments = tuple[PaymentRequest, ...]


class SalePayment(KeptDialog[Payments]):
    """Dismisses the payments of the sale; None, and nothing is sold, when it is left.

    Cash goes in steps of `step` minor units. `taken` is what was taken before for a sale that was refused: as much
    of it as the sale still takes.
    """

    CSS_PATH = [STYLES, payment_fields.STYLES, "sale_payment.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("sale.take", N_("Sell"), ("enter", "alt+s"), GENERAL, footer=1),
        Command("sale.method", N_("Method"), ("alt+m",), GENERAL, footer=3),
        Command("sale.leave_open", N_("Leave the rest open"), ("alt+r",), GENERAL, footer=2),
    )
    BUTTONS = ("sale.take", "sale.leave_open", "dialog.back")
    DEFAULT = "sale.take"

    def __init__(self, total: Money, step: int, taken: Payments = ()) -> None:
        super().__init__()
        self._step = step
        self.amounts = Amounts(total.currency, lambda: self.shell)
        self._begin(total, taken)

    def renew(self, total: Money, taken: Payments = ()) -> None:
        """For another sale: a dialog that was kept opens in less than half the time of a new one."""
        self._begin(total, taken)
        self.query_one(".owed", Words).retranslate()
        self.query_one(PaymentFields).begin(self.due)

    def rest(self) -> None:
        self.query_one(PaymentFields).begin(self.due)
        super().rest()

    def _begin(self, total: Money, taken: Payments) -> None:
        self.due = total  # what is left to pay
        self._taken: list[tuple[PaymentRequest, Handed]] = []
        for payment in taken:
            if paid_over(payment, self.due, self._step).settles <= self.due:
                self._take(payment)

    def heading(self) -> str:
        return _("Payment")

    def body(self) -> Iterable[Widget]:
        yield Words(lambda: _("Take the money first, then say here how."), classes="intro")
        yield Words(self._due_words, classes="owed")
        yield PaymentFields(self.due, self.amounts, self._step)

    def _take(self, payment: PaymentRequest) -> None:
        over = paid_over(payment, self.due, self._step)
        self._taken.append((payment, over))
        self.due -= over.settles

    @property
    def _payments(self) -> Payments:
        return tuple(payment for payment, _over in self._taken)

    def action_method(self) -> None:
        """To the methods."""
        self.query_one(PaymentFields).to_method()

    def action_take(self) -> None:
        """Take a payment; the last one makes the sale."""
        if not self.due.minor:
            self.dismiss(self._payments)
        elif self._take_typed():
            if self.due.minor <= 0:
                self.dismiss(self._payments)
                return
            self.query_one(".owed", Words).retranslate()
            self.query_one(PaymentFields).begin(self.due)

    def action_leave_open(self) -> None:
        """Sell now with what was taken, and what is typed; what is left is paid later."""
        if not self.query_one(PaymentFields).begun or self._take_typed():
            self.dismiss(self._payments)

    def _take_typed(self) -> bool:
        """Take the payment that is typed; where it is none, why is shown."""
        request = self.query_one(PaymentFields).checked()
        if request is not None:
            self._take(request)
        return request is not None

    def unsaved(self) -> str | None:
        if not self._taken and not self.query_one(PaymentFields).touched:
            return None
        return _("Nothing is sold, and what you typed here is not saved.")

    def _due_words(self) -> Content:
        said = _("Taken: {method}, {amount}")
        lines = [Content(taken_words(said, *taken, self.amounts)) for taken in self._taken]
        due = _("To pay: {amount}").format(amount=self.amounts.said(self.due))
        return Content("\n").join([*lines, Content.styled(due, "bold")])
