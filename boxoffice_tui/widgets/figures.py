"""An amount in figures three lines high, read from a step away; in plain ones where they find no room."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.renderables.digits import Digits as LargeDigits
from textual.widgets import Digits

_MINUS = "\u2212"


class Figures(Digits):
    """`update` takes the amount as the locale writes it; the widget stays three lines high, whatever it shows."""

    DEFAULT_CSS = """
    Figures {
        width: 100%;
        height: 3;
        text-align: right;
        text-style: bold;
        &.-less { color: $text-error; }
        &.-more { color: $text-warning; }
        &.-right { color: $text-success; }
    }
    """

    def update(self, value: str) -> None:
        """Show `value`; nothing is painted where it is the same."""
        plain = value.replace(_MINUS, "-")
        if plain != self.value:
            super().update(plain)

    def mark(self, state: str) -> None:
        """Colour it as `less`, `more` or `right`; "" takes the colour away. The words beside it say the same."""
        for one in ("less", "more", "right"):
            self.set_class(one == state, f"-{one}")

    def render(self) -> RenderResult:
        """Large figures, or plain ones on the middle line."""
        if LargeDigits.get_width(self.value) <= self.size.width:
            return super().render()
        return Content(f"\n{self.value}")
