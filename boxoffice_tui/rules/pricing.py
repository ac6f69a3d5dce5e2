"""Prices in force, taxes and fees (spec/archives.md, Money).

Amounts are `Money`, whole minor units; percents are `Decimal`, rounded half up per tax and ticket. Days are
local dates of the venue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from boxoffice_tui.rules.money import Money, half_up, total
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.views.states import FeeKind


class PriceRefusal(StrEnum):
    """Why there is no price, or why a promotion is not applied; `price_of` gives the facts."""

    NO_PRICE = "no_price"
    PROMOTION_UNKNOWN = "promotion_unknown"
    PROMOTION_NOT_STARTED = "promotion_not_started"
    PROMOTION_EXPIRED = "promotion_expired"


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a seat category (id) and rate (id), for the whole event where `performance` is None.

    In force from `valid_from` to `valid_until`, both included, None where open; with a `promotion` code only
    for who gives it.
    """

    amount: Money
    category: int
    rate: int
    performance: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    promotion: str = ""


@dataclass(frozen=True, slots=True)
class PriceFound:
    """The price in force; `notice` says why the promotion asked for is not applied."""

    price: Price
    notice: Objection | None = None


@dataclass(frozen=True, slots=True)
class TicketSold:
    """What a ticket was sold as, at which price, on which local day."""

    category: int
    rate: int
    amount: Money
    on: date


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax in percent: `Decimal("9.975")`."""

    code: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount taken apart: `net` + `taxes` (one each, in order) = `gross`, which the customer pays."""

    net: Money
    taxes: tuple[Money, ...]
    gross: Money

    @property
    def tax(self) -> Money:
        """The sum of the taxes."""
        return self.gross - self.net


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee on each ticket sold within its local dates, None where open."""

    code: str
    kind: FeeKind
    amount: Money
    valid_from: date | None = None
    valid_until: date | None = None


def price_of(
    prices: Sequence[Price], category: int, rate: int, on: date, promotion: str = ""
) -> PriceFound | Objection:
    """The price in force on `on`, with the promotion of that code if there is one in force.

    `prices` are those of one event and performance. Of several in force that of the performance wins, then
    the one that started last, then the one that ends first, then the lowest. A promotion that is not in force
    is not applied, and said in the notice.
    Facts of `no_price`: category, rate, on. Of the notices: promotion; and from (date) of
    `promotion_not_started`, until (date) of `promotion_expired`.
    """
    wanted = _code(promotion)
    candidates = [price for price in prices if (price.category, price.rate) == (category, rate)]
    promoted = [price for price in candidates if wanted and _code(price.promotion) == wanted]
    in_force = _best([price for price in promoted if _within(price.valid_from, price.valid_until, on)])
    if in_force is not None:
        return PriceFound(in_force)
    usual = _best(
        [
            price
            for price in candidates
            if not price.promotion and _within(price.valid_from, price.valid_until, on)
        ]
    )
    if usual is None:
        return Objection(PriceRefusal.NO_PRICE, {"category": category, "rate": rate, "on": on})
    return PriceFound(usual, _why_not_promoted(promoted, promotion.strip(), on) if wanted else None)


def promotion_ended(prices: Sequence[Price], sold: TicketSold, on: date) -> Objection | None:
    """Why a ticket added on `on` does not get the price of the one `sold`: that price has ended since.

    None while the same price is still in force, coded or not. Facts of `promotion_expired`: promotion (its
    code, blank without one), until (date).
    """
    same = [
        price
        for price in prices
        if (price.category, price.rate, price.amount) == (sold.category, sold.rate, sold.amount)
        and _within(price.valid_from, price.valid_until, sold.on)
    ]
    ended = [price for price in same if price.valid_until is not None and price.valid_until < on]
    if not ended or len(ended) < len(same):
        return None
    last = max(ended, key=lambda price: price.valid_until or date.max)
    facts = {"promotion": last.promotion, "until": last.valid_until}
    return Objection(PriceRefusal.PROMOTION_EXPIRED, facts)


def tax_of(amount: Money, taxes: Sequence[Tax], *, included: bool) -> Taxed:
    """The taxes of one ticket or fee of `amount`, in it if `included`, else on top of it; each half up.

    Sum the answers over tickets: rounding is per ticket, never on the sum.
    """
    rates = [tax.percent for tax in taxes]
    base = Decimal(100) + sum(rates, Decimal(0)) if included else Decimal(100)
    parts = tuple(Money(half_up(amount.minor * percent / base), amount.currency) for percent in rates)
    tax = total(parts, amount.currency)
    return Taxed(amount - tax, parts, amount) if included else Taxed(amount, parts, amount + tax)


def fees_in_force(fees: Iterable[Fee], on: date) -> tuple[Fee, ...]:
    """The fees a ticket sold on the local day `on` carries, in their order."""
    return tuple(fee for fee in fees if _within(fee.valid_from, fee.valid_until, on))


def carries_fees(price: Money) -> bool:
    """Whether a ticket of that price carries the house's fees: an invitation, at 0, is free of them too."""
    return bool(price)


def _within(first: date | None, last: date | None, on: date) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)


def _best(prices: Sequence[Price]) -> Price | None:
    def rank(price: Price) -> tuple[bool, int, date, int]:
        started = (price.valid_from or date.min).toordinal()
        return (price.performance is None, -started, price.valid_until or date.max, price.amount.minor)

    return min(prices, key=rank, default=None)


def _why_not_promoted(promoted: Sequence[Price], promotion: str, on: date) -> Objection:
    starts = [
        price.valid_from for price in promoted if price.valid_from is not None and on < price.valid_from
    ]
    if starts:
        facts = {"promotion": promotion, "from": min(starts)}
        return Objection(PriceRefusal.PROMOTION_NOT_STARTED, facts)
    ends = [price.valid_until for price in promoted if price.valid_until is not None]
    if ends:
        return Objection(PriceRefusal.PROMOTION_EXPIRED, {"promotion": promotion, "until": max(ends)})
    return Objection(PriceRefusal.PROMOTION_UNKNOWN, {"promotion": promotion})


def _code(promotion: str) -> str:
    return promotion.strip().casefold()
