"""The keys of the settings (`[keys]`): a command's id and the key it gets; what cannot be meant is refused.

Loads every screen, so it is asked only where the settings name keys.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from textual.keys import Keys
from textual.screen import ModalScreen

from boxoffice_tui import screens
from boxoffice_tui.configuration import ConfigurationError
from boxoffice_tui.screens.base import ShellScreen
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.shell import QUIT, WORKPLACES, commands_for

MODIFIERS = frozenset({"alt", "ctrl", "shift"})
KEYS = frozenset(str(key.value) for key in Keys if str(key.value).isalnum()) - {"return"}

Together = Iterable[Iterable[Command]]
"""The commands that are there at the same time, screen by screen."""


def require_keys(keys: Mapping[str, str], place: str, together: Together | None = None) -> dict[str, str]:
    """`keys` as Textual writes them, by the id of a command's way.

    Raises `ConfigurationError`: configuration_command_unknown (key, near, place), configuration_key_malformed
    (key, value, place), configuration_key_taken (key, value, other, place).
    """
    sets = [tuple(commands) for commands in (every_set() if together is None else together)]
    known = {way for commands in sets for command in commands for way, _key in command.ways}
    for way in keys:
        if way not in known:
            near = tuple(get_close_matches(way, sorted(known), 1))
            raise ConfigurationError("configuration_command_unknown", key=way, near=near, place=place)
    written = {way: _written(way, told, place) for way, told in keys.items()}
    for commands in sets:
        _require_free(written, commands, place)
    return written


def every_set() -> Iterator[tuple[Command, ...]]:
    """The commands of each screen of the program, with those of the shell that work over it."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        import_module(module.name)
    shells = commands_for(WORKPLACES)
    for screen in _descendants(ShellScreen):
        modal = issubclass(screen, ModalScreen)
        over = (one for one in shells if not modal or one.anywhere or one.id == QUIT)
        yield (*screen.declared_commands(), *over)


def _descendants(base: type[ShellScreen[Any]]) -> Iterator[type[ShellScreen[Any]]]:
    for screen in base.__subclasses__():
        yield screen
        yield from _descendants(screen)


def _written(way: str, told: str, place: str) -> str:
    """`F6`, `Ctrl+x, alt+X` as `f6`, `ctrl+x,alt+x`; a letter alone stays as it is."""
    return ",".join(_one(way, key.strip(), place) for key in told.split(","))


def _one(way: str, key: str, place: str) -> str:
    *modifiers, last = key.split("+")
    whole = (*modifiers, last) if modifiers or len(last) > 1 else ()
    named = [part.strip().lower() for part in whole] or [last]
    single = len(named[-1]) == 1 and named[-1].isalnum() and named[-1].isascii()
    if not (set(named[:-1]) <= MODIFIERS and (single or named[-1] in KEYS)):
        raise ConfigurationError("configuration_key_malformed", key=way, value=key, place=place)
    return "+".join(named)


def _require_free(written: Mapping[str, str], commands: Iterable[Command], place: str) -> None:
    """That no key given by the settings runs another command of the same screen too."""
    owners: dict[str, list[tuple[str, Command]]] = {}
    for command in commands:
        for way, own in command.ways:
            for key in written.get(way, own).split(","):
                owners.setdefault(key, []).append((way, command))
    for key, owned in owners.items():
        for way, command in owned:
            others = [other for other_way, other in owned if other is not command]
            if way in written and others:
                raise ConfigurationError(
                    "configuration_key_taken", key=way, value=key, other=others[0].id, place=place
                )
