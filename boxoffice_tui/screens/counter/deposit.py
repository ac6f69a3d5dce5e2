"""What is paid when places are reserved: a part of what they come to, or all of it (issue: Reserve)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens import payment_fields
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.counter.sale_payment import Payments
from boxoffice_tui.screens.dialogs import STYLES, Dialog, Words
from boxoffice_tui.screens.payment_fields import Amounts, PaymentFields


class DepositDialog(Dialog[Payments]):
    """Dismisses the payment to reserve with; None, and nothing is reserved, when it is left.

    Cash goes in steps of `step` minor units. How much is paid is always typed: nothing says what a part is.
    """

    CSS_PATH = [STYLES, payment_fields.STYLES, "deposit.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("deposit.reserve", N_("Reserve"), ("enter", "alt+s"), GENERAL, footer=1),
        Command("deposit.method", N_("Method"), ("alt+m",), GENERAL, footer=2),
    )
    BUTTONS = ("deposit.reserve", "dialog.back")
    DEFAULT = "deposit.reserve"

    def __init__(self, total: Money, step: int) -> None:
        super().__init__()
        self._total, self._step = total, step
        self.amounts = Amounts(total.currency, lambda: self.shell)

    def heading(self) -> str:
        return _("Reserve with a deposit")

    def body(self) -> Iterable[Widget]:
        yield Words(lambda: _("Take the money first, then say here how."), classes="intro")
        yield Words(self._total_words, classes="owed")
        yield PaymentFields(self._total, self.amounts, self._step, filled=False)

    def action_method(self) -> None:
        """To the methods."""
        self.query_one(PaymentFields).to_method()

    def action_reserve(self) -> None:
        """Reserve with what the form says, if it finds no fault in it."""
        request = self.query_one(PaymentFields).checked()
        if request is not None:
            self.dismiss((request,))

    def unsaved(self) -> str | None:
        touched = self.query_one(PaymentFields).touched
        return _("Nothing is reserved, and what you typed here is not saved.") if touched else None

    def _total_words(self) -> Content:
        said = _("The reservation comes to {amount}").format(amount=self.amounts.said(self._total))
        return Content.styled(said, "bold")
