"""Closings of the books as faces show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.states import PaymentMethod


@dataclass(frozen=True, slots=True)
class MethodSums:
    """What was received and given back by a method; `refunded` is not below zero."""

    method: PaymentMethod
    payments: int
    paid: Money
    refunds: int
    refunded: Money


@dataclass(frozen=True, slots=True)
class ClosingView:
    """A closing: `total` is what was sold, with fees and articles, less what was cancelled; `perpetual` that of
    all of its kind.

    `cancellations` are below zero. `imported` is what of the total came from files of other systems; `tax` what of
    it is tax, in tickets, their fees and articles. `rounding` is what coins made of cash, no part of the total.
    `first_seq` and `last_seq` are lines of the journal, `head_hash` that of the last one.
    """

    kind: ClosingKind
    number: int
    first_day: date
    last_day: date
    at: datetime
    operator: str
    first_seq: int
    last_seq: int
    sales: Money
    fees: Money
    articles: Money
    cancellations: Money
    total: Money
    perpetual: Money
    imported: Money
    tax: Money
    rounding: Money
    tickets_sold: int
    tickets_cancelled: int
    methods: tuple[MethodSums, ...]
    head_hash: str
    previous: str
    hash: str
