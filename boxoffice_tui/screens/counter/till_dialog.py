"""What the dialogs of tills do alike: one key, one answer; a refusal is said in them, what was typed stays."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on

from boxoffice_tui.locales.translate import _
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.tills import TillRefusal
from boxoffice_tui.screens.base import Answer, record_fault
from boxoffice_tui.screens.dialogs import explanation
from boxoffice_tui.screens.forms import FieldFault, Form
from boxoffice_tui.screens.refusing_dialog import REFUSING_STYLES, RefusingDialog
from boxoffice_tui.views.tills import TillChange, TillState

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

TILL_STYLES: list[str | PurePath] = [*REFUSING_STYLES, Path(__file__).with_name("till_dialogs.tcss")]


@dataclass(frozen=True, slots=True)
class TillAt:
    """The till a dialog works at, and the shift it is in; `number` and `expected` are missing while closed."""

    code: str
    currency: str
    number: int | None = None
    expected: Money | None = None


class TillDialog(RefusingDialog[TillChange]):
    """A change of the till `at`, made by one service call under a key of the dialog's own.

    A doubled Enter is one change: the second finds the first under way, or gives its key again.
    """

    CSS_PATH = TILL_STYLES
    FIELD_OF: ClassVar[Mapping[str, str]] = {}

    class Saved(Answer[TillChange]):
        """The change is done."""

    class Seen(Answer[TillState]):
        """The till as it is now."""

    def __init__(self, at: TillAt) -> None:
        super().__init__()
        self.at = at
        self.expected = at.expected
        self.key = secrets.token_urlsafe()

    @property
    def form(self) -> Form:
        """The dialog's fields."""
        return self.query_one(Form)

    # Money, in the house's currency and the form of the operator's language

    def money(self, amount: Money) -> str:
        """`$35.00`."""
        from boxoffice_tui.locales import formats

        return formats.money(amount, self.shell.locale())

    def write_amount(self, amount: Money) -> str:
        """`35.00`."""
        from boxoffice_tui.locales import formats

        return formats.amount(amount, self.shell.locale())

    def parse_amount(self, text: str) -> Money:
        """What is typed in a field; ValueError where it is no amount."""
        from boxoffice_tui.locales import formats

        return formats.parse_money(text, self.at.currency, self.shell.locale())

    # Saving

    def save(self, change: Callable[[Desk], TillChange]) -> None:
        """Ask for the change; nothing is done while one is under way."""
        if self.write(self.Saved, change):
            self.refuse(None)

    @on(Saved)
    def _close(self, saved: Saved) -> None:
        self.dismiss(saved.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A fault of a field is said under it, any other in the dialog; what nobody asked to see is logged."""
        if question is self.Seen:
            record_fault(error)
            return
        code = getattr(error, "code", "")
        if code == AccessRefusal.KEY_REUSED:
            self.key = secrets.token_urlsafe()
        if code in self.FIELD_OF:
            self.form.show_faults({self.FIELD_OF[code]: FieldFault(code, getattr(error, "facts", {}))})
        else:
            self.refuse(explanation(error, self.shell))

    # What others do meanwhile

    def data_changed(self) -> None:
        """Somebody paid, put in, took out or closed."""
        code = self.at.code

        def look(desk: Desk) -> TillState:
            from boxoffice_tui.services import shift_reports

            return shift_reports.state_of(desk, code)

        self.fetch(self.Seen, look)

    @on(Seen)
    def _see(self, seen: Seen) -> None:
        if seen.value.number != self.at.number:
            self.shift_is_over(seen.value)
        elif seen.value.expected != self.expected:
            self.expected = seen.value.expected
            self.till_changed()

    def shift_is_over(self, now: TillState) -> None:
        """The shift the dialog was opened in is no more: said at once, what was typed stays."""
        from boxoffice_tui.services.errors import RefusedError

        facts = {"till": self.at.code, "number": self.at.number}
        if not self.writing:  # else it was this dialog
            self.refuse(explanation(RefusedError(TillRefusal.SESSION_CLOSED, facts), self.shell))

    def till_changed(self) -> None:
        """Other cash should be in the drawer; extended where it is shown."""
        self.retranslate()

    # Leaving

    def unsaved(self) -> str | None:
        return _("What you typed here is not saved.") if self.form.changed else None
