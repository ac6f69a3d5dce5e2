"""A reservation that is taken up: found by who comes for it, or by what they show (issue: Reserve)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.finder import Finder
from boxoffice_tui.views.reservations import ReservationRow
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class FindReservation(Finder[ReservationRow]):
    """The pending reservations, those due first."""

    SOUGHT = N_("A name, a contact, order or dossier number, or a ticket's barcode.")

    def heading(self) -> str:
        return _("Take up a reservation")

    def search(self, desk: Desk, text: str) -> tuple[ReservationRow, ...]:
        from boxoffice_tui.services import reservation_search

        return reservation_search.find_reservations(desk, text)

    def nothing(self) -> str:
        return _("No pending reservation found.")

    def columns(self) -> Sequence[Column]:
        return (
            Column(pgettext("column", "No."), 7),
            Column(pgettext("column", "Name"), 16, 1, flexible=True),
            Column(pgettext("column", "Event"), 12, 2, flexible=True),
            Column(pgettext("column", "Tkts"), 4, 1, align="right"),
            Column(pgettext("column", "Until"), 10),
            Column(pgettext("column", "Balance"), 10, 1, align="right"),
        )

    def row_of(self, found: ReservationRow) -> Row:
        from boxoffice_tui.locales import formats

        locale = self.shell.locale()
        return Row(
            found.order_id,
            (
                found.number,
                safe(found.buyer),
                ", ".join(safe(title) for title in found.events),
                str(found.tickets),
                formats.local_date(found.due_on, locale),
                formats.money(found.balance, locale),
            ),
        )
