"""Counting a drawer: a line for each coin and note, how many are typed one after the other, sums as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.tills import Counts, counted_total, merged

_MOST_DIGITS = 5
_COLUMNS = 2


class CountInput(Input):
    """How many of one coin or note; only digits are taken."""

    HELP_WORDS = N_(
        "How many there are of this coin or note; empty is none. Enter, Tab and the arrows go to the next."
    )
    BINDINGS: ClassVar[list[Any]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(restrict="[0-9]*", max_length=_MOST_DIGITS, compact=True)


class CoinLine(Horizontal):
    """`20,00 $ × [3]  60,00`."""

    def __init__(self, denomination: Money) -> None:
        super().__init__()
        self.denomination = denomination
        self.field = CountInput()

    def compose(self) -> ComposeResult:
        """What it is worth, how many, what they come to."""
        yield Static(classes="worth")
        yield Static(Content(" × "), classes="times")
        yield self.field
        yield Static(classes="sum")

    @property
    def count(self) -> int:
        """How many were typed."""
        return int(self.field.value or 0)


class CoinCount(Horizontal):
    """The lines, the largest note first, in two columns; Enter on the last one posts `Finished`.

    `say` shows an amount with its currency, `write` without, in the reader's language.
    """

    DEFAULT_CSS = """
    CoinCount {
        height: auto;
        & > Vertical { width: 1fr; height: auto; }
        & CoinLine { height: 1; }
        & .worth { width: 11; height: 1; text-align: right; }
        & .times { width: 3; height: 1; color: $text-muted; }
        & .sum { width: 1fr; height: 1; padding: 0 2 0 0; text-align: right; color: $text-muted; }
        & CountInput { width: 7; text-align: right; background: $panel; }
        & CountInput:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:ansi CountInput { background: ansi_bright_black; }
    }
    """

    @dataclass
    class Changed(Message):
        """Other numbers are typed than before."""

        counting: CoinCount

        @property
        def control(self) -> CoinCount:
            """Where they are typed."""
            return self.counting

    @dataclass
    class Finished(Message):
        """Enter on the last line."""

        counting: CoinCount

        @property
        def control(self) -> CoinCount:
            """Where it was pressed."""
            return self.counting

    def __init__(
        self,
        denominations: Sequence[Money],
        say: Callable[[Money], str],
        write: Callable[[Money], str],
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._say, self._write = say, write
        self._lines = [CoinLine(one) for one in denominations]

    def compose(self) -> ComposeResult:
        """Down the first column, then down the second."""
        length = -(-len(self._lines) // _COLUMNS)
        for start in range(0, len(self._lines), max(length, 1)):
            yield Vertical(*self._lines[start : start + length])

    def on_mount(self) -> None:
        """The words of the lines."""
        self.retranslate()

    @property
    def counts(self) -> Counts:
        """What was counted, coins and notes that are not there left out."""
        return merged((line.denomination.minor, line.count) for line in self._lines)

    @property
    def total(self) -> Money:
        """What it comes to; at least one coin or note is known."""
        return counted_total(self.counts, self._lines[0].denomination.currency)

    @property
    def typed(self) -> bool:
        """Whether anything was typed, a zero too."""
        return any(line.field.value for line in self._lines)

    def start(self) -> None:
        """To the first line."""
        self._lines[0].field.focus()

    def retranslate(self) -> None:
        """Amounts in the form of the language of now."""
        for line in self._lines:
            line.query_one(".worth", Static).update(Content(self._say(line.denomination)))
            self._sum(line)

    def _sum(self, line: CoinLine) -> None:
        come_to = self._write(line.denomination * line.count) if line.count else ""
        line.query_one(".sum", Static).update(Content(come_to))

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        event.stop()
        for line in self._lines:
            if line.field is event.input:
                self._sum(line)
        self.post_message(self.Changed(self))

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        place = next(place for place, line in enumerate(self._lines) if line.field is event.input)
        if place + 1 < len(self._lines):
            self._lines[place + 1].field.focus()
        else:
            self.post_message(self.Finished(self))
