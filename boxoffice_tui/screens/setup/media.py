"""What the tickets of each product are made on, by type of delivery mode (spec/delivery.md, Objects)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.translate import _, pgettext
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.shipment_modes import TICKET_TYPES
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer, flow
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.setup.media_dialog import MediaDialog, read_media
from boxoffice_tui.screens.setup.setup_commands import MEDIA, OPEN_MEDIA
from boxoffice_tui.screens.setup.setup_list import SetupList, SetupPage
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.views.delivery_setup import MediaSheet, ProductMedia
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST = (ShipmentType.BY_HAND, ShipmentType.POST, ShipmentType.PRINT_AT_HOME)  # kept longest at 80 columns


class MediaScreen(SetupPage):
    """The products with their media; whoever may not change them reads them."""

    COMMAND_LIST = (OPEN_MEDIA,)

    class Found(Answer[MediaSheet]):
        """The media as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: MediaSheet | None = None

    def body(self) -> Iterable[Widget]:
        yield SetupList(self.columns())
        yield Telling(
            lambda: _("Where a product has no medium for a type, modes of that type are not offered for it."),
            id="about",
        )
        yield Words(str, classes="outcome")

    def place(self) -> str:
        return f"{_(self.PLACE)} · {_(MEDIA.label)}"

    def data_changed(self) -> None:
        """Somebody changed something, perhaps a medium."""
        self.fetch(self.Found, read_media)

    def columns(self) -> tuple[Column, ...]:
        """At 80 columns the season and the rarer types give way."""
        from boxoffice_tui.locales import words

        return (
            Column(pgettext("column", "Product"), 14, flexible=True, most=30),
            *(
                Column(words.label(kind), 14, 1 if kind in _FIRST else 2, flexible=True, most=20)
                for kind in TICKET_TYPES
            ),
            Column(_("Season"), 12, 3, flexible=True, most=24),
        )

    @on(Found)
    def _show(self, found: Found) -> None:
        self.sheet = found.value
        named = {one.code: one.name for one in found.value.media}
        self.listed.say(_("There is no product yet."))
        self.listed.replace([_row(product, named) for product in found.value.products], more=False, stay=True)
        self.query_one(Telling).tell()
        self.refresh_bindings()

    @on(PagedTable.RowChosen)
    @flow
    async def action_open_media(self) -> None:
        """The media of the product under the cursor."""
        if self.sheet is None or (code := self.chosen) is None:
            return
        outcome = self.query_one(".outcome", Words)
        outcome.say(str)
        saved = await self.app.push_screen_wait(MediaDialog(self.sheet, code))
        if saved is not None:
            outcome.say(lambda: _("Ticket media of {code}: saved.").format(code=safe(saved)))


def _row(product: ProductMedia, named: Mapping[str, str]) -> Row:
    media = (named.get(product.media.get(kind, ""), "") for kind in TICKET_TYPES)
    return Row(product.code, (safe(product.name), *(safe(name) or "–" for name in media), safe(product.season)))
