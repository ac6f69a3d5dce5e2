"""The shipment modes of the organisation, as lists show them (spec/delivery.md, Objects)."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.rules.money import Money


@dataclass(frozen=True, slots=True)
class ShipmentModeRow:
    """A mode; `delay_days` None where any time will do, `on_channel` whether the desk's channel offers it."""

    code: str
    name: str
    type: ShipmentType
    handles_tickets: bool
    handles_documents: bool
    delay_days: int | None
    destination: Destination
    needs_address: bool
    needs_email: bool
    price: Money
    on_channel: bool
