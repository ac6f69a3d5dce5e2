"""Why not? What each sales channel offers a dossier, and every condition with its value and its days.

spec/delivery.md, When is a mode offered?: mode × channel, the conditions of the one under the cursor below.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.delivery import Condition
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import STYLES, Dialog, Words
from boxoffice_tui.views.shipments import ChannelOffer, DossierOffers
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

_OFFERED, _NOT_OFFERED, _BY_EXCEPTION, _INCOMPLETE = "✓", "✕", "!", "?"
_COLOURS = {_OFFERED: "green", _NOT_OFFERED: "", _BY_EXCEPTION: "bold red", _INCOMPLETE: "yellow"}


class OfferList(PagedTable):
    """Each mode on each channel."""

    HELP_WORDS = N_(
        "Each shipment mode on each sales channel. ✓ is offered, ! offered as an exception, ? offered but contact "
        "data is missing, ✕ not offered; below are the conditions of the line under the cursor."
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but Enter and ticks."""
        return action not in {"choose", "tick"} and super().check_action(action, parameters)


class WhyNot(Dialog[None]):
    """What the dossier of `number` is offered, read again when somebody changed something."""

    CSS_PATH = [STYLES, "delivery.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (Command("why.close", N_("Close"), ("escape", "alt+c"), GENERAL, footer=1, action="back"),)
    BUTTONS = ()

    class Found(Answer[DossierOffers]):
        """The offers as they are now."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number
        self._offers: dict[tuple[str, str], ChannelOffer] = {}

    def heading(self) -> str:
        return _("Why not? File {number}").format(number=safe(self._number))

    def body(self) -> Iterable[Widget]:
        yield OfferList(_columns())
        yield Words(self._conditions, classes="conditions")

    def on_mount(self) -> None:
        self.data_changed()

    def data_changed(self) -> None:
        """Somebody changed something: perhaps what is offered."""
        number = self._number
        self.fetch(self.Found, lambda desk: _read(desk, number))

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one(OfferList).set_columns(_columns())
        self.data_changed()  # names are the database's

    @on(Found)
    def _show(self, found: Found) -> None:
        self._offers = {(one.channel, one.mode): one for one in found.value.offers}
        table = self.query_one(OfferList)
        table.say(_("No shipment mode carries tickets."))
        table.replace([_row(one) for one in found.value.offers], more=False, stay=True)
        self._tell_conditions()

    @on(PagedTable.RowMoved)
    def _tell_conditions(self) -> None:
        self.query_one(".conditions", Words).retranslate()

    @property
    def chosen(self) -> ChannelOffer | None:
        """The offer under the cursor."""
        key = self.query_one(OfferList).cursor_key if self.is_mounted else None
        return next((offer for place, offer in self._offers.items() if place == key), None)

    def _conditions(self) -> Content:
        offer = self.chosen
        if offer is None:
            return Content("")
        from boxoffice_tui.locales.delivery_words import offer_words

        head = f"{safe(offer.mode_name)} · {safe(offer.channel_name)} – {offer_words(offer)}"
        locale = self.shell.locale()
        lines = [_condition_said(one, locale) for one in offer.conditions]
        return Content("\n").join([Content.styled(head, "bold"), *(Content(line) for line in lines)])


def _read(desk: Desk, number: str) -> DossierOffers:
    from boxoffice_tui.services import dossier_offers

    return dossier_offers.offers_of_dossier(desk, number)


def _condition_said(condition: Condition, locale: str) -> str:
    """`✕ Early enough: no, 3 days left, 5 needed, last day 19 November 2017`."""
    from boxoffice_tui.locales.delivery_words import condition_words

    return _("{mark} {condition}: {value}").format(
        mark=_OFFERED if condition.holds else _NOT_OFFERED,
        condition=words.label(condition.name),
        value=safe(condition_words(condition, locale)),
    )


def _mark_of(offer: ChannelOffer) -> str:
    """The decision in one cell."""
    if not offer.offered:
        return _NOT_OFFERED
    if not offer.confirmable:
        return _INCOMPLETE
    return _BY_EXCEPTION if offer.as_exception else _OFFERED


def _columns() -> tuple[Column, ...]:
    return (
        Column("", 1),
        Column(pgettext("column", "Sales channel"), 16, flexible=True, most=20),
        Column(pgettext("column", "Shipment mode"), 20, flexible=True, most=30),
        Column(pgettext("column", "Offered"), 24, flexible=True),
    )


def _row(offer: ChannelOffer) -> Row:
    from boxoffice_tui.locales.delivery_words import offer_words

    mark, style = _mark_of(offer), "" if offer.offered else "dim"
    cells = (safe(offer.channel_name), safe(offer.mode_name), offer_words(offer))
    said = tuple(Text(cell, style) for cell in cells)
    return Row((offer.channel, offer.mode), (Text(mark, _COLOURS[mark]), *said))
