"""What every screen stands on: the shell it needs of the app, commands, languages, leaving, the cover.

How a workplace is built on it (all of screens/archives/ does exactly this):

- A **page** is a `Page`: `PLACE` names it in the header, `COMMAND_LIST` holds its `Command`s, `body()` yields
  its widgets between header and footer. A **dialog** is a `Dialog[T]` (screens/dialogs.py).
- **A question to a service** has its own message, a subclass of `Answer` inside the screen (screens/answers.py):

      class Found(Answer[OrderRows]): ...

      def search(self) -> None:
          self.fetch(self.Found, lambda desk: archives.search(desk, question))

      @on(Found)
      def show_rows(self, found: Found) -> None:
          self.query_one(Rows).show(found.value)

  The lambda runs in a thread (import the service module inside it); the answer comes back as the message, on
  the event loop. `fetch` is for reading: the newest question wins, an older answer never arrives. `write` is
  for changing: while one is under way a second is refused, so that Enter never repeats it; `Esc` waits.
- **A failure** becomes a dialog in the user's language by itself. A screen that knows better (a conflict
  reloads the order) overrides `failed(question, error)` and calls `super()` for the rest.
- **A flow with dialogs** is a method marked `@flow` that awaits `ask`, `confirm`, `fill` of screens/dialogs.py.
- **Words**: labels are msgids. A widget that shows words has `retranslate()`, called when the language changes;
  a Textual `Select` or `Input` of a page gets its prompt and placeholder from `_()` and again in the page's own
  `retranslate()`, as screens/forms.py does.
- **Room**: the screen has the class `-wide` from 110 columns and `-tall` from 34 lines, else `-narrow` and `-low`.
- **Unsaved data**: `unsaved()` says in a sentence what would be lost; leaving and quitting then ask.
- **Keys typed ahead** wait by themselves until a flow or a screen is open, until a `write` is answered, and until
  what a screen asks while it opens is answered; where a dialog opens with what you `fetch`, say that it
  `keeps_keys`, and None where what is shown already is asked once more (screens/typed_ahead.py).
- **What others change**: override `data_changed()`. It is called when anybody, this program included, has
  committed something: at most once a second, only while the screen is on top; else once when it is again.
  It says nothing about what changed: `fetch` what is shown and repaint only what differs, keeping cursor,
  focus and what was typed. An answer that differs from what somebody is working on is said, not imposed.
  A widget of its own may `screen.shell.changed.subscribe(self, …)` instead, as with `locale_changed`.
  Time is no change: a hold that runs out is noticed when its place is claimed, or ended by the due work.
- After a change that makes a command apply or not: `refresh_bindings()`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, runtime_checkable

from textual import events, on
from textual.app import ComposeResult
from textual.keys import key_to_character
from textual.signal import Signal
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.answers import Answer, AskingScreen, flow, record_fault
from boxoffice_tui.screens.command import GENERAL, Command, allowed, bindings, command_for
from boxoffice_tui.screens.header import CommandBar, Cover, Header

__all__ = ["Answer", "DeskFactory", "Page", "Shell", "ShellScreen", "Standing", "flow", "record_fault"]

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.geometry import Size

    from boxoffice_tui.screens.typed_ahead import TypedAhead
    from boxoffice_tui.services.desk import Desk
    from boxoffice_tui.views.operators import OperatorChoice

Result = TypeVar("Result")

WIDTH, HEIGHT = 80, 24


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands where: what the header says, and what screens word and enable by.

    `country` is ISO 3166, `zone` an IANA name, `currency` ISO 4217, `language` the operator's own; all empty
    until the database is open.
    """

    place: str = ""
    operator: str = ""
    till: str = ""
    training: bool = False
    country: str = ""
    currency: str = ""
    zone: str = ""
    rights: frozenset[str] = frozenset()
    language: str = ""
    mails_waiting: int = 0  # for so long that somebody should know

    @classmethod
    def of(cls, desk: Desk) -> Standing:
        """As `desk` knows it."""
        house, actor = desk.house, desk.actor
        return cls(
            place=house.name,
            operator=actor.code,
            till=actor.till,
            training=house.training,
            country=house.country,
            currency=house.currency,
            zone=str(house.zone),
            rights=actor.rights,
            language=actor.language,
        )


