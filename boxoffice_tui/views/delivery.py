"""What faces show of delivery."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection


@dataclass(frozen=True, slots=True)
class ModeOffer:
    """A shipment mode for an order: `offered` when it can be confirmed now, else `objection` says why not.

    `price` is the mode's own, `cost` what the order's balance would change by: nothing where a shipment by
    this mode waits already, less than nothing where another's fee goes back.
    """

    code: str
    name: str
    price: Money
    cost: Money
    offered: bool
    objection: Objection | None


@dataclass(frozen=True, slots=True)
class OrderOffers:
    """The modes of an order; `prefill` is the one its tickets share, `must_choose` why there is none."""

    modes: tuple[ModeOffer, ...]
    prefill: str | None
    must_choose: Objection | None
