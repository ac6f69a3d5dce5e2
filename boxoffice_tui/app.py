"""The app: services, look, language, keymap, navigation, and nothing else (DESIGN.md; ANCHORS.md, convention 1)."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text
from textual import events, on, work
from textual.app import App
from textual.message import Message
from textual.reactive import Reactive
from textual.signal import Signal

from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Page, ShellScreen, Standing, record_fault
from boxoffice_tui.screens.command import Command, bindings, command_for, key_name
from boxoffice_tui.screens.header import Header
from boxoffice_tui.screens.shell import PLACE_LABELS, QUIT, SHELL_COMMANDS, START, WORKPLACES, commands_for
from boxoffice_tui.screens.themes import THEMES

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel
    from textual.screen import Screen
    from textual.theme import Theme

    from boxoffice_tui.screens.base import DeskFactory
    from boxoffice_tui.screens.shell import Workplaces
    from boxoffice_tui.services.desk import Desk

PASTE_LIMIT = 10_000


class Stood(Message):
    """The desk has said who stands here; or could not, for `error`."""

    def __init__(self, standing: Standing | None, error: Exception | None = None) -> None:
        self.standing = standing
        self.error = error
        super().__init__()


class BoxOfficeApp(App[None]):
    """The shell of all workplaces.

    `connect` is called once, in a thread, after the first frame: nothing of the services is imported before.
    `keymap` is binding id → key (screens/command.py); `look` one of screens/themes.py.
    """

    CSS_PATH = "app.tcss"
    TITLE = "boxoffice"
    ENABLE_COMMAND_PALETTE = False
    COMMANDS = set()  # noqa: RUF012 -- Textual's own are in English, its screenshot among them
    DEFAULT_MODE = START
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-tall")]  # noqa: RUF012
    BINDINGS = bindings(SHELL_COMMANDS)

    theme: Reactive[str] = Reactive("dark")

    def __init__(
        self,
        connect: Callable[[], DeskFactory],
        *,
        language: str = translate.SOURCE,
        look: str = "dark",
        keymap: Mapping[str, str] | None = None,
        mouse: bool = True,
        workplaces: Workplaces = WORKPLACES,
        driver_class: Any = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.animation_level = "none"
        self.standing = Standing()
        self.locale_changed: Signal[str] = Signal(self, "locale-changed")
        self.keymap = dict(keymap or {})
        self._connect = connect
        self._factory: DeskFactory | None = None
        self._connecting = threading.Lock()
        self._mouse = mouse
        self._robbed: set[tuple[str, str]] = set()
        self._commands = commands_for(workplaces)
        self._workplaces = dict(workplaces)
        translate.use(language)
        self._bindings = self._bindings.copy()
        self._bindings.apply_keymap(self.keymap)
        if look != self.theme:
            self.theme = look

    # What screens ask of the shell

    def shell_commands(self) -> tuple[Command, ...]:
        """The commands of every screen; workplaces that are not built are not among them."""
        return self._commands

    def desk(self) -> Desk:
        """A desk for one service call; the first call, in whatever thread, opens the database."""
        with self._connecting:
            if self._factory is None:
                self._factory = self._connect()
        return self._factory.desk(translate.current())

    def stand(self) -> None:
        """Ask the desk who stands here, and show it."""
        self.run_worker(self._stand, group="stand", thread=True, exit_on_error=False)

    def locale(self) -> str:
        """The language with the organisation's country (`fr_CA`)."""
        from boxoffice_tui.locales import formats

        return formats.locale_of(translate.current(), self.standing.country)

    def open(self, workplace: str) -> None:
        """Go to `workplace`, as it was left."""
        self.switch_mode(workplace)

    action_open = open  # noqa: A003

    def start(self) -> int:
        """Run until the user quits, or the terminal or the system ends it (129, 143); the exit code."""
        asyncio.run(self._run_watched())
        self.close_desk()
        return self.return_code or 0

    async def _run_watched(self) -> None:
        for number in (signal.SIGHUP, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)
        await self.run_async(mouse=self._mouse)

    def close_desk(self) -> None:
        """Let the database go, if it was ever opened."""
        if self._factory is not None:
            self._factory.close()

    def get_default_screen(self) -> Page:
        """The first workplace. As a mode it would be styled twice before the first frame."""
        page = self._workplaces[START]()
        self.stylesheet.read_all(page.css_path)
        return page

    def on_mount(self) -> None:
        for workplace, factory in self._workplaces.items():
            self.add_mode(workplace, factory)
        self.call_after_refresh(self.stand)

    def _stand(self) -> None:
        try:
            stood = Stood(Standing.of(self.desk()))
            self.locale()
        except Exception as error:
            stood = Stood(None, error)
        self.post_message(stood)

    @on(Stood)
    def _show_standing(self, event: Stood) -> None:
        if event.standing is None:
            from boxoffice_tui.screens.dialogs import show_problem

            show_problem(self._top, event.error or RuntimeError("no desk"))
            return
        self.standing = event.standing
        for screen in self._every_screen():
            for header in screen.query(Header):
                header.refresh()
            screen.refresh_bindings()

    def _fatal_error(self) -> None:
        """A fault in a handler ends the program: people read a sentence, the traceback goes to the log."""
        error = sys.exc_info()[1] or self._exception or RuntimeError("unknown")
        told = _("The program had to stop: fault {fault} in the log. What was saved is safe.")
        self.panic(Text(told.format(fault=record_fault(error))))

    @property
    def _top(self) -> ShellScreen[Any]:
        return cast("ShellScreen[Any]", self.screen)

    def _every_screen(self) -> Iterator[ShellScreen[Any]]:
        for workplace in PLACE_LABELS:
            stack: list[Screen[Any]] = []
            with suppress(KeyError):
                stack = self.get_screen_stack(workplace)
            yield from (screen for screen in stack if isinstance(screen, ShellScreen))

    # Look, keys, messages

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Ours, in the place of Textual's."""
        return THEMES

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A command of the shell asks its rule; Textual's own actions are as they were."""
        command = command_for(SHELL_COMMANDS, action, parameters)
        if command is None:
            return super().check_action(action, parameters)
        return command in self._commands and self._top.allowed(command)

    async def on_event(self, event: events.Event) -> None:
        """Under the cover keys only quit; Alt+letter is never text; what is pasted is made safe."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            if self._top.covered and not self._quits(event):
                return
            if isinstance(event, events.Paste):
                event.text = safe(event.text, PASTE_LIMIT, lines=True)
            elif event.key.startswith("alt+"):
                event.character = None
        await super().on_event(event)

    def _quits(self, event: events.Event) -> bool:
        active = self._top.active_bindings.get(event.key) if isinstance(event, events.Key) else None
        return active is not None and active.binding.id == QUIT

    def tell_robbed(self, key: str, command: Command) -> None:
        """Say once that the user's keymap took `key` from `command`."""
        if (key, command.id) not in self._robbed:
            self._robbed.add((key, command.id))
            told = _("Your keymap took the key {key} from “{command}”.")
            self.notify(told.format(key=key_name(key), command=_(command.label)))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A passing notice; never markup, whoever asks: people's text may be in it."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy by OSC 52, which works over SSH, and show what was copied."""
        super().copy_to_clipboard(text)
        self.notify(_("Copied: {text}").format(text=safe(text, 60)))

    # The shell's commands

    def action_help(self) -> None:
        """Help for the screen and the focused thing."""
        from boxoffice_tui.screens.help import Help

        self.push_screen(Help(self._top))

    def action_palette(self, group: str = "") -> None:
        """The commands that apply here, or those of one group (a msgid)."""
        from boxoffice_tui.screens.palette import Palette, offers

        screen = self._top

        async def run(chosen: Command | None) -> None:
            if chosen is not None:
                await screen.run_command(chosen)

        self.push_screen(Palette(lambda: offers(screen, group), group or N_("Palette")), run)

    def action_language(self, language: str) -> None:
        """Speak `language` from now on, on every open screen."""
        translate.use(language)
        self.locale_changed.publish(language)

    def action_look(self, look: str) -> None:
        """Show the screens in `look`."""
        self.theme = look

    def action_jump(self) -> None:
        """Letters over what can have the focus."""
        from boxoffice_tui.screens.jump import Jump, targets

        screen = self._top
        self.push_screen(Jump(targets(screen)), lambda widget: screen.set_focus(widget) if widget else None)

    def action_help_quit(self) -> None:
        """Ctrl+C does not quit: say what does."""
        keys = self._top.live_keys()
        self.notify(_("{key} quits.").format(key=key_name(keys.get(QUIT, "ctrl+q"))))

    async def action_quit(self) -> None:
        """Leave the program; asks, once, when something is unsaved or held."""
        if not any(worker.group == "quit" for worker in self.workers):
            self._quit_asking()

    @work(group="quit")
    async def _quit_asking(self) -> None:
        from boxoffice_tui.screens.dialogs import confirm

        def losses() -> str:
            return "\n".join(filter(None, (screen.unsaved() for screen in self._every_screen())))

        if not losses() or await confirm(
            self._top, losses, N_("Quit without saving"), N_("Stay"), destroys=True
        ):
            self.exit()
