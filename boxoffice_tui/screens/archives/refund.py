"""Recording how money went back, payment by payment (spec/archives.md, Cancel tickets and refund).

The lines are filled in as rules/refunds.py proposes; the operator may change each by hand, the service checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.cash import coins_of, given_back
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.refunds import CARD_PRESENT_METHODS, Received, RefundLine
from boxoffice_tui.rules.text import REFERENCE_LIMIT
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import CommandButton, Words
from boxoffice_tui.screens.forms import Field, FieldFault, Form
from boxoffice_tui.screens.payment_fields import rounding_words
from boxoffice_tui.views.orders import OrderChange, OrderPage
from boxoffice_tui.views.requests import RefundRequest
from boxoffice_tui.widgets.choice import TickBox
from boxoffice_tui.widgets.fields import FieldWithFault, MoneyField

if TYPE_CHECKING:
    from collections.abc import Callable

    from boxoffice_tui.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Proposed:
    """The payments with what is left of each, and how to give the amount back, or why that cannot be."""

    payments: tuple[Received, ...]
    lines: tuple[RefundLine, ...] | Objection


class RefundAmount(FieldWithFault):
    """A payment, and how much of it goes back; why not is said under both."""

    def __init__(
        self,
        payment: Received,
        said: Callable[[Received], str],
        field: MoneyField,
        explain: Callable[[ValueError], str],
    ) -> None:
        before = Words(lambda: said(payment), classes="payment")
        super().__init__(field, explain, before=before, classes="refund-line")
        self.payment = payment

    def fill(self, amount: Money | None) -> None:
        """Shows an amount, or none."""
        self.field.value = "" if amount is None else self.field.write(amount)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.field.value.strip()

    def read(self) -> Money | None:
        """The amount, None where the field is empty; ValueError, told under the field, where it is none."""
        if not self.text:
            return None
        try:
            amount: Money = self.field.read()
        except ValueError as error:
            self.tell(self.explain(error))
            self.field.focus()
            raise
        return amount


class RefundDialog(OrderDialog):
    """Gives back what the order's balance says, or part of it."""

    CSS_PATH = ["../dialogs.tcss", "refund.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (Command("refund.record", N_("Record"), ("enter", "alt+s"), GENERAL, footer=1),)
    BUTTONS = ("refund.record", "dialog.back")
    DEFAULT = "refund.record"
    AUTO_FOCUS = ""

    class Read(Answer[Proposed]):
        """What can go back, and how."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._objection: Objection | None = None
        self._filled: dict[int, str] = {}

    def heading(self) -> str:
        return _("Refund on order {number}").format(number=self.page.number)

    def body(self) -> Iterable[Widget]:
        yield Words(
            lambda: _("This records how the money went back. It gives none: that is done before."),
            classes="aside",
        )
        yield Words(
            lambda: Content.styled(words.balance(self.page.balance, self.shell.locale()), "bold"),
            classes="owed",
        )
        yield Vertical(classes="payments")
        yield TickBox(Content(""), id="card")
        yield Form((Field("reference", N_("Reference"), limit=REFERENCE_LIMIT),))
        yield Words(self._told, classes="told")

    def on_mount(self) -> None:
        self._card.display = False
        self.ask()

    def order_changed(self) -> None:
        super().order_changed()
        self.ask()

    def retranslate(self) -> None:
        super().retranslate()
        self._card.label = Content(_("The card is in the terminal"))

    def unsaved(self) -> str | None:
        typed = any(line.text != self._filled.get(line.payment.payment_id, "") for line in self._lines)
        return _("This refund is not recorded.") if typed or self.query_one(Form).changed else None

    # Proposing

    def ask(self) -> None:
        """Ask how to give the balance back, with or without the card."""
        order_id, owed, card = self.page.order_id, -self.page.balance, self._card.value

        def propose(desk: Desk) -> Proposed:
            from boxoffice_tui.services import cancellations

            return Proposed(
                cancellations.refundable(desk, order_id),
                cancellations.refund_proposal(desk, order_id, owed, card_present=card),
            )

        self.fetch(self.Read, propose)

    @on(Read)
    async def _show(self, read: Read) -> None:
        payments = [payment for payment in read.value.payments if payment.left]
        box = self.query_one(".payments", Vertical)
        if [line.payment for line in self._lines] != payments:
            await box.remove_children()
            await box.mount(*(self._line(payment) for payment in payments))
        proposed = read.value.lines
        self._objection = proposed if isinstance(proposed, Objection) else None
        amounts = {} if isinstance(proposed, Objection) else {one.payment_id: one.amount for one in proposed}
        for line in self._lines:
            line.fill(amounts.get(line.payment.payment_id))
        self._filled = {line.payment.payment_id: line.text for line in self._lines}
        self._card.display = any(payment.method in CARD_PRESENT_METHODS for payment in payments)
        self._card.label = Content(_("The card is in the terminal"))
        self._tell()
        self._go_where_it_is_decided()

    def _go_where_it_is_decided(self) -> None:
        """To the first amount, or to the card that is missing for one; not away from what is being typed."""
        fields = list(self.query(MoneyField))
        filled = [field for field in fields if field.value]
        if self._card.display and not filled:
            self._card.focus()
        elif not isinstance(self.focused, Input):
            best: list[Widget] = [*filled, *fields, *self.query(CommandButton)]
            best[0].focus()

    def _line(self, payment: Received) -> RefundAmount:
        field = MoneyField(self.amounts.parsed, self.amounts.written)
        return RefundAmount(payment, self._payment_said, field, self._fault_said)

    @on(TickBox.Changed)
    def _propose_again(self) -> None:
        self.ask()

    @on(Input.Changed)
    def _tell(self) -> None:
        self.query_one(".told", Words).retranslate()

    # Recording

    def action_record(self) -> None:
        """Record what goes back, once."""
        values = self.query_one(Form).check()
        try:
            requests = tuple(self._requests(values["reference"] or "" if values else ""))
        except ValueError:
            return
        if values is None:
            return
        if not requests:
            self._go_where_it_is_decided()
            return
        key, page = self.key, self.page

        def record(desk: Desk) -> OrderChange:
            from boxoffice_tui.services import cancellations

            return cancellations.refund(desk, key, page.order_id, page.version, requests)

        self.save(record)

    def _requests(self, reference: str) -> Iterable[RefundRequest]:
        for line in self._lines:
            amount = line.read()
            if amount is not None and amount:
                card = line.payment.method in CARD_PRESENT_METHODS and self._card.value
                yield RefundRequest(line.payment.payment_id, amount, card, reference)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        code = getattr(error, "code", "")
        if question is self.Saved and code == OrderRefusal.CARD_NUMBER:
            self.query_one(Form).show_faults({"reference": FieldFault(code)})
        else:
            super().failed(question, error)

    # Words

    @property
    def _lines(self) -> list[RefundAmount]:
        return list(self.query(RefundAmount))

    @property
    def _card(self) -> TickBox:
        return self.query_one("#card", TickBox)

    def _payment_said(self, payment: Received) -> str:
        from boxoffice_tui.locales import formats

        when = formats.short_stamp(payment.at, self.page.zone, self.shell.locale())
        left = _("{amount} left").format(amount=self.amounts.said(payment.left))
        return f"{words.label(payment.method)}  {when}  {left}"

    def _told(self) -> str:
        """Why nothing is proposed; else what stays to be given back after these lines."""
        if not self.is_mounted:
            return ""
        try:
            typed = tuple(self._asked())
        except ValueError:
            return ""
        if not any(line.amount for line in typed) and self._objection is not None:
            return words.refusal(self._objection.code, self._objection.facts, self.shell.locale())
        return "\n".join(self._sums(typed))

    def _asked(self) -> Iterable[RefundLine]:
        """The lines as they are typed; ValueError where one is no amount."""
        for line in self._lines:
            if line.text:
                payment = line.payment
                yield RefundLine(payment.payment_id, payment.method, self.amounts.parsed(line.text))

    def _sums(self, typed: tuple[RefundLine, ...]) -> Iterable[str]:
        """What goes back, what of it the coins make, what is owed then."""
        given = given_back(typed, -self.page.balance, self.page.cash_left, self.page.cash_step)
        if isinstance(given, Objection):
            yield words.refusal(given.code, given.facts, self.shell.locale())
            return
        currency = self.page.balance.currency
        coins = coins_of(given, currency)
        if coins.rounding:
            yield rounding_words(coins, self.amounts)
        back = total((one.amount for one in given), currency)
        yield _("Goes back in all: {amount}").format(amount=self.amounts.said(back))
        rest = self.page.balance + back - coins.rounding
        yield words.balance(rest, self.shell.locale()) or _("Balance: nothing due")

    def _fault_said(self, error: ValueError) -> str:
        fault: Any = error
        return words.refusal(fault.code, fault.facts, self.shell.locale())
