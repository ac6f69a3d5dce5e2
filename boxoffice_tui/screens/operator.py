"""Who sits here: another operator at a shared counter, by their PIN, and a PIN of one's own."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, TypeVar, cast

from textual import on
from textual.widgets import Input, Select

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import CommandButton, Dialog
from boxoffice_tui.screens.forms import Field, FieldFault, Form, Kind
from boxoffice_tui.views.operators import OperatorChoice
from boxoffice_tui.widgets.text_field import TextField

LONGEST_PIN = 12

Result = TypeVar("Result")


def what_stays(losses: str) -> str:
    """What is said before another operator sits down in front of unsaved things."""
    told = _("It stays as it is, and is saved in the name of the operator who saves it.")
    return f"{losses}\n{told}"


def _pin_input() -> TextField:
    return TextField(password=True, compact=True, max_length=LONGEST_PIN)


class PinDialog(Dialog[Result]):
    """A form with PINs in it, filled once it is known who may sit here; a PIN never stays after a refusal."""

    BUTTONS = ("operator.save", "dialog.back")
    DEFAULT = "operator.save"
    PINS: tuple[str, ...] = ()

    class Known(Answer[tuple[OperatorChoice, ...]]):
        """Who may sit here."""

    class Done(Answer[None]):
        """It was taken."""

    def on_mount(self) -> None:
        shell = self.shell
        self.fetch(self.Known, lambda _desk: shell.desks().operators())

    def fields(self, choices: Sequence[OperatorChoice]) -> tuple[Field, ...]:
        """The form, for those who may sit here."""
        raise NotImplementedError

    def filled(self) -> None:
        """What to do once the form is there."""

    @property
    def form(self) -> Form:
        """The form, once it is there."""
        return self.query_one(Form)

    @on(Known)
    async def _show_form(self, known: Known) -> None:
        self.choices = known.value
        await self.query_one(".content").mount(Form(self.fields(known.value)))
        self.filled()

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A wrong or malformed PIN, or one to wait for, is said under its field; of what was typed only PINs go."""
        code = str(getattr(error, "code", ""))
        if question is not self.Done:
            super().failed(question, error)
            return
        for name in self.PINS:
            pin = cast(Input, self.form.field(name))
            with pin.prevent(Input.Changed):  # it would take away what is said of it
                pin.value = ""
        if code in {"wrong_pin", "pin_locked"}:
            self.form.show_faults({self.PINS[0]: FieldFault(code, getattr(error, "facts", {}))})
        elif code == "pin_malformed":
            self.form.show_faults({self.PINS[-1]: FieldFault(code)})
        else:
            super().failed(question, error)


class ChangeOperator(PinDialog[bool]):
    """Another operator of this counter; dismisses True once they sit here."""

    COMMAND_LIST = (
        Command("operator.save", N_("Change operator"), ("enter", "alt+s"), GENERAL, footer=1, action="save"),
    )
    PINS = ("pin",)

    def heading(self) -> str:
        return _("Change operator")

    def fields(self, choices: Sequence[OperatorChoice]) -> tuple[Field, ...]:
        names = tuple((one.code, _name(one)) for one in choices)
        return (
            Field("operator", N_("Operator"), Kind.CHOICE, required=True, choices=lambda: names),
            Field("pin", N_("PIN"), make=_pin_input, limit=LONGEST_PIN),
        )

    def filled(self) -> None:
        self.form.show_field("pin", shown=False)
        self.form.field("operator").focus()

    @property
    def chosen(self) -> OperatorChoice | None:
        """The operator chosen."""
        code = self.form.typed["operator"]
        return next((one for one in self.choices if one.code == code), None)

    @on(Select.Changed)
    def _ask_for_pin(self) -> None:
        """The PIN of one operator is not for another; who has none is a key away."""
        chosen = self.chosen
        pin = cast(Input, self.form.field("pin"))
        pin.value = ""
        self.form.show_field("pin", shown=chosen is not None and chosen.needs_pin)
        if chosen is not None:
            (pin if chosen.needs_pin else self.query(CommandButton).first()).focus()

    def action_save(self) -> None:
        """Let them sit down, if they are who they say."""
        values, chosen, shell = self.form.check(), self.chosen, self.shell
        if values is None or chosen is None:
            return
        pin = values["pin"] or ""
        if chosen.needs_pin and not pin:
            self.form.show_faults({"pin": FieldFault("required")})
            return
        self.write(self.Done, lambda _desk: shell.desks().switch(chosen.code, pin))

    @on(PinDialog.Done)
    def _leave(self) -> None:
        self.dismiss(True)


class OwnPin(PinDialog[None]):
    """The operator's own PIN, given for the first time or replaced."""

    COMMAND_LIST = (
        Command("operator.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1, action="save"),
    )
    PINS = ("old", "new", "again")

    def __init__(self) -> None:
        super().__init__()
        self._key = secrets.token_hex(16)

    def heading(self) -> str:
        return _("My PIN")

    def fields(self, choices: Sequence[OperatorChoice]) -> tuple[Field, ...]:
        return (
            Field("old", N_("PIN until now"), required=self._has_pin, make=_pin_input, limit=LONGEST_PIN),
            Field("new", N_("New PIN"), required=True, make=_pin_input, limit=LONGEST_PIN),
            Field("again", N_("Once more"), required=True, make=_pin_input, limit=LONGEST_PIN),
        )

    @property
    def _has_pin(self) -> bool:
        me = self.standing.operator
        return any(one.needs_pin for one in self.choices if one.code == me)

    def filled(self) -> None:
        self.form.show_field("old", shown=self._has_pin)
        self.form.field("old" if self._has_pin else "new").focus()

    def action_save(self) -> None:
        """Keep the new PIN, if it was typed the same twice."""
        values, key = self.form.check(), self._key
        if values is None:
            return
        if values["new"] != values["again"]:
            self.form.show_faults({"again": FieldFault("different")})
            return
        old, new = values["old"] or "", values["new"]

        def keep(desk: Any) -> None:
            from boxoffice_tui.services import identity

            identity.set_own_pin(desk, key, old, new)

        self.write(self.Done, keep)

    @on(PinDialog.Done)
    def _leave(self) -> None:
        self.notify(_("Your PIN is set."))
        self.dismiss(None)


def _name(one: OperatorChoice) -> str:
    return safe(one.code if one.code == one.name else f"{one.code} · {one.name}")
