"""A till from its opening to its count: the cash it must hold, and why it is not opened, moved or counted so.

Amounts are minor units of the house's currency. Recording moves no coin: it says what people did with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from boxoffice_tui.rules.money import MOST_AMOUNT, Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal, reason_objection
from boxoffice_tui.rules.text import FIELD_LIMIT, holds_card_number, safe

Counts = tuple[tuple[int, int], ...]
"""What was counted: pairs of a coin's or a note's minor units, and how many of them."""

_DENOMINATIONS: dict[str, tuple[int, ...]] = {
    "AUD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5),
    "CAD": (10000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5),
    "CHF": (100000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5),
    "CZK": (500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100),
    "DKK": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50),
    "EUR": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "GBP": (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "JPY": (10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1),
    "NOK": (100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 100),
    "NZD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10),
    "PLN": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "SEK": (100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100),
    "USD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1),
}


class CashKind(StrEnum):
    """Why cash went into a till, or out of it, beside its payments; as the ledger stores it."""

    FLOAT = "float"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    DIFFERENCE = "difference"
    EMPTYING = "emptying"


COUNTED_ON: frozenset[str] = frozenset({CashKind.FLOAT, CashKind.CASH_IN, CashKind.CASH_OUT})
"""What makes the cash that should be there; the rest is what closing does with it."""


class TillRefusal(StrEnum):
    """Why a till cannot be used as asked; each guard below documents the facts of its codes."""

    TILL_OPEN = "till_open"
    TILL_NOT_OPEN = "till_not_open"
    TILL_NOT_NAMED = "till_not_named"
    SESSION_CLOSED = "session_closed"
    TILL_CURRENCY = "till_currency"
    AMOUNT_NOT_POSITIVE = "amount_not_positive"
    AMOUNT_NEGATIVE = "amount_negative"
    AMOUNT_TOO_LARGE = "amount_too_large"
    CASH_OUT_TOO_HIGH = "cash_out_too_high"
    DENOMINATION_UNKNOWN = "denomination_unknown"
    COUNT_NEGATIVE = "count_negative"


@dataclass(frozen=True, slots=True)
class OpenShift:
    """A till's open session: its number, and who opened it when (aware UTC)."""

    number: int
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Cash:
    """What moved the cash of a session, each amount not below zero."""

    opening: Money
    paid: Money
    refunded: Money
    into: Money
    out: Money

    @property
    def expected(self) -> Money:
        """The cash that should be there; below zero where more was given back than the till ever had."""
        return self.opening + self.paid - self.refunded + self.into - self.out


def denominations_of(currency: str) -> tuple[int, ...]:
    """The coins and notes of the ISO 4217 `currency`, the largest first; none where we do not know them."""
    return _DENOMINATIONS.get(currency, ())


def open_objection(till: str, found: OpenShift | None) -> Objection | None:
    """Why till `till` cannot be opened: it is. Facts of `till_open`: till, number, who, when (aware UTC)."""
    if found is None:
        return None
    facts = {"till": till, "number": found.number, "who": found.who, "when": found.when}
    return Objection(TillRefusal.TILL_OPEN, facts)


def shift_objection(till: str, found: int | None, seen: int | None) -> Objection | None:
    """Why nothing can be done in the session a face has `seen` (None: in whichever is open) at `till`.

    `found` is the number of the open one. Facts of `till_not_open`: till. Of `session_closed`: till, number.
    """
    if seen is not None and found != seen:
        return Objection(TillRefusal.SESSION_CLOSED, {"till": till, "number": seen})
    if found is None:
        return Objection(TillRefusal.TILL_NOT_OPEN, {"till": till})
    return None


def float_objection(opening: Money, currency: str) -> Objection | None:
    """Why a till in `currency` cannot be opened with this float; nothing is one too.

    Facts of `till_currency`: currency, given. Of `amount_negative` and `amount_too_large`: amount.
    """
    if opening.currency != currency:
        return Objection(TillRefusal.TILL_CURRENCY, {"currency": currency, "given": opening.currency})
    if opening.minor < 0:
        return Objection(TillRefusal.AMOUNT_NEGATIVE, {"amount": opening})
    if opening.minor > MOST_AMOUNT:
        return Objection(TillRefusal.AMOUNT_TOO_LARGE, {"amount": opening})
    return None


def move_objection(amount: Money, currency: str, reason: str) -> Objection | None:
    """Why cash cannot be put into a till in `currency`, or taken out of it, for this reason.

    Facts of `amount_not_positive`: amount. Of `note_too_long`: limit, length (characters); it stands in a column of
    a report. Otherwise as `float_objection`; `reason_required` and `card_number` have none.
    """
    if amount.minor <= 0 and amount.currency == currency:
        return Objection(TillRefusal.AMOUNT_NOT_POSITIVE, {"amount": amount})
    objection = float_objection(amount, currency) or reason_objection(reason)
    if objection is not None:
        return objection
    if len(reason) > FIELD_LIMIT:
        return Objection(OrderRefusal.NOTE_TOO_LONG, {"limit": FIELD_LIMIT, "length": len(reason)})
    return Objection(OrderRefusal.CARD_NUMBER) if holds_card_number(safe(reason)) else None


def out_objection(amount: Money, expected: Money) -> Objection | None:
    """Why no `amount` can be taken out of what should be there. Facts of `cash_out_too_high`: amount, expected."""
    if amount <= expected:
        return None
    return Objection(TillRefusal.CASH_OUT_TOO_HIGH, {"amount": amount, "expected": expected})


def counts_objection(counts: Counts, currency: str) -> Objection | None:
    """Why coins and notes of `currency` cannot have been counted so.

    Facts of `denomination_unknown`: denomination (money). Of `count_negative`: denomination, count. Of
    `amount_too_large`: amount.
    """
    known = denominations_of(currency)
    for denomination, count in counts:
        facts: dict[str, object] = {"denomination": Money(denomination, currency)}
        if denomination not in known:
            return Objection(TillRefusal.DENOMINATION_UNKNOWN, facts)
        if count < 0:
            return Objection(TillRefusal.COUNT_NEGATIVE, {**facts, "count": count})
    amount = counted_total(counts, currency)
    return Objection(TillRefusal.AMOUNT_TOO_LARGE, {"amount": amount}) if amount.minor > MOST_AMOUNT else None


def counted_total(counts: Counts, currency: str) -> Money:
    """What the coins and notes come to."""
    return Money(sum(denomination * count for denomination, count in counts), currency)


def merged(counts: Iterable[tuple[int, int]]) -> Counts:
    """Each coin and note once, the largest first; what was counted twice is added, what is not there left out."""
    sums: Counter[int] = Counter()
    for denomination, count in counts:
        sums[denomination] += count
    return tuple((one, sums[one]) for one in sorted(sums, reverse=True) if sums[one])
