"""The four actions on documents, for any page that knows which one is meant (spec/delivery.md, Dialogs)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.documents import DocumentAct
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer, Page, flow
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.dialogs import Words, confirm
from boxoffice_tui.screens.documents.commands import DOCUMENT_COMMANDS
from boxoffice_tui.screens.documents.print_document import PrintDocument
from boxoffice_tui.screens.save_files import written_words
from boxoffice_tui.views.order_documents import DocumentChange, DocumentRecipient, DocumentRow
from boxoffice_tui.views.states import DocumentKind

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class DocumentWork(Page):
    """Works with the document that is meant, and adds to the order of `adds_to`.

    What came of it is said in the page's `.outcome`.
    """

    COMMAND_LIST: ClassVar[tuple[Command, ...]] = DOCUMENT_COMMANDS

    class Done(Answer[DocumentChange]):
        """Something was done with a document."""

    class Addressed(Answer[tuple[DocumentRow, DocumentRecipient]]):
        """Whom the document that is meant goes to."""

    @property
    def has_document(self) -> bool:
        """Whether a document is meant."""
        raise NotImplementedError

    def with_document(self, act: Callable[[DocumentRow], object]) -> None:
        """Run `act` on the document that is meant."""
        raise NotImplementedError

    @property
    def adds_to(self) -> tuple[int, str] | None:
        """The id and the number of the order a document would be added to."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Something changed: read what is shown."""
        raise NotImplementedError

    def added(self) -> None:
        """A document was added; it is shown with what is read again."""

    @flow
    async def action_add_document(self) -> None:
        """Add an invoice, a confirmation or a letter."""
        if self.adds_to is not None:
            from boxoffice_tui.screens.documents.add_document import AddDocument

            self._say(None)
            change: DocumentChange | None = await self.app.push_screen_wait(AddDocument(*self.adds_to))
            if change is not None:
                self.added()
            self._say(change)

    def action_send_document(self) -> None:
        """Generate what was only added; send what is generated, where it travels by e-mail."""
        self.with_document(self._send_it)

    def action_print_document(self) -> None:
        """Write its paper to a file, and count that."""
        self.with_document(self._print_it)

    def action_delete_document(self) -> None:
        """Delete what was not sent, once that is confirmed."""
        self.with_document(self._delete_it)

    def _send_it(self, row: DocumentRow) -> None:
        """What leaves, or takes a number of a series without gap, is asked about first."""
        self._say(None)
        if DocumentAct.SEND in row.acts or _takes_a_number(row):

            def read(desk: Desk) -> tuple[DocumentRow, DocumentRecipient]:
                from boxoffice_tui.services import document_list

                return row, document_list.recipient_of(desk, row.document_id)

            self.fetch(self.Addressed, read, keeps_keys=True)
        else:
            self._generate_or_send(row)

    @on(Addressed)
    @flow
    async def _ask_first(self, addressed: Addressed) -> None:
        row, whom = addressed.value
        leaves = DocumentAct.SEND in row.acts
        if leaves:
            sure = await confirm(self, lambda: _leaving_question(row, whom), N_("Send"))
        else:
            sure = await confirm(self, lambda: _leaving_question(row, whom), N_("Generate"))
        if sure:
            self._generate_or_send(row)

    def _generate_or_send(self, row: DocumentRow) -> None:
        key, document_id, version = secrets.token_urlsafe(), row.document_id, row.version
        first = DocumentAct.GENERATE in row.acts and DocumentAct.SEND not in row.acts

        def send(desk: Desk) -> DocumentChange:
            from boxoffice_tui.services import documents

            act = documents.generate_document if first else documents.send_document
            return act(desk, key, document_id, version)

        self.write(self.Done, send)

    @flow
    async def _print_it(self, row: DocumentRow) -> None:
        self._say(None)
        dialog = PrintDocument(row)
        change = await self.app.push_screen_wait(dialog)
        if change is not None:
            self._say(change, lambda: written_words((dialog.written,)) if dialog.written else "")

    @flow
    async def _delete_it(self, row: DocumentRow) -> None:
        self._say(None)
        sure = DocumentAct.DELETE not in row.acts or await confirm(
            self,
            lambda: _("Delete document {number}, {document}?").format(
                number=row.document_id, document=named(row)
            ),
            N_("Delete it"),
            destroys=True,
        )
        if sure:
            key, document_id, version = secrets.token_urlsafe(), row.document_id, row.version

            def delete(desk: Desk) -> DocumentChange:
                from boxoffice_tui.services import documents

                return documents.delete_document(desk, key, document_id, version)

            self.write(self.Done, delete)

    @on(Done)
    def _take_change(self, done: Done) -> None:
        self._say(done.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Say why; what somebody else did meanwhile is read."""
        if question is self.Done:
            self.read_again()
        super().failed(question, error)

    def _say(self, change: DocumentChange | None, besides: Callable[[], str] = str) -> None:
        """What was done, and nothing where nothing was."""
        outcome = self.query_one(".outcome", Words)
        if change is None:
            outcome.say(str)
            return
        outcome.say(lambda: " · ".join(part for part in (_said(change), besides()) if part))
        self.read_again()


def named(one: DocumentRow | DocumentChange) -> str:
    """`Invoice 12`, `Letter`."""
    kind = words.label(one.kind)
    return f"{kind} {one.number}" if one.number else kind


def _takes_a_number(row: DocumentRow) -> bool:
    return row.kind is DocumentKind.INVOICE and DocumentAct.GENERATE in row.acts


def _leaving_question(row: DocumentRow, whom: DocumentRecipient) -> str:
    """Whether it leaves, to whom; that an invoice takes its number by that, and stays."""
    facts = {"number": row.document_id, "document": named(row), "name": safe(whom.name)}
    if DocumentAct.SEND not in row.acts:
        question = _("Generate document {number}, {document}, for {name}?").format(**facts)
    elif whom.email:
        said = _("Send document {number}, {document}, to {name}, {email}?")
        question = said.format(**facts, email=safe(whom.email))
    else:
        question = _("Send document {number}, {document}, to {name}?").format(**facts)
    if _takes_a_number(row):
        lasting = _("It takes the next invoice number, and cannot be deleted then.")
        return f"{question} {lasting}"
    return question


def _said(change: DocumentChange) -> str:
    """`Document 4, Invoice 12: sent`; that a mail never leaves where its domain gets none."""
    said = _("Document {document}, {kind}: {done}")
    done = _("e-mail recorded; its domain gets none") if change.suppressed else words.label(change.state)
    return said.format(document=change.document_id, kind=named(change), done=done)
