"""The head of a section: its title and what can be done there, each with the key that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.labels import Word
from boxoffice_tui.locales.translate import pgettext
from boxoffice_tui.screens.command import Command, key_name

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import ShellScreen

_TITLE_CELLS = 13
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Action:
    """A command with the short word, a context and a msgid, that fits its section's head."""

    command: Command
    word: Word


class SectionLine(Widget):
    """`Tickets (3)   [a] Add  [x] Cancel`: what cannot be done now is dim; a click says why not, as its key."""

    ALLOW_SELECT = False
    def __init__(self, title: Callable[[], str], actions: Sequence[Action]) -> None:
        super().__init__()
        self._title = title
        self._actions = tuple(actions)
        self._shown = Content("")

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.read())

    def read(self) -> None:
        """Ask what applies now, and repaint if that reads differently."""
        line = self._line()
        if (line.plain, line.spans) != (self._shown.plain, self._shown.spans):
            self._shown = line
            self.refresh()

    def retranslate(self) -> None:
        """Words again."""
        self.read()

    def render(self) -> Content:
        return self._shown

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        ends = accumulate(part.cell_length for part in (self._head(), *self._parts()))
        for index, end in enumerate(ends):
            if event.x < end:
                if index:
                    await self._screen.run_action(self._actions[index - 1].command.verb)
                return

    @property
    def _screen(self) -> ShellScreen[Any]:
        return cast("ShellScreen[Any]", self.screen)

    def _line(self) -> Content:
        return Content("").join([self._head(), *self._parts()])

    def _head(self) -> Content:
        head = Content.styled(self._title(), "bold")
        return head.pad_right(max(_TITLE_CELLS - head.cell_length, 0) + len(_GAP))

    def _parts(self) -> list[Content]:
        return [self._part(action) for action in self._actions]

    def _part(self, action: Action) -> Content:
        screen = self._screen
        key = key_name(screen.shell.keymap.get(action.command.id, action.command.keys[0]))
        now = next((one for one in screen.own_commands() if one.id == action.command.id), action.command)
        word = f" {pgettext(*action.word)}{_GAP}"
        if screen.allowed(now):
            return Content.assemble("[", (key, "bold $footer-key-foreground"), "]", word)
        return Content.styled(f"[{key}]{word}", "$not-now")
