"""The app: services, look, language, keymap, navigation, and nothing else (DESIGN.md; ANCHORS.md, convention 1)."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events, on
from textual.message import Message
from textual.reactive import Reactive
from textual.signal import Signal

from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.background import DUE_RIGHTS, Background, DataChanged, MailsWaiting
from boxoffice_tui.screens.base import Page, Standing, record_fault
from boxoffice_tui.screens.command import Command, bindings, command_for
from boxoffice_tui.screens.driver import TerminalDriver, when_hung_up
from boxoffice_tui.screens.header import Header
from boxoffice_tui.screens.keyboard import let_alt_digits_through
from boxoffice_tui.screens.shell import QUIT, SHELL_COMMANDS, START, WORKPLACES, commands_for
from boxoffice_tui.screens.shell_actions import ShellActions
from boxoffice_tui.screens.stylesheet import KeptStylesheet
from boxoffice_tui.screens.themes import THEMES
from boxoffice_tui.screens.typed_ahead import TypedAhead

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel
    from textual.theme import Theme

    from boxoffice_tui.screens.base import DeskFactory
    from boxoffice_tui.screens.shell import Workplaces
    from boxoffice_tui.services.desk import Desk
    from boxoffice_tui.views.orders import LastSaved

PASTE_LIMIT = 10_000
EARLY_END_SECONDS = 20


class Stood(Message):
    """The desk has said who stands here; or could not, for `error`."""

    def __init__(self, standing: Standing | None, error: Exception | None = None) -> None:
        self.standing = standing
        self.error = error
        super().__init__()


class EndedEarly(Message):
    """The program was ended before its clerk quit; the operator's last change that is stored, None if none is."""

    def __init__(self, saved: LastSaved | None) -> None:
        self.saved = saved
        super().__init__()


