"""Shipment modes, the channels that offer them and the media of products, as they are set up on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.rules.money import Money


@dataclass(frozen=True, slots=True)
class Named:
    """A channel, a medium or a season: its code, and its name in the operator's language."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ModeSetup:
    """A shipment mode field by field: `names` per language, `delay_days` None where any time will do.

    `channels` are the codes of those that offer it, in the order they were set up.
    """

    code: str
    names: Mapping[str, str]
    type: ShipmentType
    tickets: bool
    documents: bool
    delay_days: int | None
    destination: Destination
    needs_address: bool
    needs_email: bool
    price: Money
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModeRow:
    """A mode of the list: its name and those of its channels in the operator's language."""

    mode: ModeSetup
    name: str
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModeSheet:
    """What the form of a mode shows: the mode, None for one to be, all channels there are.

    `type_kept`: a shipment goes by it, so its type stays. `named_in` is the language of the house.
    """

    mode: ModeSetup | None
    type_kept: bool
    named_in: str
    channels: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ProductMedia:
    """An activity and the codes of the media its tickets are made on, by type of mode; a type may have none."""

    code: str
    name: str
    season: str
    media: Mapping[ShipmentType, str]


@dataclass(frozen=True, slots=True)
class MediaSheet:
    """The products, and the media there are to choose from."""

    products: tuple[ProductMedia, ...]
    media: tuple[Named, ...]
