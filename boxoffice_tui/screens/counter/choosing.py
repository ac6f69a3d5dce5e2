"""Choosing at the counter: the performances ahead, and the basket, whose places are held (issue: Sell).

A number and Enter put the best places of the performance under the cursor into the basket; digits in the basket
give its lines their rates. What is sold, for whom and how it is paid is in counter.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.delivery import missing_data
from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.counter import basket_work as work
from boxoffice_tui.screens.counter import counter_words as say
from boxoffice_tui.screens.counter.ahead_page import AheadPage
from boxoffice_tui.screens.counter.basket import ArticlesLine, Basket, BasketLine
from boxoffice_tui.screens.counter.basket_work import Delivered, Filled, House, Sold, Wish
from boxoffice_tui.screens.counter.commands import TILL
from boxoffice_tui.screens.counter.counter_lists import (
    BasketList,
    EveningList,
    article_row,
    basket_row,
    evening_row,
    row_key,
)
from boxoffice_tui.screens.counter.delivery_words import no_mail_words
from boxoffice_tui.screens.dialogs import Sentence, confirm
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.shipment_modes import ShipmentModeRow
from boxoffice_tui.widgets.countdown import Countdown
from boxoffice_tui.widgets.paged_table import PagedTable

MOST_DIGITS = 3
_BESIDE_THE_SUMS = 12  # cells: the line's padding, the margin of what is to pay, the countdown


class ChoosingPage(AheadPage):
    """The performances ahead above, the basket below, what it comes to always in sight."""

    HOME = "EveningList"
    AUTO_FOCUS = "EveningList"
    CSS_PATH = "counter.tcss"
    BINDINGS: ClassVar[list[Any]] = [
        *(Binding(str(digit), f"digit({digit})", show=False) for digit in range(10)),
        Binding("backspace", "undo_digit", show=False),
    ]

    class Opened(Answer[House]):
        """What the counter asks once."""

    class Changed(Answer[Filled]):
        """The basket after a change of what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.house: House | None = None
        self.contact: ContactRow | None = None
        self.delivered = Delivered()
        self.last: Sold | None = None
        self._typed = ""
        self._typed_for: tuple[int, int] | None = None
        self._news: Sentence | None = None

    def body(self) -> Iterable[Widget]:
        yield EveningList()
        yield Telling(self._hint, id="hint")
        yield BasketList()
        yield Telling(lambda: say.who_words(self.contact, self.delivered), id="who")
        with Horizontal(id="sums"):
            yield Telling(self._sums, id="sum")
            yield Telling(self._to_pay, id="to-pay")
            yield Countdown(self.now)
        yield Telling(self._said, id="said")

    def on_mount(self) -> None:
        self.call_after_refresh(self.fetch, self.Opened, work.read_house)

    @on(Opened)
    def _begin(self, opened: Opened) -> None:
        self.house = opened.value
        self.basket = Basket(self.house.currency)
        self.delivered = self.usual
        self.tell()
        self.read_ahead()

    def on_resize(self) -> None:
        """What it comes to is said as fully as the width allows."""
        super().on_resize()
        self.tell()

    def now(self) -> datetime:
        """The desk's time, for the countdown, which begins only after the desk has answered."""
        assert self.house is not None  # noqa: S101 -- nothing is held before
        return self.house.clock.now()

    # What is chosen

    @property
    def usual(self) -> Delivered:
        """How a basket is delivered while nobody said it."""
        return Delivered(self.house.usual_mode if self.house is not None else None)

    @property
    def mode(self) -> ShipmentModeRow | None:
        """By which mode the basket is delivered."""
        return self.delivered.mode

    @property
    def recipient(self) -> ContactRow | None:
        """Who gets the tickets: who buys, unless somebody else was named."""
        return self.delivered.to or self.contact

    @property
    def _target(self) -> tuple[int, int] | None:
        """What Enter takes places of: the performance and the category, which may be full a moment later."""
        if self.row is None or self.category is None:
            return None
        return self.row.performance.performance_id, self.category.category_id

    @property
    def _typed_here(self) -> str:
        """The digits, where what they were typed for is what Enter takes places of still."""
        return self._typed if self._typed_for == self._target else ""

    @property
    def can_add(self) -> bool:
        """Whether Enter would add something, or say what is missing."""
        return self.row is not None and not isinstance(self.focused, BasketList)

    @property
    def line(self) -> BasketLine | ArticlesLine | None:
        """The line of the basket under its cursor, while the keys are there."""
        table = self.query_one(BasketList)
        if self.focused is not table:
            return None
        lines: list[BasketLine | ArticlesLine] = [*self.basket.lines, *self.basket.articles]
        return next((line for line in lines if row_key(line) == table.cursor_key), None)

    @on(PagedTable.RowMoved)
    def _follow(self) -> None:
        self._typed = ""
        self.tell()
        self.refresh_bindings()

    def on_descendant_focus(self, event: Any) -> None:
        super().on_descendant_focus(event)
        self._typed = ""
        self.tell()
        self.refresh_bindings()

    # Choosing

    def action_digit(self, digit: int) -> None:
        """How many, in the list; in the basket which rate, or how many pieces of an article."""
        self._news = None
        line = self.line
        if isinstance(line, BasketLine):
            self.basket = self.basket.rated(line.number, digit)
            self._show_basket()
        elif line is not None:
            self._take_articles(self.basket.with_articles(line.offer, (digit or line.quantity) - line.quantity))
        elif not self.in_field and len(self._typed) < MOST_DIGITS and (self._typed or digit):
            self._typed = self._typed_here + str(digit)
            self._typed_for = self._target
        self.tell()

    def action_undo_digit(self) -> None:
        """The last digit was wrong."""
        self._typed, self._news = self._typed[:-1], None
        self.tell()

    def action_category(self) -> None:
        """Take places of the next category."""
        row = self.row
        if row is None or self.category is None:
            return
        place = row.categories.index(self.category) + 1
        chosen = row.categories[place % len(row.categories)]
        self.categories[row.performance.performance_id] = chosen.category_id
        self._typed_for = self._target
        self.evening.change(evening_row(row, chosen, self.shell.locale()))
        self._say(None)

    def action_add(self) -> None:
        """The best places, so many as were typed; a held Enter adds nothing, for it types no number."""
        row, category = self.row, self.category
        if row is None or category is None:
            return
        typed, self._typed = self._typed_here, ""
        if row.performance.objection is not None:
            objection = row.performance.objection
            self._say(self._worded(objection.code, objection.facts))
        elif not typed:
            self._say(lambda: _("Type how many first: 2, then Enter. Or choose seats on the map."))
        else:
            self.tell()  # the number is taken: the key is answered before the seats are found
            self._fill([Wish(row.performance.performance_id, category.category_id, int(typed))])

    def action_repeat(self) -> None:
        """What was sold last, once more, for the next in the queue."""
        if self.last is not None:
            for line in self.last.basket.articles:
                self._take_articles(self.basket.with_articles(line.offer, line.quantity))
            self._fill(work.wishes_of(self.last.basket))

    def _fill(self, wishes: list[Wish]) -> None:
        form, basket = self.form, self.basket
        self.write(self.Changed, lambda desk: work.fill(desk, form, basket, wishes))

    @flow
    async def action_articles(self) -> None:
        """A programme, a poster, beside the tickets or alone."""
        from boxoffice_tui.screens.articles.basket_articles import BasketArticles

        picked = await self.app.push_screen_wait(BasketArticles(self.basket.pieces_of()))
        if picked is not None:
            self._take_articles(self.basket.with_articles(picked.offer, picked.pieces))

    def _take_articles(self, basket: Basket) -> None:
        self.basket, self._news = basket, None
        self._show_basket()
        self.tell()
        self.refresh_bindings()

    def action_remove(self) -> None:
        """Take the line out; its places are free at once."""
        line = self.line
        if isinstance(line, ArticlesLine):
            self._take_articles(self.basket.with_articles(line.offer, -line.quantity))
        if not isinstance(line, BasketLine):
            return
        form, basket = self.form, self.basket.without(line.number)
        performance_id = line.performance.performance_id
        self.write(self.Changed, lambda desk: work.take_out(desk, form, basket, performance_id))

    @flow
    async def action_empty(self) -> None:
        """Everything out, after a question, and how it was to be delivered; from an empty one, who was to buy."""
        if not self.basket.filled:
            self.contact = None
            self._say(None)
        elif await confirm(self, lambda: _("Empty the basket?"), N_("Empty it"), destroys=True):
            form, basket = self.form, self.basket
            self.delivered = self.usual

            def release(desk: Any) -> Filled:
                from boxoffice_tui.services import holds

                holds.release(desk, form)
                return Filled(Basket(basket.currency), None)

            self._take_articles(replace(basket, articles=()))
            self.write(self.Changed, release)

    @flow
    async def action_seats(self) -> None:
        """Choose by hand."""
        from boxoffice_tui.screens.counter.hall import Hall

        row = self.numbered
        self._say(None)
        if row is not None:
            await self.app.push_screen_wait(
                Hall(self.form, self.basket, row.performance, self._take_filled)
            )

    def action_block(self) -> None:
        """Keep seats for the house, put them out of use, free them."""
        from boxoffice_tui.screens.counter.block_map import BlockMap

        row = self.numbered
        self._say(None)
        if row is not None:
            self.app.push_screen(BlockMap(row.performance))

    @on(Changed)
    def _take_changed(self, changed: Changed) -> None:
        self._take_filled(changed.value)

    def on_screen_suspend(self) -> None:
        """Something else is open: a number typed before is for nothing that follows."""
        if self._typed:
            self._typed = ""
            self.tell()

    def _take_filled(self, filled: Filled) -> None:
        self.basket = filled.basket.chosen_as(self.basket)
        self._news, self._typed = None, ""
        if filled.until is not None or not filled.basket.lines:
            self.query_one(Countdown).run_until(filled.until)
        self._show_basket()
        self.tell()
        self.refresh_bindings()

    def _show_basket(self) -> None:
        table, locale = self.query_one(BasketList), self.shell.locale()
        rows = [basket_row(line, locale) for line in self.basket.lines]
        rows += [article_row(line, locale) for line in self.basket.articles]
        table.replace(rows, more=False, stay=True)

    # Words

    def unsaved(self) -> str | None:
        return _("The basket is not sold; its places are given back.") if self.basket.filled else None

    def retranslate(self) -> None:
        super().retranslate()
        self._show_basket()
        self.data_changed()

    def _worded(self, code: str, facts: Mapping[str, object]) -> Sentence:
        from boxoffice_tui.locales import words

        return lambda: words.refusal(code, facts, self.shell.locale(), self.standing.zone or "UTC")

    def _say(self, news: Sentence | None) -> None:
        """Say what came of an action; the next one begins by saying None."""
        self._news = news
        self.tell()

    def tell(self) -> None:
        for telling in self.query(Telling):
            telling.tell()

    def _hint(self) -> Content:
        if isinstance(self.focused, BasketList):
            return say.line_words(self.line, self.shell.locale())
        return say.count_words(self._typed)

    @property
    def total(self) -> Money:
        """What there is to pay."""
        if self.mode is None or not self.basket.lines:
            return self.basket.sum()
        return self.basket.sum() + self.mode.price

    def _sums(self) -> str:
        room = self.size.width - cell_len(self._to_pay()) - _BESIDE_THE_SUMS
        return say.sum_words(self.basket, self.total, self.shell.locale(), room)

    def _to_pay(self) -> str:
        return say.to_pay_words(self.total, self.shell.locale()) if self.basket.filled else ""

    def lacks(self) -> Sentence | None:
        """What the delivery mode lacks before any money is taken: the customer, or their e-mail address.

        The postal address of who is named is not known here: the service says where it is missing.
        """
        mode, contact = self.mode, self.recipient
        if mode is None or not self.basket.lines:
            return None
        has_email = contact is not None and bool(contact.email)
        missing = missing_data(mode, has_address=contact is not None, has_email=has_email)
        return self._worded(missing[0], {"mode": mode.name}) if missing else None

    def _said(self) -> str:
        if self._news is not None:
            return self._news()
        if (lacks := self.lacks()) is not None:
            return lacks()
        no_mail = no_mail_words(self.recipient, self.mode) if self.basket.lines else ""
        if self.till_open or no_mail:
            return no_mail
        opens = self.shell.keymap.get(TILL.id, TILL.keys[0]) if self.allowed(TILL) else ""
        return say.till_closed_words(opens)