class BoxOfficeApp(ShellActions):
    """The shell of all workplaces.

    `connect` is called once, in a thread, after the first frame: nothing of the services is imported before.
    `keymap` is binding id → key (screens/command.py); `look` one of screens/themes.py.
    `after_an_early_end`: the last program here was ended before its clerk quit, who is told what was saved.
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
        language: str = "",
        look: str = "dark",
        keymap: Mapping[str, str] | None = None,
        mouse: bool = True,
        workplaces: Workplaces = WORKPLACES,
        driver_class: Any = None,
        after_an_early_end: bool = False,
    ) -> None:
        super().__init__(driver_class=driver_class or TerminalDriver)
        self.stylesheet = KeptStylesheet(self.get_css_variables())
        self.animation_level = "none"
        self.standing = Standing()
        self.locale_changed: Signal[str] = Signal(self, "locale-changed")
        self.changed: Signal[None] = Signal(self, "data-changed")
        self.typed_ahead = TypedAhead(self, self._hurries)
        self.keymap = dict(keymap or {})
        self._connect = connect
        self._factory: DeskFactory | None = None
        self._connecting = threading.Lock()
        self._background = Background(self.post_message, lambda: self.standing.rights)
        self._mouse = mouse
        self._begun = False
        self._after_an_early_end = after_an_early_end
        self._commands = commands_for(workplaces)
        self._workplaces = dict(workplaces)
        self.follows_operator = not language
        translate.use(language or translate.current())
        self._bindings = self._bindings.copy()
        self._bindings.apply_keymap(self.keymap)
        if look != self.theme:
            self.theme = look

    # What screens ask of the shell

    def shell_commands(self) -> tuple[Command, ...]:
        """The commands of every screen; workplaces that are not built are not among them."""
        return self._commands

    def desks(self) -> DeskFactory:
        """Where desks come from; the first call, in whatever thread, opens the database."""
        with self._connecting:
            if self._factory is None:
                self._factory = self._connect()
        return self._factory

    def desk(self) -> Desk:
        """A desk for one service call."""
        return self.desks().desk(translate.current())

    def begin(self) -> None:
        """Open the desk once there is something to see: what it loads would hold the first frame up."""
        if not self._begun:
            self._begun = True
            self.stand()

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

    def start(self) -> int:
        """Run until the user quits, or the terminal or the system ends it (129, 143); the exit code."""
        let_alt_digits_through()
        asyncio.run(self._run_watched())
        self.close_desk()
        return self.return_code or 0

    async def _run_watched(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self.exit, None, 128 + number)

        def hung_up() -> None:
            with suppress(RuntimeError):  # it has ended by itself meanwhile
                loop.call_soon_threadsafe(self.exit, None, 128 + signal.SIGHUP)

        when_hung_up(hung_up)
        await self.run_async(mouse=self._mouse)

    def close_desk(self) -> None:
        """Let the database go, if it was ever opened; what runs beside the screens ends first."""
        self._background.end()
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
        self.screen_change_signal.subscribe(
            self, lambda _screen: self.typed_ahead.screen_changed(), immediate=True
        )

    def _stand(self) -> None:
        try:
            desk = self.desk()
            stood = Stood(Standing.of(desk))
            self.locale()
            self.post_message(stood)
            if self._after_an_early_end:  # said after it is known who stands here, and what they speak
                self._after_an_early_end = False
                self._look_back(desk)
        except Exception as error:
            self.post_message(Stood(None, error))

    def _look_back(self, desk: Desk) -> None:
        from boxoffice_tui.services.history import last_saved

        self.post_message(EndedEarly(last_saved(desk)))

    @on(Stood)
    def _show_standing(self, event: Stood) -> None:
        if event.standing is None:
            from boxoffice_tui.screens.dialogs import show_problem

            show_problem(self.top, event.error or RuntimeError("no desk"))
            return
        waiting = self.standing.mails_waiting if event.standing.rights >= DUE_RIGHTS else 0
        self._change_standing(replace(event.standing, mails_waiting=waiting))
        if self._factory is not None:
            self._background.begin(self._factory)

    @on(EndedEarly)
    def _tell_what_was_saved(self, event: EndedEarly) -> None:
        from boxoffice_tui.locales import words

        told = words.ended_early(event.saved, self.locale())
        self.notify(told, severity="warning", timeout=EARLY_END_SECONDS)

    def _change_standing(self, standing: Standing) -> None:
        self.standing = standing
        if self.follows_operator and standing.language not in {"", translate.current()}:
            self.speak(standing.language)
        for screen in self.every_screen():
            for header in screen.query(Header):
                header.refresh()
            screen.refresh_bindings()

    @on(MailsWaiting)
    def _show_mails_waiting(self, event: MailsWaiting) -> None:
        if event.count != self.standing.mails_waiting:
            self._change_standing(replace(self.standing, mails_waiting=event.count))

    @on(DataChanged)
    def _publish_change(self) -> None:
        self.changed.publish(None)

    def on_unmount(self) -> None:
        self.typed_ahead.end()
        self._background.stop()

    def _fatal_error(self) -> None:
        """A fault in a handler ends the program: people read a sentence, the traceback goes to the log."""
        error = sys.exc_info()[1] or self._exception or RuntimeError("unknown")
        told = _("The program had to stop: fault {fault} in the log. What was saved is safe.")
        self.panic(Text(told.format(fault=record_fault(error))))

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
        return command in self._commands and self.top.allowed(command)

    async def on_event(self, event: events.Event) -> None:
        """Keys wait for what is opening; under the cover they only quit; Alt+letter is never text; what is pasted
        is made safe.
        """
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            if not self.typed_ahead.admits(event) or (self.top.covered and not self._quits(event)):
                return
            if isinstance(event, events.Paste):
                event.text = safe(event.text, PASTE_LIMIT, lines=True)
            elif event.key.startswith("alt+"):
                event.character = None
        await super().on_event(event)

    def _quits(self, event: events.Event) -> bool:
        active = self.top.active_bindings.get(event.key) if isinstance(event, events.Key) else None
        return active is not None and active.binding.id == QUIT

    def _hurries(self, event: events.Event) -> bool:
        """Whether `event` quits, or asks how: these wait for no service."""
        bound = self._bindings.key_to_bindings.get(event.key, ()) if isinstance(event, events.Key) else ()
        return any(one.id == QUIT or one.key == "ctrl+c" for one in bound)

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
        self.notify(_("Copied: {text}").format(text=safe(text, 60)), markup=False)
