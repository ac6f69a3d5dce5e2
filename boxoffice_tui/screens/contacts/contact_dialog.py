"""Somebody new, typed; who is probably the same and known already is suggested meanwhile (issue 3, Contacts)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.contacts import ContactRefusal
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.contacts import alike
from boxoffice_tui.screens.contacts.alike import AlikeList
from boxoffice_tui.screens.dialogs import Dialog
from boxoffice_tui.screens.forms import Field, FieldFault, Form
from boxoffice_tui.views.contacts import ContactRow, NewContact, SimilarContact
from boxoffice_tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

_FIELD_OF: dict[str, str] = {
    ContactRefusal.CONTACT_NAME_REQUIRED: "last_name",
    OrderRefusal.MALFORMED_EMAIL: "email",
}


class ContactDialog(Dialog[ContactRow]):
    """Adds a contact, or gives back one that is there already: whichever the clerk chooses."""

    COMMAND_LIST = (
        Command("contact.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1),
        Command(
            "contact.take",
            N_("Take the known contact"),
            ("alt+t",),
            GENERAL,
            lambda screen: screen.alike is not None,
            footer=2,
            hint=N_("who is probably the same person"),
        ),
    )
    BUTTONS: ClassVar[tuple[str, ...]] = ("contact.save", "dialog.back")
    DEFAULT = "contact.save"

    class Alike(Answer[tuple[SimilarContact, ...]]):
        """Who is probably the one being typed."""

    class Saved(Answer[ContactRow]):
        """The contact as it is kept."""

    def __init__(self, last_name: str = "") -> None:
        super().__init__()
        self._fields = (
            Field("last_name", N_("Last name"), value=last_name, required=True),
            Field("first_name", N_("First name")),
            Field("email", N_("E-mail")),
            Field("phone", N_("Phone")),
        )
        self._typing: Timer | None = None
        self._asked = NewContact("")
        self._sent: tuple[NewContact | None, str] = (None, "")

    def heading(self) -> str:
        return _("New contact")

    def body(self) -> Iterable[Widget]:
        yield Form(self._fields)
        yield AlikeList()

    def on_mount(self) -> None:
        self._ask()

    def unsaved(self) -> str | None:
        return _("What you typed here is not saved.") if self.query_one(Form).changed else None

    @property
    def typed(self) -> NewContact:
        """What stands in the fields, unchecked."""
        said = {name: str(value or "") for name, value in self.query_one(Form).typed.items()}
        return NewContact(said["last_name"], said["first_name"], email=said["email"], phone=said["phone"])

    # Who is alike

    @property
    def alike(self) -> ContactRow | None:
        """The contact that would be taken instead."""
        return self.query_one(AlikeList).chosen

    @on(Input.Changed)
    def _wait_for_more(self) -> None:
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(alike.RESTING_SECONDS, self._ask)

    def _ask(self) -> None:
        typed = self.typed
        if typed == self._asked:
            return
        self._asked = typed

        def find(desk: Desk) -> tuple[SimilarContact, ...]:
            from boxoffice_tui.services import similar_contacts

            return similar_contacts.similar_contacts(desk, typed)

        self.fetch(self.Alike, find)

    @on(Alike)
    def _show_alike(self, found: Alike) -> None:
        self.query_one(AlikeList).show(found.value)
        self.refresh_bindings()

    @on(PagedTable.RowChosen)
    def action_take(self) -> None:
        """The contact that is there already; nothing is added."""
        if (known := self.alike) is not None:
            self.dismiss(known)

    # Saving

    def action_save(self) -> None:
        """Keep what is typed, once however often Enter is pressed."""
        if self.query_one(Form).check() is None:
            return
        typed = self.typed
        if self._sent[0] != typed:
            self._sent = (typed, secrets.token_urlsafe())
        key = self._sent[1]

        def add(desk: Desk) -> ContactRow:
            from boxoffice_tui.services import contacts

            return contacts.show_contact(desk, contacts.add_contact(desk, key, typed))

        self.write(self.Saved, add)

    @on(Saved)
    def _take_saved(self, saved: Saved) -> None:
        self.dismiss(saved.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A refusal about a field stands under it."""
        from boxoffice_tui.services.errors import RefusedError

        field = _FIELD_OF.get(error.code) if isinstance(error, RefusedError) else None
        if field is not None and isinstance(error, RefusedError):
            self.query_one(Form).show_faults({field: FieldFault(error.code, error.facts)})
        else:
            super().failed(question, error)
