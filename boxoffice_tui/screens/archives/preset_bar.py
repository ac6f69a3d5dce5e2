"""The periods one key away, each with its letter; the one in force is marked."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.deadlines import Preset
from boxoffice_tui.screens.archives.commands import PRESET_COMMANDS
from boxoffice_tui.screens.command import key_name

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import ShellScreen

CHOSEN = "▪"


class PresetBar(Widget):
    """One line; a click does what the letter does. `chosen` is None where two days were typed."""

    ALLOW_SELECT = False

    chosen: reactive[Preset | None] = reactive(Preset.SEASON)

    def render(self) -> Content:
        return Content("").join(self._parts())

    async def on_click(self, event: events.Click) -> None:
        """Run the command whose letter and word are under the mouse."""
        ends = accumulate(part.cell_length for part in self._parts())
        for preset, end in zip(Preset, ends, strict=True):
            if event.x < end:
                await self._screen.run_command(PRESET_COMMANDS[preset])
                return

    def retranslate(self) -> None:
        """Words again."""
        self.refresh()

    @property
    def _screen(self) -> ShellScreen[Any]:
        return cast("ShellScreen[Any]", self.screen)

    def _parts(self) -> list[Content]:
        return [self._part(preset) for preset in Preset]

    def _part(self, preset: Preset) -> Content:
        command = PRESET_COMMANDS[preset]
        key = key_name(self._screen.shell.keymap.get(command.id, command.keys[0]))
        if preset is self.chosen:
            return Content.assemble(CHOSEN, (f"{key} {label(preset)}", "bold underline"))
        return Content.assemble(" ", (key, "bold $footer-key-foreground"), f" {label(preset)}")
