"""A dialog that its page keeps: when it opens again nothing of it is built, styled or arranged, only painted."""

from __future__ import annotations

from typing import Any, TypeVar

from textual import events

from boxoffice_tui.screens.base import ShellScreen
from boxoffice_tui.screens.dialogs import Dialog

Result = TypeVar("Result")


class KeptDialog(Dialog[Result]):
    """`rest` makes it ready for its next use, once it is closed and while nobody waits for it."""

    def rest(self) -> None:
        """Forget what was typed; the focus goes where it is to be when it opens again."""
        self.set_focus(None)

    async def _on_idle(self, event: events.Idle) -> None:
        """Textual arranges what is in sight; what changed at rest is arranged as soon, and not when it opens."""
        if self._layout_required and not self.is_current:
            self._update_timer.resume()

    def _on_timer_update(self) -> None:
        super()._on_timer_update()
        if self._layout_required and not self.is_current:
            self._refresh_layout()
            self._layout_required = False


async def answer_of(dialog: KeptDialog[Result], screen: ShellScreen[Any]) -> Result | None:
    """What `dialog`, which `screen` keeps, is answered with; None for Esc. In a flow."""
    app = screen.app
    if not app.is_screen_installed(dialog):
        app.install_screen(dialog, str(id(dialog)))
    answer: Result | None = await app.push_screen_wait(dialog)
    dialog.call_next(dialog.rest)
    return answer
