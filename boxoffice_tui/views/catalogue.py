"""What can be sold: events, performances, rates and prices, as a form offers them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection


@dataclass(frozen=True, slots=True)
class EventChoice:
    """An event with performances to sell."""

    event_id: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class PerformanceChoice:
    """A performance; `objection` says why it cannot be sold now, None when it can. Commands name it
    `event_code/code`.
    """

    performance_id: int
    event_id: int
    event_code: str
    code: str
    title: str
    venue: str
    starts_at: datetime | None
    zone: str
    left: int
    objection: Objection | None


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    """A seat category of a performance with what is left of it for the public."""

    category_id: int
    code: str
    name: str
    numbered: bool
    left: int


@dataclass(frozen=True, slots=True)
class RateOffer:
    """A rate in a category with its price today, all the customer pays for a ticket, fees aside.

    `taxes` is what of price and fees together is tax.
    `notice` says why the promotion asked for is not applied, None where it is or none was.
    """

    category_id: int
    rate_id: int
    code: str
    name: str
    price: Money
    fees: Money
    taxes: Money
    notice: Objection | None = None


@dataclass(frozen=True, slots=True)
class PerformanceOffer:
    """What a performance sells: categories in their rank, rates in theirs.

    `promotions` tells whether some price takes a promotion code, now or at another time.
    """

    performance: PerformanceChoice
    categories: tuple[CategoryChoice, ...]
    rates: tuple[RateOffer, ...]
    promotions: bool = False


@dataclass(frozen=True, slots=True)
class EveningRow:
    """A performance of today or later as the counter sees it: places sold, reserved, let in at the door."""

    performance: PerformanceChoice
    categories: tuple[CategoryChoice, ...]
    sold: int
    reserved: int
    checked_in: int

    @property
    def cursor(self) -> EveningCursor:
        """Where it stands in the list."""
        starts_at = self.performance.starts_at
        assert starts_at is not None  # noqa: S101 -- what has no date is not ahead
        return EveningCursor(starts_at, self.performance.performance_id)


@dataclass(frozen=True, slots=True)
class EveningCursor:
    """A performance's place among those ahead: by its start (aware UTC), then its id.

    Moved in time it is the same one still: a list's cursor goes with it.
    """

    starts_at: datetime = field(compare=False)
    performance_id: int


@dataclass(frozen=True, slots=True)
class EveningPage:
    """Some of the performances ahead, the next first; whether there are `more` in the direction asked for."""

    rows: tuple[EveningRow, ...]
    more: bool
