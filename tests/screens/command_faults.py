"""What the commands of a workplace must not be: the test of each asks it."""

from __future__ import annotations

from collections.abc import Iterable

from boxoffice_tui.screens.command import Command

_SWALLOWED = frozenset({"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+s", "ctrl+z", "f10", "f11"})
_MOVING = frozenset("[]{}/\\?|@#~^`'\"<>;:!,.-_=+*&%$()")


def command_faults(commands: Iterable[Command]) -> list[str]:
    """What is wrong with `commands` together (ANCHORS.md, 9).

    A key two commands share, keys that terminals swallow or that move between keyboards, letters that differ
    by case only, a letter without its second way, an id twice, a command of the footer without a key.
    """
    faults: list[str] = []
    owners: dict[str, str] = {}
    ids: set[str] = set()
    for command in commands:
        if command.id in ids:
            faults.append(f"{command.id}: twice")
        ids.add(command.id)
        if command.footer and not command.keys:
            faults.append(f"{command.id}: in the footer without a key")
        if len(command.keys) == 1 and len(command.keys[0]) == 1:
            faults.append(f"{command.id}: no second way beside {command.keys[0]}")
        for key in command.keys:
            other = owners.setdefault(key.lower(), command.id)
            if other != command.id:
                faults.append(f"{command.id}: {key} is {other}")
            if key.lower() in _SWALLOWED or key in _MOVING:
                faults.append(f"{command.id}: {key} is not on every keyboard or terminal")
    return faults
