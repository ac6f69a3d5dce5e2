"""What the shell's commands (screens/shell.py) do: help, palette, language, look, jump, operator, quit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual import work
from textual.app import App
from textual.signal import Signal

from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.base import ShellScreen
from boxoffice_tui.screens.command import Command, key_name
from boxoffice_tui.screens.shell import PLACE_LABELS, QUIT

if TYPE_CHECKING:
    from textual.screen import Screen

    from boxoffice_tui.screens.typed_ahead import TypedAhead


class ShellActions(App[None]):
    """The app as far as its commands go."""

    locale_changed: Signal[str]
    typed_ahead: TypedAhead

    def stand(self) -> None:
        """Ask the desk who stands here, and show it."""
        raise NotImplementedError

    @property
    def top(self) -> ShellScreen[Any]:
        """The screen on top."""
        return cast("ShellScreen[Any]", self.screen)

    def every_screen(self) -> Iterator[ShellScreen[Any]]:
        """The open screens of all workplaces."""
        for workplace in PLACE_LABELS:
            stack: list[Screen[Any]] = []
            with suppress(KeyError):
                stack = self.get_screen_stack(workplace)
            yield from (screen for screen in stack if isinstance(screen, ShellScreen))

    async def push_screen_wait(self, screen: Screen[Any] | str, *, mode: str | None = None) -> Any:
        """Textual's own, that says for how long the flow waits for a person."""
        await self._flush_next_callbacks()
        answer: asyncio.Future[Any] = self.push_screen(screen, wait_for_dismiss=True, mode=mode)
        with self.typed_ahead.with_person(answer):
            return await asyncio.shield(answer)

    def losses(self) -> str:
        """What is unsaved or held anywhere, a sentence a line."""
        return "\n".join(filter(None, (screen.unsaved() for screen in self.every_screen())))

    def action_open(self, workplace: str) -> None:
        """Go to a workplace, as it was left; where it is this one, back to its first page."""
        if workplace == self.current_mode:
            self._once("home", self._go_home)
        else:
            self.switch_mode(workplace)

    @work(group="home")
    async def _go_home(self) -> None:
        """Leave the pages over the first one, asking about what is unsaved on each."""
        from boxoffice_tui.screens.dialogs import confirm_leaving

        while len(self.screen_stack) > 1 and not self.top.writing:
            page = self.top
            if not await confirm_leaving(page) or self.top is not page:
                return
            page.leave()

    def action_help(self) -> None:
        """Help for the screen and the focused thing."""
        from boxoffice_tui.screens.help import Help

        self.push_screen(Help(self.top))

    def action_palette(self, group: str = "") -> None:
        """The commands that apply here, or those of one group (a msgid)."""
        from boxoffice_tui.screens.palette import Palette, offers

        screen = self.top

        async def run(chosen: Command | None) -> None:
            if chosen is not None:
                await screen.run_command(chosen)

        self.push_screen(Palette(lambda: offers(screen, group), group or N_("Palette")), run)

    def action_language(self, language: str) -> None:
        """Speak `language` from now on, on every open screen, whoever the operator is."""
        self.follows_operator = False
        self.speak(language)

    def speak(self, language: str) -> None:
        """Speak `language` until the operator changes."""
        translate.use(language)
        self.locale_changed.publish(language)

    def action_look(self, look: str) -> None:
        """Show the screens in `look`."""
        self.theme = look

    def action_jump(self) -> None:
        """Letters over what can have the focus."""
        from boxoffice_tui.screens.jump import Jump, targets

        screen = self.top
        self.push_screen(Jump(targets(screen)), lambda widget: screen.set_focus(widget) if widget else None)

    def action_operator(self) -> None:
        """Let another operator sit down; asks, once, when something is unsaved or held."""
        self._once("operator", self._change_operator)

    def action_pin(self) -> None:
        """Let the operator set their own PIN."""
        from boxoffice_tui.screens.operator import OwnPin

        self.push_screen(OwnPin())

    def action_help_quit(self) -> None:
        """Ctrl+C does not quit: say what does."""
        keys = self.top.live_keys()
        self.notify(_("{key} quits.").format(key=key_name(keys.get(QUIT, "ctrl+q"))), markup=False)

    async def action_quit(self) -> None:
        """Leave the program; asks, once, when something is unsaved or held."""
        self._once("quit", self._quit_asking)

    def _once(self, group: str, ask: Callable[[], object]) -> None:
        if not any(worker.group == group for worker in self.workers):
            ask()

    @work(group="quit")
    async def _quit_asking(self) -> None:
        from boxoffice_tui.screens.dialogs import confirm

        if not self.losses() or await confirm(
            self.top, self.losses, N_("Quit without saving"), N_("Stay"), destroys=True
        ):
            self.exit()

    @work(group="operator")
    async def _change_operator(self) -> None:
        from boxoffice_tui.screens.dialogs import confirm
        from boxoffice_tui.screens.operator import ChangeOperator, what_stays

        if self.losses() and not await confirm(
            self.top, lambda: what_stays(self.losses()), N_("Change operator"), N_("Stay")
        ):
            return
        if await self.push_screen_wait(ChangeOperator()):
            self.stand()
