"""A dialog that finds while one types, and gives back the one chosen: a contact, a reservation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import on
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.text import FIELD_LIMIT, safe
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import STYLES, Sentence, Words, explanation
from boxoffice_tui.screens.kept_dialog import KeptDialog
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable
from boxoffice_tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

Found = TypeVar("Found")
Columns = Callable[[], Sequence[Column]]

TYPING_SECONDS = 0.15
LEAST_TYPED = 2


class Sought(TextField):
    """What is typed to find something; `HELP_WORDS` say what it may be."""

    def __init__(self, value: str, help_words: str) -> None:
        super().__init__(value, compact=True, max_length=FIELD_LIMIT)
        self.HELP_WORDS = help_words


class FoundList(PagedTable):
    """What was found; Enter is the dialog's."""

    def __init__(self, columns: Columns) -> None:
        super().__init__(columns())
        self._titles = columns

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but Enter."""
        return action not in {"choose", "tick"} and super().check_action(action, parameters)

    def retranslate(self) -> None:
        """Titles again."""
        self.set_columns(self._titles())


class Finder(KeptDialog[Found]):
    """Type, go down if there are several, Enter. `SOUGHT` says what may be typed."""

    CSS_PATH = [STYLES, Path(__file__).with_name("finder.tcss")]  # noqa: RUF012 -- Textual's class variable
    AUTO_FOCUS = "Sought"
    SOUGHT: ClassVar[str] = ""
    COMMAND_LIST = (Command("finder.choose", N_("Choose"), ("enter", "alt+s"), GENERAL, footer=1),)
    BUTTONS: ClassVar[tuple[str, ...]] = ("finder.choose", "dialog.back")
    DEFAULT = "finder.choose"
    BINDINGS = [("down", "to_list", "")]  # noqa: RUF012 -- Textual's class variable

    class Answered(Answer[tuple[str, tuple[Any, ...]]]):
        """What was typed, and what that may be."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._first = text
        self._found: dict[int, Found] = {}
        self._asked = ""
        self._typing: Timer | None = None
        self._chooses_when_found = False

    # What a finder of something says

    def search(self, desk: Desk, text: str) -> tuple[Found, ...]:
        """What the text names; called in a thread."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column]:
        """The titles of the list."""
        raise NotImplementedError

    def row_of(self, found: Found) -> Row:
        """A line of the list; its key is a number."""
        raise NotImplementedError

    def nothing(self) -> str:
        """What to say where nothing is found."""
        raise NotImplementedError

    # Finding

    def body(self) -> Iterable[Widget]:
        yield Sought(self._first, self.SOUGHT)
        yield FoundList(self.columns)
        yield Words(str, classes="said")

    def on_mount(self) -> None:
        if self._first:
            self._ask()

    def rest(self) -> None:
        sought = self.query_one(Sought)
        with sought.prevent(Input.Changed):
            sought.value = ""
        self._chooses_when_found = False
        self._ask()
        super().rest()

    @property
    def typed(self) -> str:
        """What is typed, made harmless."""
        return safe(self.query_one(Sought).value).strip()

    @on(Input.Changed)
    def _wait_for_more(self) -> None:
        self._chooses_when_found = False
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_SECONDS, self._ask)

    def _ask(self) -> None:
        if self._typing is not None:
            self._typing.stop()
        self._typing = None
        text = self.typed
        if len(text) < LEAST_TYPED and not text.isdigit():
            self.forget(self.Answered)
            self._show("", ())
        elif text != self._asked:
            self.fetch(self.Answered, lambda desk: (text, self.search(desk, text)))

    @on(Answered)
    def _take_found(self, answered: Answered) -> None:
        self._show(*answered.value)
        if self._chooses_when_found:
            self.action_choose()

    def _show(self, text: str, found: tuple[Found, ...]) -> None:
        self._asked = text
        rows = [self.row_of(one) for one in found]
        self._found = {cast("int", row.key): one for row, one in zip(rows, found, strict=True)}
        table = self.query_one(FoundList)
        table.say(self.nothing() if text else "")
        table.replace(rows, more=False)
        self._say(str)

    def _say(self, sentence: Sentence) -> None:
        self.query_one(".said", Words).say(sentence)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        self._chooses_when_found = False
        if question is self.Answered:
            self._say(explanation(error, self.shell))
        else:
            super().failed(question, error)

    @property
    def keeps_keys(self) -> bool:
        coming = self._typing is not None or self._under_way > 0
        return self._chooses_when_found and coming and self._asked != self.typed

    def action_to_list(self) -> None:
        """From the field to what was found."""
        self.query_one(FoundList).focus()

    def action_choose(self) -> None:
        """What the cursor is on; from the field only where there is no other, and once it was found."""
        table = self.query_one(FoundList)
        if self.focused is not table and self._asked != self.typed:
            self._chooses_when_found = True
        elif (key := table.cursor_key) is not None and (self.focused is table or len(self._found) == 1):
            self.dismiss(self._found[cast("int", key)])
        elif self._found:
            table.focus()
