"""Cash handed over and the change, in figures one reads from the drawer: for every dialog that takes cash."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.money import Money
from boxoffice_tui.widgets.figures import Figures

HANDED_OVER = N_("Handed over")
CHANGE = N_("Change to give back")
MISSING = N_("Still missing")


class CashChange(Horizontal):
    """What was handed over, and what goes back; below zero, and said so, while it does not cover what is due.

    `write` shows an amount without its currency in the reader's language, as `formats.amount` does.
    """

    DEFAULT_CSS = """
    CashChange {
        height: 4;
        & > Vertical { width: 1fr; height: 4; }
        & Static { width: 100%; height: 1; text-align: right; color: $text-muted; }
        & > .change Static { color: $foreground; text-style: bold; }
    }
    """

    def __init__(
        self,
        write: Callable[[Money], str],
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._write = write
        self._due: Money | None = None
        self._tendered: Money | None = None

    def compose(self) -> ComposeResult:
        """A title and its figures, twice."""
        for part in ("tendered", "change"):
            with Vertical(classes=part):
                yield from _titled()

    def on_mount(self) -> None:
        """Titles, and figures where they were given before."""
        self.retranslate()

    @property
    def change(self) -> Money | None:
        """What goes back, below zero while too little was handed over; None while nothing was."""
        if self._due is None or self._tendered is None:
            return None
        return self._tendered - self._due

    def show(self, due: Money, tendered: Money | None) -> None:
        """`due` is to be paid in cash, `tendered` was handed over: None while no amount is typed."""
        if (due, tendered) != (self._due, self._tendered):
            self._due, self._tendered = due, tendered
            if self.is_mounted:
                self.retranslate()

    def retranslate(self) -> None:
        """Words and figures in the language of now."""
        change = self.change
        missing = change is not None and change.minor < 0
        self._tell("tendered", HANDED_OVER, self._tendered, "")
        self._tell("change", MISSING if missing else CHANGE, change, "less" if missing else "right")

    def _tell(self, part: str, title: str, amount: Money | None, state: str) -> None:
        self.query_one(f".{part} Static", Static).update(Content(_(title)))
        figures = self.query_one(f".{part} Figures", Figures)
        figures.update("" if amount is None else self._write(amount))
        figures.mark(state)


def _titled() -> Iterable[Widget]:
    yield Static()
    yield Figures()
