"""The shifts of all tills, the latest first: who, when, the difference; Enter opens a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text
from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer, Page
from boxoffice_tui.screens.counter.till_commands import OPEN_REPORT
from boxoffice_tui.views.tills import ShiftRow
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable, Toward

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

PAGE = 50
MOST_READ_AGAIN = 1000


@dataclass(frozen=True, slots=True)
class Shifts:
    """A page of the list, beyond the row `key` where there is one."""

    toward: Toward
    key: int | None
    rows: tuple[ShiftRow, ...]
    more: bool


class ShiftList(PagedTable):
    """The shifts; Enter is the screen's."""

    HELP_WORDS = N_(
        "The shifts of all tills, the latest first. Enter opens the report of the one under the cursor."
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but Enter."""
        return action != "choose" and super().check_action(action, parameters)


class ShiftsScreen(Page):
    """The list of shift reports."""

    PLACE = N_("Counter")
    CSS_PATH = "till_report.tcss"
    COMMAND_LIST = (OPEN_REPORT,)

    class Found(Answer[Shifts]):
        """The first page, or as many rows as were held."""

    class Continued(Answer[Shifts]):
        """A page beyond."""

    def body(self) -> Iterable[Widget]:
        yield ShiftList(_columns())

    def place(self) -> str:
        return f"{_(self.PLACE)} · {_('Shift reports')}"

    def on_mount(self) -> None:
        self.ask(PAGE)

    def data_changed(self) -> None:
        """Somebody opened or closed a till: what is shown is read again."""
        held = self._list.held
        if held is not None and held <= MOST_READ_AGAIN:
            self.ask(max(held, PAGE))

    @property
    def chosen(self) -> int | None:
        """The number of the shift under the cursor."""
        return cast("int | None", self._list.cursor_key)

    @property
    def _list(self) -> ShiftList:
        return self.query_one(ShiftList)

    def ask(self, limit: int) -> None:
        """The latest shifts."""
        self.fetch(self.Found, lambda desk: _read(desk, Toward.START, None, limit))

    @on(Found)
    def _show(self, found: Found) -> None:
        self._list.say(_("No till was opened yet."))
        self._list.replace(self._rows(found.value), found.value.more, stay=True)
        self.refresh_bindings()

    @on(PagedTable.PageWanted)
    def _ask_further(self, wanted: PagedTable.PageWanted) -> None:
        toward, key = wanted.toward, cast("int | None", wanted.key)
        if toward is Toward.START:
            self.ask(PAGE)
        else:
            self.fetch(self.Continued, lambda desk: _read(desk, toward, key, PAGE))

    @on(Continued)
    def _show_further(self, continued: Continued) -> None:
        page, rows = continued.value, self._rows(continued.value)
        if page.toward is Toward.END:
            self._list.replace_tail(rows, page.more)
        elif page.toward is Toward.AFTER:
            self._list.append(rows, page.more, after=page.key)
        else:
            self._list.prepend(rows, page.more, before=page.key)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A page that does not come is asked for again by the next move."""
        if question is self.Continued:
            self._list.page_failed()
        super().failed(question, error)

    @on(PagedTable.RowChosen)
    def action_open_report(self) -> None:
        """The report of the shift under the cursor."""
        from boxoffice_tui.screens.counter.till_report import ShiftScreen

        if self.chosen is not None:
            self.app.push_screen(ShiftScreen(self.chosen))

    def retranslate(self) -> None:
        super().retranslate()
        self._list.set_columns(_columns())
        self.data_changed()

    def _rows(self, page: Shifts) -> list[Row]:
        zone, locale = self.standing.zone or "UTC", self.shell.locale()
        return [_row(shift, zone, locale) for shift in page.rows]


def _read(desk: Desk, toward: Toward, key: int | None, limit: int) -> Shifts:
    from boxoffice_tui.services import shift_reports

    backwards = toward in {Toward.BEFORE, Toward.END}
    found = shift_reports.list_shifts(desk, key, backwards=backwards, limit=limit)
    return Shifts(toward, key, found.rows, found.more)


def _row(shift: ShiftRow, zone: str, locale: str) -> Row:
    from boxoffice_tui.locales import formats

    closed: Text | str = Text(pgettext("till", "open"), "bold green")
    if shift.closed_at is not None:
        closed = formats.stamp(shift.closed_at, zone, locale)
    counted = formats.amount(shift.counted, locale) if shift.counted is not None else ""
    difference: Text | str = ""
    if shift.difference is not None:
        wrong = "bold red" if shift.difference.minor < 0 else "bold yellow" if shift.difference else "dim"
        difference = Text(formats.amount(shift.difference, locale), wrong)
    return Row(
        shift.number,
        (
            str(shift.number),
            safe(shift.till),
            formats.stamp(shift.opened_at, zone, locale),
            safe(shift.opened_by),
            closed,
            safe(shift.closed_by),
            counted,
            difference,
        ),
    )


def _columns() -> tuple[Column, ...]:
    """At 80 columns the count and who closed give way; the difference stays."""
    return (
        Column(pgettext("column", "No."), 6),
        Column(_("Till"), 6),
        Column(_("Opening"), 19),
        Column(_("Operator"), 9, 2, flexible=True),
        Column(_("Closing"), 19),
        Column(pgettext("column", "Closed by"), 10, 4, flexible=True),
        Column(_("Counted"), 11, 3, align="right"),
        Column(_("Difference"), 11, 1, align="right"),
    )
