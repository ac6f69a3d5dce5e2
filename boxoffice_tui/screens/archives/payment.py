"""Recording how a balance was paid, line by line, until nothing is due (spec/archives.md, 9)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.locales.words import balance as balance_words
from boxoffice_tui.rules.cash import Handed
from boxoffice_tui.rules.payments import paid_over
from boxoffice_tui.screens import payment_fields
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import STYLES, Words
from boxoffice_tui.screens.payment_fields import PaymentFields, taken_words
from boxoffice_tui.views.orders import OrderChange, OrderPage
from boxoffice_tui.views.requests import PaymentRequest

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class PaymentDialog(OrderDialog):
    """One payment after the other while a balance remains."""

    CSS_PATH = [STYLES, payment_fields.STYLES, "payment.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("payment.record", N_("Record"), ("enter", "alt+s"), GENERAL, footer=1),
        Command("payment.method", N_("Method"), ("alt+m",), GENERAL, footer=2),
    )
    BUTTONS = ("payment.record", "dialog.back")
    DEFAULT = "payment.record"

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self.balance = page.balance
        self.version = page.version
        self._recorded: list[tuple[PaymentRequest, Handed]] = []
        self._last: OrderChange | None = None
        self._sent: tuple[PaymentRequest, Handed] | None = None

    def heading(self) -> str:
        return _("Payment of order {number}").format(number=self.page.number)

    def body(self) -> Iterable[Widget]:
        yield Words(
            lambda: _("Recording takes no money: take it first, then say here how."),
            classes="intro",
        )
        yield Words(self._owed, classes="owed")
        yield PaymentFields(self.balance, self.amounts, self.page.cash_step)

    @property
    def _fields(self) -> PaymentFields:
        return self.query_one(PaymentFields)

    # Recording

    def action_method(self) -> None:
        """To the methods."""
        self._fields.to_method()

    def action_record(self) -> None:
        """Record what the form says, once, if it finds no fault in it."""
        request = self._fields.request()
        if request is not None:
            self._record(request)

    def _record(self, request: PaymentRequest) -> None:
        key, order_id, version = self.key, self.page.order_id, self.version

        def record(desk: Desk) -> OrderChange:
            from boxoffice_tui.services import payments

            return payments.record_payment(desk, key, order_id, version, request)

        if self.save(record):
            self._sent = request, paid_over(request, self.balance, self.page.cash_step)

    def saved(self, change: OrderChange) -> None:
        """Done when nothing is due any more; else the next payment, which is another one."""
        self._last = change
        if change.balance.minor <= 0:
            self.dismiss(change)
            return
        if self._sent is not None:
            self._recorded.append(self._sent)
        self.key = secrets.token_urlsafe()
        self.balance, self.version = change.balance, change.version
        self.query_one(".owed", Words).retranslate()
        self._fields.begin(self.balance)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        code, facts = getattr(error, "code", ""), getattr(error, "facts", {})
        if question is not self.Saved or not self._fields.show_refusal(code, facts):
            super().failed(question, error)

    def order_changed(self) -> None:
        """Somebody was first: what is due now is shown, what was typed stays."""
        self.balance, self.version = self.page.balance, self.page.version
        super().order_changed()

    # Leaving

    def unsaved(self) -> str | None:
        return _("This payment is not recorded.") if self._fields.touched else None

    def leave(self) -> None:
        """What was recorded before stays recorded, and the page is told."""
        self.dismiss(self._last)

    # Words

    def _owed(self) -> Content:
        said = _("Recorded: {method}, {amount}")
        lines = [Content(taken_words(said, *recorded, self.amounts)) for recorded in self._recorded]
        owed = balance_words(self.balance, self.shell.locale())
        return Content("\n").join([*lines, Content.styled(owed, "bold")])
