"""A field for text, which every other field with text in it is one of."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class TextField(Input):
    """Textual's own, in which typing moves nothing: no key arranges the screen around it again."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
