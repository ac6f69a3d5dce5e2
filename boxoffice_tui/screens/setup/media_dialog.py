"""The media the tickets of a product are made on, one for each type of delivery mode that carries tickets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.labels import LABELS
from boxoffice_tui.locales.translate import _, pgettext
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.shipment_modes import TICKET_TYPES
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.forms import Field, Form, Kind
from boxoffice_tui.screens.setup.setup_dialog import SetupDialog
from boxoffice_tui.views.delivery_setup import MediaSheet, Named, ProductMedia

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

NONE = ""


def read_media(desk: Desk) -> MediaSheet:
    """What the list shows, and the dialog opens with."""
    from boxoffice_tui.services import media_setup

    return media_setup.media_of_products(desk)


class MediaDialog(SetupDialog):
    """The media of the product with this code in `sheet`."""

    class Read(Answer[MediaSheet]):
        """The media as somebody else left them."""

    def __init__(self, sheet: MediaSheet, code: str) -> None:
        super().__init__()
        self.sheet = sheet
        self.code = code

    @property
    def product(self) -> ProductMedia | None:
        """The product as it was read last."""
        return next((one for one in self.sheet.products if one.code == self.code), None)

    @property
    def seen(self) -> Mapping[ShipmentType, str]:
        """Its media as they were read last."""
        return self.product.media if self.product is not None else {}

    def heading(self) -> str:
        name = self.product.name if self.product is not None else self.code
        return _("Ticket media: {name}").format(name=safe(name))

    def parts(self) -> Iterable[Widget]:
        yield Form([_field(kind, self.seen.get(kind, NONE), self.sheet.media) for kind in TICKET_TYPES])
        yield Words(lambda: _("Without a medium, modes of that type are not offered for these tickets."))

    def retranslate(self) -> None:
        for kind in TICKET_TYPES:
            self.form.rename(kind.value, _label(kind))
        super().retranslate()

    def action_save(self) -> None:
        """Keep what is chosen, once however often Enter is pressed."""
        values = self.form.check()
        if values is None:
            return
        from boxoffice_tui.services import media_setup

        code, seen = self.code, self.seen
        chosen = {kind: values[kind.value] for kind in TICKET_TYPES if values[kind.value]}
        others = {kind: medium for kind, medium in seen.items() if kind not in TICKET_TYPES}
        wanted = others | chosen
        self.save(wanted, lambda desk, key: media_setup.change_media(desk, key, code, wanted, seen))

    def read_again(self) -> None:
        self.fetch(self.Read, read_media)

    @on(Read)
    def _show_again(self, read: Read) -> None:
        """What is in the database stands in the fields, but for what was chosen already."""
        self.sheet = read.value
        self.form.renew({kind.value: self.seen.get(kind, NONE) for kind in TICKET_TYPES})


def _field(kind: ShipmentType, medium: str, media: Iterable[Named]) -> Field:
    known = tuple((one.code, one.name) for one in media)
    return Field(
        kind.value, _label(kind), Kind.CHOICE, medium, choices=lambda: ((NONE, _("none")), *known)
    )


def _label(kind: ShipmentType) -> str:
    """The word of a type, in the language of now."""
    return pgettext(*LABELS[ShipmentType.__name__][kind.value])