class DeskFactory(Protocol):
    """What `connect` gives: desks for the operator at this terminal, made in threads, one for each call."""

    def desk(self, language: str) -> Desk:
        """A desk that speaks `language`."""

    def operators(self) -> tuple[OperatorChoice, ...]:
        """Who may sit down here."""

    def switch(self, operator: str, pin: str) -> None:
        """Let another operator sit down; desks are theirs from now on. Raises as identity.switch_operator."""

    def stand_at(self, till: str) -> None:
        """Stand at another till; desks are at it from now on. Raises as identity.at_till."""

    def watch(self, stop: threading.Event, changed: Callable[[], None]) -> None:
        """Call `changed` after others changed the database, at most once a second, until `stop` is set."""

    def run_due(self, stop: threading.Event) -> int:
        """Do what is due, as far as `stop` allows; how many mails have been waiting for too long."""

    def close(self) -> None:
        """Let the database go; called once, when the program ends."""


class Shell(Protocol):
    """What a screen may ask of the app, and no more."""

    standing: Standing
    locale_changed: Signal[str]
    changed: Signal[None]
    keymap: Mapping[str, str]
    typed_ahead: TypedAhead

    def desk(self) -> Desk:
        """A desk for one service call. In threads only: the first call opens the database."""

    def desks(self) -> DeskFactory:
        """Where desks come from: who may sit down here, and letting them. In threads only."""

    def open(self, workplace: str) -> None:
        """Go to a workplace; it is as it was left."""

    def locale(self) -> str:
        """The language with the organisation's country, for locales/formats.py; loads Babel."""

    def begin(self) -> None:
        """A screen is to be seen: open the desk, the first time."""

    def stand(self) -> None:
        """Ask the desk again who stands here: after another operator or till was chosen."""

    def shell_commands(self) -> tuple[Command, ...]:
        """The commands that every screen has: workplaces, help, palette, language, theme, quit."""


@runtime_checkable
class Worded(Protocol):
    """A widget that shows words of ours."""

    def retranslate(self) -> None:
        """Show them again in the process's language, keeping what was typed."""


