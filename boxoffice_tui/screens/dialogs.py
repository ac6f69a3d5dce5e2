"""Dialogs: each is a `ModalScreen[T]` that dismisses a value; Esc dismisses None.

In a flow (screens/base.py) await `confirm`, `ask`, `tell` or `fill`; a dialog with more to it is a `Dialog[T]`
of its workplace. Sentences are given as functions (`lambda: _("…").format(…)`), so that they follow the
language while the dialog is open. The safe button has the focus where something would be destroyed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.answers import AskingScreen, record_fault
from boxoffice_tui.screens.base import ShellScreen
from boxoffice_tui.screens.command import GENERAL, Command, key_name
from boxoffice_tui.screens.header import CommandBar
from boxoffice_tui.widgets.boxes import ScrolledStack

if TYPE_CHECKING:
    from textual._path import CSSPathType

    from boxoffice_tui.screens.base import Shell
    from boxoffice_tui.screens.forms import Field

Result = TypeVar("Result")
Sentence = Callable[[], str]

STYLES = Path(__file__).with_name("dialogs.tcss")  # whole, since a dialog may stand in another folder
_FRAME_LINES = 6  # margins, border, padding and footer of dialogs.tcss
_FRAME_CELLS, _MARGIN_CELLS = 10, 4  # margins, border and padding; the margins alone
_LEAST_CELLS, _MOST_CELLS = 38, 70  # between the paddings
_ABOUT_BUTTONS = 2  # lines
_BUTTON_GAP = 2  # cells


def _content(said: str | Content) -> Content:
    return said if isinstance(said, Content) else Content(said)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: what `ask` gives back, its msgid, and whether it destroys something."""

    id: str
    label: str
    destroys: bool = False


class Words(Static):
    """A sentence of ours with people's text in it: shown literally, said again when the language changes."""

    def __init__(self, sentence: Callable[[], str | Content], *, classes: str | None = None) -> None:
        self._said = _content(sentence())
        super().__init__(self._said, classes=classes)
        self._sentence = sentence

    def say(self, sentence: Callable[[], str | Content]) -> None:
        """Another sentence."""
        self._sentence = sentence
        self.retranslate()

    def retranslate(self) -> None:
        """Words again; nothing is painted where they are the same, nor arranged where they take the same room."""
        said = _content(self._sentence())
        if not said.is_same(self._said):
            moves = not self.size or self._room(said) != self._room(self._said)
            self._said = said
            self.update(said, layout=moves)

    def _room(self, said: Content) -> tuple[int, int]:
        """Cells and lines."""
        width = self.content_size.width
        styles: Any = self.styles  # Textual asks for the rules by name, which these have
        cells = said.get_optimal_width(styles, width) if self.styles.is_auto_width else width
        return cells, said.get_height(styles, width)


