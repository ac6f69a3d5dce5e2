"""The commands every screen has: workplaces, help, palette, jump, language, colours, operator, quit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import N_
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.themes import THEME_LABELS

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import Page, ShellScreen

PLACES = N_("Workplaces")
LANGUAGES = N_("Language")
LOOKS = N_("Colours")

PLACE_LABELS = {
    "counter": N_("Counter"),
    "archives": N_("Archives"),
    "options": N_("Options"),
    "web_reservations": N_("Web reservations"),
    "moves": N_("Moves"),
    "follow_up": N_("Follow-up"),
    "reports": N_("Reports"),
    "setup": N_("Setup"),
}
LANGUAGE_LABELS = {
    "fr": N_("Language: Français"),
    "en": N_("Language: English"),
    "de": N_("Language: Deutsch"),
    "es": N_("Language: Español"),
    "it": N_("Language: Italiano"),
}


Workplaces = Mapping[str, Callable[[], "Page"]]

START = "archives"
QUIT = "shell.quit"


def _lazily(module: str, page: str) -> Callable[[], Page]:
    """A factory that imports `module` when the workplace is first opened."""
    return lambda: cast("Page", getattr(import_module(module), page)())


WORKPLACES: Workplaces = {
    "counter": _lazily("boxoffice_tui.screens.counter.counter", "CounterScreen"),
    "archives": _lazily("boxoffice_tui.screens.archives.search", "SearchScreen"),
    "setup": _lazily("boxoffice_tui.screens.setup.modes", "ModesScreen"),
}


def _overlaid(screen: ShellScreen[Any]) -> bool:
    return not screen.OVERLAY


def _place(number: int, workplace: str, label: str) -> Command:
    def applies(screen: ShellScreen[Any]) -> bool:
        return screen.app.current_mode != workplace or screen is not screen.app.screen_stack[0]

    return Command(
        f"shell.{workplace}",
        label,
        (f"f{number}", f"alt+{number}"),
        PLACES,
        applies,
        footer=8,
        action=f"open('{workplace}')",
    )


def _language(code: str, label: str) -> Command:
    return Command(
        f"shell.language.{code}",
        label,
        (),
        LANGUAGES,
        lambda _screen: translate.current() != code,
        action=f"language('{code}')",
        anywhere=True,
    )


def _look(name: str, label: str) -> Command:
    return Command(
        f"shell.look.{name}",
        label,
        (),
        LOOKS,
        lambda screen: screen.app.theme != name,
        action=f"look('{name}')",
        anywhere=True,
    )


SHELL_COMMANDS = (
    *(_place(number, *place) for number, place in enumerate(PLACE_LABELS.items(), 2)),
    Command("shell.help", N_("Help"), ("f1", "alt+h"), GENERAL, _overlaid, footer=1, anywhere=True),
    Command("shell.palette", N_("Palette"), ("ctrl+p", "f12"), GENERAL, _overlaid, footer=2, anywhere=True),
    Command("shell.jump", N_("Jump to a field"), ("ctrl+o", "alt+j"), GENERAL, _overlaid, anywhere=True),
    Command(
        "shell.languages",
        LANGUAGES,
        ("ctrl+l",),
        GENERAL,
        _overlaid,
        action=f"palette('{LANGUAGES}')",
        anywhere=True,
    ),
    Command(
        "shell.looks", LOOKS, ("ctrl+t",), GENERAL, _overlaid, action=f"palette('{LOOKS}')", anywhere=True
    ),
    Command("shell.operator", N_("Change operator"), ("ctrl+g", "alt+u"), GENERAL, _overlaid, anywhere=True),
    Command("shell.pin", N_("My PIN"), (), GENERAL, _overlaid, anywhere=True),
    Command(QUIT, N_("Quit"), ("ctrl+q",), GENERAL, footer=6, anywhere=True),
    *(_language(*language) for language in LANGUAGE_LABELS.items()),
    *(_look(*look) for look in THEME_LABELS.items()),
)


def commands_for(workplaces: Workplaces) -> tuple[Command, ...]:
    """The shell's commands without those that go to a workplace that is not built."""
    return tuple(
        command
        for command in SHELL_COMMANDS
        if command.group != PLACES or command.id.rpartition(".")[2] in workplaces
    )
