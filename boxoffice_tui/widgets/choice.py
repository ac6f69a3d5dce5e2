"""Boxes and buttons whose mark itself says on or off: Textual's draw one glyph for both, in two colours.

And several boxes as one field, and a list that opens at the first letter typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content, ContentText
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Checkbox, OptionList, RadioButton, Select

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.text import safe

Value = TypeVar("Value")

_ONE_LINE = """
TickBox, RoundChoice {
    border: none;
    padding: 0;
    background: transparent;
    & > .toggle--button, &.-on > .toggle--button { color: $foreground; background: transparent; }
    &.-on > .toggle--button { text-style: bold; }
    &:focus {
        border: none;
        & > .toggle--button, & > .toggle--label {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
    }
    &:focus.-on > .toggle--button {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
    }
    &:nocolor:focus > .toggle--label { text-style: reverse; }
}
"""


class TickBox(Checkbox, inherit_bindings=False):
    """`[x]` on, `[ ]` off, on one line. Space turns it; Enter is the dialog's, whose button says so."""

    BINDINGS: ClassVar[list[Any]] = [Binding("space", "toggle_button", show=False)]
    BUTTON_LEFT = ""
    BUTTON_RIGHT = ""
    BUTTON_INNER = "[ ]"
    DEFAULT_CSS = _ONE_LINE

    def __init__(
        self,
        label: ContentText = "",
        value: bool = False,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(label, value, id=id, classes=classes, disabled=disabled)
        self.BUTTON_INNER = "[x]" if value else "[ ]"

    def watch_value(self) -> None:
        """Draws the mark of the new value."""
        self.BUTTON_INNER = "[x]" if self.value else "[ ]"
        super().watch_value()


class LongTick(TickBox):
    """A box whose label takes the lines it needs."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many as its text fills."""
        return Widget.get_content_height(self, container, viewport, width)


class RoundChoice(RadioButton):
    """`(•)` chosen, `( )` not, on one line; in a RadioSet one of several."""

    BUTTON_LEFT = ""
    BUTTON_RIGHT = ""
    BUTTON_INNER = "( )"
    DEFAULT_CSS = _ONE_LINE

    def __init__(
        self,
        label: ContentText = "",
        value: bool = False,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(label, value, id=id, classes=classes, disabled=disabled)
        self.BUTTON_INNER = "(•)" if value else "( )"

    def watch_value(self) -> None:
        """Draws the mark of the new value."""
        self.BUTTON_INNER = "(•)" if self.value else "( )"
        super().watch_value()


class TickGroup(Widget):
    """Any of several, each a box with the text of its choice; two stand side by side."""

    DEFAULT_CSS = """
    TickGroup { layout: grid; grid-size: 2; grid-rows: auto; height: auto; }
    TickGroup > TickBox { width: 1fr; }
    """

    def __init__(self, choices: Sequence[tuple[str, str]], ticked: Iterable[str] = ()) -> None:
        super().__init__()
        chosen = set(ticked)
        self._boxes = {value: TickBox(Content(safe(text)), value in chosen) for value, text in choices}

    def compose(self) -> ComposeResult:
        yield from self._boxes.values()

    @property
    def value(self) -> tuple[str, ...]:
        """What is ticked, in the order of the choices."""
        return tuple(value for value, box in self._boxes.items() if box.value)

    @value.setter
    def value(self, ticked: Iterable[str]) -> None:
        chosen = set(ticked)
        for value, box in self._boxes.items():
            box.value = value in chosen

    def rename(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other texts of the same choices."""
        for value, text in choices:
            self._boxes[value].label = Content(safe(text))

    def focus(self, scroll_visible: bool = True) -> Self:
        """Its first box has the focus."""
        for box in self._boxes.values():
            box.focus(scroll_visible)
            break
        return self


class Picker(Select[Value]):
    """One of a list: a letter opens it and goes to the first that has what is typed, as it does once open."""

    HELP_WORDS = N_("Type a few letters to find one, or use the arrows; Enter chooses.")

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are typed into it, so that no letter runs a command."""
        return character is not None and character.isprintable() and key != "space"

    async def _on_key(self, event: events.Key) -> None:
        if event.character is None or not event.is_printable or event.key == "space":
            return
        event.stop()
        event.prevent_default()
        if not self.expanded:
            self.action_show_overlay()
        typed = events.Key(event.key, event.character)
        # once the list has the focus: before, it would forget what was typed
        self.app.call_later(self.query_one("SelectOverlay", OptionList).post_message, typed)
