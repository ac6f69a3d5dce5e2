"""One `Command` for each thing a user can do: it feeds the binding, the footer, the palette and help.

A screen lists its commands in `COMMAND_LIST` (screens/base.py) and has one method `action_<verb>` for each;
`applies` is asked by `check_action` and by nothing else (DESIGN.md, Faces; ANCHORS.md, 9).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual.actions import parse
from textual.binding import Binding, BindingType

from boxoffice_tui.locales.translate import N_, _

GENERAL = N_("General")
MOST_IN_FOOTER = 8

_NAMES = {
    "alt": "Alt", "up": "↑", "down": "↓", "left": "←", "right": "→", "tab": "Tab",
    "ctrl": N_("Ctrl"), "shift": N_("Shift"), "enter": N_("Enter"), "escape": N_("Esc"), "space": N_("Space"),
    "home": N_("Home"), "end": N_("End"), "pageup": N_("PgUp"), "pagedown": N_("PgDn"), "delete": N_("Del"),
    "backspace": N_("Backspace"), "insert": N_("Ins"), "plus": "+", "minus": "-",
}  # fmt: skip


def always(_screen: object) -> bool:
    """The rule of a command that applies whenever its screen is shown."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do on a screen.

    `id` is what people remap (`order.add_ticket`); its last part is the verb, so that the screen's method is
    `action_add_ticket`; `action` replaces the verb where one method serves several commands
    (`language('fr')`). `label`, `group` and `hint` are msgids. `keys`: the one shown, then the other ways
    (a letter or function key, and Alt+letter; one key alone where the palette is the second way).
    `footer`: 0 is never shown there, 1 stays longest, the highest is dropped first; `short` is what it says there,
    "" the label (a msgid too). `right`: the code of the
    right without which the command is disabled and help says so. `anywhere`: works under dialogs too.
    """

    id: str
    label: str
    keys: tuple[str, ...]
    group: str = ""
    applies: Callable[[Any], bool] = always
    footer: int = 0
    hint: str = ""
    right: str = ""
    action: str = ""
    anywhere: bool = False
    short: str = ""

    @property
    def verb(self) -> str:
        """The action a key or the palette runs."""
        return self.action or self.id.rpartition(".")[2]

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """(binding id, key) of each way: the first is remapped by the command's id, others by id.2, id.3."""
        return tuple(
            (self.id if number == 1 else f"{self.id}.{number}", key)
            for number, key in enumerate(self.keys, 1)
        )


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Textual's bindings of `commands`; labels stay msgids, translated when shown."""
    return [
        Binding(
            key,
            command.verb,
            command.label,
            show=command.footer > 0,
            id=binding_id,
            # an Alt+letter that waited its turn in the field's queue would come after the letters typed next
            priority=command.anywhere or key.startswith("alt+"),
        )
        for command in commands
        for binding_id, key in command.ways
    ]


def command_for(commands: Iterable[Command], action: str, parameters: tuple[object, ...]) -> Command | None:
    """The command whose verb is `action` with `parameters`, or None when no command owns that action."""
    for command in commands:
        _namespace, name, arguments = parse(command.verb)
        if name == action and arguments == parameters:
            return command
    return None


def allowed(command: Command, screen: Any, rights: frozenset[str]) -> bool | None:
    """Whether `command` runs now on `screen`; None: it would, were it not for the operator's rights."""
    if not command.applies(screen):
        return False
    return True if not command.right or command.right in rights else None


def key_name(key: str) -> str:
    """`key` as people read it, in the process's language: `alt+a` is Alt+A, `escape` Esc, `f3` F3."""
    *modifiers, last = key.split("+")
    names = [_(_NAMES[part]) for part in modifiers]
    if last in _NAMES:
        names.append(_(_NAMES[last]))
    elif modifiers or (last[:1] == "f" and last[1:].isdigit()):
        names.append(last.upper())
    else:
        names.append(last)
    return "+".join(names)
