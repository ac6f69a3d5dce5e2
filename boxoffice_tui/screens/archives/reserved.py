"""A reservation on the order page: kept for longer, or given up (issue: Reserve)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules import reservations as rule
from boxoffice_tui.rules.deadlines import local_date
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.text import REASON_LIMIT
from boxoffice_tui.screens.archives.note import ABOUT_THE_REASON
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.archives.order_lines import tickets_said
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import CommandButton, Words
from boxoffice_tui.screens.forms import Field, FieldFault, Form
from boxoffice_tui.views.orders import OrderChange, OrderPage
from boxoffice_tui.widgets.fields import DateField

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

_FIELD_OF: Mapping[str, str] = {
    rule.ReservationRefusal.DUE_DATE_PAST: "due",
    rule.ReservationRefusal.DUE_DATE_NOT_LATER: "due",
    **dict.fromkeys(ABOUT_THE_REASON, "reason"),
}


class ExtendDialog(OrderDialog):
    """A later due date, told what it would be while it is typed, and why."""

    CSS_PATH = ["../dialogs.tcss", "reserved.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (Command("extend.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1),)
    BUTTONS = ("extend.save", "dialog.back")
    DEFAULT = "extend.save"

    class Begun(Answer[date]):
        """Which day it is in the house."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._today: date | None = None

    def heading(self) -> str:
        return _("Extend reservation {number}").format(number=self.page.number)

    def body(self) -> Iterable[Widget]:
        yield Words(self._kept)
        yield Form(
            (
                Field("due", N_("Due date"), required=True, parse=self._parse, make=self._due_field),
                Field("reason", N_("Reason"), required=True, limit=REASON_LIMIT),
            )
        )
        yield Words(self._outcome, classes="outcome")

    def on_mount(self) -> None:
        zone = self.page.zone
        self.fetch(self.Begun, lambda desk: local_date(desk.clock.now(), zone))

    @on(Begun)
    def _begin(self, begun: Begun) -> None:
        self._today = begun.value
        self._tell_outcome()

    def order_changed(self) -> None:
        super().order_changed()
        self._tell_outcome()

    # The day

    def _due_field(self) -> DateField:
        return DateField(self._parse, self._write, self.page.due_on)

    def _parse(self, text: str) -> date:
        from boxoffice_tui.locales import formats

        return formats.parse_date(text, self.shell.locale())

    def _write(self, day: date) -> str:
        from boxoffice_tui.locales import formats

        return formats.local_date(day, self.shell.locale())

    @property
    def _last_day(self) -> date | None:
        """The day of the first performance."""
        days = (local_date(ticket.starts_at, self.page.zone) for ticket in self.page.live_tickets)
        return min(days, default=None)

    def _becomes(self, asked: date) -> date | Objection | None:
        """What the due date would be, or why not; None before it is known which day it is."""
        if self.page.due_on is None or self._today is None:
            return None
        return rule.extended_due_date(self.page.due_on, asked, self._today, self._last_day)

    @on(Input.Changed)
    def _tell_outcome(self) -> None:
        self.query_one(".outcome", Words).retranslate()

    def _kept(self) -> str:
        tickets = tickets_said(self.page.live_tickets)
        if self.page.due_on is None:
            return tickets
        return _("{tickets}, reserved until {day}").format(tickets=tickets, day=self._write(self.page.due_on))

    def _outcome(self) -> str:
        """What Enter would save, as it is typed."""
        if not self.is_mounted:
            return ""
        field = self.query_one(DateField)
        try:
            asked = field.read()
        except ValueError:
            return ""  # half a date; Enter says what is wrong with it
        becomes = self._becomes(asked)
        if becomes is None:
            return ""
        if isinstance(becomes, Objection):
            said = words.refusal(becomes.code, becomes.facts, self.shell.locale(), self.page.zone)
            return "" if asked == self.page.due_on and not self._typed else f"! {said}"
        told = _("Reserved until {day}.").format(day=self._write(becomes))
        last = _("It is the day of the first performance, the last possible.")
        return f"{told} {last}" if becomes < asked else told

    @property
    def _typed(self) -> bool:
        return self.query_one(Form).changed

    # Saving

    def action_save(self) -> None:
        """Extend it, once, where the day and the reason will do."""
        form = self.query_one(Form)
        values = form.check()
        if values is None:
            return
        becomes = self._becomes(values["due"])
        if isinstance(becomes, Objection):
            form.show_faults({"due": FieldFault(becomes.code, becomes.facts)})
            return
        key, page, due_on, reason = self.key, self.page, values["due"], values["reason"]

        def extend(desk: Desk) -> OrderChange:
            from boxoffice_tui.services import reservations

            return reservations.extend(desk, key, page.order_id, due_on, reason, page.version)

        self.save(extend)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        code = getattr(error, "code", "")
        if question is self.Saved and code in _FIELD_OF:
            self.query_one(Form).show_faults({_FIELD_OF[code]: FieldFault(code, getattr(error, "facts", {}))})
        else:
            super().failed(question, error)

    def unsaved(self) -> str | None:
        return _("What you typed here is not saved.") if self._typed else None


def _releasable(dialog: ReleaseDialog) -> bool:
    return dialog.page.due_on is not None


class ReleaseDialog(OrderDialog):
    """Gives a reservation up; the key that opens it does nothing here, and the safe button has the focus."""

    CSS_PATH = ["../dialogs.tcss", "reserved.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("release.reservation", N_("Release"), ("alt+s",), GENERAL, _releasable, footer=1),
        Command("dialog.back", N_("Keep it"), ("escape",), GENERAL, footer=1, action="back"),
    )
    BUTTONS = ("release.reservation", "dialog.back")

    def heading(self) -> str:
        return _("Release reservation {number}").format(number=self.page.number)

    def body(self) -> Iterable[Widget]:
        yield Words(lambda: tickets_said(self.page.live_tickets))
        yield Words(self._afterwards, classes="outcome")
        yield Words(lambda: _("The seats are free at once. The order is cancelled."), classes="aside")

    def on_mount(self) -> None:
        list(self.query(CommandButton))[-1].focus()

    def order_changed(self) -> None:
        super().order_changed()
        self.refresh_bindings()

    def action_reservation(self) -> None:
        """Release it, once."""
        key, page = self.key, self.page

        def release(desk: Desk) -> OrderChange:
            from boxoffice_tui.services import reservations

            return reservations.release(desk, key, page.order_id, page.version)

        self.save(release)

    def _afterwards(self) -> Content:
        """What was paid goes back."""
        owed = words.balance(-self.page.paid, self.shell.locale()) or _("Nothing was paid for it.")
        return Content.styled(owed, "bold")
