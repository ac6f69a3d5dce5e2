"""Which till to look at: for who has none of their own, and for who closes those of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.counter.till_commands import CHOOSE
from boxoffice_tui.screens.counter.till_dialog import TILL_STYLES
from boxoffice_tui.screens.refusing_dialog import RefusingDialog
from boxoffice_tui.views.tills import TillState
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable


class TillList(PagedTable):
    """The tills by their codes."""

    HELP_WORDS = N_("The tills of the house. Enter goes to the one under the cursor.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but Enter, which is the dialog's."""
        return action != "choose" and super().check_action(action, parameters)


class TillChoice(RefusingDialog[str]):
    """The tills, open or closed; dismisses the code of the one chosen."""

    CSS_PATH = TILL_STYLES

    COMMAND_LIST = (CHOOSE,)
    BUTTONS = (CHOOSE.id, "dialog.back")

    class Found(Answer[tuple[TillState, ...]]):
        """All tills."""

    def heading(self) -> str:
        return _("Another till")

    def parts(self) -> Iterable[Widget]:
        yield TillList(_columns())

    def on_mount(self) -> None:
        self.data_changed()

    def data_changed(self) -> None:
        """Read the tills, now and when somebody changed something."""

        def read(desk: object) -> tuple[TillState, ...]:
            from boxoffice_tui.services import shift_reports

            return shift_reports.list_tills(desk)  # type: ignore[arg-type]

        self.fetch(self.Found, read)

    @property
    def chosen(self) -> str | None:
        """The code of the till under the cursor."""
        return cast("str | None", self.query_one(TillList).cursor_key)

    @on(Found)
    def _show(self, found: Found) -> None:
        self.query_one(TillList).replace([self._row(till) for till in found.value], more=False, stay=True)
        self.refresh_bindings()

    @on(PagedTable.RowChosen)
    def action_choose(self) -> None:
        """Go to it."""
        if self.chosen is not None:
            self.dismiss(self.chosen)

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one(TillList).set_columns(_columns())
        self.data_changed()

    def _row(self, till: TillState) -> Row:
        if till.number is None or till.opened_at is None:
            return Row(till.code, (till.code, safe(till.name), pgettext("till", "closed"), ""))
        from boxoffice_tui.locales import formats

        zone, locale = self.standing.zone or "UTC", self.shell.locale()
        when = formats.short_stamp(till.opened_at, zone, locale)
        expected = formats.amount(till.expected, locale) if till.expected is not None else ""
        return Row(till.code, (till.code, safe(till.name), f"{when} · {safe(till.opened_by)}", expected))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Till"), 8),
        Column(_("Name"), 14, 3, flexible=True),
        Column(_("Opening"), 24),
        Column(_("Expected"), 12, 2, align="right"),
    )
