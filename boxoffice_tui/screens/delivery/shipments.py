"""Shipments for file N: the shipments of a dossier, and what may be done with each (spec/delivery.md, Dialogs)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, NP_, _
from boxoffice_tui.rules import shipments as rule
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer, flow, record_fault
from boxoffice_tui.screens.command import Command, command_for
from boxoffice_tui.screens.delivery.commands import (
    CARRIER,
    EDIT,
    RETURNED,
    SENT,
    SHIPMENT_COMMANDS,
)
from boxoffice_tui.screens.delivery.sending import CarrierDialog, ReturnedDialog, SendingDialog
from boxoffice_tui.screens.delivery.shipment_dialog import ShipmentDialog, read_shipment
from boxoffice_tui.screens.delivery.shipment_documents import ShipmentDocuments
from boxoffice_tui.screens.delivery.shipment_list import ShipmentList, columns, row_of
from boxoffice_tui.screens.dialogs import Sentence, Words, confirm, show_problem
from boxoffice_tui.screens.documents.commands import ADD, DELETE, PRINT, SEND
from boxoffice_tui.screens.section_line import Action, SectionLine
from boxoffice_tui.views.orders import OrderPage
from boxoffice_tui.views.shipments import DossierShipments, ShipmentChange, ShipmentPage, ShipmentRow
from boxoffice_tui.views.states import DocumentState
from boxoffice_tui.widgets.paged_table import PagedTable, Toward

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

PAGE = 50
_EXPLAINED = (SENT, RETURNED, CARRIER)
_ACTIONS = (
    Action(EDIT, NP_("section", "Edit")),
    Action(SENT, NP_("section", "Sent")),
    Action(RETURNED, NP_("section", "Returned")),
    Action(CARRIER, NP_("section", "Ref nr")),
)
_DOCUMENT_ACTIONS = (
    Action(ADD, NP_("section", "Add")),
    Action(SEND, NP_("section", "Generate/send")),
    Action(PRINT, NP_("section", "Print")),
    Action(DELETE, NP_("section", "Delete")),
)


@dataclass(frozen=True, slots=True)
class _Further:
    """A page of the list beyond the row `key`."""

    toward: Toward
    key: int | None
    page: DossierShipments


class ShipmentsScreen(ShipmentDocuments):
    """The shipments of the dossier `number` names; `order`, of id `order_id`, is the one it was opened from."""

    PLACE = N_("Archives")
    HOME = "ShipmentList"
    CSS_PATH = "delivery.tcss"
    COMMAND_LIST = SHIPMENT_COMMANDS

    class Found(Answer[DossierShipments]):
        """The first page, or as many rows as were held before."""

    class Continued(Answer[_Further]):
        """Another page."""

    class Opened(Answer[ShipmentPage]):
        """What the dialog opens with."""

    class Changed(Answer[ShipmentChange]):
        """A shipment is marked as sent."""

    class Told(Answer[OrderPage]):
        """The order whose history is asked for."""

    def __init__(self, number: str, order: str, order_id: int) -> None:
        super().__init__((order_id, order))
        self._number = number
        self.found: DossierShipments | None = None
        self.rows: dict[int, ShipmentRow] = {}

    def body(self) -> Iterable[Widget]:
        yield Words(self._title, classes="heading")
        yield SectionLine(lambda: _("Shipments"), _ACTIONS)
        yield SectionLine(lambda: _("Documents"), _DOCUMENT_ACTIONS)
        yield ShipmentList()
        yield Words(str, classes="outcome")

    def place(self) -> str:
        return f"{_(self.PLACE)} · {_('Shipments')}"

    # The list

    def on_screen_resume(self) -> None:
        """Opened, or a dialog closed: the shipments are read again."""
        self.data_changed()

    def data_changed(self) -> None:
        """Somebody changed something, perhaps one of them."""
        number, limit = self._number, max(PAGE, self._list.held or 0)
        self.fetch(self.Found, lambda desk: _read(desk, number, None, limit))

    def read_again(self) -> None:
        """A document was changed, or was by somebody else."""
        self.data_changed()

    @on(Found)
    def _show(self, found: Found) -> None:
        self.found = page = found.value
        self.rows = {row.number: row for row in page.rows}
        self._list.say(_("Nothing of this file is shipped yet."))
        self._list.replace([row_of(row) for row in page.rows], page.after is not None, stay=True)
        self.query_one(".heading", Words).retranslate()
        self.refresh_bindings()

    @on(PagedTable.PageWanted)
    def _ask_further(self, wanted: PagedTable.PageWanted) -> None:
        toward, key, number = wanted.toward, cast("int | None", wanted.key), self._number
        if toward is Toward.START:
            self.fetch(self.Found, lambda desk: _read(desk, number, None, PAGE))
            return
        backwards = toward is not Toward.AFTER

        def read(desk: Desk) -> _Further:
            return _Further(toward, key, _read(desk, number, key, PAGE, backwards=backwards))

        self.fetch(self.Continued, read)

    @on(Continued)
    def _show_further(self, continued: Continued) -> None:
        further = continued.value
        self.rows |= {row.number: row for row in further.page.rows}
        lines, more = [row_of(row) for row in further.page.rows], further.page.after is not None
        if further.toward is Toward.END:
            self._list.replace_tail(lines, more)
        elif further.toward is Toward.AFTER:
            self._list.append(lines, more, after=further.key)
        else:
            self._list.prepend(lines, more, before=further.key)

    @property
    def _list(self) -> ShipmentList:
        return self.query_one(ShipmentList)

    @property
    def chosen(self) -> ShipmentRow | None:
        """The shipment under the cursor."""
        return self.rows.get(cast("int", self._list.cursor_key))

    # What may be done with the one under the cursor

    @property
    def sendable(self) -> bool:
        """Whether it may be marked as sent, as far as the list tells: the service knows what is printed."""
        return self.chosen is not None and self._against(SENT) is None

    @property
    def returnable(self) -> bool:
        """Whether it may come back."""
        return self.chosen is not None and self._against(RETURNED) is None

    @property
    def carried(self) -> bool:
        """Whether a carrier may have it."""
        return self.chosen is not None and self._against(CARRIER) is None

    def _against(self, command: Command) -> Objection | None:
        row = self.chosen
        if row is None:
            return None
        if command is SENT:
            return rule.sent_objection(row.number, row.state, row.mode_type, (), (DocumentState.GENERATED,))
        if command is RETURNED:
            return rule.returned_objection(row.number, row.state)
        return rule.carrier_reference_objection(row.number, row.state, row.mode_type, "")

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A page that does not come is asked for again by the next move."""
        if question is self.Continued:
            self._list.page_failed()
        if question is self.Found and self.found is not None:
            record_fault(error)  # nobody asked to see what others change
        else:
            super().failed(question, error)

    # Words

    def _title(self) -> Content:
        page = self.found
        if page is None:
            return Content(_("Shipments for file {number}").format(number=safe(self._number)))
        said = _("Shipments for file {number} – {contact}") if page.contact else _("Shipments for file {number}")
        return Content(said.format(number=safe(page.dossier), contact=_contact_said(page)))

    def retranslate(self) -> None:
        super().retranslate()
        self._list.set_columns(columns())
        self.data_changed()

    def _tell(self, sentence: Sentence) -> None:
        self.query_one(".outcome", Words).say(sentence)

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of what is done with a shipment act always: where they may not, they say why."""
        command = command_for(self.own_commands(), action, parameters)
        if command in _EXPLAINED and not self.covered:
            return self.chosen is not None
        return super().check_action(action, parameters)

    @on(PagedTable.RowMoved)
    def _follow_the_cursor(self) -> None:
        self.refresh_bindings()

    @on(PagedTable.RowChosen)
    def action_edit(self) -> None:
        """The shipment under the cursor."""
        self._tell(str)
        if (row := self.chosen) is not None:
            number = row.number
            self.fetch(self.Opened, lambda desk: read_shipment(desk, number), keeps_keys=True)

    @on(Opened)
    @flow
    async def _edit(self, opened: Opened) -> None:
        before = opened.value.row
        change = await self.app.push_screen_wait(ShipmentDialog(opened.value))
        if change is not None and change.version != before.version:
            self._tell(lambda: _changed_said(change))

    @flow
    async def action_sent(self) -> None:
        """It left the house, and is locked."""
        row = self._allowed_row(SENT)
        if row is None:
            return
        key = secrets.token_urlsafe()

        def question() -> str:
            return _("Shipment {number} left the house? It is locked from then on.").format(number=row.number)

        def change(desk: Desk) -> ShipmentChange:
            from boxoffice_tui.services import shipment_sending

            return shipment_sending.mark_sent(desk, key, row.shipment_id, row.version)

        if await confirm(self, question, N_("Mark as sent")):
            self.write(self.Changed, change)

    @on(Changed)
    def _tell_sent(self, changed: Changed) -> None:
        number = changed.value.number
        self._tell(lambda: _("Shipment {number}: sent.").format(number=number))
        self.data_changed()

    @flow
    async def action_returned(self) -> None:
        """It came back."""
        if (row := self._allowed_row(RETURNED)) is not None:
            await self._dialog(ReturnedDialog(row))

    @flow
    async def action_carrier(self) -> None:
        """The carrier's number."""
        if (row := self._allowed_row(CARRIER)) is not None:
            await self._dialog(CarrierDialog(row))

    async def _dialog(self, dialog: SendingDialog) -> None:
        change = await self.app.push_screen_wait(dialog)
        if change is not None:
            self._tell(lambda: _changed_said(change))

    def _allowed_row(self, command: Command) -> ShipmentRow | None:
        """The shipment under the cursor, where `command` may run on it; else why not is said."""
        from boxoffice_tui.services.errors import NotAllowedError, RefusedError

        self._tell(str)
        against = self._against(command)
        if self.allowed(command) is None:
            show_problem(self, NotAllowedError(command.right))
        elif against is not None:
            show_problem(self, RefusedError(against.code, against.facts))
        else:
            return self.chosen
        return None

    def action_why(self) -> None:
        """What each channel offers, and why not the rest."""
        from boxoffice_tui.screens.delivery.why_not import WhyNot

        self._tell(str)
        self.app.push_screen(WhyNot(self._number))

    def action_history(self) -> None:
        """Of the order of the shipment; a reference's changes are told in the one this was opened from."""
        _order_id, number = self.adds_to

        def show(desk: Desk) -> OrderPage:
            from boxoffice_tui.services import order_page

            return order_page.show_number(desk, number)

        self.fetch(self.Told, show, keeps_keys=True)

    @on(Told)
    def _open_history(self, told: Told) -> None:
        from boxoffice_tui.screens.archives.history import HistoryScreen

        self.app.push_screen(HistoryScreen(told.value))


def _read(
    desk: Desk, number: str, after: int | None, limit: int, *, backwards: bool = False
) -> DossierShipments:
    from boxoffice_tui.services import shipments

    return shipments.shipments_of(desk, number, after, limit, backwards=backwards)


def _contact_said(page: DossierShipments) -> str:
    """`OSAMU, Ryu MITSUBISHI / Relay [148]`: a relay after their own name, with their structure."""
    contact = page.contact
    if contact is None:
        return ""
    if not contact.structure:
        return f"{safe(contact.name)} [{contact.number}]"
    person = contact.name.removeprefix(contact.structure).removeprefix(" · ")
    relay = _("Relay")
    return f"{safe(person)} {safe(contact.structure)} / {relay} [{contact.number}]".strip()


def _changed_said(change: ShipmentChange) -> str:
    if change.made is None:
        return _("Shipment {number} changed.").format(number=change.number)
    return _("Shipment {number} changed; its tickets are in shipment {made}.").format(
        number=change.number, made=change.made
    )
