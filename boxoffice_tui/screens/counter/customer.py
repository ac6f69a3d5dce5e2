"""Who buys: found while typing, added where nobody is found (issue: Sell)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import FIELD_LIMIT, safe
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import STYLES, Dialog, Words, explanation, fill
from boxoffice_tui.screens.forms import Field
from boxoffice_tui.views.contacts import ContactRow, NewContact
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

TYPING_SECONDS = 0.15
LEAST_TYPED = 2


class SoughtContact(Input):
    """What is typed to find a contact."""

    HELP_WORDS = N_("A name, an e-mail address, a contact number, a phone number or a postal code.")


class FoundContacts(PagedTable):
    """The contacts found."""

    def __init__(self) -> None:
        super().__init__(_columns())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but Enter, which is the dialog's."""
        return action not in {"choose", "tick"} and super().check_action(action, parameters)

    def retranslate(self) -> None:
        """Titles again."""
        self.set_columns(_columns())


class FindCustomer(Dialog[ContactRow]):
    """Type, go down if there are several, Enter; Alt+N adds who is new."""

    CSS_PATH = [STYLES, "customer.tcss"]  # noqa: RUF012 -- Textual's class variable
    AUTO_FOCUS = "SoughtContact"
    COMMAND_LIST = (
        Command("customer.choose", N_("Choose"), ("enter", "alt+s"), GENERAL, footer=1),
        Command("customer.new", N_("New contact"), ("alt+n",), GENERAL, footer=2),
    )
    BUTTONS = ("customer.choose", "customer.new", "dialog.back")
    DEFAULT = "customer.choose"
    BINDINGS = [("down", "to_list", "")]  # noqa: RUF012 -- Textual's class variable

    class Found(Answer[tuple[str, tuple[ContactRow, ...]]]):
        """What was typed, and who that may be."""

    class Added(Answer[ContactRow]):
        """Somebody new."""

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[int, ContactRow] = {}
        self._asked = ""
        self._typing: Timer | None = None
        self._chooses_when_found = False

    def heading(self) -> str:
        return _("Customer")

    def body(self) -> Iterable[Widget]:
        yield SoughtContact(compact=True, max_length=FIELD_LIMIT)
        yield FoundContacts()
        yield Words(str, classes="said")

    @property
    def _typed(self) -> str:
        return safe(self.query_one(SoughtContact).value).strip()

    @on(Input.Changed)
    def _wait_for_more(self) -> None:
        self._chooses_when_found = False
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_SECONDS, self._ask)

    def _ask(self) -> None:
        text = self._typed
        if len(text) < LEAST_TYPED:
            self._show("", ())
            return

        def find(desk: Desk) -> tuple[str, tuple[ContactRow, ...]]:
            from boxoffice_tui.services import contacts

            return text, contacts.find_contacts(desk, text)

        self.fetch(self.Found, find)

    @on(Found)
    def _take_found(self, found: Found) -> None:
        self._show(*found.value)
        if self._chooses_when_found:
            self.action_choose()

    def _show(self, text: str, rows: tuple[ContactRow, ...]) -> None:
        self._asked = text
        self._found = {row.contact_id: row for row in rows}
        table = self.query_one(FoundContacts)
        table.say(_("Nobody found. Alt+N adds them.") if text else "")
        table.replace([_row(row) for row in rows], more=False)
        self._say(str)

    def _say(self, sentence: Any) -> None:
        self.query_one(".said", Words).say(sentence)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        self._chooses_when_found = False
        if question is self.Found:
            self._say(explanation(error, self.shell))
        else:
            super().failed(question, error)

    def action_to_list(self) -> None:
        """From the field to who was found."""
        self.query_one(FoundContacts).focus()

    def action_choose(self) -> None:
        """The contact under the cursor; from the field only where there is no other, and once it was found."""
        table = self.query_one(FoundContacts)
        if self.focused is not table and self._asked != self._typed:
            self._chooses_when_found = True
        elif (key := table.cursor_key) is not None and (self.focused is table or len(self._found) == 1):
            self.dismiss(self._found[int(str(key))])
        elif self._found:
            table.focus()

    @flow
    async def action_new(self) -> None:
        """Somebody new, with what was typed as their name."""
        fields = (
            Field("last_name", N_("Last name"), value=self._typed, required=True),
            Field("first_name", N_("First name")),
            Field("email", N_("E-mail")),
            Field("phone", N_("Phone")),
        )
        values = await fill(self, lambda: _("New contact"), fields)
        if values is not None:
            said = {name: str(value or "") for name, value in values.items()}
            self._add(
                NewContact(said["last_name"], said["first_name"], email=said["email"], phone=said["phone"])
            )

    def _add(self, new: NewContact) -> None:
        key = secrets.token_urlsafe()

        def add(desk: Desk) -> ContactRow:
            from boxoffice_tui.services import contacts

            return contacts.show_contact(desk, contacts.add_contact(desk, key, new))

        self.write(self.Added, add)

    @on(Added)
    def _take_added(self, added: Added) -> None:
        self.dismiss(added.value)


def _columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("column", "No."), 6),
        Column(pgettext("column", "Name"), 20, 1, flexible=True),
        Column(pgettext("column", "E-mail"), 18, 2, flexible=True),
        Column(pgettext("column", "Phone"), 14, 3),
    )


def _row(contact: ContactRow) -> Row:
    name = f"{contact.structure} · {contact.name}" if contact.structure else contact.name
    return Row(
        contact.contact_id, (str(contact.number), safe(name), safe(contact.email), safe(contact.phone))
    )
