"""Jump mode (Ctrl+O): a letter over each thing that can have the focus; pressing it goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.screens.base import ShellScreen
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.header import CommandBar

if TYPE_CHECKING:
    from collections.abc import Mapping

_LETTERS = "asdfghjklqwertyuiopzxcvbnm1234567890"


def targets(screen: ShellScreen[Any]) -> dict[str, Widget]:
    """Letter → focusable widget that is to be seen on `screen`, in the order Tab visits them."""
    seen = screen.region
    visible = [widget for widget in screen.focus_chain if widget.region and seen.overlaps(widget.region)]
    return dict(zip(_LETTERS, visible, strict=False))


class Jump(ShellScreen[Widget], ModalScreen[Widget]):
    """The letters; dismisses the widget to go to."""

    CSS_PATH = "dialogs.tcss"
    OVERLAY = True
    COMMAND_LIST = (Command("jump.back", N_("Cancel"), ("escape",), GENERAL, footer=1, action="back"),)

    def __init__(self, found: Mapping[str, Widget]) -> None:
        super().__init__()
        self._found = dict(found)

    def compose(self) -> ComposeResult:
        for letter, widget in self._found.items():
            label = Static(Content(f" {letter.upper()} "), classes="jump-label")
            label.styles.offset = Offset(widget.region.x, widget.region.y)
            yield label
        yield CommandBar()

    def on_key(self, event: events.Key) -> None:
        widget = self._found.get(event.character or "")
        if widget is not None:
            event.stop()
            self.dismiss(widget)
