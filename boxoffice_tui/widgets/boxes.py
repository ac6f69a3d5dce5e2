"""Boxes as high as what is in them, for dialogs and forms: arranged once, where Textual's are many times."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget


class AsHighAsItsContents(Widget):
    """A box whose height is `auto` and follows from its width; nothing in it takes a share of the height.

    Textual asks for it at each of the heights that the boxes around it may come to have, and boxes in boxes at each
    of theirs: the answer, which is one and the same, is worked out once.
    """

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as its contents take."""
        return super().get_content_height(container.with_height(0), viewport, width)


class Stack(Vertical, AsHighAsItsContents):
    """Things one under the other; where they take more lines than before nothing is arranged a second time."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))


class Abreast(Horizontal, AsHighAsItsContents):
    """Things side by side."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))


class ScrolledStack(VerticalScroll, AsHighAsItsContents):
    """Things one under the other, that scroll where there is no room for all."""