class CommandButton(Widget, can_focus=True):
    """A command as a button that shows its key; Enter, Space or a click runs it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter,space", "press", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    class Pressed(Message):
        """The user wants `command`."""

        def __init__(self, command: Command) -> None:
            self.command = command
            super().__init__()

    def __init__(self, command: Command) -> None:
        super().__init__(classes=f"command-{command.verb.partition('(')[0]}")
        self.command = command

    @property
    def cells(self) -> int:
        """Its width with the gap before it."""
        return self.render().cell_length + _BUTTON_GAP

    def render(self) -> Content:
        key = key_name(self.command.keys[0]) if self.command.keys else ""
        return Content.assemble(f"[{_(self.command.label)}", (f" {key}" if key else "", "dim"), "]")

    def action_press(self) -> None:
        """Run it."""
        self.post_message(self.Pressed(self.command))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_press()

    def retranslate(self) -> None:
        """Words again."""
        self.refresh(layout=True)


class Dialog(ShellScreen[Result], ModalScreen[Result]):
    """A box over the page: `heading()`, `body()`, its commands as buttons where they are named in `BUTTONS`.

    `DEFAULT` is the id of the command that Enter in a field runs.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = STYLES
    BINDINGS: ClassVar[list[Any]] = [
        Binding("pagedown", "scroll('page_down')", show=False),
        Binding("pageup", "scroll('page_up')", show=False),
    ]
    BUTTONS: ClassVar[tuple[str, ...]] = ("dialog.back",)
    DEFAULT: ClassVar[str] = ""

    COMMAND_LIST: ClassVar[tuple[Command, ...]] = (
        Command("dialog.back", N_("Cancel"), ("escape",), GENERAL, footer=1, action="back"),
    )

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self.heading())
            with ScrolledStack(classes="content", can_focus=False):
                yield from self.body()
            with Horizontal(classes="buttons"):
                for command in self.buttons():
                    yield CommandButton(command)
        yield CommandBar()

    def heading(self) -> str:
        """What the box is about, in the user's language."""
        return ""

    def body(self) -> Iterable[Widget]:
        """The dialog's own widgets."""
        yield from ()

    def buttons(self) -> Iterable[Command]:
        """The commands shown as buttons, in the order of `BUTTONS`."""
        own = {command.id: command for command in self.own_commands()}
        return (own[command_id] for command_id in self.BUTTONS)

    def retranslate(self) -> None:
        self.query_one(".dialog").border_title = Content(self.heading())
        super().retranslate()
        self._fit()

    def on_mount(self) -> None:
        self._fit()  # before the first frame: after it, all is arranged again

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """The box is wide enough for its buttons, which stand one under the other where a line cannot hold them.

        The content scrolls within what the frame, the buttons and the footer leave of the terminal.
        """
        buttons = list(self.query(".buttons > CommandButton").results(CommandButton))
        room = min(_MOST_CELLS, self.app.size.width - _FRAME_CELLS)
        needed = sum(button.cells for button in buttons)
        stacked = needed > room
        line = self.query_one(".buttons")
        line.display = bool(buttons)
        line.set_class(stacked, "-stacked")
        box = self.query_one(".dialog")
        box.styles.min_width = max(_LEAST_CELLS, min(needed, room)) + _FRAME_CELLS - _MARGIN_CELLS
        lines = (len(buttons) if stacked else 1) + _ABOUT_BUTTONS if buttons else 0
        room_above = max(self.app.size.height - _FRAME_LINES - lines, 1)
        self.query_one(".content").styles.max_height = room_above

    def action_scroll(self, way: str) -> None:
        """Scroll the content."""
        getattr(self.query_one(".content"), f"scroll_{way}")(animate=False)

    def live_keys(self) -> dict[str, str]:
        keys = super().live_keys()
        return {**keys, self.DEFAULT: "enter"} if isinstance(self.focused, Input) and self.DEFAULT else keys

    @on(CommandButton.Pressed)
    async def _press(self, event: CommandButton.Pressed) -> None:
        event.stop()
        await self.run_command(event.command)

    @on(Input.Submitted)
    async def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        for command in self.own_commands():
            if command.id == self.DEFAULT:
                await self.run_command(command)


