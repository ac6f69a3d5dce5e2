"""Forms as data: a tuple of `Field`s, rendered by one widget, checked by one function.

What was typed stays whatever the check says; a fault stands under its field, in the user's language. A service's
refusal about a field is shown the same way: `form.show_faults({"amount": FieldFault(error.code, error.facts)})`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from boxoffice_tui.locales.labels import Word
from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import FIELD_LIMIT, safe
from boxoffice_tui.widgets.boxes import Stack
from boxoffice_tui.widgets.choice import Picker, TickBox, TickGroup
from boxoffice_tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import ShellScreen

CHOOSE = N_("Choose")
REQUIRED = N_("This is needed.")
TOO_LONG = N_("At most {limit} characters.")
NOT_A_CHOICE = N_("Choose one of the list.")
DIFFERENT = N_("This is not the same as above.")
_OWN_FAULTS = {
    "required": REQUIRED,
    "too_long": TOO_LONG,
    "not_a_choice": NOT_A_CHOICE,
    "different": DIFFERENT,
}


class Kind(StrEnum):
    """What a field holds: a text (parsed by `Field.parse`), one of the choices, a yes or no, any of the choices."""

    TEXT = "text"
    CHOICE = "choice"
    TICK = "tick"
    TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """Why a field's content will not do: a code of this module, or one that words.refusal knows."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def no_choices() -> Sequence[tuple[str, str]]:
    """The choices of a field that has none."""
    return ()


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form; `label` and `hint` are msgids, a label that needs it with its context.

    `parse` turns the text into a value and raises ValueError with `code` and `facts` (as locales/formats.py
    does) where it cannot; an empty text is None without being parsed. `choices` gives (value, text) pairs,
    asked again when the language changes. `make` gives another field widget with a text `value` (a money or
    date field of widgets/) in the place of a plain one, `beside` what stands right of it. A `hidden` one is shown
    later, if at all.
    """

    name: str
    label: str | Word
    kind: Kind = Kind.TEXT
    value: Any = None
    required: bool = False
    parse: Callable[[str], Any] = str
    choices: Callable[[], Sequence[tuple[str, str]]] = no_choices
    limit: int = FIELD_LIMIT
    hint: str = ""
    make: Callable[[], Widget] | None = None
    beside: Callable[[], Widget] | None = None
    hidden: bool = False


def check_form(
    fields: Iterable[Field], typed: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, FieldFault]]:
    """The values by field name, and the faults by field name; a field stands in one of the two."""
    values: dict[str, Any] = {}
    faults: dict[str, FieldFault] = {}
    for one in fields:
        try:
            values[one.name] = _value(one, typed.get(one.name))
        except ValueError as error:
            faults[one.name] = FieldFault(
                getattr(error, "code", "") or str(error),
                getattr(error, "facts", None) or {"limit": one.limit},
            )
    return values, faults


def _value(one: Field, typed: Any) -> Any:
    if one.kind is Kind.TICK:
        return bool(typed)
    if one.kind is Kind.TICKS:
        return tuple(typed or ())
    text = safe(typed.strip(), one.limit + 1) if isinstance(typed, str) else ""
    if not text:
        if one.required:
            raise ValueError("required")
        return None
    if len(text) > one.limit:
        raise ValueError("too_long")
    if one.kind is Kind.CHOICE:
        if text not in dict(one.choices()):
            raise ValueError("not_a_choice")
        return text
    return one.parse(text)


class FieldLine(Container):
    """A field with its label on the left and, while there is one, its fault underneath."""

    def __init__(self, one: Field) -> None:
        super().__init__(classes="field" if one.beside is None else "field -beside")
        self.field = one
        self.fault: FieldFault | None = None
        self.control = _control(one)
        self.display = not one.hidden
        self._first = one.value if one.kind is Kind.CHOICE else self.typed  # a list has none before it is shown

    def compose(self) -> ComposeResult:
        if self.display:
            yield from self._parts()

    def _parts(self) -> Iterable[Widget]:
        yield Static(Content(self._label()), classes="field-label")
        yield self.control
        if self.field.beside is not None:
            yield self.field.beside()

    def show(self, *, shown: bool) -> None:
        """Show the line, or hide it; what never was shown is no widget yet, and holds no first frame up."""
        self.display = shown
        if shown and not self.control.is_attached:
            self.mount(*self._parts())

    @property
    def typed(self) -> Any:
        """What stands in the field now."""
        value = cast(Any, self.control).value
        return None if value is Select.NULL else value

    @property
    def changed(self) -> bool:
        """Whether something else stands there than at first."""
        return bool(self.typed != self._first)

    def renew(self, value: Any) -> None:
        """Another value to begin with; what was typed in the place of the one before stays."""
        if not self.changed:
            cast(Any, self.control).value = Select.NULL if value is None else value
            self._first = self.typed
        else:
            self._first = value

    def rename(self, label: str) -> None:
        """Another label, a msgid."""
        self.field = replace(self.field, label=label)
        self._relabel()

    def require(self, *, required: bool) -> None:
        """Whether it must be filled in: its star comes or goes."""
        if self.field.required != required:
            self.field = replace(self.field, required=required)
            self._relabel()

    def _relabel(self) -> None:
        for label in self.query_children(".field-label").results(Static):
            label.update(Content(self._label()))

    def say(self, fault: FieldFault | None) -> None:
        """Show `fault` under the field, or nothing."""
        self.fault = fault
        told = Content("" if fault is None else f"! {_fault_words(fault, self)}")
        lines = self.query_children(".field-fault").results(Static)
        for line in lines:
            line.display = fault is not None
            line.update(told)
            return
        if fault is not None:
            self.mount(Static(told, classes="field-fault"))

    def warn(self, sentence: str) -> None:
        """Say under the field what may be wrong in it and is no fault; "" nothing."""
        told = Content(f"? {sentence}" if sentence else "")
        for line in self.query_children(".field-warning").results(Static):
            line.display = bool(sentence)
            line.update(told)
            return
        if sentence:
            self.mount(Static(told, classes="field-warning"))

    @on(Input.Changed)
    @on(Select.Changed)
    @on(TickBox.Changed)
    def _forget_fault(self) -> None:
        if self.fault is not None:
            self.say(None)

    def retranslate(self) -> None:
        """Words again; what was typed or chosen stays."""
        self._relabel()
        if isinstance(self.control, Input):
            self.control.placeholder = _(self.field.hint)
        elif isinstance(self.control, TickBox):
            self.control.label = Content(_worded(self.field.label))
        elif isinstance(self.control, TickGroup):
            self.control.rename(self.field.choices())
        elif isinstance(self.control, Select):
            chosen, options = self.control.value, _options(self.field)
            with self.control.prevent(Select.Changed):
                self.control.prompt = _(CHOOSE)
                self.control.set_options(options)
                self.control.value = chosen
            self._tell_choice({value: text for text, value in options}.get(str(chosen)))
        self.say(self.fault)

    def _tell_choice(self, text: Text | None) -> None:
        """Textual tells another choice, and not the same one in other words."""
        for current in self.control.query("SelectCurrent"):
            if text is not None:
                cast(Any, current).update(text)

    def _label(self) -> str:
        if self.field.kind is Kind.TICK:
            return ""
        return _worded(self.field.label) + (" *" if self.field.required else "")


class Form(Stack):
    """The fields one under the other."""

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__(classes="form")
        self.fields = tuple(fields)
        self._lines = {one.name: FieldLine(one) for one in self.fields}

    def compose(self) -> ComposeResult:
        yield from self._lines.values()

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the fields now, by name, unchecked."""
        return {name: line.typed for name, line in self._lines.items()}

    @property
    def changed(self) -> bool:
        """Whether anything stands there that was not there at first."""
        return any(line.changed for line in self._lines.values())

    def show_field(self, name: str, *, shown: bool) -> None:
        """Show a line, or hide it; it keeps what was typed."""
        self._lines[name].show(shown=shown)

    def renew(self, values: Mapping[str, Any]) -> None:
        """Other values to begin with, by field name; what was typed meanwhile stays."""
        for name, value in values.items():
            self._lines[name].renew(value)

    def rename(self, name: str, label: str) -> None:
        """Another label for a line, a msgid."""
        self._lines[name].rename(label)

    def require(self, name: str, *, required: bool) -> None:
        """Whether a line must be filled in."""
        self._lines[name].require(required=required)

    def put_in_order(self, names: Sequence[str], *, behind: str) -> None:
        """Show lines in this order behind that of a field."""
        before = self._lines[behind]
        for name in names:
            self.move_child(self._lines[name], after=before)
            before = self._lines[name]

    def field(self, name: str) -> Widget:
        """The field widget of a line."""
        return self._lines[name].control

    def check(self) -> dict[str, Any] | None:
        """The values; or None, with each fault under its field and the focus in the first."""
        values, faults = check_form(self.fields, self.typed)
        self.show_faults(faults)
        return None if faults else values

    def warn(self, sentences: Mapping[str, str]) -> None:
        """Say by field name what may be wrong, and nothing under the others; nothing is refused for it."""
        for name, line in self._lines.items():
            line.warn(sentences.get(name, ""))

    def show_faults(self, faults: Mapping[str, FieldFault]) -> None:
        """Show `faults` by field name and take away all others."""
        for name, line in self._lines.items():
            line.say(faults.get(name))
        for name, line in self._lines.items():
            if name in faults:
                line.control.focus()
                return


def _worded(label: str | Word) -> str:
    return _(label) if isinstance(label, str) else pgettext(*label)


def _control(one: Field) -> Widget:
    if one.make is not None:
        return one.make()
    if one.kind is Kind.TICK:
        return TickBox(Content(_worded(one.label)), bool(one.value))
    if one.kind is Kind.TICKS:
        return TickGroup(one.choices(), one.value or ())
    if one.kind is Kind.CHOICE:
        start = one.value if one.value is not None else Select.NULL
        return Picker(
            _options(one), prompt=_(CHOOSE), value=start, allow_blank=start is Select.NULL, compact=True
        )
    return TextField(one.value or "", _(one.hint), compact=True, max_length=one.limit)


def _options(one: Field) -> list[tuple[Text, str]]:
    return [(Text(safe(text)), value) for value, text in one.choices()]


def _fault_words(fault: FieldFault, widget: Widget) -> str:
    if fault.code in _OWN_FAULTS:
        return _(_OWN_FAULTS[fault.code]).format(**fault.facts)
    from boxoffice_tui.locales import words

    screen = cast("ShellScreen[Any]", widget.screen)
    return words.refusal(fault.code, fault.facts, screen.shell.locale())
