"""When tickets are exchanged, for what, and what the customer pays (spec/archives.md, Origin).

An exchanged ticket is cancelled and replaced by a new number. The new one costs today's price; the fees of the
old one are the new one's, so that nobody pays a ticketing fee twice; only the difference is owed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal, PerformanceFacts, PerformanceState


class ExchangeRefusal(StrEnum):
    """Why tickets cannot be exchanged as asked; the functions below document the facts."""

    NOTHING_TO_EXCHANGE = "nothing_to_exchange"
    TICKET_TWICE = "ticket_twice"
    EXCHANGE_SEAT_NEEDED = "exchange_seat_needed"
    SEAT_NOT_FREE_THERE = "seat_not_free_there"
    SEVERAL_PERFORMANCES = "several_performances"


@dataclass(frozen=True, slots=True)
class Place:
    """What a ticket admits to, by ids: a seat, or a place of an unnumbered category where `seat` is None."""

    performance: int
    category: int
    seat: int | None
    rate: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to change; None stays as it is. A `promotion` alone is a change too: that of the price."""

    performance: int | None = None
    category: int | None = None
    seat: int | None = None
    rate: int | None = None
    promotion: str = ""


def chosen_objection(tickets: Sequence[int]) -> Objection | None:
    """Why these tickets (ids) cannot be exchanged together: none, or one of them twice. No facts."""
    if not tickets:
        return Objection(ExchangeRefusal.NOTHING_TO_EXCHANGE)
    return Objection(ExchangeRefusal.TICKET_TWICE) if len(set(tickets)) < len(tickets) else None


def together_objection(performances: Collection[int]) -> Objection | None:
    """Why tickets of these performances (ids) are not exchanged on one map. `several_performances` has no facts."""
    return Objection(ExchangeRefusal.SEVERAL_PERFORMANCES) if len(set(performances)) > 1 else None


def exchanged(place: Place, wish: Wish, number: int) -> Place | Objection:
    """What ticket `number` becomes; its category follows from the seat where one is named.

    A category without a seat is one of unnumbered places. Facts of `nothing_to_exchange`: number.
    """
    moved = wish.seat is not None or wish.category not in {None, place.category}
    wanted = Place(
        performance=place.performance if wish.performance is None else wish.performance,
        category=place.category if wish.category is None else wish.category,
        seat=wish.seat if moved else place.seat,
        rate=place.rate if wish.rate is None else wish.rate,
    )
    if wanted == place and not wish.promotion:
        return Objection(ExchangeRefusal.NOTHING_TO_EXCHANGE, {"number": number})
    return wanted


def place_objection(wanted: Place, places: Collection[int], number: int) -> Objection | None:
    """Why ticket `number` cannot go there: `places`, the seats (or categories without numbers) of that
    performance, have it not; another hall, say. Facts of `exchange_seat_needed`: number.
    """
    asked = wanted.category if wanted.seat is None else wanted.seat
    return None if asked in places else Objection(ExchangeRefusal.EXCHANGE_SEAT_NEEDED, {"number": number})


def kept_seat_objection(seat: str, performance: PerformanceFacts) -> Objection:
    """Why a ticket does not keep its seat (its name) in another performance: it is another's there.

    Facts of `seat_not_free_there`: seat, and starts_at (aware UTC) with its zone where there is one.
    """
    facts: dict[str, object] = {"seat": seat, "zone": performance.zone}
    if performance.starts_at is not None:
        facts["starts_at"] = performance.starts_at
    return Objection(ExchangeRefusal.SEAT_NOT_FREE_THERE, facts)


def leaving_objection(
    performance: PerformanceFacts, now: datetime, *, may_sell_past: bool = False
) -> Objection | None:
    """Why a ticket of the performance cannot be given back for another at `now`.

    From its start on its place cannot be sold again, so that it takes the right to sell past performances. A
    cancelled or postponed performance never began: exchanging its tickets is what its customers come for.
    Facts of `performance_past`: starts_at (aware UTC), zone.
    """
    if performance.state is not PerformanceState.OPEN or performance.starts_at is None or may_sell_past:
        return None
    if now < performance.starts_at:
        return None
    facts = {"starts_at": performance.starts_at, "zone": performance.zone}
    return Objection(OrderRefusal.PERFORMANCE_PAST, facts)


def difference(old: Sequence[Money], new: Sequence[Money], currency: str) -> Money:
    """What the customer pays (positive) or gets back (negative) for tickets of prices `old` made those of `new`."""
    return total(new, currency) - total(old, currency)
