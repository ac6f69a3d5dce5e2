"""A document added to an order: what it is, how it travels, what a letter says (spec/delivery.md, Dialogs)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import TextArea

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.documents import DocumentRefusal, text_objection
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import CommandButton, Words, explanation
from boxoffice_tui.screens.refusing_dialog import REFUSING_STYLES, RefusingDialog
from boxoffice_tui.views.order_documents import DocumentChange, DocumentModeOffer
from boxoffice_tui.views.states import DocumentKind
from boxoffice_tui.widgets.numbered_choice import NumberedChoice

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class LetterText(TextArea):
    """What a letter says; Tab leaves it."""

    HELP_WORDS = N_("The letter's text. Enter begins a line, Tab goes on; Alt+S adds the document.")


class Travels(NumberedChoice):
    """The modes. Tab where a digit has just led here stays: who types it goes on from what the digit chose."""

    HELP_WORDS = N_("Choose by a digit or the arrows; Enter adds the document, a letter once its text is typed.")
    BINDINGS: ClassVar[list[Any]] = [Binding("tab", "leave", show=False)]

    led_here = False

    def on_key(self, event: events.Key) -> None:
        """What is chosen here is gone on from as ever."""
        self.led_here = self.led_here and event.key == "tab"

    def on_blur(self) -> None:
        """Whoever comes back came by themselves."""
        self.led_here = False

    def action_leave(self) -> None:
        """To the next field, but for the first Tab after that digit."""
        if not self.led_here:
            self.app.action_focus_next()
        self.led_here = False


class AddDocument(RefusingDialog[DocumentChange]):
    """Chooses the kind and the mode of a document of an order; a letter is typed here."""

    CSS_PATH = [*REFUSING_STYLES, Path(__file__).with_name("documents.tcss")]  # noqa: RUF012
    COMMAND_LIST = (Command("document.save", N_("Add"), ("alt+s",), GENERAL, footer=1),)
    BUTTONS = ("document.save", "dialog.back")

    class Offered(Answer[tuple[DocumentModeOffer, ...]]):
        """How it can travel."""

    class Saved(Answer[DocumentChange]):
        """It is added."""

    def __init__(self, order_id: int, number: str) -> None:
        super().__init__()
        self._order_id = order_id
        self._number = number
        self._key = secrets.token_urlsafe()
        self._modes: tuple[DocumentModeOffer, ...] = ()

    def heading(self) -> str:
        return _("Add a document to order {number}").format(number=self._number)

    def parts(self) -> Iterable[Widget]:
        yield NumberedChoice(lambda: [(kind, words.label(kind)) for kind in DocumentKind], columns=3, id="kind")
        yield Words(self._travels)
        yield Travels(lambda: [(mode.code, safe(mode.name)) for mode in self._possible], columns=1, id="mode")
        yield Words(self._why_not, classes="why-not")
        yield Words(lambda: _("Text of the letter"), classes="letter")
        yield LetterText(soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True)

    def on_mount(self) -> None:
        self._show_letter(shown=False)
        self._kind_choice.focus()
        self._ask()

    def retranslate(self) -> None:
        super().retranslate()
        self._ask()  # names of modes are the database's

    def _ask(self) -> None:
        order_id = self._order_id

        def modes(desk: Desk) -> tuple[DocumentModeOffer, ...]:
            from boxoffice_tui.services.document_modes import document_modes

            return document_modes(desk, order_id)

        self.fetch(self.Offered, modes)

    @on(Offered)
    def _show(self, offered: Offered) -> None:
        self._modes = offered.value
        choice = self._mode_choice
        if choice.value is None:
            choice.begin_with(next((mode.code for mode in self._possible if mode.usual), ""))
        choice.refresh(layout=True)
        for said in self.query(Words):
            said.retranslate()

    # Choosing

    @property
    def kind(self) -> DocumentKind | None:
        """What is to be added, None until it is said."""
        value = self._kind_choice.value
        return None if value is None else DocumentKind(value)

    @on(NumberedChoice.Chosen)
    def _show_text(self) -> None:
        self._show_letter(shown=self.kind is DocumentKind.LETTER)
        self.refuse(None)

    def _show_letter(self, *, shown: bool) -> None:
        for part in (".letter", "LetterText"):
            self.query_one(part).display = shown

    @on(NumberedChoice.WentOn)
    def _go_on(self, event: NumberedChoice.WentOn) -> None:
        if event.choice is self._kind_choice:
            self._mode_choice.focus()
            self._mode_choice.led_here = not event.chosen
        elif self.kind is DocumentKind.LETTER:
            self.query_one(LetterText).focus()
        elif not event.chosen:
            self.query(CommandButton).first().focus()
        else:
            self.action_save()

    @on(NumberedChoice.Undecided)
    def _ask_for(self, event: NumberedChoice.Undecided) -> None:
        self._lacks(event.choice)

    def _lacks(self, choice: NumberedChoice) -> None:
        """Says what is still to be chosen, and goes there."""
        kind = choice is self._kind_choice
        choice.focus(scroll_visible=False)
        self.refuse(lambda: _("Choose what it is.") if kind else _("Choose how it travels."))

    # Saving

    def action_save(self) -> None:
        """Add the document, once."""
        kind, mode = self.kind, self._mode_choice.value
        if kind is None:
            self._lacks(self._kind_choice)
            return
        if mode is None:
            self._lacks(self._mode_choice)
            return
        text = self.query_one(LetterText).text if kind is DocumentKind.LETTER else ""
        objection = text_objection(kind, text)
        if objection is not None:
            code, facts = objection.code, objection.facts
            self.query_one(LetterText).focus(scroll_visible=False)
            self.refuse(lambda: words.refusal(code, facts, self.shell.locale()))
            return
        key, order_id = self._key, self._order_id

        def add(desk: Desk) -> DocumentChange:
            from boxoffice_tui.services.documents import add_document

            return add_document(desk, key, order_id, kind, mode, text)

        if self.write(self.Saved, add):
            self.refuse(None)

    @on(Saved)
    def _close(self, saved: Saved) -> None:
        self.dismiss(saved.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Why not is said in the dialog: what was typed stays."""
        from boxoffice_tui.services.errors import RefusedError

        if question is self.Saved and isinstance(error, RefusedError):
            self._key = secrets.token_urlsafe()
            self.refuse(explanation(error, self.shell))
        else:
            super().failed(question, error)

    def unsaved(self) -> str | None:
        return _("This document is not added.") if self.query_one(LetterText).text.strip() else None

    # Words

    @property
    def _kind_choice(self) -> NumberedChoice:
        return self.query_one("#kind", NumberedChoice)

    @property
    def _mode_choice(self) -> Travels:
        return self.query_one("#mode", Travels)

    @property
    def _possible(self) -> list[DocumentModeOffer]:
        return [mode for mode in self._modes if mode.objection is None]

    def _travels(self) -> str:
        if self._modes and not self._possible:
            return ""
        if not self._modes and self.is_mounted:
            return words.refusal(DocumentRefusal.NO_MODE_FOR_DOCUMENTS, {}, self.shell.locale())
        return _("Delivery mode")

    def _why_not(self) -> str:
        locale = self.shell.locale()
        return "\n".join(
            f"✕ {safe(mode.name)} – {words.refusal(mode.objection.code, mode.objection.facts, locale)}"
            for mode in self._modes
            if mode.objection is not None
        )
