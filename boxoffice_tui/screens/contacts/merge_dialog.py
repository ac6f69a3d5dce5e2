"""Two contacts about to be one: which stays, what moves, and whether it is really meant (issue 3, Contacts)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.contacts import contact_work as work
from boxoffice_tui.screens.dialogs import STYLES, CommandButton, Dialog, Sentence, Words, explanation
from boxoffice_tui.views.contacts import ContactRow, Merged


class MergeDialog(Dialog[ContactRow]):
    """Gives back the kept contact once the two are one. There is no way back, so the safe button has the focus."""

    CSS_PATH = [STYLES, "contacts.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command(
            "merge.make_one",
            N_("Merge for good"),
            ("alt+s",),
            GENERAL,
            lambda screen: screen.moves is not None,
            footer=1,
            right=Right.CONTACTS_MERGE,
        ),
        Command("merge.swap", N_("Keep the other"), ("alt+x",), GENERAL, footer=2),
    )
    BUTTONS: ClassVar[tuple[str, ...]] = ("merge.make_one", "merge.swap", "dialog.back")

    class Previewed(Answer[work.Preview]):
        """What would move."""

    class MadeOne(Answer[ContactRow]):
        """The kept contact."""

    def __init__(self, kept: ContactRow, other: ContactRow) -> None:
        super().__init__()
        self.kept = kept
        self.other = other
        self.moves: Merged | None = None
        self._key = secrets.token_urlsafe()

    def heading(self) -> str:
        return _("Merge two contacts")

    def body(self) -> Iterable[Widget]:
        yield Words(lambda: _("Stays: {contact}").format(contact=_named(self.kept)), classes="who")
        yield Words(lambda: _("Goes: {contact}").format(contact=_named(self.other)))
        yield Words(self._moves_said, classes="moves")
        yield Words(str, classes="said")

    def on_mount(self) -> None:
        list(self.query(CommandButton))[-1].focus()
        self._ask()

    def _ask(self) -> None:
        kept, other = self.kept, self.other
        self.moves = None
        self._say(str)
        self.fetch(self.Previewed, lambda desk: work.preview(desk, kept, other))

    @on(Previewed)
    def _show_moves(self, previewed: Previewed) -> None:
        found = previewed.value
        self.kept, self.other, self.moves = found.kept, found.other, found.moves
        self._say(str)

    def action_swap(self) -> None:
        """The other one stays."""
        self.kept, self.other = self.other, self.kept
        self._key = secrets.token_urlsafe()
        self._ask()

    def action_make_one(self) -> None:
        """Make one contact of the two."""
        kept, other, key = self.kept, self.other, self._key
        self.write(self.MadeOne, lambda desk: work.merge(desk, key, kept, other))

    @on(MadeOne)
    def _take_one(self, made: MadeOne) -> None:
        self.dismiss(made.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Why these two stay two is said in the dialog; they are read again where one has changed meanwhile."""
        from boxoffice_tui.services.errors import ConflictError, RefusedError

        if isinstance(error, ConflictError):
            self._key = secrets.token_urlsafe()
            self._ask()
        if isinstance(error, RefusedError):
            self._say(explanation(error, self.shell))
        else:
            super().failed(question, error)

    def _say(self, sentence: Sentence) -> None:
        for words in self.query(Words):
            words.retranslate()
        self.query_one(".said", Words).say(sentence)
        self.refresh_bindings()

    def _moves_said(self) -> str:
        from boxoffice_tui.locales.merges import merged_words

        if self.moves is None:
            return ""
        leads = _(
            "Contact {other} is found no more then; its number leads to contact {number}. There is no way back."
        )
        return f"{merged_words(self.moves)} {leads.format(other=self.other.number, number=self.kept.number)}"


def _named(contact: ContactRow) -> str:
    known = (f"{contact.name} ({contact.number})", contact.email, contact.phone, contact.city)
    return " · ".join(safe(one) for one in known if one)
