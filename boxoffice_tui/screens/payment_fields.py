"""How money was taken: a method, an amount, what was handed over and the change; of an order, or of a sale to be.

Enter never chooses the method by itself (spec/archives.md, 9).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.cash import CashRefusal, Handed, handed, rounded
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.orders import CARD_DIGITS_KEPT, OrderRefusal
from boxoffice_tui.rules.payments import payment_line_objection
from boxoffice_tui.rules.text import REFERENCE_LIMIT
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.forms import Field, FieldFault, Form
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import PaymentMethod
from boxoffice_tui.widgets.boxes import Abreast, Stack
from boxoffice_tui.widgets.cash_change import CashChange
from boxoffice_tui.widgets.numbered_choice import NumberedChoice
from boxoffice_tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import Shell

STYLES = Path(__file__).with_name("payment_fields.tcss")  # whole, since a dialog may stand in another folder

CARDS = frozenset({PaymentMethod.DEBIT_TERMINAL, PaymentMethod.CREDIT_TERMINAL})
FIELD_OF: Mapping[str, str] = {
    OrderRefusal.NOTHING_DUE: "amount",
    OrderRefusal.AMOUNT_NOT_POSITIVE: "amount",
    OrderRefusal.AMOUNT_TOO_HIGH: "amount",
    CashRefusal.NOT_IN_COINS: "amount",
    OrderRefusal.TENDERED_TOO_LOW: "tendered",
    OrderRefusal.CARD_NUMBER: "reference",
    OrderRefusal.LAST_FOUR_DIGITS: "last_four",
}
_TYPED = ("tendered", "last_four", "reference")


class Amounts:
    """Amounts of one currency as the user of a shell reads and types them."""

    def __init__(self, currency: str, shell: Callable[[], Shell]) -> None:
        self._currency, self._shell = currency, shell

    def said(self, amount: Money) -> str:
        """`$35.00`."""
        from boxoffice_tui.locales import formats

        return formats.money(amount, self._shell().locale())

    def written(self, amount: Money) -> str:
        """`35.00`, as a field shows it."""
        from boxoffice_tui.locales import formats

        return formats.amount(amount, self._shell().locale())

    def parsed(self, text: str) -> Money:
        """What is typed in a field; ValueError where it is no amount."""
        from boxoffice_tui.locales import formats

        return formats.parse_money(text, self._currency, self._shell().locale())


class PaymentFields(Stack):
    """The methods, the amount beside the change, and what else a method asks for.

    Cash is rounded to `step` minor units: once it is chosen, the amount is what the coins make of all that is due.
    Unless it is `filled` with that, the amount is to be typed.
    """

    def __init__(self, due: Money, amounts: Amounts, step: int, *, filled: bool = True) -> None:
        super().__init__()
        self._due, self._amounts, self._step, self._filled = due, amounts, step, filled
        self._methods = NumberedChoice(lambda: [(method, label(method)) for method in PaymentMethod])
        self._method_fault = Words(str, classes="method-fault")
        self._rounding = Words(str, classes="rounding")
        self._form = Form(tuple(self._fields()))
        self._change = CashChange(amounts.written)

    def compose(self) -> ComposeResult:
        yield self._methods
        yield self._method_fault
        yield self._rounding
        with Abreast(classes="how-much"):
            yield self._form
            yield self._change

    def on_mount(self) -> None:
        self._show_fields()

    def _fields(self) -> Iterable[Field]:
        parse = self._amounts.parsed
        amount = self._amounts.written(self._due) if self._filled else ""
        yield Field("amount", N_("Amount"), value=amount, required=True, parse=parse)
        yield Field("tendered", N_("Handed over"), parse=parse, hidden=True)
        yield Field("last_four", N_("Last four digits"), make=_four_digits, hidden=True)
        yield Field("reference", N_("Reference"), limit=REFERENCE_LIMIT)

    @property
    def method(self) -> PaymentMethod | None:
        """The method chosen."""
        value = self._methods.value
        return None if value is None else PaymentMethod(value)

    @property
    def touched(self) -> bool:
        """Whether something was chosen or typed."""
        return self.method is not None or self.begun

    @property
    def begun(self) -> bool:
        """Whether a payment is typed that was not taken yet; an amount that was filled in is not the user's."""
        typed = self._form.typed
        if self._filled:
            own = self._amount(typed["amount"]) not in (self._due, rounded(self._due, self._step))
        else:
            own = bool(typed["amount"])
        return own or any(typed[name] for name in _TYPED)

    def begin(self, due: Money) -> None:
        """Another payment, of what is due now."""
        self._due = due
        self._methods.clear()
        for name in _TYPED:
            self._put(name, "")
        self._put("amount", self._amounts.written(due))
        self._form.show_faults({})
        self._show_fields()
        self.to_method()

    def to_method(self) -> None:
        """Go to the methods."""
        self._methods.focus()

    def request(self) -> PaymentRequest | None:
        """What the form says; None, and why is shown, where something is missing or wrong."""
        values, method = self._form.check(), self.method
        if method is None:
            self._ask_for_method()
        if method is None or values is None:
            return None
        return PaymentRequest(
            method,
            values["amount"],
            values["tendered"] if method is PaymentMethod.CASH else None,
            values["reference"] or "",
            (values["last_four"] or "") if method in CARDS else "",
        )

    def checked(self) -> PaymentRequest | None:
        """As `request`, where what is known here does not stand against it; else None, and why is shown."""
        request = self.request()
        objection = None if request is None else payment_line_objection(request, self._due, self._step)
        if objection is not None:
            self.show_refusal(objection.code, objection.facts)
        return request if objection is None else None

    def show_refusal(self, code: str, facts: Mapping[str, object]) -> bool:
        """Show why a payment was refused, under its field; False where it is about none of them."""
        if code not in FIELD_OF:
            return False
        self._form.show_faults({FIELD_OF[code]: FieldFault(code, facts)})
        return True

    def _put(self, name: str, text: str) -> None:
        cast("Input", self._form.field(name)).value = text

    def _show_fields(self) -> None:
        """What was handed over belongs to cash, the last digits to a card."""
        self._form.show_field("tendered", shown=self.method is PaymentMethod.CASH)
        self._form.show_field("last_four", shown=self.method in CARDS)
        self._method_fault.display = False
        self._show_due()
        self._show_change()

    def _show_due(self) -> None:
        """All that is due, in coins where it is paid in cash; not where another amount was typed."""
        coins = rounded(self._due, self._step)
        shown = self._amount(self._form.typed["amount"])
        if shown in (self._due, coins):
            wanted = coins if self.method is PaymentMethod.CASH else self._due
            if shown != wanted:
                self._put("amount", self._amounts.written(wanted))

    @on(NumberedChoice.Chosen)
    def _choose(self) -> None:
        self._show_fields()

    @on(NumberedChoice.WentOn)
    def _go_on(self) -> None:
        self._form.field("amount").focus()

    @on(NumberedChoice.Undecided)
    def _ask_for_method(self) -> None:
        self._method_fault.display = True
        self._method_fault.say(lambda: _("Choose how it was paid."))
        self.to_method()

    @on(Input.Changed)
    def _show_change(self) -> None:
        """What goes back of the cash handed over, where both are amounts by now."""
        typed = self._form.typed
        due, tendered = (self._amount(typed[name]) for name in ("amount", "tendered"))
        over = None if due is None or self.method is None else handed(self.method, due, self._due, self._step)
        self._show_rounding(over)
        if over is None or self.method is not PaymentMethod.CASH:
            tendered = None
        self._change.show(over.amount if over else self._due, tendered)

    def _show_rounding(self, over: Handed | None) -> None:
        self._rounding.display = over is not None and bool(over.rounding)
        if over is not None and over.rounding:
            self._rounding.say(lambda: rounding_words(over, self._amounts))

    def _amount(self, text: str) -> Money | None:
        try:
            return self._amounts.parsed(text) if text else None
        except ValueError:
            return None


def rounding_words(over: Handed, amounts: Amounts) -> str:
    """`In cash $35.05: rounding $0.02`."""
    said = _("In cash {amount}: rounding {rounding}")
    return said.format(amount=amounts.said(over.amount), rounding=amounts.said(over.rounding))


def taken_words(form: str, request: PaymentRequest, over: Handed, amounts: Amounts) -> str:
    """`Recorded: Cash, $35.00; change to give back: $15.00`; `form` says what was done with it."""
    said = form.format(method=label(request.method), amount=amounts.said(over.amount))
    if request.tendered is None:
        return said
    change = amounts.said(request.tendered - over.amount)
    given = _("change to give back: {amount}").format(amount=change)
    return f"{said} · {given}"


def _four_digits() -> TextField:
    return TextField(restrict="[0-9]*", max_length=CARD_DIGITS_KEPT, compact=True)
