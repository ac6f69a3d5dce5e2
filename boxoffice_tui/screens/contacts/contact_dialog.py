"""A contact, added or edited in one dialog: name, structure, e-mail, phone, language, address (issue 3, Contacts).

Who is probably the same as somebody new is suggested meanwhile; what may be wrong is said, and never refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Select

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.postal import AddressPart, shown_parts
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.contacts import alike
from boxoffice_tui.screens.contacts import contact_words as say
from boxoffice_tui.screens.contacts import contact_work as work
from boxoffice_tui.screens.contacts.alike import AlikeList
from boxoffice_tui.screens.contacts.contact_fields import (
    BEFORE_THE_ADDRESS,
    CODE_LABELS,
    FIELD_OF,
    contact_fields,
    contact_typed,
    values_of,
)
from boxoffice_tui.screens.dialogs import STYLES, Dialog, Words
from boxoffice_tui.screens.forms import FieldFault, Form
from boxoffice_tui.views.contacts import ContactDetails, ContactRow, NewContact, PostalForm
from boxoffice_tui.widgets.paged_table import PagedTable


class ContactDialog(Dialog[ContactRow]):
    """Gives back the contact as it is kept, or one that was known already: whichever the clerk chooses."""

    CSS_PATH = [STYLES, "contacts.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("contact.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1),
        Command(
            "contact.take",
            N_("Take the known contact"),
            ("alt+t",),
            GENERAL,
            lambda screen: screen.contact_id is None and screen.alike is not None,
            footer=2,
            hint=N_("who is probably the same person"),
        ),
        Command(
            "contact.merge",
            N_("Merge with another"),
            ("alt+m",),
            GENERAL,
            lambda screen: screen.row is not None,
            footer=2,
            right=Right.CONTACTS_MERGE,
        ),
    )
    BUTTONS: ClassVar[tuple[str, ...]] = ("contact.save", "dialog.back")
    DEFAULT = "contact.save"
    BINDINGS = [("down", "to_list", "")]  # noqa: RUF012 -- Textual's class variable

    class Opened(Answer[work.Opened]):
        """The contact as it is now."""

    class Written(Answer[PostalForm]):
        """How addresses of the country chosen are written."""

    class Looked(Answer[work.Look]):
        """What is known about what is typed."""

    class Saved(Answer[ContactRow]):
        """The contact as it is kept."""

    def __init__(self, contact_id: int | None = None, last_name: str = "") -> None:
        super().__init__()
        self.contact_id = contact_id
        self.details: ContactDetails | None = None
        self.row: ContactRow | None = None
        self._last_name = last_name
        self._postal: PostalForm | None = None
        self._typing: Timer | None = None
        self._look: work.Look | None = None
        self._sent: tuple[NewContact | None, str] = (None, "")

    def heading(self) -> str:
        if self.contact_id is None:
            return _("New contact")
        return _("Contact {number}").format(number=self.details.number) if self.details else _("Contact")

    def body(self) -> Iterable[Widget]:
        yield Form(contact_fields(self._last_name, self.shell.locale))
        yield AlikeList(merges=self.contact_id is not None)
        yield Words(lambda: say.doubt_words(self._look), classes="doubts")
        yield Words(lambda: say.relay_words(self._look))
        yield Words(str, classes="said")

    def on_mount(self) -> None:
        self._open()

    def unsaved(self) -> str | None:
        return _("What you typed here is not saved.") if self._form.changed else None

    @property
    def _form(self) -> Form:
        return self.query_one(Form)

    @property
    def typed(self) -> NewContact:
        """What stands in the fields, unchecked."""
        return contact_typed(self._form.typed)

    # The contact as it is

    def _open(self) -> None:
        contact_id = self.contact_id
        self.fetch(self.Opened, lambda desk: work.open_contact(desk, contact_id))

    @on(Opened)
    def _show(self, opened: Opened) -> None:
        """What is in the database stands in the fields, but for what was typed already."""
        self.details, self.row = opened.value.details, opened.value.row
        values = values_of(self.details.fields, self.shell.locale())
        if self.contact_id is None:
            values = {name: values[name] for name in (BEFORE_THE_ADDRESS, "country")}
        self._form.renew(values)
        self._show_address(opened.value.form)
        self.query_one(".dialog").border_title = Content(self.heading())
        self._follow_the_country()
        self._ask()

    # The address

    @on(Select.Changed)
    def _follow_the_country(self) -> None:
        country = self.typed.address.country
        if country and self._postal is not None and self._postal.country != country:
            from boxoffice_tui.services import contact_form

            self.fetch(self.Written, lambda _desk: contact_form.postal_form(country))
        self._wait_for_more()

    @on(Written)
    def _take_written(self, written: Written) -> None:
        self._show_address(written.value)

    def _show_address(self, postal: PostalForm) -> None:
        """The fields of an address in the country's own order."""
        self._postal = postal
        typed = self._form.typed
        parts = shown_parts(postal.parts, [part for part in AddressPart if typed[part.value]])
        for part in AddressPart:
            self._form.show_field(part.value, shown=part in parts)
        self._form.put_in_order([part.value for part in parts], behind=BEFORE_THE_ADDRESS)
        self._form.rename(AddressPart.POSTAL_CODE, CODE_LABELS[postal.code])

    # What is known about what is typed

    @property
    def alike(self) -> ContactRow | None:
        """The contact that would be taken instead, or merged with."""
        return self.query_one(AlikeList).chosen

    @on(Input.Changed)
    def _wait_for_more(self) -> None:
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(alike.RESTING_SECONDS, self._ask)

    def _ask(self) -> None:
        typed, contact_id = self.typed, self.contact_id
        if self.details is not None and (self._look is None or self._look.typed != typed):
            self.fetch(self.Looked, lambda desk: work.look(desk, typed, contact_id))

    @on(Looked)
    def _show_look(self, looked: Looked) -> None:
        self._look = looked.value
        self._form.warn(say.field_doubts(looked.value))
        served = self.contact_id is None or self.check_action("merge", ())
        self.query_one(AlikeList).show(looked.value.similar if served else ())
        for words in self.query(Words):
            words.retranslate()
        self.refresh_bindings()

    def retranslate(self) -> None:
        super().retranslate()
        if self._look is not None:
            self._form.warn(say.field_doubts(self._look))

    def action_to_list(self) -> None:
        """From a field to those alike, where there are any."""
        if self.alike is not None:
            self.query_one(AlikeList).focus()

    @on(PagedTable.RowChosen)
    def _choose_alike(self) -> None:
        """Somebody new is the one known already; two that are there may be made one."""
        if self.contact_id is None:
            self.action_take()
        else:
            self._merge_with(self.alike)

    def action_take(self) -> None:
        """The contact that is there already; nothing is added."""
        if (known := self.alike) is not None:
            self.dismiss(known)

    # Merging

    @flow
    async def action_merge(self) -> None:
        """Find the other, see what moves, make one of two."""
        from boxoffice_tui.screens.contacts.find_contact import FindContact

        if self._nothing_typed():
            other = await self.app.push_screen_wait(FindContact())
            await self._made_one(other)

    @flow
    async def _merge_with(self, other: ContactRow | None) -> None:
        if self._nothing_typed():
            await self._made_one(other)

    async def _made_one(self, other: ContactRow | None) -> None:
        from boxoffice_tui.screens.contacts.merge_dialog import MergeDialog

        if self.row is None or other is None:
            return
        kept = await self.app.push_screen_wait(MergeDialog(self.row, other))
        if kept is not None:
            self.dismiss(kept)

    def _nothing_typed(self) -> bool:
        changed = self._form.changed
        said = self.query_one(".said", Words)
        said.say((lambda: _("Save what you typed first, then merge.")) if changed else str)
        return not changed

    # Saving

    def action_save(self) -> None:
        """Keep what is typed, once however often Enter is pressed."""
        if self.details is None or self._form.check() is None:
            return
        typed, contact_id, seen = self.typed, self.contact_id, self.details.fields
        if self._sent[0] != typed:
            self._sent = (typed, secrets.token_urlsafe())
        key = self._sent[1]
        self.write(self.Saved, lambda desk: work.save(desk, key, contact_id, typed, seen))

    @on(Saved)
    def _take_saved(self, saved: Saved) -> None:
        self.dismiss(saved.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A refusal about a field stands under it; what another changed is shown where nothing is typed."""
        from boxoffice_tui.services.errors import ConflictError, RefusedError

        field = FIELD_OF.get(error.code) if isinstance(error, RefusedError) else None
        if field is not None and isinstance(error, RefusedError):
            self._form.show_faults({field: FieldFault(error.code, error.facts)})
            return
        if isinstance(error, ConflictError):
            self._sent = (None, "")
            self._open()
        super().failed(question, error)
