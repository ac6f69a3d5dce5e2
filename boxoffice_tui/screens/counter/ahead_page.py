"""The performances ahead, in a list that pages from the database and follows what others do (Live screens)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual import on

from boxoffice_tui.locales.translate import _
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.counter import basket_work as work
from boxoffice_tui.screens.counter.basket_page import BasketPage
from boxoffice_tui.screens.counter.basket_work import Ahead
from boxoffice_tui.screens.counter.counter_lists import EveningList, evening_row
from boxoffice_tui.views.catalogue import CategoryChoice, EveningCursor, EveningPage, EveningRow
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable, Toward

PAGE = 25
MOST_READ_AGAIN = 100  # rows; a list that was paged further stays as it is


class AheadPage(BasketPage):
    """A page with the performances ahead: which is under the cursor, and of which category places are taken."""

    class Read(Answer[Ahead]):
        """The performances from the first on, as they are now."""

    class Restarted(Answer[Ahead]):
        """The first page: the list's start was asked for."""

    class Continued(Answer[Ahead]):
        """A page beyond."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[EveningCursor, EveningRow] = {}
        self.categories: dict[int, int] = {}
        self.opened = False
        self.till_open = True  # until it is known

    @property
    def evening(self) -> EveningList:
        """Their list."""
        return self.query_one(EveningList)

    def tell(self) -> None:
        """Say again what stands around the list; extended by who says something."""

    def data_changed(self) -> None:
        """Somebody sold, held, let in: what is left is read again, as far as the list was looked at."""
        held = self.evening.held
        if self.opened and held is not None and held <= MOST_READ_AGAIN:
            self._read(max(held, PAGE), keeps_keys=None if self.rows else False)

    def read_ahead(self) -> None:
        """Read the first page, once the desk has answered."""
        self.opened = True
        self._read(PAGE, keeps_keys=False)

    def _read(self, limit: int, *, keeps_keys: bool | None) -> None:
        self.fetch(
            self.Read, lambda desk: work.read_ahead(desk, Toward.START, None, limit), keeps_keys=keeps_keys
        )

    @on(Read)
    def _show_read(self, read: Read) -> None:
        """Where the list was paged on meanwhile, the answer is too short for it: the cursor stays where it is."""
        self.till_open = read.value.till_open
        held, page = self.evening.held, read.value.page
        if held is None:
            return
        if page.more and len(page.rows) < held:
            self.data_changed()
        else:
            self._show_start(page)

    @on(Restarted)
    def _show_restarted(self, restarted: Restarted) -> None:
        self.till_open = restarted.value.till_open
        self._show_start(restarted.value.page)

    def _show_start(self, page: EveningPage) -> None:
        first = not self.rows
        self.rows = {row.cursor: row for row in page.rows}
        self.evening.say(_("Nothing is played from today on."))
        self.evening.replace(self._lines(page), page.more, stay=not first)
        if first:
            self._go_to_the_next(page.rows)
        self.tell()
        self.refresh_bindings()

    @on(PagedTable.PageWanted, "#evening")
    def _ask_further(self, wanted: PagedTable.PageWanted) -> None:
        toward, key = wanted.toward, cast("EveningCursor | None", wanted.key)
        if toward is Toward.START:
            self.fetch(self.Restarted, lambda desk: work.read_ahead(desk, toward, None, PAGE))
        else:
            self.fetch(self.Continued, lambda desk: work.read_ahead(desk, toward, key, PAGE))

    @on(Continued)
    def _show_further(self, continued: Continued) -> None:
        ahead = continued.value
        self.rows |= {row.cursor: row for row in ahead.page.rows}
        lines, more = self._lines(ahead.page), ahead.page.more
        if ahead.toward is Toward.END:
            self.evening.replace_tail(lines, more)
        elif ahead.toward is Toward.AFTER:
            self.evening.append(lines, more, after=ahead.key)
        else:
            self.evening.prepend(lines, more, before=ahead.key)

    def _lines(self, page: EveningPage) -> list[Row]:
        locale = self.shell.locale()
        return [evening_row(row, self.category_of(row), locale) for row in page.rows]

    def _go_to_the_next(self, rows: Iterable[EveningRow]) -> None:
        """Past what has begun: the cursor is on the first that can be sold."""
        for row in rows:
            if row.performance.objection is None:
                return
            self.evening.action_move(1)

    @property
    def row(self) -> EveningRow | None:
        """The performance under the cursor."""
        return self.rows.get(cast("EveningCursor", self.evening.cursor_key))

    @property
    def category(self) -> CategoryChoice | None:
        """The category that Enter takes places of."""
        return self.category_of(self.row) if self.row is not None else None

    def category_of(self, row: EveningRow) -> CategoryChoice | None:
        """The one chosen with the key for it, else the first with something left."""
        chosen = self.categories.get(row.performance.performance_id)
        named = next((one for one in row.categories if one.category_id == chosen), None)
        left = next((one for one in row.categories if one.left), None)
        return named or left or (row.categories[0] if row.categories else None)

    @property
    def has_categories(self) -> bool:
        """Whether there is another category to take places of."""
        return self.row is not None and len(self.row.categories) > 1

    @property
    def numbered(self) -> EveningRow | None:
        """The performance under the cursor where it has seats to choose."""
        row = self.row
        return row if row is not None and any(one.numbered for one in row.categories) else None
