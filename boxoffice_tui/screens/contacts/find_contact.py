"""A contact, found while typing as the counter finds its customers (issue 3, Contacts)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.finder import Finder
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class FindContact(Finder[ContactRow]):
    """Gives back one who is there."""

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
