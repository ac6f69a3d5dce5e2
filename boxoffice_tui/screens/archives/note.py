"""An internal note that says what was changed, by whom and when, and asks why (spec/archives.md, 11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules import notes as rule
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.text import REASON_LIMIT
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.forms import Field, FieldFault, Form
from boxoffice_tui.views.orders import OrderChange, OrderPage

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

ABOUT_THE_REASON: frozenset[str] = frozenset(
    {OrderRefusal.REASON_REQUIRED, OrderRefusal.NOTE_TOO_LONG, OrderRefusal.CARD_NUMBER}
)


class NoteDialog(OrderDialog):
    """`prefill` says what was changed, empty where nothing was. When and who are the desk's, not to be typed."""

    COMMAND_LIST = (Command("note.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1),)
    BUTTONS = ("note.save", "dialog.back")
    DEFAULT = "note.save"

    class Begun(Answer[datetime]):
        """When the note was begun."""

    def __init__(self, page: OrderPage, prefill: str) -> None:
        super().__init__(page)
        self._prefill = prefill
        self._begun: datetime | None = None

    def heading(self) -> str:
        return _("Note on order {number}").format(number=self.page.number)

    def body(self) -> Iterable[Widget]:
        yield Words(self._beginning)
        yield Form((Field("reason", N_("Reason"), required=True, limit=REASON_LIMIT),))
        yield Words(
            lambda: _("Internal: never on a customer's document, never changed afterwards."), classes="aside"
        )

    def on_mount(self) -> None:
        self.fetch(self.Begun, lambda desk: desk.clock.now())

    @on(Begun)
    def _begin(self, begun: Begun) -> None:
        self._begun = begun.value
        self.query(Words).first().retranslate()

    def action_save(self) -> None:
        """Append the note, once, if there is a reason."""
        values = self.query_one(Form).check()
        if values is None or self._begun is None:
            return
        key, order_id, text = self.key, self.page.order_id, self._text(values["reason"])

        def add(desk: Desk) -> OrderChange:
            from boxoffice_tui.services import notes

            return notes.add_note(desk, key, order_id, text)

        self.save(add)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        code = getattr(error, "code", "")
        if question is self.Saved and code in ABOUT_THE_REASON:
            self.query_one(Form).show_faults({"reason": FieldFault(code, getattr(error, "facts", {}))})
        else:
            super().failed(question, error)

    def unsaved(self) -> str | None:
        return _("This note is not saved.") if self.query_one(Form).changed else None

    def _beginning(self) -> str:
        """`2026-11-21 14:07 · ANNE · added 1 ticket F-14`."""
        operator = self.standing.operator
        begun = rule.beginning(self._begun, self.page.zone, operator) if self._begun else operator
        return rule.joined(begun, self._prefill)

    def _text(self, reason: str) -> str:
        return rule.joined(self._beginning(), _("reason: {reason}").format(reason=reason))
