"""One of a few, all in sight, each with a digit: chosen by one key, where a list would take three."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.text import safe

Choices = Callable[[], Sequence[tuple[str, str]]]


class NumberedChoice(Widget, can_focus=True):
    """`(•) 1 Cash   ( ) 2 Debit`: (value, text) pairs in columns. `value` is None until one is chosen.

    A digit is the place among the choices, unless `digit_of` a value says which: it stays when others come and go.
    Digits choose and go on; arrows choose; Enter goes on once something is chosen, so that it never decides:
    before, it is `Undecided`.
    """

    HELP_WORDS = N_("Choose by a digit or the arrows; Enter goes on.")
    DEFAULT_CSS = """
    NumberedChoice { height: auto; }
    """
    BINDINGS: ClassVar[list[Any]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("up", "step_line(-1)", show=False),
        Binding("down", "step_line(1)", show=False),
        Binding("enter", "go_on", show=False),
        Binding("space", "choose_here", show=False),
        *(Binding(str(digit), f"choose({digit})", show=False) for digit in range(1, 10)),
    ]

    value: reactive[str | None] = reactive(None, layout=False)

    @dataclass
    class Chosen(Message):
        """Another value than before."""

        choice: NumberedChoice
        value: str

    @dataclass
    class WentOn(Message):
        """A digit, or Enter on what is `chosen` already: the next field is wanted."""

        choice: NumberedChoice
        chosen: bool

    @dataclass
    class Undecided(Message):
        """Enter while nothing is chosen: say that something must be."""

        choice: NumberedChoice

    def __init__(
        self,
        choices: Choices,
        *,
        columns: int = 2,
        digit_of: Callable[[str], int] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own word
    ) -> None:
        super().__init__(id=id)
        self._choices, self._columns, self._digit_of = choices, columns, digit_of
        self._place = 0

    def render(self) -> Content:
        """The choices, line by line."""
        cells = [self._cell(place, *choice) for place, choice in enumerate(self._choices())]
        width = self.size.width // self._columns
        lines = [cells[start : start + self._columns] for start in range(0, len(cells), self._columns)]
        return Content("\n").join(
            Content("").join(cell.pad_right(max(width - cell.cell_length, 0)) for cell in line)
            for line in lines
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each `columns` choices."""
        return -(-len(self._choices()) // self._columns)

    def clear(self) -> None:
        """Nothing is chosen any more."""
        self._place, self.value = 0, None

    def begin_with(self, value: str) -> None:
        """Chosen before anybody chose, where it is among them; nobody is told."""
        values = [one for one, _text in self._choices()]
        if value in values:
            self._place, self.value = values.index(value), value

    def retranslate(self) -> None:
        """Words again."""
        self.refresh()

    def action_choose(self, number: int) -> None:
        """Choose by the digit shown, and go on."""
        digits = [self._digit(place, value) for place, (value, _text) in enumerate(self._choices())]
        if number in digits:
            self._choose(digits.index(number))
            self.post_message(self.WentOn(self, chosen=False))

    def action_choose_here(self) -> None:
        """Choose what the cursor is on."""
        self._choose(self._place)

    def action_step(self, step: int) -> None:
        """Choose the one before or after; from nothing, the first."""
        self._choose(0 if self.value is None else self._place + step)

    def action_step_line(self, step: int) -> None:
        """Choose the one above or below."""
        self.action_step(step * self._columns)

    def action_go_on(self) -> None:
        """To the next field, once something is chosen."""
        self.post_message(self.Undecided(self) if self.value is None else self.WentOn(self, chosen=True))

    def on_click(self, event: events.Click) -> None:
        """Choose what is under the mouse."""
        column = event.x // max(self.size.width // self._columns, 1)
        place = event.y * self._columns + min(column, self._columns - 1)
        if place < len(self._choices()):
            self._choose(place)

    def _choose(self, place: int) -> None:
        choices = self._choices()
        if 0 <= place < len(choices):
            self._place = place
            if self.value != choices[place][0]:
                self.value = choices[place][0]
                self.post_message(self.Chosen(self, self.value))
            self.refresh()

    def _digit(self, place: int, value: str) -> int:
        return place + 1 if self._digit_of is None else self._digit_of(value)

    def _cell(self, place: int, value: str, text: str) -> Content:
        chosen = value == self.value
        mark = "(•)" if chosen else "( )"
        style = "bold" if chosen else ""
        if self.has_focus and place == self._place:
            style = "bold reverse" if chosen else "reverse"
        digit = str(self._digit(place, value))
        shown = Content.assemble(f"{mark} ", (digit, "bold $text-accent"), f" {safe(text)}")
        return Content.styled(shown.plain, style) if style else shown