class ShellScreen(AskingScreen[Result]):
    """The base of pages and dialogs."""

    COMMAND_LIST: ClassVar[tuple[Command, ...]] = ()
    _merged_commands: ClassVar[tuple[Command, ...]] = ()
    OVERLAY: ClassVar[bool] = False  # the palette, help and jump mode do not open over one another
    HOME: ClassVar[str] = ""  # selector of what gets the focus when Esc leaves a field
    _out_of_date = False
    _looks: tuple[str, Size] | None = None  # of when it was on top last

    def __init_subclass__(cls, **options: Any) -> None:
        own = cls.__dict__.get("COMMAND_LIST", ())
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *bindings(own)]
        super().__init_subclass__(**options)
        found: dict[str, Command] = {}
        for base in cls.__mro__:
            for command in base.__dict__.get("COMMAND_LIST", ()):
                found.setdefault(command.id, command)
        cls._merged_commands = tuple(found.values())

    @property
    def standing(self) -> Standing:
        """Who stands where."""
        return self.shell.standing

    # Commands

    @classmethod
    def declared_commands(cls) -> tuple[Command, ...]:
        """The commands of every screen of this class and those of its bases, nearest first."""
        return cls._merged_commands

    def own_commands(self) -> tuple[Command, ...]:
        """The screen's commands."""
        return self._merged_commands

    def commands(self) -> tuple[Command, ...]:
        """Every command a user has here: the screen's, then the shell's."""
        return (*self.own_commands(), *self.shell.shell_commands())

    def allowed(self, command: Command) -> bool | None:
        """Whether `command` runs now; None where only a right is missing."""
        if self.covered or (self.is_modal and not command.anywhere and command not in self.own_commands()):
            return command.id == "shell.quit"
        return allowed(command, self, self.standing.rights)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether `action` may run now; the one rule that enables a command."""
        command = command_for(self.own_commands(), action, parameters)
        return super().check_action(action, parameters) if command is None else self.allowed(command)

    async def run_command(self, command: Command) -> None:
        """Do what `command` says, as its key would."""
        own = command in self.own_commands()
        await self.app.run_action(command.verb, self if own else self.app)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Textual's, in the user's language."""
        return {
            key: active._replace(binding=replace(active.binding, description=_(active.binding.description)))
            for key, active in super().active_bindings.items()
        }

    def live_keys(self) -> dict[str, str]:
        """Command id → the key that runs it at this moment: the second way while a field takes letters."""
        active = {binding.binding.id: key for key, binding in reversed(super().active_bindings.items())}
        own = {
            command.id: next((active[way] for way, _key in command.ways if way in active), "")
            for command in self.own_commands()
        }
        shells = {
            command.id: self.shell.keymap.get(command.id, command.keys[0])
            for command in self.shell.shell_commands()
            if command.keys
        }
        return {command_id: key for command_id, key in (own | shells).items() if key}

    # Leaving

    def unsaved(self) -> str | None:
        """The sentence that says what leaving would lose, None when nothing would be."""
        return None

    def leave(self) -> None:
        """Close this screen; nothing asks any more. The last page of a workplace stays."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)

    def action_back(self) -> None:
        """Esc: out of the field, then out of the screen, asking about unsaved data."""
        if self.in_field and not self.is_modal:
            self.set_focus(self.query(self.HOME).first() if self.HOME else None)
        elif not self.writing and len(self.app.screen_stack) > 1:
            self._leave_asking()

    @flow
    async def _leave_asking(self) -> None:
        from boxoffice_tui.screens.dialogs import confirm_leaving

        if await confirm_leaving(self):
            self.leave()

    @property
    def in_field(self) -> bool:
        """Whether what has the focus takes letters as text."""
        focused = self.focused
        return focused is not None and focused.check_consume_key("a", key_to_character("a"))

    @property
    def keeps_keys(self) -> bool:
        """Whether an Enter waits for an answer, which says where the keys behind it go (screens/typed_ahead.py)."""
        return False

    def can_go_back(self) -> bool:
        """Whether Esc would do something here."""
        return self.is_modal or self.in_field or len(self.app.screen_stack) > 1

    # What others change

    def data_changed(self) -> None:
        """Something in the database is not what it was. A screen that shows what may change extends it."""

    def _hear_of_change(self) -> None:
        self._out_of_date = not self.is_active
        if self.is_active:
            self.data_changed()

    # Words, size

    def retranslate(self) -> None:
        """Show the words again after the language changed; a screen with words of its own extends it."""
        for widget in self.walk_children(Widget):
            if isinstance(widget, Worded):
                widget.retranslate()
        self.refresh_bindings()

    @property
    def covered(self) -> bool:
        """Whether the terminal is too small to show this screen whole."""
        return self.app.size.width < WIDTH or self.app.size.height < HEIGHT

    def on_compose(self) -> None:
        """The classes of the terminal's size come before the widgets: after them all would be styled twice."""
        self.update_classes(self._size_classes(), animate=False)

    def _size_classes(self) -> dict[str, bool]:
        size, app = self.app.size, self.app
        across = self._get_breakpoint_classes(size.width, app.HORIZONTAL_BREAKPOINTS or [])
        down = self._get_breakpoint_classes(size.height, app.VERTICAL_BREAKPOINTS or [])
        return dict.fromkeys(across | down, True)

    def on_mount(self) -> None:
        # Textual applies its own keymap only after a field has swallowed the letters that were remapped
        self._bindings = self._bindings.copy()
        self._bindings.apply_keymap(self.shell.keymap)
        self.shell.locale_changed.subscribe(self, lambda _language: self.retranslate())
        self.shell.changed.subscribe(self, lambda _nothing: self._hear_of_change())

    def on_resize(self) -> None:
        self._cover_or_uncover()

    @on(events.ScreenResume)
    def _keep_styles(self, event: events.ScreenResume) -> None:
        """Nothing is styled again that was: when it was mounted, a moment ago, or when it was last on top.

        Other colours, or another size, are another matter.
        """
        looks = (self.app.theme, self.app.size)
        if self._looks in (None, looks):
            event.refresh_styles = False
        else:
            self.update_classes(self._size_classes(), animate=False)
        self._looks = looks

    def on_screen_resume(self) -> None:
        self.call_next(self.shell.begin)
        self._cover_or_uncover()
        if self._out_of_date:
            self._hear_of_change()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A blinking cursor would write twice a second over SSH."""
        widget: Any = event.widget
        if getattr(widget, "cursor_blink", False):
            widget.cursor_blink = False

    def _cover_or_uncover(self) -> None:
        covers = self.query(Cover)
        if self.covered and not covers:
            self.mount(Cover(WIDTH, HEIGHT))
        elif not self.covered and covers:
            covers.remove()
        self.refresh_bindings()


class Page(ShellScreen[None]):
    """A screen of a workplace: header, body, footer."""

    PLACE: ClassVar[str] = ""  # msgid, said in the header beside the house

    COMMAND_LIST: ClassVar[tuple[Command, ...]] = (
        Command(
            "page.back", N_("Back"), ("escape",), GENERAL, ShellScreen.can_go_back, footer=1, action="back"
        ),
    )

    def compose(self) -> ComposeResult:
        yield Header()
        yield from self.body()
        yield CommandBar()

    def body(self) -> Iterable[Widget]:
        """The page's own widgets."""
        yield from ()

    def place(self) -> str:
        """Where the user is, in the user's language: the workplace, or the workplace and the thing open."""
        return _(self.PLACE)
