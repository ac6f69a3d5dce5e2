"""To the row, or to the shipment: which of a shipment's tickets a change concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _

_GAP = "   "


class ChangeChoice(Widget, can_focus=True):
    """`( ) To the row   (•) To the shipment`; the row is dim where it may not be chosen."""

    ROW, SHIPMENT = "row", "shipment"
    HELP_WORDS = N_("Some of the tickets, or all of the shipment: the arrows or Space choose.")
    DEFAULT_CSS = """
    ChangeChoice { height: 1; }
    """
    BINDINGS: ClassVar[list[Any]] = [
        Binding("left", f"choose('{ROW}')", show=False),
        Binding("right", f"choose('{SHIPMENT}')", show=False),
        Binding("space,enter", "turn", show=False),
    ]

    value: reactive[str] = reactive(SHIPMENT, layout=False)

    @dataclass
    class Changed(Message):
        """Another choice than before."""

        value: str

    def __init__(self) -> None:
        super().__init__()
        self._row_allowed = True

    def allow_row(self, *, allowed: bool) -> None:
        """Whether the row may be chosen."""
        self._row_allowed = allowed
        if not allowed:
            self.action_choose(self.SHIPMENT)
        self.refresh()

    def render(self) -> Content:
        """Both, on a line."""
        row, shipment = self._cells()
        return Content.assemble(row, _GAP, shipment)

    def retranslate(self) -> None:
        """Words again."""
        self.refresh()

    def action_choose(self, value: str) -> None:
        """Choose one of them."""
        if value != self.value and (value == self.SHIPMENT or self._row_allowed):
            self.value = value
            self.post_message(self.Changed(value))

    def action_turn(self) -> None:
        """Choose the other."""
        self.action_choose(self.ROW if self.value == self.SHIPMENT else self.SHIPMENT)

    def on_click(self, event: events.Click) -> None:
        """Choose what is under the mouse."""
        row, _shipment = self._cells()
        self.action_choose(self.ROW if event.x < row.cell_length + len(_GAP) else self.SHIPMENT)

    def _cells(self) -> tuple[Content, Content]:
        row = self._cell(self.ROW, _("To the row"))
        shown = row if self._row_allowed else Content.styled(row.plain, "dim")
        return shown, self._cell(self.SHIPMENT, _("To the shipment"))

    def _cell(self, value: str, label: str) -> Content:
        chosen = value == self.value
        style = ("bold reverse" if self.has_focus else "bold") if chosen else ""
        return Content.styled(f"{'(•)' if chosen else '( )'} {label}", style)
