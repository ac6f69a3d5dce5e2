"""A document on paper: its PDF in a new file, the print counted; nothing is overwritten."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import Words, explanation
from boxoffice_tui.screens.forms import Form
from boxoffice_tui.screens.refusal import file_refusal
from boxoffice_tui.screens.refusing_dialog import RefusingDialog
from boxoffice_tui.screens.save_files import file_field, file_name
from boxoffice_tui.views.order_documents import DocumentChange, DocumentRow

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class PrintDocument(RefusingDialog[DocumentChange]):
    """Prints `row` to a new file; `written` is its name then."""

    COMMAND_LIST = (Command("document.save", N_("Print to the file"), ("enter", "alt+s"), GENERAL, footer=1),)
    BUTTONS = ("document.save", "dialog.back")
    DEFAULT = "document.save"

    class Saved(Answer[DocumentChange]):
        """The print is counted and written."""

    def __init__(self, row: DocumentRow) -> None:
        super().__init__()
        self.written = ""
        self._row = row
        self._key = secrets.token_urlsafe()
        self._counted: DocumentChange | None = None

    def heading(self) -> str:
        from boxoffice_tui.screens.documents.document_work import named

        return _("Print: {document}").format(document=named(self._row))

    def parts(self) -> Iterable[Widget]:
        yield Words(self._about, classes="about")
        name = file_name(words.label(self._row.kind), self._row.number or self._row.document_id)
        yield Form([file_field("file", N_("PDF file"), f"{name}.pdf", required=True)])

    def _about(self) -> str:
        if self._row.number is None and not self._row.printed:
            return _("Each print is counted. What is not generated yet is, and then says the same for good.")
        return _("Each print is counted. It says the same as the one before.")

    def action_save(self) -> None:
        """Count the print and write the file, once."""
        values = self.query_one(Form).check()
        if values is not None:
            path = Path(values["file"]).expanduser()
            if self.write(self.Saved, lambda desk: self._print(desk, path)):
                self.refuse(None)

    def _print(self, desk: Desk, path: Path) -> DocumentChange:
        """Used from a thread, one call at a time. Raises `OSError` and as services/documents.py does."""
        from boxoffice_tui.devices.new_files import created
        from boxoffice_tui.services import document_list, documents

        with created(path) as write:
            if self._counted is None:
                self._counted = documents.print_document(
                    desk, self._key, self._row.document_id, self._row.version
                )
            write(document_list.pdf_of_document(desk, self._row.document_id))
        self.written = str(path)
        return self._counted

    @on(Saved)
    def _close(self, saved: Saved) -> None:
        self.dismiss(saved.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Why not is said in the dialog: the file's name stays."""
        if isinstance(error, OSError):
            self.refuse(file_refusal(error))
        elif question is self.Saved:
            self.refuse(explanation(error, self.shell))
        else:
            super().failed(question, error)

    def unsaved(self) -> str | None:
        if self._counted is not None:
            return _("The print is counted and not written. Name another file, or leave and print again.")
        return _("What you typed here is not saved.") if self.query_one(Form).changed else None

    def leave(self) -> None:
        """What was counted stays counted, and the page is told."""
        self.dismiss(self._counted)
