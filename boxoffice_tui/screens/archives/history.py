"""What was done to an order, when and by whom: the journal's lines, the latest first."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives.reading import read
from boxoffice_tui.screens.base import Answer, Page
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.views.orders import HistoryLine, OrderPage


class HistoryLines(VerticalScroll):
    """The lines, scrolled by the arrows."""

    HELP_WORDS = N_("What was done to this order. The arrows scroll.")


class HistoryScreen(Page):
    """The history of the order of `page`."""

    PLACE = N_("Archives")
    CSS_PATH = "history.tcss"

    class Shown(Answer[tuple[OrderPage, tuple[HistoryLine, ...]]]):
        """The order, which names what the lines are about, and the lines."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__()
        self._page = page
        self._lines: tuple[HistoryLine, ...] = ()

    def body(self) -> Iterable[Widget]:
        yield Words(
            lambda: _("History of order {number}").format(number=self._page.number), classes="heading"
        )
        with HistoryLines():
            yield Words(self._history, classes="lines")

    def on_mount(self) -> None:
        self.data_changed()

    def data_changed(self) -> None:
        """Read the history, now and when somebody changed something."""
        order_id = self._page.order_id
        self.fetch(self.Shown, lambda desk: read(desk, order_id))

    @on(Shown)
    def _show(self, shown: Shown) -> None:
        if shown.value != (self._page, self._lines):
            self._page, self._lines = shown.value
            self.query_one(".lines", Words).retranslate()

    def place(self) -> str:
        return f"{_(self.PLACE)} · {self._page.number}"

    def _history(self) -> Content:
        return Content("\n").join(self._line(line) for line in reversed(self._lines))

    def _line(self, line: HistoryLine) -> Content:
        from boxoffice_tui.locales import formats

        page, locale = self._page, self.shell.locale()
        return Content.assemble(
            (formats.stamp(line.at, page.zone, locale), "$text-muted"),
            "  ",
            (safe(line.operator).ljust(8), "bold"),
            "  ",
            words.action(line.action, line.facts, locale, page.zone),
        )
