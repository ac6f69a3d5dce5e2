"""The palette (Ctrl+P): every command that applies now, found by a few letters of its name, with its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import fold
from boxoffice_tui.screens.command import Command, key_name
from boxoffice_tui.screens.dialogs import Dialog
from boxoffice_tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import ShellScreen

FILTER = N_("Type a few letters of a command")
NOTHING = N_("No command that applies now has this name.")

_LABEL_CELLS = 46


@dataclass(frozen=True, slots=True)
class Offer:
    """A command as the palette lists it, in the user's language."""

    command: Command
    name: str
    key: str


def offers(screen: ShellScreen[Any], group: str = "") -> list[Offer]:
    """What applies on `screen` now, of all groups or of the one named by its msgid."""
    keys = screen.live_keys()
    return [
        Offer(command, _(command.label), key_name(keys[command.id]) if command.id in keys else "")
        for command in screen.commands()
        if command.label and (not group or command.group == group) and screen.allowed(command)
    ]


def matching(found: Sequence[Offer], typed: str) -> list[Offer]:
    """Those of `found` in whose name every word typed begins a word or stands inside one; beginnings first."""
    wanted = fold(typed).split()

    def rank(offer: Offer) -> int:
        name = fold(offer.name)
        if not all(word in name for word in wanted):
            return 2
        return 0 if all(any(part.startswith(word) for part in name.split()) for word in wanted) else 1

    ranked = [(rank(offer), number, offer) for number, offer in enumerate(found)]
    return [offer for place, _number, offer in sorted(ranked, key=lambda one: one[:2]) if place < 2]


class Palette(Dialog[Command]):
    """A field and the list under it; dismisses the command chosen."""

    OVERLAY = True
    BUTTONS = ()
    BINDINGS = [  # noqa: RUF012 -- Textual's class variable
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
    ]

    def __init__(self, read: Callable[[], list[Offer]], heading: str) -> None:
        super().__init__()
        self._read = read
        self._heading = heading
        self._shown: list[Offer] = []

    def heading(self) -> str:
        return _(self._heading)

    def body(self) -> Iterable[Widget]:
        yield TextField(placeholder=_(FILTER), compact=True)
        options = OptionList(compact=True)
        options.can_focus = False
        yield options

    def on_mount(self) -> None:
        self._list()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one(Input).placeholder = _(FILTER)
        self._list()

    def action_move(self, way: str) -> None:
        """Move in the list while the field keeps the focus."""
        getattr(self.query_one(OptionList), f"action_{way}")()

    @on(Input.Changed)
    def _list(self) -> None:
        self._shown = matching(self._read(), self.query_one(Input).value)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_line(offer)) for offer in self._shown])
        if self._shown:
            options.highlighted = 0
        else:
            options.add_option(Option(Content(_(NOTHING)), disabled=True))

    @on(Input.Submitted)
    def _choose(self) -> None:
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None and highlighted < len(self._shown):
            self.dismiss(self._shown[highlighted].command)

    @on(OptionList.OptionSelected)
    def _choose_clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index].command)


def _line(offer: Offer) -> Content:
    name = Content(offer.name)
    if name.cell_length > _LABEL_CELLS:
        name = name.truncate(_LABEL_CELLS, ellipsis=True)
    gap = " " * (_LABEL_CELLS + 2 - name.cell_length)
    return Content.assemble(name, gap, (offer.key, "dim"))
