"""Boxes and buttons whose mark itself says on or off: Textual's draw one glyph for both, in two colours.

And a list that opens at the first letter typed.
"""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.content import ContentText
from textual.widgets import Checkbox, OptionList, RadioButton, Select

from boxoffice_tui.locales.translate import N_

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


class TickBox(Checkbox):
    """`[x]` on, `[ ]` off, on one line."""

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


class Picker(Select[Value]):
    """One of a list: a letter opens it and goes to the first that has what is typed, as it does once open."""

    HELP_WORDS = N_("Type a few letters to find one, or use the arrows; Enter chooses.")

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
