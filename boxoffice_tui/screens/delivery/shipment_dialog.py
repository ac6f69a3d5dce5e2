"""Shipment modification: mode, contact and exception of a shipment, or some of its tickets split off.

spec/delivery.md, Dialogs. A shipment that is locked is read, with what would unlock it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.widget import Widget
from textual.widgets import Select

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.delivery import DeliveryReason, missing_data
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.shipments import ShipmentRefusal, change_objection
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.delivery.change_choice import ChangeChoice
from boxoffice_tui.screens.delivery.commands import ADD_CONTACT, MODIFY_CONTACT, OK, PREVIEW, WHY_HERE
from boxoffice_tui.screens.delivery.shipment_form import ShipmentForm, ticket_row
from boxoffice_tui.screens.dialogs import STYLES, CommandButton, Dialog, Words, show_problem
from boxoffice_tui.screens.forms import FieldFault
from boxoffice_tui.views.shipments import (
    ExceptionEffect,
    ShipmentChange,
    ShipmentPage,
    ShipmentRequest,
    ShipmentTickets,
)
from boxoffice_tui.views.states import ShipmentState
from boxoffice_tui.widgets.paged_table import PagedTable, Toward

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

_EFFECT_LIMIT = 1_000
_READ_ONLY = N_("Changing this takes the right “{right}”.")
_FIELD_OF: dict[str, str] = {
    DeliveryReason.MISSING_EMAIL: "email",
    DeliveryReason.MISSING_ADDRESS: "address",
    DeliveryReason.TOO_LATE: "mode",
    DeliveryReason.NO_MEDIUM: "mode",
    DeliveryReason.DESTINATION: "mode",
    ShipmentRefusal.EXCEPTION_ON_REFERENCE: "exception",
}


@dataclass(frozen=True, slots=True)
class _SomeTickets:
    """A page of the tickets beyond the one of id `key`."""

    toward: Toward
    key: int | None
    page: ShipmentTickets


def read_shipment(desk: Desk, number: int, contact_id: int | None = None) -> ShipmentPage:
    """What the dialog opens with, or shows where another contact was chosen."""
    from boxoffice_tui.services import shipments

    return shipments.show_shipment(desk, number, contact_id)


class ShipmentDialog(Dialog[ShipmentChange]):
    """Changes the shipment of `page`; gives back what it is then."""

    CSS_PATH = [STYLES, "delivery.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (OK, PREVIEW, WHY_HERE, ADD_CONTACT, MODIFY_CONTACT)
    BUTTONS: ClassVar[tuple[str, ...]] = (OK.id, "dialog.back")

    class Saved(Answer[ShipmentChange]):
        """The shipment as it is now."""

    class Read(Answer[ShipmentPage]):
        """The shipment as somebody else left it, or to another contact."""

    class TicketsRead(Answer[_SomeTickets]):
        """Tickets of the shipment, as many as a page."""

    class Previewed(Answer[ExceptionEffect]):
        """What the exception would do."""

    def __init__(self, page: ShipmentPage) -> None:
        super().__init__()
        self.page = page
        self._contact_id: int | None = None  # another one than it goes to
        self._effect: ExceptionEffect | None = None
        self._conflict_told = False
        self._sent: tuple[ShipmentRequest | None, str] = (None, "")

    def heading(self) -> str:
        return _("Shipment modification")

    def body(self) -> Iterable[Widget]:
        yield Words(self._locked_said, classes="locked")
        yield ShipmentForm(self.page, self.shell.locale, self._exception_said)

    def buttons(self) -> Iterable[Command]:
        """Nothing is saved where nothing may be changed."""
        return (one for one in super().buttons() if one is not OK or not self.read_only)

    def on_mount(self) -> None:
        self._show()

    def unsaved(self) -> str | None:
        form = self._form
        changed = form.changed or self._contact_id is not None or bool(form.chosen_tickets)
        return _("What you typed here is not saved.") if changed else None

    @property
    def _form(self) -> ShipmentForm:
        return self.query_one(ShipmentForm)

    # What may be changed

    @property
    def is_reference(self) -> bool:
        """Whether it is the reference shipment, the one that can be an exception."""
        return self.page.row.state is ShipmentState.REFERENCE

    @property
    def locked(self) -> bool:
        """Whether nothing of it changes any more."""
        return self._lock is not None

    @property
    def read_only(self) -> bool:
        """Whether it is locked, or not for who sits here to change."""
        return self.locked or Right.SHIPMENTS_CHANGE not in self.standing.rights

    @property
    def _lock(self) -> Objection | None:
        row = self.page.row
        return change_objection(row.number, row.state)

    @property
    def _excepts(self) -> bool:
        return self.is_reference and not self.read_only and Right.SHIPMENTS_EXCEPTION in self.standing.rights

    # What is shown

    def _show(self, *, another_contact: bool = False) -> None:
        """The page as it is; what was chosen already stays."""
        form = self._form
        form.show(self.page, self.standing.zone or "UTC", another_contact=another_contact)
        form.field("exception").disabled = not self._excepts
        form.say_row(allowed=self._row_objection is None, why_not=self._row_said)
        form.disabled = self.read_only
        locked = self.query_one(".locked", Words)
        locked.display = self.read_only
        locked.retranslate()
        form.tell_fee()
        self._tell_exception()
        self.refresh_bindings()
        if self.focused is None or self.focused.disabled:
            for button in self.query(".buttons > CommandButton").results(CommandButton):
                button.focus()

    def _tell_exception(self) -> None:
        said = self.query_one(".exception-said", Words)
        said.retranslate()
        said.display = bool(self._exception_said())

    def retranslate(self) -> None:
        super().retranslate()
        self._read_again()  # names of modes are the database's

    @on(Select.Changed)
    def _follow_the_mode(self, event: Select.Changed) -> None:
        if event.select is self._form.field("mode"):
            self._effect = None
            self._form.follow_mode()
            self._form.tell_fee()
            self._tell_exception()

    @on(ChangeChoice.Changed)
    def _follow_the_change(self) -> None:
        form = self._form
        form.show_faults({})
        form.tickets.display = form.typed["change"] == ChangeChoice.ROW
        form.tell_fee()
        if form.tickets.display:
            form.tickets.focus()
            self._ask_tickets(PagedTable.PageWanted(form.tickets, Toward.START, None))

    @on(PagedTable.PageWanted)
    def _ask_tickets(self, wanted: PagedTable.PageWanted) -> None:
        number, toward, key = self.page.row.number, wanted.toward, cast("int | None", wanted.key)
        backwards = toward in {Toward.BEFORE, Toward.END}

        def read(desk: Desk) -> _SomeTickets:
            from boxoffice_tui.services import shipments

            page = shipments.tickets_of_shipment(desk, number, key, backwards=backwards)
            return _SomeTickets(toward, key, page)

        self.fetch(self.TicketsRead, read)

    @on(TicketsRead)
    def _show_tickets(self, answer: TicketsRead) -> None:
        some, table = answer.value, self._form.tickets
        locale, more = self.shell.locale(), some.page.more
        rows = [ticket_row(one, locale) for one in some.page.rows]
        if some.toward is Toward.START:
            table.show(some.page.rows, locale, more=more)
        elif some.toward is Toward.END:
            table.replace_tail(rows, more)
        elif some.toward is Toward.AFTER:
            table.append(rows, more, after=some.key)
        else:
            table.prepend(rows, more, before=some.key)

    @on(PagedTable.Ticked)
    def _follow_the_ticks(self) -> None:
        self._form.tell_fee()

    def _locked_said(self) -> str:
        if self._lock is not None:
            return self._refusal(self._lock)
        return self._right_said(Right.SHIPMENTS_CHANGE)

    def _exception_said(self) -> str:
        """What the exception would do, or why there can be none."""
        if self._effect is not None:
            from boxoffice_tui.locales.delivery_words import exception_words

            return safe(exception_words(self._effect, self.shell.locale()), _EFFECT_LIMIT)
        if self.read_only or self._excepts:
            return ""
        row = self.page.row
        objection = change_objection(row.number, row.state, exception=True)
        if objection is not None:
            return self._refusal(objection)
        return self._right_said(Right.SHIPMENTS_EXCEPTION)

    @property
    def _row_objection(self) -> Objection | None:
        row = self.page.row
        objection = change_objection(row.number, row.state, to_the_row=True)
        if objection is None and not row.tickets:
            return Objection(ShipmentRefusal.NOTHING_TO_SEND, {"shipment": row.number})
        return objection

    def _row_said(self) -> str:
        objection = self._row_objection
        return "" if objection is None or self.read_only else self._refusal(objection)

    def _refusal(self, objection: Objection) -> str:
        zone = self.standing.zone or "UTC"
        return words.refusal(objection.code, objection.facts, self.shell.locale(), zone)

    def _right_said(self, right: Right) -> str:
        return _(_READ_ONLY).format(right=words.right_name(right))

    # Commands

    def action_preview(self) -> None:
        """What the exception would change, before it is set."""
        dossier, mode = self.page.dossier, self._form.mode
        if mode is not None:
            from boxoffice_tui.services import dossier_offers

            self.fetch(
                self.Previewed, lambda desk: dossier_offers.preview_exception(desk, dossier, mode.code)
            )

    @on(Previewed)
    def _show_effect(self, previewed: Previewed) -> None:
        self._effect = previewed.value
        self._tell_exception()

    def action_why(self) -> None:
        """What each channel offers the dossier, and why not the rest."""
        from boxoffice_tui.screens.delivery.why_not import WhyNot

        self.app.push_screen(WhyNot(self.page.dossier))

    @flow
    async def action_add_contact(self) -> None:
        """Another delivery contact, found or new."""
        from boxoffice_tui.screens.counter.customer import FindCustomer

        contact = await self.app.push_screen_wait(FindCustomer())
        if contact is not None:
            self._contact_id = contact.contact_id
            self._read_again()

    @flow
    async def action_modify_contact(self) -> None:
        """The delivery contact's address and e-mail."""
        from boxoffice_tui.screens.contacts.contact_dialog import ContactDialog

        contact = self.page.contact
        if contact is None:
            return
        changed = await self.app.push_screen_wait(ContactDialog(contact.contact_id))
        if changed is not None:
            if changed.contact_id != contact.contact_id:
                self._contact_id = changed.contact_id
            self._read_again()

    # Saving

    def action_ok(self) -> None:
        """Make the shipment so, once however often it is asked."""
        form, mode = self._form, self._form.mode
        if mode is None or self.read_only or not self._complete():
            return
        wanted = ShipmentRequest(
            mode=mode.code,
            contact_id=self._contact_id,
            with_email=form.gives("email"),
            with_address=form.gives("address"),
            exception=bool(form.typed["exception"]),
            ticket_ids=form.chosen_tickets,
        )
        if self._sent[0] != wanted:
            self._sent = (wanted, secrets.token_urlsafe())
        key, row = self._sent[1], self.page.row

        def change(desk: Desk) -> ShipmentChange:
            from boxoffice_tui.services import shipment_changes

            return shipment_changes.change_shipment(desk, key, row.shipment_id, row.version, wanted)

        self.write(self.Saved, change)

    def _complete(self) -> bool:
        """Whether what the mode needs is there; else each fault is told under its field."""
        form, mode = self._form, self._form.mode
        if mode is None:
            return False
        faults: dict[str, FieldFault] = {}
        if mode.objection is not None:
            faults["mode"] = FieldFault(mode.objection.code, mode.objection.facts)
        missing = missing_data(mode, has_address=form.gives("address"), has_email=form.gives("email"))
        for reason in missing:
            faults[_FIELD_OF[reason]] = FieldFault(reason)
        if form.chosen_tickets == ():
            faults["change"] = FieldFault("required")
        form.show_faults(faults)
        return not faults

    @on(Saved)
    def _close(self, saved: Saved) -> None:
        self.dismiss(saved.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A refusal about a field stands under it; what another changed is read again where nothing was chosen."""
        from boxoffice_tui.services.errors import ConflictError, RefusedError

        if question is self.TicketsRead:
            self._form.tickets.page_failed()
        field = _FIELD_OF.get(error.code) if isinstance(error, RefusedError) else None
        if question is self.Saved and field is not None and isinstance(error, RefusedError):
            self._form.show_faults({field: FieldFault(error.code, error.facts)})
            return
        if question is self.Saved and isinstance(error, ConflictError):
            self._sent, self._conflict_told = (None, ""), True
            self._read_again()
        super().failed(question, error)

    def _read_again(self) -> None:
        number, contact_id = self.page.row.number, self._contact_id
        self.fetch(self.Read, lambda desk: read_shipment(desk, number, contact_id))

    @on(Read)
    def _show_again(self, read: Read) -> None:
        """What is in the database, but for what was chosen; that somebody was here meanwhile is told once."""
        before, self.page = self.page, read.value
        told, self._conflict_told = self._conflict_told, False
        self._effect = None
        self._show(another_contact=_contact_of(before) != _contact_of(self.page))
        if self._form.tickets.display:
            self._ask_tickets(PagedTable.PageWanted(self._form.tickets, Toward.START, None))
        if before.row.version != self.page.row.version and not told:
            from boxoffice_tui.services.errors import ConflictError

            show_problem(self, ConflictError(self.page.changed_by, self.page.changed_at))


def _contact_of(page: ShipmentPage) -> int | None:
    return None if page.contact is None else page.contact.contact_id
