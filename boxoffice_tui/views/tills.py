"""Tills and their shifts as faces and papers show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.tills import CashKind
from boxoffice_tui.views.documents import HouseFacts
from boxoffice_tui.views.states import PaymentMethod


@dataclass(frozen=True, slots=True)
class TillState:
    """A till, and its open shift; `number`, `opened_by`, `opened_at` and `expected` are missing while closed.

    `expected` is the cash that should be there now, `last` the number of the shift closed last; `here` tells the
    till of the desk that looks.
    """

    code: str
    name: str
    number: int | None = None
    opened_by: str = ""
    opened_at: datetime | None = None
    expected: Money | None = None
    last: int | None = None
    here: bool = False


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift as the list of reports shows it; closing, count and difference are missing while it is open."""

    number: int
    till: str
    opened_by: str
    opened_at: datetime
    closed_by: str = ""
    closed_at: datetime | None = None
    counted: Money | None = None
    difference: Money | None = None


@dataclass(frozen=True, slots=True)
class ShiftRows:
    """A page of shifts, the latest first; whether others come before or after it, in the way it was read."""

    rows: tuple[ShiftRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class TillChange:
    """What opening, cash in or out, or closing answers: the shift, and the cash that should be there then."""

    number: int
    till: str
    expected: Money
    counted: Money | None = None
    difference: Money | None = None


@dataclass(frozen=True, slots=True)
class CashLine:
    """Cash that went into the till or, negative, out of it; `reason` is what people typed."""

    at: datetime
    operator: str
    kind: CashKind
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True)
class MethodLine:
    """What one operator took and gave back by one method; `refunded` is not below zero."""

    operator: str
    method: PaymentMethod
    payments: int
    paid: Money
    refunds: int
    refunded: Money


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """A voucher taken or, negative, given back: it lies in the drawer beside the cash."""

    at: datetime
    operator: str
    order_number: str
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CountLine:
    """Coins or notes of one denomination."""

    denomination: Money
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """A shift whole; what was counted is missing while it is open, `counts` where only the total was told.

    `rounding` is what coins made of its cash, in its payments and refunds already.
    """

    house: HouseFacts
    zone: str
    number: int
    till: str
    till_name: str
    opened_by: str
    opened_at: datetime
    closed_by: str
    closed_at: datetime | None
    opening: Money
    movements: tuple[CashLine, ...]
    methods: tuple[MethodLine, ...]
    vouchers: tuple[VoucherLine, ...]
    rounding: Money
    expected: Money
    counted: Money | None
    counts: tuple[CountLine, ...]
    difference: Money | None
