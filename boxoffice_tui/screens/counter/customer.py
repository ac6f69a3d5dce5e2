"""Who buys: found while typing, added where nobody is found (issue: Sell)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.answers import flow
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.counter.finder import Finder
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class FindContact(Finder[ContactRow]):
    """Gives back one who is there, found as the counter finds its customers."""

    SOUGHT = N_("A name, an e-mail address, a contact number, a phone number or a postal code.")

    def heading(self) -> str:
        return _("Contact")

    def search(self, desk: Desk, text: str) -> tuple[ContactRow, ...]:
        from boxoffice_tui.services import contacts

        return contacts.find_contacts(desk, text)

    def nothing(self) -> str:
        return _("Nobody was found.")

    def columns(self) -> Sequence[Column]:
        return (
            Column(pgettext("column", "No."), 6),
            Column(pgettext("column", "Name"), 20, 1, flexible=True),
            Column(pgettext("column", "E-mail"), 18, 2, flexible=True),
            Column(pgettext("column", "Phone"), 14, 3),
        )

    def row_of(self, found: ContactRow) -> Row:
        name = f"{found.structure} · {found.name}" if found.structure else found.name
        cells = (str(found.number), safe(name), safe(found.email), safe(found.phone))
        return Row(found.contact_id, cells)


class FindCustomer(FindContact):
    """Alt+N adds who is new."""

    COMMAND_LIST = (Command("customer.new", N_("New contact"), ("alt+n",), GENERAL, footer=2),)
    BUTTONS: ClassVar[tuple[str, ...]] = ("finder.choose", "customer.new", "dialog.back")

    def heading(self) -> str:
        return _("Customer")

    def nothing(self) -> str:
        return _("Nobody found. Alt+N adds them.")

    @flow
    async def action_new(self) -> None:
        """Somebody new, with what was typed as their name; or one who was known after all."""
        from boxoffice_tui.screens.contacts.contact_dialog import ContactDialog

        contact = await self.app.push_screen_wait(ContactDialog(last_name=self.typed))
        if contact is not None:
            self.dismiss(contact)
