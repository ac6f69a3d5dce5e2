"""Add a ticket to an order: its commands, and saving it (spec/archives.md, Add a ticket, 1 to 7).

The sketch is that of spec/screens.md. The form is that of tickets to come, which an exchange has too: how it looks
is in ticket_form.py, choosing and holding in ticket_form_choosing.py, the promotion code in
ticket_form_promotion.py, saving in ticket_form_saving.py, what stands in it in ticket_form_draft.py, what services
are asked in ticket_form_work.py.
"""

from __future__ import annotations

from textual import on

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.archives import ticket_form_words as say
from boxoffice_tui.screens.archives import ticket_form_work as work
from boxoffice_tui.screens.archives.ticket_form_draft import Draft
from boxoffice_tui.screens.archives.ticket_form_saving import SavingForm, form_commands
from boxoffice_tui.screens.archives.ticket_form_work import Shown
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.dialogs import confirm
from boxoffice_tui.views.orders import OrderPage
from boxoffice_tui.widgets.fields import CountField

GROUP = N_("Add a ticket")


class AddTicket(SavingForm):
    """The form of tickets that join the order of `page`."""

    COMMAND_LIST = form_commands(
        "add_ticket",
        GROUP,
        Command("add_ticket.number", N_("Number of tickets"), ("q", "alt+q"), GROUP, footer=5),
    )

    class ReadAnew(Answer[Shown]):
        """The prices of now, after those shown were refused."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(Draft(page))

    def place(self) -> str:
        """Which order the ticket is for."""
        return _("Add a ticket to {number}").format(number=self.draft.page.number)

    def unsaved(self) -> str | None:
        if self.holding is None:
            return None
        count = self.holding.count
        return say.unsaved_words(count)

    def action_number(self) -> None:
        """Go to the number of tickets; what is typed replaces it."""
        field = self.query_one(CountField)
        field.focus()
        field.select_all()

    def save_now(self) -> None:
        key, asked = self.form, work.asked_for(self.draft)
        self.write(self.Saved, lambda desk: work.save(desk, key, asked))

    def price_changed(self) -> None:
        page, form, offer = self.draft.page, self.form, self.draft.offer
        if offer is not None:
            performance_id = offer.performance.performance_id
            code = self.draft.promotion
            self.fetch(
                self.ReadAnew,
                lambda desk: work.read_performance(desk, page, form, performance_id, code),
                keeps_keys=True,
            )

    @on(ReadAnew)
    def _show_new_prices(self, read: ReadAnew) -> None:
        self.show_performance(read.value)
        self._ask_about_price()

    @flow
    async def _ask_about_price(self) -> None:
        if await confirm(self, self.refusal, N_("Save at the new price"), heading=lambda: _("Not saved")):
            self.action_save()
