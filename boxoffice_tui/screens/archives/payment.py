"""Recording how a balance was paid, line by line, until nothing is due (spec/archives.md, 9)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Digits, Input

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.locales.words import balance as balance_words
from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import CARD_DIGITS_KEPT, OrderRefusal, change_of
from boxoffice_tui.rules.text import REFERENCE_LIMIT
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import STYLES, Words
from boxoffice_tui.screens.forms import Field, FieldFault, FieldLine, Form
from boxoffice_tui.views.orders import OrderChange, OrderPage, PaymentMethod
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.widgets.numbered_choice import NumberedChoice

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

CARDS = frozenset({PaymentMethod.DEBIT_TERMINAL, PaymentMethod.CREDIT_TERMINAL})
FIELD_OF: Mapping[str, str] = {
    OrderRefusal.NOTHING_DUE: "amount",
    OrderRefusal.AMOUNT_NOT_POSITIVE: "amount",
    OrderRefusal.AMOUNT_TOO_HIGH: "amount",
    OrderRefusal.TENDERED_TOO_LOW: "tendered",
    OrderRefusal.CARD_NUMBER: "reference",
}


class PaymentDialog(OrderDialog):
    """One payment after the other while a balance remains; Enter never chooses the method by itself."""

    CSS_PATH = [STYLES, "payment.tcss"]  # noqa: RUF012 -- Textual's class variable
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
        self._recorded: list[PaymentRequest] = []
        self._last: OrderChange | None = None
        self._sent: PaymentRequest | None = None

    def heading(self) -> str:
        return _("Payment of order {number}").format(number=self.page.number)

    def body(self) -> Iterable[Widget]:
        yield Words(
            lambda: _("Recording takes no money: take it first, then say here how."),
            classes="intro",
        )
        yield Words(self._owed, classes="owed")
        yield NumberedChoice(lambda: [(method, label(method)) for method in PaymentMethod])
        yield Words(str, classes="method-fault")
        with Horizontal(classes="how-much"):
            yield Form(self._fields())
            with Vertical(classes="change"):
                yield Words(lambda: _("Change to give back"))
                yield Digits()

    def on_mount(self) -> None:
        self._show_fields()

    # The form

    def _fields(self) -> tuple[Field, ...]:
        return (
            Field(
                "amount",
                N_("Amount"),
                value=self.write_amount(self.balance),
                required=True,
                parse=self.parse_amount,
            ),
            Field("tendered", N_("Handed over"), parse=self.parse_amount),
            Field("last_four", N_("Last four digits"), make=_four_digits),
            Field("reference", N_("Reference"), limit=REFERENCE_LIMIT),
        )

    @property
    def _method(self) -> PaymentMethod | None:
        value = self.query_one(NumberedChoice).value
        return None if value is None else PaymentMethod(value)

    @property
    def _form(self) -> Form:
        return self.query_one(Form)

    def _line(self, name: str) -> FieldLine:
        return next(line for line in self.query(FieldLine) if line.field.name == name)

    def _put(self, name: str, text: str) -> None:
        cast("Input", self._line(name).control).value = text

    def _show_fields(self) -> None:
        """What was handed over belongs to cash, the last digits to a card."""
        self._line("tendered").display = self._method is PaymentMethod.CASH
        self._line("last_four").display = self._method in CARDS
        self.query_one(".method-fault").display = False
        self._show_change()

    @on(NumberedChoice.Chosen)
    def _choose(self) -> None:
        self._show_fields()

    @on(NumberedChoice.WentOn)
    def _go_on(self) -> None:
        self._line("amount").control.focus()

    @on(Input.Changed)
    def _show_change(self) -> None:
        change = self._change()
        self.query_one(".change").display = change is not None
        if change is not None:
            self.query_one(Digits).update(self.write_amount(change))

    def _change(self) -> Money | None:
        """What goes back of the cash handed over, None where nothing does or something is not an amount yet."""
        typed = self._form.typed
        if self._method is not PaymentMethod.CASH or not typed["tendered"]:
            return None
        try:
            change = change_of(self.parse_amount(typed["tendered"]), self.parse_amount(typed["amount"]))
        except ValueError:
            return None
        return None if isinstance(change, Objection) else change

    # Recording

    def action_method(self) -> None:
        """To the methods."""
        self.query_one(NumberedChoice).focus()

    @on(NumberedChoice.Undecided)
    def _ask_for_method(self) -> None:
        self.query_one(".method-fault").display = True
        self.query_one(".method-fault", Words).say(lambda: _("Choose how it was paid."))
        self.action_method()

    def action_record(self) -> None:
        """Record what the form says, once, if it finds no fault in it."""
        values, method = self._form.check(), self._method
        if method is None:
            self._ask_for_method()
        elif values is not None:
            self._record(self._request(method, values))

    def _request(self, method: PaymentMethod, values: Mapping[str, Any]) -> PaymentRequest:
        return PaymentRequest(
            method,
            values["amount"],
            values["tendered"] if method is PaymentMethod.CASH else None,
            values["reference"] or "",
            (values["last_four"] or "") if method in CARDS else "",
        )

    def _record(self, request: PaymentRequest) -> None:
        key, order_id, version = self.key, self.page.order_id, self.version

        def record(desk: Desk) -> OrderChange:
            from boxoffice_tui.services import payments

            return payments.record_payment(desk, key, order_id, version, request)

        if self.save(record):
            self._sent = request

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
        self.query_one(NumberedChoice).clear()
        for name in ("tendered", "last_four", "reference"):
            self._put(name, "")
        self._put("amount", self.write_amount(self.balance))
        self._show_fields()
        self.query_one(".owed", Words).retranslate()
        self.action_method()

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        code = getattr(error, "code", "")
        if question is self.Saved and code in FIELD_OF:
            self._form.show_faults({FIELD_OF[code]: FieldFault(code, getattr(error, "facts", {}))})
        else:
            super().failed(question, error)

    def order_changed(self) -> None:
        """Somebody was first: what is due now is shown, what was typed stays."""
        self.balance, self.version = self.page.balance, self.page.version
        super().order_changed()

    # Leaving

    def unsaved(self) -> str | None:
        typed = self._form.typed
        changed = self._method is not None or any(
            typed[name] for name in ("tendered", "last_four", "reference")
        )
        return _("This payment is not recorded.") if changed else None

    def leave(self) -> None:
        """What was recorded before stays recorded, and the page is told."""
        self.dismiss(self._last)

    # Words

    def _owed(self) -> Content:
        lines = [self._recorded_said(request) for request in self._recorded]
        owed = balance_words(self.balance, self.shell.locale())
        return Content("\n").join([*lines, Content.styled(owed, "bold")])

    def _recorded_said(self, request: PaymentRequest) -> Content:
        said = _("Recorded: {method}, {amount}").format(
            method=label(request.method), amount=self.money(request.amount)
        )
        if request.tendered is None:
            return Content(said)
        change = self.money(request.tendered - request.amount)
        given = _("change to give back: {amount}").format(amount=change)
        return Content(f"{said}; {given}")


def _four_digits() -> Input:
    return Input(restrict="[0-9]*", max_length=CARD_DIGITS_KEPT, compact=True)
