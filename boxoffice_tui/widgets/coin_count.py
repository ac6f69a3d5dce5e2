"""Counting a drawer: a line for each coin and note, how many are typed one after the other, sums as one types.

One widget for all lines: what is typed in a burst, or comes late over SSH, goes where it was meant to go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.tills import Counts, counted_total, merged

_DIGITS = frozenset("0123456789")
_MOST_DIGITS = 5
_COLUMNS = 2
_WORTH, _FIELD = 11, 7  # cells
_TIMES = " × "


class CoinCount(Widget, can_focus=True):
    """`20,00 $ × 3  60,00`: the largest note first, down the first column and then down the second.

    The first digit typed on a line replaces what stood there. Enter, Tab and the down arrow go to the next line;
    Enter on the last one posts `Finished`, Tab leaves. `say` shows an amount with its currency, `write` without,
    in the reader's language.
    """

    HELP_WORDS = N_(
        "How many there are of each coin and note; empty is none. Enter, Tab and the arrows go to the next, Del "
        "empties a line."
    )
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"coin-count--field", "coin-count--cursor", "coin-count--quiet"}
    DEFAULT_CSS = """
    CoinCount {
        height: auto;
        & > .coin-count--field { background: $panel; }
        & > .coin-count--cursor {
            color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
        }
        & > .coin-count--quiet { color: $foreground 65%; }
        &:ansi > .coin-count--field { background: ansi_default; text-style: underline; }
        &:nocolor > .coin-count--field { text-style: underline; }
        &:ansi > .coin-count--cursor { text-style: bold reverse; }
        &:nocolor > .coin-count--cursor { text-style: bold reverse; }
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
        self._denominations = tuple(denominations)
        self._texts = [""] * len(self._denominations)
        self._line = 0
        self._replaces = True  # whether the next digit begins the line anew

    @property
    def counts(self) -> Counts:
        """What was counted, coins and notes that are not there left out."""
        return merged(
            (one.minor, int(text or 0)) for one, text in zip(self._denominations, self._texts, strict=True)
        )

    @property
    def total(self) -> Money:
        """What it comes to; at least one coin or note is known."""
        return counted_total(self.counts, self._denominations[0].currency)

    @property
    def typed(self) -> bool:
        """Whether anything was typed, a zero too."""
        return any(self._texts)

    @property
    def line(self) -> int:
        """The line the cursor is on, from 0."""
        return self._line

    def retranslate(self) -> None:
        """Amounts in the form of the language of now."""
        self.refresh()

    # Keys and mouse

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Digits are text here."""
        return character in _DIGITS

    def on_key(self, event: events.Key) -> None:
        """What a line takes; every other key goes on its way."""
        taken = self._type(event.character) if event.character in _DIGITS else self._act(event.key)
        if taken:
            event.stop()
            event.prevent_default()

    def _act(self, key: str) -> bool:
        steps = {"tab": 1, "down": 1, "shift+tab": -1, "up": -1, "left": -self._rows, "right": self._rows}
        if key == "enter":
            if not self._go(self._line + 1):
                self.post_message(self.Finished(self))
        elif key == "backspace":
            self._put(self._texts[self._line][:-1])
        elif key in {"delete", "ctrl+u"}:
            self._put("")
        elif key in steps:
            return self._go(self._line + steps[key]) or not key.endswith("tab")
        else:
            return False
        return True

    def _type(self, digit: str | None) -> bool:
        before = "" if self._replaces else self._texts[self._line]
        if digit is not None and len(before) < _MOST_DIGITS:
            self._put(before + digit)
        return True

    def _put(self, text: str) -> None:
        self._replaces = False
        if text != self._texts[self._line]:
            self._texts[self._line] = text
            self.post_message(self.Changed(self))
        self._show()

    def _go(self, line: int) -> bool:
        """To a line, if there is one."""
        if not 0 <= line < len(self._texts):
            return False
        self._line, self._replaces = line, True
        self._show()
        return True

    def on_click(self, event: events.Click) -> None:
        """To the line under the mouse."""
        x, y = event.get_content_offset_capture(self)
        column = min(x // max(self._width, 1), _COLUMNS - 1)
        if 0 <= y < self._rows:
            self._go(column * self._rows + y)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Mark the line that keys change."""
        super().watch_has_focus(has_focus)
        self._replaces = True
        self._show()

    # Painting

    @property
    def _rows(self) -> int:
        return -(-len(self._denominations) // _COLUMNS)

    @property
    def _width(self) -> int:
        return self.size.width // _COLUMNS

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each two coins or notes."""
        return self._rows

    def render(self) -> Content:
        """The lines."""
        lines = []
        for row in range(self._rows):
            places = range(row, len(self._denominations), self._rows)
            lines.append(Content("").join(self._coin(place) for place in places))
        return Content("\n").join(lines)

    def _coin(self, place: int) -> Content:
        denomination, text = self._denominations[place], self._texts[place]
        count = int(text or 0)
        come_to = self._write(denomination * count) if count else ""
        room = max(self._width - _WORTH - len(_TIMES) - _FIELD - 2, 0)
        focused = self.has_focus and place == self._line
        field = self.get_visual_style(f"coin-count--{'cursor' if focused else 'field'}")
        quiet = self.get_visual_style("coin-count--quiet")
        return Content.assemble(
            self._say(denomination).rjust(_WORTH),
            (_TIMES, quiet),
            (f"{text} ".rjust(_FIELD), field),
            (come_to.rjust(room), quiet),
            "  ",
        )

    def _show(self) -> None:
        self.refresh()
        if self.has_focus:
            column, row = divmod(self._line, max(self._rows, 1))
            end = column * self._width + _WORTH + len(_TIMES) + _FIELD - 1
            self.app.cursor_position = self.content_region.offset + Offset(end, row)
