"""The numbered report of a shift on the screen, and saved as PDF and CSV (issue: Tills)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _, current
from boxoffice_tui.screens.base import Answer, Page, flow, record_fault
from boxoffice_tui.screens.counter.sheet import Sheet, Sheets, sheet_of
from boxoffice_tui.screens.counter.till_commands import SAVE_REPORT
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.header import Header
from boxoffice_tui.screens.save_files import SaveFiles, file_field, save_and_tell
from boxoffice_tui.views.tills import ShiftReport

if TYPE_CHECKING:
    from pathlib import Path

    from boxoffice_tui.services.desk import Desk


class ReportLines(VerticalScroll):
    """The report, scrolled by the arrows."""

    HELP_WORDS = N_("The report of the shift. The arrows scroll; it can be saved as PDF and CSV.")


class ShiftScreen(Page):
    """The report of the shift `number`: complete once it is closed, so far while it is open."""

    PLACE = N_("Counter")
    CSS_PATH = "till_report.tcss"
    COMMAND_LIST = (SAVE_REPORT,)

    class Shown(Answer[ShiftReport]):
        """The report."""

    class Seen(Answer[ShiftReport]):
        """The same, after somebody changed something."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.report: ShiftReport | None = None

    def body(self) -> Iterable[Widget]:
        yield Words(self._result, classes="result")
        with ReportLines():
            yield Sheets(self._sheets)
        yield Words(str, classes="outcome")

    def on_mount(self) -> None:
        number = self.number
        self.fetch(self.Shown, lambda desk: _read(desk, number))

    def data_changed(self) -> None:
        """Only an open shift still changes."""
        number = self.number
        if self.report is not None and self.report.closed_at is None:
            self.fetch(self.Seen, lambda desk: _read(desk, number))

    @on(Seen)
    @on(Shown)
    def _show(self, shown: Shown | Seen) -> None:
        self.report = shown.value
        self.query_one(".result", Words).retranslate()
        self.query_one(Sheets).retranslate()
        self.query_one(Header).refresh()
        self.refresh_bindings()

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Nobody asked to see what others change: that it failed is logged."""
        if question is self.Seen:
            record_fault(error)
        else:
            super().failed(question, error)

    def place(self) -> str:
        said = _("Shift report {number}").format(number=self.number)
        return f"{_(self.PLACE)} · {said}"

    @flow
    async def action_save_report(self) -> None:
        """Save it as PDF, as CSV, or both."""
        if self.report is None:
            return
        report, language, name = self.report, current(), f"shift-{self.report.number}"
        dialog = SaveFiles(
            lambda: _("Save shift report {number}").format(number=report.number),
            lambda: _("The files to write; leave one empty for the other alone. Nothing is overwritten."),
            (
                file_field("pdf", N_("PDF file"), f"{name}.pdf"),
                file_field("csv", N_("CSV file"), f"{name}.csv"),
            ),
            lambda desk, typed: _files(desk, report, language, typed),
        )
        await save_and_tell(self, dialog)

    def _result(self) -> Content:
        """What it comes to, before all the lines: what should be there, what was counted, the difference."""
        if self.report is None:
            return Content("")
        from boxoffice_tui.locales import formats

        locale = self.shell.locale()
        parts = [
            Content.assemble((f"{name} ", "$foreground 65%"), (formats.money(amount, locale), "bold"))
            for name, amount in (
                (_("Expected"), self.report.expected),
                (_("Counted"), self.report.counted),
                (_("Difference"), self.report.difference),
            )
            if amount is not None
        ]
        return Content("    ").join(parts)

    def _sheets(self) -> tuple[Sheet, ...]:
        if self.report is None:
            return ()
        from boxoffice_tui.documents.shift_report import tables_of
        from boxoffice_tui.documents.wording import reader_of

        reader = reader_of(current(), self.report.house.country)
        return tuple(sheet_of(table, reader) for table in tables_of(self.report, reader))


def _read(desk: Desk, number: int) -> ShiftReport:
    from boxoffice_tui.services import shift_reports

    return shift_reports.shift_report(desk, number)


def _files(
    desk: Desk, report: ShiftReport, language: str, typed: Mapping[str, str | None]
) -> dict[Path, bytes]:
    """A closed shift gives the same bytes whenever it is printed."""
    from pathlib import Path

    from boxoffice_tui.documents.shift_report import shift_csv, shift_pdf

    contents = {}
    if typed["pdf"]:
        printed_at = report.closed_at or desk.clock.now()
        contents[Path(typed["pdf"]).expanduser()] = shift_pdf(report, language, printed_at)
    if typed["csv"]:
        contents[Path(typed["csv"]).expanduser()] = shift_csv(report, language)
    return contents
