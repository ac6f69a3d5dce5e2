"""The four actions on the documents of the shipment under the cursor (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on

from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.documents.document_work import DocumentWork
from boxoffice_tui.views.order_documents import DocumentRow
from boxoffice_tui.views.shipments import ShipmentRow

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


@dataclass(frozen=True, slots=True)
class _Meant:
    """What is to be done, and the documents of the shipment as they are now."""

    act: Callable[[DocumentRow], object]
    documents: tuple[DocumentRow, ...]


class ShipmentDocuments(DocumentWork):
    """Works on the document of the shipment `chosen`; where it holds several, their list opens to choose one.

    A document is added to the order of that shipment, else to `order`, by id and number.
    """

    class Held(Answer[_Meant]):
        """What the shipment holds."""

    def __init__(self, order: tuple[int, str]) -> None:
        super().__init__()
        self._order = order

    @property
    def chosen(self) -> ShipmentRow | None:
        """The shipment under the cursor."""
        raise NotImplementedError

    @property
    def has_document(self) -> bool:
        return self.chosen is not None and self.chosen.documents > 0

    @property
    def adds_to(self) -> tuple[int, str]:
        row = self.chosen
        return self._order if row is None or row.order_id is None else (row.order_id, row.order_number)

    def with_document(self, act: Callable[[DocumentRow], object]) -> None:
        row = self.chosen
        if row is None:
            return
        self._say(None)
        (order_id, _number), shipment_id = self.adds_to, row.shipment_id

        def read(desk: Desk) -> _Meant:
            from boxoffice_tui.services.document_list import documents_of_order

            its = (one for one in documents_of_order(desk, order_id) if one.shipment_id == shipment_id)
            return _Meant(act, tuple(its))

        self.fetch(self.Held, read, keeps_keys=True)

    @on(Held)
    def _do(self, held: Held) -> None:
        documents = held.value.documents
        if len(documents) > 1:
            from boxoffice_tui.screens.documents.documents_screen import DocumentsScreen

            first = documents[0]
            self.app.push_screen(DocumentsScreen(first.order_id, first.order_number, first.shipment))
        elif documents:
            held.value.act(documents[0])
        else:
            self.read_again()
