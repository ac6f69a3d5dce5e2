"""The change of what was handed over, in figures one reads from the drawer: for every dialog that takes cash."""

from __future__ import annotations

from collections.abc import Callable

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.money import Money
from boxoffice_tui.widgets.figures import Figures

CHANGE = N_("Change to give back")
MISSING = N_("Still missing")


class CashChange(Vertical):
    """What goes back; below zero, and said so, while what was handed over does not cover what is due.

    Nothing is shown while nothing was handed over. `write` shows an amount without its currency in the reader's
    language, as `formats.amount` does.
    """

    DEFAULT_CSS = """
    CashChange {
        height: 4;
        & Static { width: 100%; height: 1; text-align: right; }
        & Figures { width: 100%; }
    }
    """

    def __init__(self, write: Callable[[Money], str]) -> None:
        super().__init__()
        self._write = write
        self._change: Money | None = None

    def on_mount(self) -> None:
        """Words, and figures where they were given before."""
        self.retranslate()

    def show(self, due: Money, tendered: Money | None) -> None:
        """`due` is to be paid in cash, `tendered` was handed over: None while no amount is typed."""
        self._change = None if tendered is None else tendered - due
        if self.is_mounted:
            self.retranslate()

    def retranslate(self) -> None:
        """Words and figures in the language of now."""
        change = self._change
        self.display = change is not None
        if change is not None:
            if not self.children:  # a first frame does not wait for what it does not show
                self.mount(Static(), Figures())
            missing = change.minor < 0
            self.query_one(Static).update(Content(_(MISSING if missing else CHANGE)))
            figures = self.query_one(Figures)
            figures.update(self._write(change))
            figures.mark("less" if missing else "right")
