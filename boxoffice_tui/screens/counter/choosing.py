"""Choosing at the counter: the performances ahead, and the basket, whose places are held (issue: Sell).

A number and Enter put the best places of the performance under the cursor into the basket; digits in the basket
give its lines their rates. What is sold, for whom and how it is paid is in counter.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.archives.add_ticket_parts import Telling
from boxoffice_tui.screens.counter import basket_work as work
from boxoffice_tui.screens.counter import counter_words as say
from boxoffice_tui.screens.counter.basket import Basket, BasketLine
from boxoffice_tui.screens.counter.basket_work import Evening, Filled, Sold, Wish
from boxoffice_tui.screens.counter.counter_lists import BasketList, EveningList, basket_row, evening_row
from boxoffice_tui.screens.counter.selling import BasketPage
from boxoffice_tui.screens.dialogs import Sentence, confirm
from boxoffice_tui.views.catalogue import CategoryChoice, EveningRow
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.shipment_modes import ShipmentModeRow
from boxoffice_tui.widgets.countdown import Countdown
from boxoffice_tui.widgets.paged_table import PagedTable

MOST_DIGITS = 3


class ChoosingPage(BasketPage):
    """The performances ahead above, the basket below, what it comes to always in sight."""

    HOME = "EveningList"
    AUTO_FOCUS = "EveningList"
    CSS_PATH = "counter.tcss"
    BINDINGS: ClassVar[list[Any]] = [
        *(Binding(str(digit), f"digit({digit})", show=False) for digit in range(10)),
        Binding("backspace", "undo_digit", show=False),
    ]

    class Ahead(Answer[Evening]):
        """The performances as they are now."""

    class Changed(Answer[Filled]):
        """The basket after a change of what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.evening: Evening | None = None
        self.contact: ContactRow | None = None
        self.mode: ShipmentModeRow | None = None
        self.last: Sold | None = None
        self._typed = ""
        self._categories: dict[int, int] = {}
        self._news: Sentence | None = None

    def body(self) -> Iterable[Widget]:
        yield EveningList()
        yield Telling(self._hint, id="hint")
        yield BasketList()
        yield Telling(lambda: say.who_words(self.contact, self.mode), id="who")
        with Horizontal(id="sums"):
            yield Telling(self._sums, id="sum")
            yield Countdown(self.now)
        yield Telling(self._said, id="said")

    def on_mount(self) -> None:
        self.call_after_refresh(self._read)

    def now(self) -> Any:
        """The desk's time, for the countdown, which begins only after the desk has answered."""
        assert self.evening is not None  # noqa: S101 -- nothing is held before
        return self.evening.clock.now()

    # The evening

    def data_changed(self) -> None:
        """Somebody sold, held, let in: what is left is read again."""
        self._read()

    def _read(self) -> None:
        self.fetch(self.Ahead, work.read_evening)

    @on(Ahead)
    def _show_evening(self, ahead: Ahead) -> None:
        first = self.evening is None
        self.evening = ahead.value
        if first:
            self.basket = Basket(ahead.value.currency)
            by_hand = (mode for mode in ahead.value.modes if mode.type is ShipmentType.BY_HAND)
            self.mode = next(by_hand, None)
        self._show_rows(stay=not first)
        self._tell()

    def _show_rows(self, *, stay: bool) -> None:
        rows = self.evening.rows if self.evening is not None else ()
        locale = self.shell.locale()
        table = self.query_one(EveningList)
        table.say(_("Nothing is played from today on."))
        table.replace((evening_row(row, self._category_of(row), locale) for row in rows), more=False, stay=stay)
        if not stay:
            self._go_to_the_next(rows)

    def _go_to_the_next(self, rows: Iterable[EveningRow]) -> None:
        """Past what has begun: the cursor is on the first that can be sold."""
        table = self.query_one(EveningList)
        for row in rows:
            if row.performance.objection is None:
                return
            table.action_move(1)

    @property
    def row(self) -> EveningRow | None:
        """The performance under the cursor."""
        key = self.query_one(EveningList).cursor_key
        rows = self.evening.rows if self.evening is not None else ()
        return next((row for row in rows if row.performance.performance_id == key), None)

    @property
    def category(self) -> CategoryChoice | None:
        """The category that Enter takes places of."""
        return self._category_of(self.row) if self.row is not None else None

    def _category_of(self, row: EveningRow) -> CategoryChoice | None:
        """The one chosen with the key for it, else the first with something left."""
        chosen = self._categories.get(row.performance.performance_id)
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

    @property
    def can_add(self) -> bool:
        """Whether Enter would add something, or say what is missing."""
        return self.row is not None and not isinstance(self.focused, BasketList)

    @property
    def line(self) -> BasketLine | None:
        """The line of the basket under its cursor, while the keys are there."""
        table = self.query_one(BasketList)
        if self.focused is not table:
            return None
        return next((line for line in self.basket.lines if line.number == table.cursor_key), None)

    @on(PagedTable.RowMoved)
    def _follow(self) -> None:
        self._typed = ""
        self._tell()
        self.refresh_bindings()

    def on_descendant_focus(self, event: Any) -> None:
        super().on_descendant_focus(event)
        self._tell()
        self.refresh_bindings()

    # Choosing

    def action_digit(self, digit: int) -> None:
        """How many, in the list; which rate, in the basket."""
        if self.line is not None:
            self.basket = self.basket.rated(self.line.number, digit)
            self._show_basket()
        elif not self.in_field and len(self._typed) < MOST_DIGITS and (self._typed or digit):
            self._typed += str(digit)
        self._tell()

    def action_undo_digit(self) -> None:
        """The last digit was wrong."""
        self._typed = self._typed[:-1]
        self._tell()

    def action_category(self) -> None:
        """Take places of the next category."""
        row = self.row
        if row is None or self.category is None:
            return
        place = row.categories.index(self.category) + 1
        chosen = row.categories[place % len(row.categories)]
        self._categories[row.performance.performance_id] = chosen.category_id
        self._show_rows(stay=True)
        self._tell()

    def action_add(self) -> None:
        """The best places, so many as were typed; a held Enter adds nothing, for it types no number."""
        row, category = self.row, self.category
        if row is None or category is None:
            return
        if row.performance.objection is not None:
            objection = row.performance.objection
            self._say(self._worded(objection.code, objection.facts))
        elif not self._typed:
            self._say(lambda: _("Type how many first: 2, then Enter. Or choose seats on the map."))
        else:
            self._fill([Wish(row.performance.performance_id, category, int(self._typed))])
            self._typed = ""

    def action_repeat(self) -> None:
        """What was sold last, once more, for the next in the queue."""
        rows = {row.performance.performance_id: row for row in self.evening.rows} if self.evening else {}
        wishes = []
        for request in self.last.basket.requests() if self.last is not None else ():
            row = rows.get(request.performance_id)
            line = next(
                one
                for one in self.last.basket.lines  # type: ignore[union-attr]
                if one.performance.performance_id == request.performance_id and one.rate_id == request.rate_id
            )
            category = next(
                (one for one in row.categories if one.category_id == line.category_id) if row else iter(()), None
            )
            if category is not None:
                count = len(request.seat_ids) or request.quantity
                wishes.append(Wish(request.performance_id, category, count, request.rate_id))
        self._fill(wishes)

    def _fill(self, wishes: list[Wish]) -> None:
        form, basket = self.form, self.basket
        self.write(self.Changed, lambda desk: work.fill(desk, form, basket, wishes))

    def action_remove(self) -> None:
        """Take the line out; its places are free at once."""
        line = self.line
        if line is None:
            return
        form, basket = self.form, self.basket.without(line.number)
        performance_id = line.performance.performance_id
        self.write(self.Changed, lambda desk: work.take_out(desk, form, basket, performance_id))

    @flow
    async def action_empty(self) -> None:
        """Everything out, after a question."""
        if await confirm(self, lambda: _("Empty the basket?"), N_("Empty it"), destroys=True):
            form, basket = self.form, self.basket

            def release(desk: Any) -> Filled:
                from boxoffice_tui.services import holds

                holds.release(desk, form)
                return Filled(Basket(basket.currency), None)

            self.write(self.Changed, release)

    @flow
    async def action_seats(self) -> None:
        """Choose by hand."""
        from boxoffice_tui.screens.counter.hall import Hall

        row = self.numbered
        if row is not None:
            filled = await self.app.push_screen_wait(Hall(self.form, self.basket, row.performance))
            if filled is not None:
                self._take_filled(filled)

    @on(Changed)
    def _take_changed(self, changed: Changed) -> None:
        self._take_filled(changed.value)

    def _take_filled(self, filled: Filled) -> None:
        self.basket = filled.basket
        self._news = None
        if filled.until is not None or not filled.basket.lines:
            self.query_one(Countdown).run_until(filled.until)
        self._show_basket()
        self._tell()
        self.refresh_bindings()

    def _show_basket(self) -> None:
        table, locale = self.query_one(BasketList), self.shell.locale()
        table.replace((basket_row(line, locale) for line in self.basket.lines), more=False, stay=True)

    # Words

    def unsaved(self) -> str | None:
        return _("The basket is not sold; its places are given back.") if self.basket.lines else None

    def retranslate(self) -> None:
        super().retranslate()
        if self.evening is not None:
            self._show_rows(stay=True)
            self._show_basket()
            self._tell()
            self._read()

    def _worded(self, code: str, facts: Mapping[str, object]) -> Sentence:
        from boxoffice_tui.locales import words

        return lambda: words.refusal(code, facts, self.shell.locale(), self.standing.zone or "UTC")

    def _say(self, news: Sentence | None) -> None:
        self._news = news
        self._tell()

    def _tell(self) -> None:
        for telling in self.query(Telling):
            telling.tell()

    def _hint(self) -> Content:
        if isinstance(self.focused, BasketList):
            return say.rates_words(self.line, self.shell.locale())
        return say.count_words(self._typed)

    def _sums(self) -> Content:
        fee = self.mode.price if self.mode is not None and self.mode.price.minor else None
        return say.sum_words(self.basket, fee, self.shell.locale())

    def _said(self) -> str:
        return self._news() if self._news is not None else ""
