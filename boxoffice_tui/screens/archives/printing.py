"""Tickets on paper: an original of each, then numbered duplicates with a reason (spec/reliability.md, P1).

The file is made before the print is counted and written right after: where that fails, the next try writes what was
counted. Nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import REASON_LIMIT
from boxoffice_tui.screens.archives.note import ABOUT_THE_REASON
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.archives.order_lines import tickets_said
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.forms import Field, FieldFault, Form
from boxoffice_tui.screens.refusal import file_refusal
from boxoffice_tui.screens.refusing_dialog import RefusingDialog
from boxoffice_tui.screens.save_files import file_field, file_name
from boxoffice_tui.views.orders import OrderChange, OrderPage, TicketLine

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class TicketsDialog(RefusingDialog[OrderChange], OrderDialog):
    """Originals of `tickets`, and duplicates of what was printed before, with a reason.

    Where others wait for their first print, those go without one, and all in one go with it.
    """

    def __init__(self, page: OrderPage, tickets: Sequence[TicketLine]) -> None:
        super().__init__(page)
        self._tickets = tuple(tickets)

    @property
    def originals(self) -> tuple[TicketLine, ...]:
        """Those printed for the first time."""
        return tuple(one for one in self._tickets if not one.printed and not one.print_in_doubt)

    @property
    def again(self) -> tuple[TicketLine, ...]:
        """Those of which this is a duplicate; a paper in doubt counts as one."""
        return tuple(one for one in self._tickets if one.printed or one.print_in_doubt)

    @property
    def _asks_why(self) -> bool:
        return bool(self.again) and Right.TICKETS_DUPLICATE in self.standing.rights

    def heading(self) -> str:
        return _("Print tickets") if self.originals else _("Print duplicates")

    def chosen(self, reason: str | None) -> tuple[int, ...]:
        """The ids of what is printed for such a reason, or without one."""
        tickets = self._tickets if reason or not self.originals else self.originals
        return tuple(one.ticket_id for one in tickets)

    def _about(self) -> str:
        if not self.again:
            return _("Each print is counted. The next one of a ticket is a duplicate, with a reason.")
        numbered = ", ".join(f"#{one.number} ×{_next_copy(one)}" for one in self.again)
        if not self.originals:
            said = _("Duplicates {tickets}: the barcode stays, the reason becomes a note.")
        elif self._asks_why:
            said = _("Printed before: duplicates {tickets} with a reason; without one only the others are printed.")
        else:
            said = _("Printed before: {tickets} would be a duplicate, which takes a right. The others are printed.")
        return said.format(tickets=numbered)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        code, facts = getattr(error, "code", ""), getattr(error, "facts", {})
        if question is self.Saved and self._asks_why and code in ABOUT_THE_REASON:
            self.query_one(Form).show_faults({"reason": FieldFault(code, facts)})
        else:
            super().failed(question, error)


class PrintDialog(TicketsDialog):
    """Prints `tickets` to a new file; `written` is its name then."""

    COMMAND_LIST = (Command("print.save", N_("Print to the file"), ("enter", "alt+s"), GENERAL, footer=1),)
    BUTTONS = ("print.save", "dialog.back")
    DEFAULT = "print.save"

    def __init__(self, page: OrderPage, tickets: Sequence[TicketLine]) -> None:
        super().__init__(page, tickets)
        self.written = ""
        self._counted: OrderChange | None = None

    def parts(self) -> Iterable[Widget]:
        yield Words(lambda: tickets_said(self._tickets))
        yield Words(self._about, classes="about")
        fields = [file_field("file", N_("PDF file"), self._file_name(), required=True)]
        if self._asks_why:
            reason = Field("reason", N_("Reason"), required=not self.originals, limit=REASON_LIMIT)
            fields.insert(0, reason)
        yield Form(fields)

    def _file_name(self) -> str:
        """A name that no print before had: the order, the first ticket, which print of it."""
        first = (self.originals or self.again)[0]
        copy = (_next_copy(first),) if first in self.again else ()
        return f"{file_name(_('Tickets'), self.page.number, first.number, *copy)}.pdf"

    # Printing

    def action_save(self) -> None:
        """Count the print and write the file, once."""
        values = self.query_one(Form).check()
        if values is not None:
            path, reason = Path(values["file"]).expanduser(), values.get("reason")
            if self.save(lambda desk: self._print(desk, path, reason)):
                self.refuse(None)

    def _print(self, desk: Desk, path: Path, reason: str | None) -> OrderChange:
        """Used from a thread, one call at a time. Raises `OSError` and as services/printing.py does."""
        from boxoffice_tui.devices.new_files import created

        with created(path) as write:
            if self._counted is None:
                self._counted = self._count(desk, reason)
            write(_papers(desk, self._counted))
        self.written = str(path)
        return self._counted

    def _count(self, desk: Desk, reason: str | None) -> OrderChange:
        from boxoffice_tui.services import printing

        page, ticket_ids = self.page, self.chosen(reason)
        if not self.originals:
            return printing.reprint_tickets(
                desk, self.key, page.order_id, page.version, ticket_ids, reason or ""
            )
        return printing.print_tickets(desk, self.key, page.order_id, page.version, ticket_ids, reason)

    def order_changed(self) -> None:
        """The tickets as they are now; what was printed meanwhile needs a reason, in a dialog of its own."""
        ids = {one.ticket_id for one in self._tickets}
        now = tuple(one for one in self.page.live_tickets if one.ticket_id in ids)
        if [one.printed > 0 for one in now] == [one.printed > 0 for one in self._tickets]:
            self._tickets = now
        super().order_changed()

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        if isinstance(error, OSError):
            self.refuse(file_refusal(error))
        else:
            super().failed(question, error)

    # Leaving

    def unsaved(self) -> str | None:
        if self._counted is not None:
            return _("The print is counted and not written. Name another file, or leave and print duplicates.")
        return _("What you typed here is not saved.") if self.query_one(Form).changed else None

    def leave(self) -> None:
        """What was counted stays counted, and the page is told."""
        self.dismiss(self._counted)


def _next_copy(ticket: TicketLine) -> int:
    """Which paper of a ticket comes next."""
    return ticket.printed + ticket.print_in_doubt + 1


def _papers(desk: Desk, change: OrderChange) -> bytes:
    from boxoffice_tui.documents.ticket_pdf import ticket_pdf
    from boxoffice_tui.services import printing

    papers = printing.papers_of(desk, change.order_id, change.ticket_ids)
    return ticket_pdf(papers.tickets, papers.house, papers.language, desk.clock.now())
