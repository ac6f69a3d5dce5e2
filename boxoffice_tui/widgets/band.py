"""The yellow band: what is still to pay or to give back on an order (spec/archives.md, Add a ticket, 8)."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _

_DUE = N_("Balance due: {amount} – Payment ({key})")
_REFUND = N_("To refund: {amount} – Refund ({key})")


class BalanceBand(Widget):
    """One yellow line above the tickets, gone when the balance is zero; a click is as good as its key."""

    DEFAULT_CSS = """
    BalanceBand {
        display: none;
        height: 1;
        padding: 0 1;
        background: #ffd700;
        color: #000000;
        text-style: bold;
        &:ansi { background: ansi_bright_yellow; color: ansi_black; }
    }
    """

    @dataclass
    class Pressed(Message):
        """The band was clicked."""

        band: BalanceBand

        @property
        def control(self) -> BalanceBand:
            """The band itself."""
            return self.band

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._sentence, self._amount, self._key = "", "", ""

    def due(self, amount: str, key: str = "p") -> None:
        """Says that `amount`, formatted without sign, is to be paid by the command with this key."""
        self._say(_DUE, amount, key)

    def refund(self, amount: str, key: str = "r") -> None:
        """Says that `amount`, formatted without sign, is to be given back by the command with this key."""
        self._say(_REFUND, amount, key)

    def settled(self) -> None:
        """Takes the band away."""
        self._say("", "", "")

    @property
    def text(self) -> str:
        """What the band says, empty when it is away."""
        return _(self._sentence).format(amount=self._amount, key=self._key) if self._sentence else ""

    def retranslate(self) -> None:
        """The same in the language of now; the owner gives the amount again where its form changes."""
        self.refresh()

    def render(self) -> Content:
        """The sentence."""
        return Content(self.text)

    def on_click(self) -> None:
        """Tells the owner."""
        self.post_message(self.Pressed(self))

    def _say(self, sentence: str, amount: str, key: str) -> None:
        if (sentence, amount, key) != (self._sentence, self._amount, self._key):
            self._sentence, self._amount, self._key = sentence, amount, key
            self.display = bool(sentence)
            self.refresh()
