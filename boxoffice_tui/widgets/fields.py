"""Fields for an amount, a day and a count: what is typed stays, a fault is told beside it, Enter gives a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.widgets.text_field import TextField

ValueT = TypeVar("ValueT")


class ParsedField(TextField, Generic[ValueT]):
    """An input whose text means a value; `parse` reads it strictly and raises ValueError, `write` shows one.

    Enter posts, beside `Input.Submitted`, the field's own `Entered` with the value, or `Refused` with the error.
    """

    @dataclass
    class Refused(Message):
        """Enter on a text that means no value; it stays in the field."""

        field: ParsedField[Any]
        error: ValueError

        @property
        def control(self) -> ParsedField[Any]:
            """The field it stands in."""
            return self.field

    def __init__(
        self,
        parse: Callable[[str], ValueT],
        write: Callable[[ValueT], str] = str,
        value: ValueT | None = None,
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        text = "" if value is None else write(value)
        super().__init__(text, placeholder, compact=True, id=id, classes=classes)
        self.parse, self.write = parse, write

    def read(self) -> ValueT:
        """The value of what is typed; ValueError as `parse` raises it."""
        return self.parse(safe(self.value).strip())

    def give(self, value: ValueT) -> None:
        """Shows `value`, selected, so that typing replaces it."""
        self.value = self.write(value)
        self.select_all()

    def entered(self, value: ValueT) -> Message:
        """The message that tells the owner of a value."""
        raise NotImplementedError

    def stepped(self, value: ValueT, step: int) -> ValueT | None:
        """The value `step` further, for the arrow keys; None where the field has no steps."""
        return None

    def on_input_submitted(self) -> None:
        """Reads what is typed and tells the value, or the error."""
        try:
            value = self.read()
        except ValueError as error:
            self.post_message(self.Refused(self, error))
        else:
            self.post_message(self.entered(value))

    def action_step(self, step: int) -> None:
        """Shows the next (1) or former (-1) value; a text that means no value stays."""
        try:
            value = self.stepped(self.read(), step)
        except ValueError:
            return
        if value is not None:
            self.give(value)


class MoneyField(ParsedField[Money]):
    """An amount in the locale's form: `parse` is `formats.parse_money`, `write` is `formats.money`, both bound."""

    DEFAULT_CSS = "MoneyField { width: 16; }"

    @dataclass
    class Entered(Message):
        """An amount was typed and Enter pressed."""

        field: MoneyField
        value: Money

        @property
        def control(self) -> MoneyField:
            """The field it was typed in."""
            return self.field

    def entered(self, value: Money) -> Message:
        """The typed message of an amount."""
        return self.Entered(self, value)


class DateField(ParsedField[date]):
    """A day in the locale's form; up and down go by a day."""

    DEFAULT_CSS = "DateField { width: 14; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", N_("Next day"), show=False, id="date_field.next"),
        Binding("down", "step(-1)", N_("Day before"), show=False, id="date_field.before"),
    ]

    @dataclass
    class Entered(Message):
        """A day was typed and Enter pressed."""

        field: DateField
        value: date

        @property
        def control(self) -> DateField:
            """The field it was typed in."""
            return self.field

    def entered(self, value: date) -> Message:
        """The typed message of a day."""
        return self.Entered(self, value)

    def stepped(self, value: date, step: int) -> date | None:
        """The day before or after; None at the ends of the calendar."""
        try:
            return value + timedelta(days=step)
        except OverflowError:
            return None


class CountField(ParsedField[int]):
    """A whole number from `least` to `most`; up and down go by one, and stop at the ends."""

    DEFAULT_CSS = "CountField { width: 8; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", N_("One more"), show=False, id="count_field.more"),
        Binding("down", "step(-1)", N_("One less"), show=False, id="count_field.less"),
    ]

    @dataclass
    class Entered(Message):
        """A count was typed and Enter pressed."""

        field: CountField
        value: int

        @property
        def control(self) -> CountField:
            """The field it was typed in."""
            return self.field

    def __init__(
        self,
        value: int | None = None,
        *,
        least: int = 1,
        most: int = 999,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(self._count, str, value, id=id, classes=classes)
        self.least, self.most = least, most

    def _count(self, text: str) -> int:
        from boxoffice_tui.locales.formats import parse_count

        return parse_count(text, least=self.least, most=self.most)

    def entered(self, value: int) -> Message:
        """The typed message of a count."""
        return self.Entered(self, value)

    def stepped(self, value: int, step: int) -> int | None:
        """The count one more or less, inside the limits."""
        return min(max(value + step, self.least), self.most)


class FieldWithFault(Vertical):
    """A field and, while there is one, the fault of what is typed on the line under it.

    `explain` words the ValueError in the user's language; the fault goes when the text changes. `before` stands
    on the field's line; the fault has the whole width under both.
    """

    DEFAULT_CSS = """
    FieldWithFault { height: auto; width: auto; }
    FieldWithFault > Horizontal { height: auto; }
    FieldWithFault > .fault { display: none; height: auto; color: $text-error; }
    """

    def __init__(
        self,
        field: ParsedField[Any],
        explain: Callable[[ValueError], str],
        *,
        before: Widget | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.field, self.explain = field, explain
        self._before = before
        self.fault = ""

    def compose(self) -> ComposeResult:
        """The field, what stands before it, the line of the fault."""
        if self._before is None:
            yield self.field
        else:
            with Horizontal():
                yield self._before
                yield self.field
        yield Static(classes="fault")

    def tell(self, fault: str) -> None:
        """Shows `fault`, already worded, under the field; nothing where it is empty."""
        self.fault = fault
        line = self.query_one(".fault", Static)
        line.display = bool(fault)
        line.update(Content(f"! {safe(fault)}" if fault else ""))

    @on(ParsedField.Refused)
    def _tell_error(self, event: ParsedField.Refused) -> None:
        self.tell(self.explain(event.error))

    @on(Input.Changed)
    def _forget(self) -> None:
        if self.fault:
            self.tell("")
