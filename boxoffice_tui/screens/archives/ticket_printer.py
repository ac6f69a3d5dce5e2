"""Tickets on the till's ticket printer: originals, then numbered duplicates with a reason (spec/delivery.md, 4).

What the printer did not print is said here, and stays to be printed again. Where nobody knows whether a paper came
out, whoever looked says so, or prints a duplicate.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.printers import PrintRefusal
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import REASON_LIMIT, safe
from boxoffice_tui.screens.archives.order_lines import tickets_said
from boxoffice_tui.screens.archives.printing import TicketsDialog
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command, key_name
from boxoffice_tui.screens.dialogs import CommandButton, Words, explanation
from boxoffice_tui.screens.forms import Field, FieldFault, FieldLine, Form
from boxoffice_tui.views.orders import OrderChange, OrderPage, TicketLine

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

LOST = Command(
    "printer.lost",
    N_("Did not come out"),
    ("o", "alt+o"),
    GENERAL,
    lambda screen: bool(screen.in_doubt),
    footer=2,
    right=Right.TICKETS_DUPLICATE,
)
_OF_THE_PRINTER = frozenset(PrintRefusal)


class PrinterDialog(TicketsDialog):
    """Prints `tickets` on the printer of the till; `instead` says that a file is wanted in its place."""

    COMMAND_LIST = (
        Command("printer.print", N_("Print"), ("enter", "alt+s"), GENERAL, footer=1),
        Command("printer.file", N_("PDF instead"), ("f", "alt+v"), GENERAL, footer=3),
        LOST,
    )
    BUTTONS = ("printer.print", "printer.file", "dialog.back")
    DEFAULT = "printer.print"

    class Declared(Answer[OrderChange]):
        """It is said that papers did not come out."""

    def __init__(self, page: OrderPage, tickets: Sequence[TicketLine]) -> None:
        super().__init__(page, tickets)
        self.instead = False
        self._came_out: tuple[int, ...] = ()

    @property
    def in_doubt(self) -> tuple[TicketLine, ...]:
        """Those of which nobody knows whether a paper came out."""
        return tuple(one for one in self._tickets if one.print_in_doubt)

    def heading(self) -> str:
        return _("Print tickets") if self.originals else _("Print duplicates")

    def parts(self) -> Iterable[Widget]:
        yield Words(lambda: tickets_said(self._tickets))
        yield Words(self._printer_said)
        yield Words(self._about, classes="about")
        yield Words(self._doubt_said, classes="doubt")
        yield Form([Field("reason", N_("Reason"), limit=REASON_LIMIT, hidden=not self._asks_why)])

    def on_mount(self) -> None:
        super().on_mount()
        self._show_reason()

    def order_changed(self) -> None:
        """What came out meanwhile is done; the others are left to print."""
        before = {one.ticket_id: one.printed for one in self._tickets}
        now = [one for one in self.page.live_tickets if one.ticket_id in before]
        self._tickets = tuple(one for one in now if one.printed == before[one.ticket_id]) or tuple(now)
        self._show_reason()
        super().order_changed()
        self.refresh_bindings()

    def _show_reason(self) -> None:
        form = self.query_one(Form)
        if self._asks_why != bool(form.query_one(FieldLine).display):
            form.show_field("reason", shown=self._asks_why)
            to_focus = form.field("reason") if self._asks_why else self.query(CommandButton).first()
            self.call_after_refresh(to_focus.focus)
        self.query_one(".about").display = not self.in_doubt or set(self.again) > set(self.in_doubt)
        self.query_one(".doubt").display = bool(self.in_doubt)

    # Words

    @property
    def said(self) -> str:
        """What came out."""
        numbers = ", ".join(f"#{one.number}" for one in self.page.tickets if one.ticket_id in self._came_out)
        return _("On the printer: {tickets}").format(tickets=numbers)

    def _printer_said(self) -> str:
        printer = self.page.printer
        if printer is None:
            return ""
        return f"{safe(printer.till_name)} · {label(printer.language)} · {safe(printer.address)}"

    def _doubt_said(self) -> str:
        numbers = ", ".join(f"#{one.number}" for one in self.in_doubt)
        said = _("Nobody knows whether {tickets} came out: look. If not, press {key}; if so, give a reason.")
        return said.format(tickets=numbers, key=key_name(self.shell.keymap.get(LOST.id, LOST.keys[-1])))

    # Printing

    def action_print(self) -> None:
        """Print, once."""
        values = self.query_one(Form).check()
        if values is None:
            return
        reason = (self._asks_why and values["reason"]) or None
        if not self.originals and reason is None:
            self.query_one(Form).show_faults({"reason": FieldFault(OrderRefusal.REASON_REQUIRED, {})})
            return
        key, page, ticket_ids = self.key, self.page, self.chosen(reason)

        def change(desk: Desk) -> OrderChange:
            from boxoffice_tui.services.ticket_printing import print_here

            return print_here(desk, key, page.order_id, page.version, ticket_ids, reason)

        if self.save(change):
            self.refuse(None)

    def saved(self, change: OrderChange) -> None:
        self._came_out = change.ticket_ids
        super().saved(change)

    def action_file(self) -> None:
        """Print to a file in place of the printer."""
        self.instead = True
        self.dismiss(None)

    def action_lost(self) -> None:
        """Say that what is in doubt did not come out."""
        key, page = secrets.token_urlsafe(), self.page
        ticket_ids = tuple(one.ticket_id for one in self.in_doubt)

        def change(desk: Desk) -> OrderChange:
            from boxoffice_tui.services.ticket_prints import declare_not_printed

            return declare_not_printed(desk, key, page.order_id, page.version, ticket_ids)

        self.write(self.Declared, change)

    @on(Declared)
    def _go_on(self) -> None:
        self.refuse(None)
        self.read_again()

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """What was not printed is said here; the next try is another print, of what is left then."""
        came_out = getattr(error, "facts", {}).get("printed")
        if not came_out and getattr(error, "code", "") not in _OF_THE_PRINTER:
            super().failed(question, error)
            return
        self.refuse(explanation(error, self.shell))
        self.key = secrets.token_urlsafe()
        self.read_again()

    def unsaved(self) -> str | None:
        typed = self._asks_why and self.query_one(Form).changed
        return _("What you typed here is not saved.") if typed else None
