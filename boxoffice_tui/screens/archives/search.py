"""Archives, Search: find an order by number, name or e-mail within a period (spec/archives.md, Search)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from textual import on
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.deadlines import Preset, widened
from boxoffice_tui.screens.archives.commands import SEARCH_COMMANDS
from boxoffice_tui.screens.archives.found_line import FoundLine
from boxoffice_tui.screens.archives.order_list import OrderList
from boxoffice_tui.screens.archives.preview import Preview, PreviewingPage
from boxoffice_tui.screens.archives.search_fields import SearchFields
from boxoffice_tui.screens.archives.searching import (
    FIRST_PAGE,
    Found,
    FurtherPage,
    Question,
    Season,
    count,
    find,
    find_again,
    find_further,
)
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.views.archives import OrderCursor, OutsidePeriod
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable, Toward

MOST_READ_AGAIN = 200  # rows; a list that was paged further stays as it is


class SearchScreen(PreviewingPage):
    """The fields above, the orders found below, and one place for what is to be said about them."""

    PLACE = N_("Archives")
    HOME = "OrderList"
    CSS_PATH = "search.tcss"
    COMMAND_LIST = SEARCH_COMMANDS
    BINDINGS = [Binding("down", "to_list", show=False)]  # noqa: RUF012 -- Textual's class variable

    class Answered(Answer[Found]):
        """The first page."""

    class Continued(Answer[FurtherPage]):
        """Another page."""

    class Counted(Answer[tuple[Question, int]]):
        """How many there are."""

    class Reread(Answer[Row | None]):
        """The row of the order that was open, as it is now."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Found | None = None
        self._asked: Question | None = None
        self._open_when_found = False
        self._season: Season = None

    def body(self) -> Iterable[Widget]:
        yield SearchFields()
        yield OrderList()
        yield Preview()
        yield FoundLine()

    def on_mount(self) -> None:
        self.call_after_refresh(self.ask)

    def data_changed(self) -> None:
        """Somebody sold, paid, cancelled: what is shown is read again."""
        self._read_again()

    @property
    def fields(self) -> SearchFields:
        """The fields above the list."""
        return self.query_one(SearchFields)

    @property
    def orders(self) -> OrderList:
        """The list."""
        return self.query_one(OrderList)

    @property
    def _line(self) -> FoundLine:
        return self.query_one(FoundLine)

    @property
    def can_open(self) -> bool:
        """Whether Enter would open something."""
        found = self.found
        return found is not None and bool(found.rows or found.page.outside)

    @property
    def keeps_keys(self) -> bool:
        return self._open_when_found

    # Asking

    @on(SearchFields.Asked)
    def _ask_anew(self) -> None:
        """Another question: an Enter on the last one has lost its meaning."""
        self._open_when_found = False
        self.ask()

    def ask(self, limit: int = FIRST_PAGE) -> None:
        """Ask what the fields say; what cannot be asked is said, and no row stays that answers nothing."""
        try:
            question = self.fields.question(self._season)
        except ValueError as error:
            self._refuse(getattr(error, "code", str(error)), getattr(error, "facts", {}))
            return
        self._asked = question
        self.fetch(self.Answered, lambda desk: find(desk, question, limit))

    def _read_again(self) -> None:
        held = self.orders.held
        if self.found is not None and held is not None and held <= MOST_READ_AGAIN:
            self.ask(limit=max(held, FIRST_PAGE))

    @on(Answered)
    def _show(self, answered: Answered) -> None:
        found, before = answered.value, self.found
        known = before is not None and before.question == found.question
        self.found, self._season = found, found.season or self._season
        self.fields.show_period(found.period)
        self.orders.say(_("No order found."))
        self.orders.replace(found.rows, found.page.after is not None, stay=known)
        self.preview()
        self._line.tell(found)
        self._follow()
        self._start_counting(found, known=known)
        self.refresh_bindings()
        if self._open_when_found:
            self._open_when_found = False
            if found.page.outside is None:
                self._open_found(found)

    def _start_counting(self, found: Found, *, known: bool) -> None:
        if found.page.after is None:
            self._line.count(len(found.rows))
        elif not known:
            self._line.count(None)
            self.fetch(self.Counted, lambda desk: count(desk, found.question, found.period))

    @on(Counted)
    def _show_count(self, counted: Counted) -> None:
        question, number = counted.value
        if self.found is not None and question == self.found.question:
            self._line.count(number)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """What the rules refuse to search is said where hints are said; the rest as anywhere."""
        from boxoffice_tui.services.errors import RefusedError

        if question is self.Answered and isinstance(error, RefusedError):
            self._refuse(error.code, error.facts)
            return
        if question is self.Continued:
            self.orders.page_failed()
        self._open_when_found = False
        super().failed(question, error)

    def _refuse(self, code: str, facts: Mapping[str, object]) -> None:
        self.found, self._asked, self._open_when_found = None, None, False
        self.orders.say("")
        self.orders.replace((), more=False)
        self._follow()
        self._line.refuse(code, facts)
        self.preview()
        self.refresh_bindings()

    # Pages

    @on(PagedTable.PageWanted)
    def _ask_further(self, wanted: PagedTable.PageWanted) -> None:
        found = self.found
        if found is None:
            wanted.table.page_failed()
        elif wanted.toward is Toward.START:
            self.ask()
        else:
            toward, key = wanted.toward, cast("OrderCursor | None", wanted.key)
            self.fetch(
                self.Continued, lambda desk: find_further(desk, found.question, found.period, toward, key)
            )

    @on(Continued)
    def _show_further(self, continued: Continued) -> None:
        page = continued.value
        if self.found is None or page.question != self.found.question:
            self.orders.page_failed()
        elif page.toward is Toward.END:
            self.orders.replace_tail(page.rows, page.more)
        elif page.toward is Toward.AFTER:
            self.orders.append(page.rows, page.more, after=page.key)
        else:
            self.orders.prepend(page.rows, page.more, before=page.key)

    # Opening

    @on(SearchFields.Entered)
    def action_open(self) -> None:
        """Enter: the order found, or widen the period to it; while it is being looked for, as soon as found."""
        found = self.found
        if self._asked is not None and (found is None or self._asked is not found.question):
            self._open_when_found = True
        elif found is not None and found.page.outside is not None:
            self._widen(found, found.page.outside)
        elif found is not None:
            self._open_found(found)

    @on(PagedTable.RowChosen)
    def _open_clicked(self, chosen: PagedTable.RowChosen) -> None:
        self._open(cast("OrderCursor", chosen.key).order_id)

    def _open_found(self, found: Found) -> None:
        """The row the cursor is on; from a field only where there is no other."""
        key = self.orders.cursor_key
        if key is not None and (len(found.rows) == 1 or self.focused is self.orders):
            self._open(cast("OrderCursor", key).order_id)
        elif key is not None:
            self.orders.focus()

    def _widen(self, found: Found, outside: OutsidePeriod) -> None:
        self.fields.widen(widened(found.period, outside.bought_on))
        self._open(outside.order_id)

    def _open(self, order_id: int) -> None:
        from boxoffice_tui.screens.archives.order import OrderScreen

        order = OrderScreen(order_id)
        self.app.push_screen(order, lambda _nothing: self._come_back(order.number))

    def _come_back(self, number: str) -> None:
        """From an order: the next search replaces the last one by typing, the row says what came of it."""
        if isinstance(self.focused, Input):
            self.focused.select_all()
        if number:
            self.fetch(self.Reread, lambda desk: find_again(desk, number))

    @on(Reread)
    def _show_again(self, reread: Reread) -> None:
        if reread.value is not None:
            self.orders.change(reread.value)
            self._follow()

    # What the order under the cursor lacks

    @on(Preview.Turned)
    @on(PagedTable.RowMoved)
    def _follow(self) -> None:
        """Say it under the list, unless the order itself is shown there."""
        self._line.follow(() if self.query_one(Preview).display else self.orders.unfinished)

    # The other commands

    def action_to_list(self) -> None:
        """From the fields to the orders found."""
        self.orders.focus()

    def action_go(self, field: str) -> None:
        """To one of the fields, by its id."""
        self.fields.go_to(f"#{field}")

    def action_preset(self, preset: str) -> None:
        """A period by its name."""
        self.fields.choose(Preset(preset))

    def action_to_finish(self) -> None:
        """Only what is to finish, or everything again."""
        self.fields.turn_to_finish()

    def action_restart(self) -> None:
        """The next customer."""
        self.fields.restart()

    # Words

    def live_keys(self) -> dict[str, str]:
        """In a field Enter opens too, though the field takes it."""
        keys = super().live_keys()
        return {**keys, "search.open": "enter"} if isinstance(self.focused, Input) else keys

    def retranslate(self) -> None:
        super().retranslate()
        if self.found is None:
            self.ask()  # the first rows are on their way in the words of before
        else:
            self._read_again()
