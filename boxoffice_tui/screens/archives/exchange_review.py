"""What an exchange comes to, seen before it is done: each ticket, its price, the paper, the difference."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.archives import exchange_words as say
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import CommandButton, Dialog, Sentence, Words
from boxoffice_tui.views.exchanges import ExchangeOffer


class ExchangeReview(Dialog[bool]):
    """Whether to exchange as `offer` says; `notice` is what was refused before, None at first.

    The keys that open it do nothing here: pressed twice they would exchange what nobody has looked at.
    """

    CSS_PATH = ["../dialogs.tcss", "exchange.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("review.exchange", N_("Exchange"), ("alt+e",), GENERAL, footer=1),
        Command("dialog.back", N_("Change it"), ("escape",), GENERAL, footer=1, action="back"),
    )
    BUTTONS = ("review.exchange", "dialog.back")

    def __init__(self, offer: ExchangeOffer, notice: Sentence | None = None) -> None:
        super().__init__()
        self._offer = offer
        self._notice = notice

    def heading(self) -> str:
        return _("Exchange tickets")

    def body(self) -> Iterable[Widget]:
        yield Words(self._warned, classes="warnings")
        yield Words(self._tickets, classes="tickets")
        yield Words(self._sum, classes="sum")
        yield Words(
            lambda: _("Each ticket gets a new number. The old barcodes are refused at once."), classes="aside"
        )

    def on_mount(self) -> None:
        self.query_one(".warnings").display = bool(self._warned().plain)
        list(self.query(CommandButton))[-1].focus()

    def action_exchange(self) -> None:
        """Yes."""
        self.dismiss(True)

    def _warned(self) -> Content:
        locale, zone = self.shell.locale(), self.standing.zone or "UTC"
        told = [self._notice()] if self._notice is not None else []
        told += say.warnings(self._offer, locale, zone)
        return Content("\n".join(f"! {one}" for one in told))

    def _tickets(self) -> Content:
        locale = self.shell.locale()
        return Content("\n".join(say.ticket_words(one, locale) for one in self._offer.tickets))

    def _sum(self) -> Content:
        difference, _newline, balance = say.sum_words(self._offer, self.shell.locale()).partition("\n")
        return Content("\n").join([Content.styled(difference, "bold"), Content(balance)])
