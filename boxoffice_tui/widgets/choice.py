"""Boxes and buttons whose mark itself says on or off: Textual's draw one glyph for both, in two colours."""

from __future__ import annotations

from textual.content import ContentText
from textual.widgets import Checkbox, RadioButton

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
