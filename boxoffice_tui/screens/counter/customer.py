"""Who buys: found while typing, added where nobody is found (issue: Sell)."""

from __future__ import annotations

from typing import ClassVar

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.answers import flow
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.contacts.find_contact import FindContact


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
