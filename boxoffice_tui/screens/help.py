"""Help (F1, Alt+H): what the focused thing is for, every command of the screen with all its keys, and its id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.command import GENERAL, Command, key_name
from boxoffice_tui.screens.dialogs import Dialog, Words

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import ShellScreen

HEADING = N_("Help")
NOT_NOW = N_("not now")
NEEDS = N_("needs the right “{right}”")
FIELD_HELP = N_("Letters are text here. Esc leaves the field; then letters are commands.")
PALETTE_HELP = N_("Every command that applies is in the palette too.")
NAMES = N_("Names of the commands, for [keys] in the settings")
NAMES_HELP = N_("The second key of a command has its name with “.2”.")

_KEY_CELLS = 20


def help_text(screen: ShellScreen[Any]) -> Content:
    """Help for `screen` as it is now: the focused thing, then its commands by group."""
    parts: list[Content] = []
    about = _focused_help(screen)
    if about:
        parts += [Content(about), Content("")]
    keymap = screen.shell.keymap
    ordered = sorted(screen.commands(), key=lambda command: command.group == GENERAL)
    for group, commands in groupby(ordered, key=lambda command: command.group):
        lines = [_line(screen, command, keymap) for command in commands if command.label and command.keys]
        if lines:
            parts += [Content.styled(_(group), "bold $text-accent"), *lines, Content("")]
    parts += [Content.styled(_(PALETTE_HELP), "dim"), Content(""), *_names(ordered)]
    return Content("\n").join(parts)


def _names(commands: Sequence[Command]) -> list[Content]:
    """The ids by which the settings give the commands other keys."""
    named = [command for command in commands if command.label and command.keys]
    width = max((len(command.id) for command in named), default=0)
    return [
        Content.styled(_(NAMES), "bold $text-accent"),
        *(Content(f"  {command.id.ljust(width)}  {_(command.label)}") for command in named),
        Content.styled(_(NAMES_HELP), "dim"),
    ]


def _focused_help(screen: ShellScreen[Any]) -> str:
    """What the focused widget says of itself: its `HELP_WORDS` (a msgid), or how to leave a field."""
    told = getattr(screen.focused, "HELP_WORDS", "")
    sentences = [_(told)] if told else []
    if screen.in_field:
        sentences.append(_(FIELD_HELP))
    return " ".join(sentences)


def _line(screen: ShellScreen[Any], command: Command, keymap: Any) -> Content:
    ways = [keymap.get(binding_id, key) for binding_id, key in command.ways]
    keys = Content("  ".join(key_name(key) for way in ways for key in way.split(",")))
    gap = " " * max(_KEY_CELLS - keys.cell_length, 2)
    state = screen.allowed(command)
    said = _(command.label) + (f" – {_(command.hint)}" if command.hint else "")
    if state:
        return Content.assemble("  ", (keys.plain, "bold"), gap, said)
    why = _(NOT_NOW) if state is False else _(NEEDS).format(right=words.right_name(command.right))
    return Content.assemble("  ", (f"{keys.plain}{gap}{said} ({why})", "dim"))


class Help(Dialog[None]):
    """The text of `help_text`, scrolled by the arrows."""

    OVERLAY = True
    BUTTONS = ()
    BINDINGS = [  # noqa: RUF012 -- Textual's class variable
        Binding("down", "scroll('down')", show=False),
        Binding("up", "scroll('up')", show=False),
        Binding("space", "scroll('page_down')", show=False),
        Binding("home", "scroll('home')", show=False),
        Binding("end", "scroll('end')", show=False),
    ]
    COMMAND_LIST = (Command("help.close", N_("Close"), ("escape", "f1"), GENERAL, footer=1, action="back"),)

    def __init__(self, about: ShellScreen[Any]) -> None:
        super().__init__()
        self._about = about

    def heading(self) -> str:
        return _(HEADING)

    def body(self) -> Iterable[Widget]:
        yield Words(lambda: help_text(self._about))
