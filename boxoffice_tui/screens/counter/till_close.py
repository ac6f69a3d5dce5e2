"""Closing a till: coins and notes counted, or their sum; what should be there and the difference beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.rules.tills import Counts, TillRefusal, counted_total, denominations_of
from boxoffice_tui.screens.base import flow
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.counter.till_commands import CLOSE_NOW, COUNT_COINS, ONLY_SUM
from boxoffice_tui.screens.counter.till_dialog import TillAt, TillDialog
from boxoffice_tui.screens.dialogs import CommandButton, Words, confirm
from boxoffice_tui.screens.forms import Field, Form
from boxoffice_tui.views.tills import TillChange
from boxoffice_tui.widgets.coin_count import CoinCount
from boxoffice_tui.widgets.figures import Figures

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class CloseTill(TillDialog):
    """The count of a till's drawer; dismisses what closing answers."""

    COMMAND_LIST = (CLOSE_NOW, ONLY_SUM)
    BUTTONS = (CLOSE_NOW.id, ONLY_SUM.id, "dialog.back")
    DEFAULT = CLOSE_NOW.id
    FIELD_OF: ClassVar[Mapping[str, str]] = dict.fromkeys(
        (TillRefusal.AMOUNT_NEGATIVE, TillRefusal.AMOUNT_TOO_LARGE, TillRefusal.TILL_CURRENCY), "sum"
    )

    def __init__(self, at: TillAt) -> None:
        super().__init__(at)
        self._known = tuple(Money(one, at.currency) for one in denominations_of(at.currency))
        self.by_sum = not self._known
        self._coins = CoinCount(self._known, self.money, self.write_amount)
        self._sum = Form((Field("sum", N_("Counted"), required=True, parse=self.parse_amount),))
        self._agreed: Money | None = None  # the difference that was asked about

    def heading(self) -> str:
        return _("Close till {till}, shift {number}").format(till=safe(self.at.code), number=self.at.number)

    def parts(self) -> Iterable[Widget]:
        yield Words(self._intro, classes="intro")
        if self._known:
            yield self._coins
        yield self._sum
        with Horizontal(classes="outcome"):
            with Vertical(classes="sums"):
                yield Words(self._expected_said)
                yield Words(self._counted_said)
            with Vertical(classes="difference"):
                yield Words(self._difference_said, classes="verdict")
                yield Figures()

    def on_mount(self) -> None:
        self._show_way()
        self._show_sums()

    # Counting

    @property
    def counted(self) -> Money | None:
        """What lies in the drawer, as far as it is typed; None while nothing is, or it is no amount."""
        if not self.by_sum:
            return self._coins.total if self._coins.typed else None
        try:
            return self.parse_amount(self._sum.typed["sum"])
        except ValueError:
            return None

    @property
    def difference(self) -> Money | None:
        """What was counted without what should be there."""
        counted = self.counted
        return None if counted is None or self.expected is None else counted - self.expected

    def action_only_sum(self) -> None:
        """From coins to their sum, and back; what was typed in either stays."""
        if self._known:
            self.by_sum = not self.by_sum
            self._show_way()
            self._show_sums()

    def own_commands(self) -> tuple[Command, ...]:
        """With the other way of counting; none where no coins of the currency are known."""
        other = COUNT_COINS if self.by_sum else ONLY_SUM
        commands = super().own_commands()
        return tuple(
            other if one is ONLY_SUM else one for one in commands if one is not ONLY_SUM or self._known
        )

    def buttons(self) -> Iterable[Command]:
        own = {command.id: command for command in self.own_commands()}
        return (own[one] for one in self.BUTTONS if one in own)

    def _show_way(self) -> None:
        self._sum.display, self._coins.display = self.by_sum, not self.by_sum
        own = {command.id: command for command in self.own_commands()}
        for button in self.query(CommandButton):
            button.command = own[button.command.id]
        self.retranslate()
        if self.by_sum:
            self._sum.field("sum").focus()
        else:
            self._coins.focus()

    @on(CoinCount.Changed)
    @on(Input.Changed)
    def _show_sums(self) -> None:
        self.refuse(None)
        difference = self.difference
        figures = self.query_one(Figures)
        figures.update("" if difference is None else self.write_amount(difference))
        figures.mark(_state_of(difference))
        for words in self.query(".outcome Words").results(Words):
            words.retranslate()

    @on(CoinCount.Finished)
    def _to_the_button(self) -> None:
        self.query(CommandButton).first().focus()

    def till_changed(self) -> None:
        """Somebody paid here meanwhile."""
        self._show_sums()

    # Closing

    @flow
    async def action_save(self) -> None:
        """Close the till, once; a difference is asked about, once."""
        counted = self._counted()
        if counted is None:
            return
        difference = self._difference_of(counted)
        if difference and difference != self._agreed:
            if not await confirm(
                self,
                lambda: self._question(counted),
                N_("Close with this difference"),
                N_("Count again"),
                destroys=True,
                heading=lambda: _("Difference"),
            ):
                return
            self._agreed = difference
        self._close_till(counted)

    def _counted(self) -> Counts | Money | None:
        if not self.by_sum:
            return self._coins.counts
        values = self._sum.check()
        return None if values is None else values["sum"]

    def _difference_of(self, counted: Counts | Money) -> Money | None:
        """As `difference`; a drawer for which nothing was typed was counted as empty."""
        if self.expected is None:
            return None
        return _amount_of(counted, self.at.currency) - self.expected

    def _close_till(self, counted: Counts | Money) -> None:
        key, at = self.key, self.at

        def close(desk: Desk) -> TillChange:
            from boxoffice_tui.services import tills

            return tills.close_till(desk, key, at.code, counted, at.number)

        self.save(close)

    def unsaved(self) -> str | None:
        return _("What you counted is not saved.") if self._sum.changed or self._coins.typed else None

    # Words

    def live_keys(self) -> dict[str, str]:
        """In a line of coins Enter goes to the next one."""
        keys = super().live_keys()
        return {**keys, CLOSE_NOW.id: "alt+s"} if self.focused is self._coins else keys

    def retranslate(self) -> None:
        super().retranslate()
        self._show_sums()

    def _intro(self) -> str:
        if self.by_sum:
            return _("Type what all coins and notes in the drawer come to.")
        return _("How many of each coin and note there are; empty is none.")

    def _expected_said(self) -> str:
        return self._sum_said(_("Expected"), self.expected)

    def _counted_said(self) -> Content:
        return Content.styled(self._sum_said(_("Counted"), self.counted), "bold")

    def _sum_said(self, title: str, amount: Money | None) -> str:
        told = "–" if amount is None else self.money(amount)
        return f"{title.ljust(12)} {told.rjust(16)}"

    def _difference_said(self) -> str:
        difference = self.difference
        if difference is None:
            return _("Difference")
        if not difference:
            return _("No difference")
        return _("Too little") if difference.minor < 0 else _("Too much")

    def _question(self, counted: Counts | Money) -> str:
        difference = self._difference_of(counted)
        if difference is None or self.expected is None:
            return ""
        said = _("{amount} too little.") if difference.minor < 0 else _("{amount} too much.")
        amount = self.money(Money(abs(difference.minor), difference.currency))
        why = _("There should be {expected}, you counted {counted}.").format(
            expected=self.money(self.expected),
            counted=self.money(_amount_of(counted, self.at.currency)),
        )
        return f"{said.format(amount=amount)}\n{why}"


def _amount_of(counted: Counts | Money, currency: str) -> Money:
    return counted if isinstance(counted, Money) else counted_total(counted, currency)


def _state_of(difference: Money | None) -> str:
    if difference is None:
        return ""
    if not difference:
        return "right"
    return "less" if difference.minor < 0 else "more"
