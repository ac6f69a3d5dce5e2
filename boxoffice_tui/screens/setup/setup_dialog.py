"""What the dialogs of Setup do alike: seen by everybody, changed by who may, one key for one change."""

from __future__ import annotations

import secrets
from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.dialogs import STYLES, Dialog, Words
from boxoffice_tui.screens.forms import FieldFault, Form
from boxoffice_tui.screens.setup.setup_commands import SAVE

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

READ_ONLY = N_("Changing this takes the right “{right}”.")


class SetupDialog(Dialog[str]):
    """Gives back the code of what was saved. A refusal about a field stands under it; what was typed stays."""

    CSS_PATH = [STYLES, "setup.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (SAVE,)
    BUTTONS: ClassVar[tuple[str, ...]] = ("setup.save", "dialog.back")
    DEFAULT = "setup.save"

    class Saved(Answer[str]):
        """It is kept."""

    def __init__(self) -> None:
        super().__init__()
        self._sent: tuple[Any, str] = (None, "")

    def body(self) -> Iterable[Widget]:
        yield Words(self._right_said, classes="right")
        yield from self.parts()

    @abstractmethod
    def parts(self) -> Iterable[Widget]:
        """The form, and what stands around it."""

    @property
    def may_change(self) -> bool:
        """Whether who sits here holds the right."""
        return Right.SETUP_CHANGE in self.standing.rights

    def buttons(self) -> Iterable[Command]:
        """Nothing is saved by who may not."""
        return (one for one in super().buttons() if self.may_change or one is not SAVE)

    @property
    def form(self) -> Form:
        """The dialog's fields."""
        return self.query_one(Form)

    def on_mount(self) -> None:
        self.query_one(".right").display = not self.may_change
        self.form.disabled = not self.may_change

    def unsaved(self) -> str | None:
        return _("What you typed here is not saved.") if self.form.changed else None

    def save(self, wanted: Any, change: Callable[[Desk, str], str]) -> None:
        """Ask for the change that makes it `wanted`, under the same key while that stays the same."""
        if self._sent[0] != wanted:
            self._sent = (wanted, secrets.token_urlsafe())
        key = self._sent[1]
        self.write(self.Saved, lambda desk: change(desk, key))

    @on(Saved)
    def _close(self, saved: Saved) -> None:
        self.dismiss(saved.value)

    @abstractmethod
    def read_again(self) -> None:
        """Somebody changed it meanwhile: ask for it as it is now."""

    def field_of(self, _code: str) -> str | None:
        """Under which field a refusal stands, None where under none."""
        return None

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A refusal about a field stands under it; what another changed is shown where nothing is typed."""
        from boxoffice_tui.services.errors import ConflictError, RefusedError

        field = self.field_of(error.code) if isinstance(error, RefusedError) else None
        if field is not None and isinstance(error, RefusedError):
            self.form.show_faults({field: FieldFault(error.code, error.facts)})
            return
        if isinstance(error, ConflictError):
            self._sent = (None, "")
            self.read_again()
        super().failed(question, error)

    def _right_said(self) -> str:
        from boxoffice_tui.locales import words

        return _(READ_ONLY).format(right=words.right_name(Right.SETUP_CHANGE))
