"""What the search of Archives is asked and shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.states import OrderState, Unfinished


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of the search; instants in UTC."""

    order_id: int
    number: str
    buyer: str
    email: str
    bought_at: datetime
    origin: str
    events: tuple[str, ...]
    first_starts_at: datetime | None
    first_zone: str  # of its venue, in which it is told
    tickets: int
    balance: Money
    state: OrderState
    unfinished: tuple[Unfinished, ...]
    due_on: date | None = None  # reserved until then, not taken up


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """What a clerk looks for: texts as typed, local dates of the organisation, both included."""

    number: str = ""
    text: str = ""
    first: date | None = None
    last: date | None = None
    to_finish: bool = False


@dataclass(frozen=True, slots=True)
class OrderCursor:
    """Where a page of the search starts or ends: keyset of the newest-first order."""

    bought_at: datetime
    order_id: int


@dataclass(frozen=True, slots=True)
class OutsidePeriod:
    """An order with the number asked for, bought outside the period (spec/archives.md, Search)."""

    order_id: int
    number: str
    bought_on: date


@dataclass(frozen=True, slots=True)
class OrderRows:
    """A page of the search, newest first. `after` asks for the next page, `before` for the one before it,
    None where there is none.
    """

    rows: tuple[OrderRow, ...]
    after: OrderCursor | None
    before: OrderCursor | None
    outside: OutsidePeriod | None