class Question(Dialog[str]):
    """A sentence and its answers, each with a digit; Esc answers None."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding(f"{digit},alt+{digit}", f"choose({digit})", show=False) for digit in range(1, 10)
    ]

    def __init__(self, heading: Sentence, question: Sentence, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._heading = heading
        self._question = question
        self._choices = tuple(choices)
        self._answers = tuple(
            Command(
                f"question.{number}",
                choice.label,
                (str(number), f"alt+{number}"),
                GENERAL,
                action=f"choose({number})",
            )
            for number, choice in enumerate(self._choices, 1)
        )
        self.safe_button = next((n for n, choice in enumerate(self._choices) if not choice.destroys), 0)

    def own_commands(self) -> tuple[Command, ...]:
        return (*self._answers, *super().own_commands())

    def buttons(self) -> Iterable[Command]:
        return self._answers

    def heading(self) -> str:
        return self._heading()

    def body(self) -> Iterable[Widget]:
        yield Words(self._question)

    def on_mount(self) -> None:
        for button in list(self.query(CommandButton))[self.safe_button :][:1]:  # none where all ends meanwhile
            button.focus()

    def action_choose(self, number: int) -> None:
        """Answer with choice `number`, from 1."""
        if number <= len(self._choices):
            self.dismiss(self._choices[number - 1].id)


class Problem(Dialog[None]):
    """Why something was not done, in a sentence; one button, which Enter presses."""

    COMMAND_LIST = (
        Command("problem.close", N_("Close"), ("escape", "alt+c"), GENERAL, footer=1, action="back"),
    )
    BUTTONS = ("problem.close",)

    def __init__(self, sentence: Sentence, kind: type[Exception]) -> None:
        super().__init__()
        self.sentence = sentence
        self.kind = kind

    def heading(self) -> str:
        return _("Not done")

    def body(self) -> Iterable[Widget]:
        yield Words(self.sentence)


class Fill(Dialog[dict[str, Any]]):
    """A form with a title; dismisses the checked values, or None."""

    COMMAND_LIST = (Command("fill.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1, action="save"),)
    BUTTONS = ("fill.save", "dialog.back")
    DEFAULT = "fill.save"

    def __init__(self, heading: Sentence, fields: Sequence[Field], intro: Sentence | None = None) -> None:
        super().__init__()
        self._heading = heading
        self._fields = tuple(fields)
        self._intro = intro

    def heading(self) -> str:
        return self._heading()

    def body(self) -> Iterable[Widget]:
        from boxoffice_tui.screens.forms import Form

        if self._intro is not None:
            yield Words(self._intro)
        yield Form(self._fields)

    def unsaved(self) -> str | None:
        from boxoffice_tui.screens.forms import Form

        return _("What you typed here is not saved.") if self.query_one(Form).changed else None

    def action_save(self) -> None:
        """Give back the values, if the form finds no fault in them."""
        from boxoffice_tui.screens.forms import Form

        values = self.query_one(Form).check()
        if values is not None:
            self.dismiss(values)


async def ask(
    screen: ShellScreen[Any], question: Sentence, choices: Sequence[Choice], heading: Sentence = str
) -> str | None:
    """The id of the choice made, None for Esc. In a flow."""
    answer: str | None = await screen.app.push_screen_wait(Question(heading, question, choices))
    return answer


async def confirm(
    screen: ShellScreen[Any],
    question: Sentence,
    yes: str,
    no: str = N_("Back"),
    *,
    destroys: bool = False,
    heading: Sentence = str,
) -> bool:
    """Whether the user chose `yes` (a msgid saying the deed); where it destroys, `no` has the focus. In a flow."""
    choices = (Choice("yes", yes, destroys), Choice("no", no))
    return await ask(screen, question, choices, heading) == "yes"


async def confirm_leaving(screen: ShellScreen[Any]) -> bool:
    """Whether `screen` may be left: nothing unsaved is on it, or the user gives that up. In a flow."""
    return screen.unsaved() is None or await confirm(
        screen, lambda: screen.unsaved() or "", N_("Leave without saving"), N_("Stay"), destroys=True
    )


async def fill(
    screen: ShellScreen[Any], heading: Sentence, fields: Sequence[Field], intro: Sentence | None = None
) -> dict[str, Any] | None:
    """The checked values of a form by field name, None for Esc. In a flow."""
    values: dict[str, Any] | None = await screen.app.push_screen_wait(Fill(heading, fields, intro))
    return values


def explanation(error: Exception, shell: Shell) -> Sentence:
    """The sentence that says `error`: a service's own, or the id under which a fault stands in the log."""
    from boxoffice_tui.services.errors import ServiceError

    if isinstance(error, ServiceError):
        from boxoffice_tui.locales import words

        refused: Mapping[str, object] = error.facts
        code = error.code
        return lambda: words.refusal(code, refused, shell.locale(), shell.standing.zone or "UTC")
    fault = record_fault(error)
    return lambda: _(
        "Something failed that should not have. It is in the log as fault {fault}; what was saved before is safe."
    ).format(fault=fault)


def show_problem(screen: AskingScreen[Any], error: Exception) -> None:
    """Say in a dialog why something was not done. A problem already shown is not shown on top of itself."""
    sentence = explanation(error, screen.shell)
    top = screen.app.screen
    if not (isinstance(top, Problem) and type(error) is top.kind):
        screen.app.push_screen(Problem(sentence, type(error)))
