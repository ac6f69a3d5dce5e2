"""The documents of an order in a list, with the four actions on them (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.documents.document_work import DocumentWork, named
from boxoffice_tui.views.order_documents import DocumentRow
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class DocumentList(PagedTable):
    """The documents in the order they were added."""

    HELP_WORDS = N_("The documents of the order. What is done is done with the one under the cursor.")


class DocumentsScreen(DocumentWork):
    """The documents of one order; the cursor begins at the first of the shipment numbered `shipment`."""

    PLACE = N_("Archives")
    CSS_PATH = "documents.tcss"

    class Listed(Answer[tuple[DocumentRow, ...]]):
        """The documents as they are now."""

    def __init__(self, order_id: int, number: str, shipment: int | None = None) -> None:
        super().__init__()
        self._order_id = order_id
        self._number = number
        self._shipment = shipment
        self._rows: tuple[DocumentRow, ...] = ()
        self._to_the_end = False

    def body(self) -> Iterable[Widget]:
        yield Words(
            lambda: _("Documents of order {number}").format(number=self._number), classes="heading"
        )
        yield DocumentList(self._columns())
        yield Words(self._which, classes="outcome")

    def place(self) -> str:
        return f"{_(self.PLACE)} · {self._number}"

    def on_mount(self) -> None:
        self.query_one(DocumentList).focus()
        self.read_again()

    def data_changed(self) -> None:
        """Somebody, we too, changed something."""
        self.read_again()

    def added(self) -> None:
        """The cursor goes to what was added: it is printed or sent next."""
        self._to_the_end = True

    def read_again(self) -> None:
        order_id = self._order_id

        def read(desk: Desk) -> tuple[DocumentRow, ...]:
            from boxoffice_tui.services.document_list import documents_of_order

            return documents_of_order(desk, order_id)

        self.fetch(self.Listed, read)

    @on(Listed)
    def _take_rows(self, listed: Listed) -> None:
        if listed.value != self._rows or not self._rows:
            first, more = not self._rows, len(listed.value) > len(self._rows)
            self._rows = listed.value
            self._show()
            if more and self._to_the_end:
                self.query_one(DocumentList).action_end()
                self._to_the_end = False
            elif first:
                self._go_to_shipment()

    def _go_to_shipment(self) -> None:
        shipments = [row.shipment for row in self._rows]
        if self._shipment in shipments:
            self.query_one(DocumentList).action_move(shipments.index(self._shipment))

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one(DocumentList).set_columns(self._columns())
        self.read_again()  # names of modes are the database's
        self._show()

    def _show(self) -> None:
        table = self.query_one(DocumentList)
        table.say(_("This order has no document. Add one: {key}.").format(key="a"))
        table.replace([self._row(row) for row in self._rows], more=False, stay=True)
        self.refresh_bindings()

    @on(PagedTable.RowMoved)
    def _follow(self) -> None:
        self.refresh_bindings()

    # What the actions ask

    @property
    def has_document(self) -> bool:
        return self.document is not None

    def with_document(self, act: Callable[[DocumentRow], object]) -> None:
        if self.document is not None:
            act(self.document)

    @property
    def document(self) -> DocumentRow | None:
        """The document under the cursor."""
        key = self.query_one(DocumentList).cursor_key if self.is_mounted else None
        return next((row for row in self._rows if row.document_id == key), None)

    @property
    def adds_to(self) -> tuple[int, str]:
        return self._order_id, self._number

    # Words

    def _which(self) -> str:
        said = _("Shipment {number} holds several documents: choose one.")
        return said.format(number=self._shipment) if self._shipment is not None else ""

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(pgettext("column", "No."), 5, align="right"),
            Column(pgettext("column", "Document"), 16, flexible=True, most=24),
            Column(pgettext("column", "State"), 20, flexible=True, most=30),
            Column(pgettext("column", "Delivery"), 12, 2, flexible=True, most=28),
            Column(pgettext("column", "Shipment"), 9, 3, align="right"),
            Column(pgettext("column", "Total"), 11, 2, align="right"),
            Column(pgettext("column", "Changed"), 19, 4),
        )

    def _row(self, row: DocumentRow) -> Row:
        from boxoffice_tui.locales import formats

        locale = self.shell.locale()
        cells = (
            str(row.document_id),
            named(row),
            self._state(row),
            safe(row.mode_name),
            str(row.shipment),
            formats.money(row.total, locale) if row.total is not None else "",
            formats.stamp(row.changed_at, self.standing.zone or "UTC", locale),
        )
        return Row(row.document_id, cells)

    def _state(self, row: DocumentRow) -> str:
        """How it stands, what became of its mail, how often it was printed."""
        parts = [words.label(row.state)]
        if row.mail_state:
            parts.append(words.word("MailState", row.mail_state, self.shell.locale()))
        if row.printed:
            parts.append(f"×{row.printed}")
        return " · ".join(parts)
