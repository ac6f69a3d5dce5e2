"""The parts of the form of an added ticket: labelled choices, the proposals, lines that say what is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Select, Static

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import FIELD_LIMIT, safe
from boxoffice_tui.screens.forms import CHOOSE
from boxoffice_tui.widgets.text_field import TextField

Value = TypeVar("Value", bound=Hashable)

PROPOSED = N_("Proposed")
NOTHING_PROPOSED = N_("nothing: no such seats are free here")
_GAP = "   "


class Labelled(Horizontal):
    """A field with its label on the left; `label` is a msgid."""

    def __init__(self, label: str, control: Widget) -> None:
        super().__init__(classes="labelled")
        self._label = label
        self._control = control

    def compose(self) -> ComposeResult:
        yield Static(Content(_(self._label)), classes="label")
        yield self._control

    def retranslate(self) -> None:
        """The label again."""
        self.query_one(".label", Static).update(Content(_(self._label)))


class CodeField(TextField):
    """The code of a promotion."""

    HELP_WORDS = N_("The code of a promotion. The prices follow; why one is not applied is said below.")

    def __init__(self) -> None:
        super().__init__(compact=True, max_length=FIELD_LIMIT, id="promotion")

    @property
    def code(self) -> str:
        """What is typed, made harmless."""
        return safe(self.value).strip()


class Chooser(Select["Value | None"]):
    """One of a list on one line; None stands for a choice still to be made."""

    def __init__(self, id: str) -> None:  # noqa: A002 -- Textual's own word
        super().__init__([("", None)], allow_blank=False, compact=True, id=id)

    def offer(self, options: Sequence[tuple[str, Value]], value: Value | None) -> None:
        """Shows texts, which may be people's, for values; says nothing, for it is not the user's choice."""
        shown: list[tuple[Text, Value | None]] = [(_one_line(text), given) for text, given in options]
        if value is None:
            shown.insert(0, (Text(_(CHOOSE), "dim"), None))
        with self.prevent(Select.Changed):
            self.set_options(shown)
            self.value = value
            # the text may be another one for the same value
            self.mutate_reactive(Select.value)  # type: ignore[misc]


class Snug(Horizontal):
    """Widgets side by side, as wide as they are together."""

    DEFAULT_CSS = "Snug { width: auto; height: 1; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002 -- Textual's own word
        super().__init__(id=id)
        self.shrink = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A proposal's text on the widget's lines: where it begins and ends."""

    number: int
    line: int
    start: int
    end: int


class Proposals(Widget):
    """The proposals with their numbers, as many to a line as fit, or one a line where there is room.

    A click chooses one. Where not all fit, the one chosen is among those shown.
    """

    ALLOW_SELECT = False

    class Picked(Message):
        """The user wants proposal `number`, from 1."""

        def __init__(self, number: int) -> None:
            self.number = number
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._texts: tuple[str, ...] | None = None
        self._chosen: int | None = None
        self._placed: list[_Placed] = []
        self._top = 0

    def show(self, texts: Sequence[str] | None, chosen: int | None) -> None:
        """Shows `texts`, best first, with the chosen one (from 0) marked; None while they are not known."""
        now = None if texts is None else tuple(texts)
        if (now, chosen) != (self._texts, self._chosen):
            self._texts, self._chosen = now, chosen
            self.refresh()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is proposed."""
        return self._texts or ()

    def render(self) -> Content:
        head = Content.styled(_(PROPOSED), "bold")
        if not self._texts:
            return head if self._texts is None else Content.assemble(head, _GAP, _(NOTHING_PROPOSED))
        width, height = self.size
        lines = self._laid_out(head, width, one_a_line=height > len(self._texts))
        at = next((one.line for one in self._placed if one.number - 1 == self._chosen), 0)
        self._top = max(0, at - height + 1)
        shown = lines[self._top : self._top + height]
        if len(lines) > self._top + height:
            shown[-1] = Content.assemble(shown[-1].truncate(width - 2), " …")
        return Content("\n").join(shown)

    def _laid_out(self, head: Content, width: int, *, one_a_line: bool) -> list[Content]:
        lines = [head]
        self._placed = []
        for number, text in enumerate(self._texts or (), 1):
            item = self._item(number, text)
            if one_a_line or item.cell_length > width - lines[-1].cell_length - len(_GAP):
                lines.append(Content(""))
            gap = _GAP if lines[-1].plain else " "
            start = lines[-1].cell_length + len(gap)
            first, *rest = item.wrap(width - start)
            lines[-1] = Content.assemble(lines[-1], gap, first)
            self._placed.append(_Placed(number, len(lines) - 1, start, start + first.cell_length))
            lines += [Content.assemble(" " * (start + 2), line) for line in rest]
        return lines

    def _item(self, number: int, text: str) -> Content:
        chosen = number - 1 == self._chosen
        mark = ("◉ ", "bold $text-success") if chosen else ""
        key = (str(number), "bold $footer-key-foreground")
        return Content.assemble(key, " ", mark, (safe(text), "bold" if chosen else ""))

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset_capture(self)
        for placed in self._placed:
            if placed.line == at.y + self._top and placed.start <= at.x < placed.end:
                self.post_message(self.Picked(placed.number))

    def retranslate(self) -> None:
        """Words again."""
        self.refresh()


def _one_line(text: str) -> Text:
    return Text(safe(text), no_wrap=True, overflow="ellipsis")
