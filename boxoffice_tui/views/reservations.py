"""What a counter shows of reservations: orders that are reserved and wait to be taken up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from boxoffice_tui.rules.money import Money


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """A pending reservation; `overdue` where its day is past, so that it may be released any time.

    `mode` is the code of its reference shipment's mode, `tickets` the live ones; instants in UTC.
    """

    order_id: int
    number: str
    dossier: str
    version: int
    contact_id: int
    contact_number: int
    buyer: str
    reserved_at: datetime
    due_on: date
    overdue: bool
    events: tuple[str, ...]
    first_starts_at: datetime | None
    first_zone: str  # of its venue, in which it is told
    tickets: int
    mode: str
    mode_name: str
    paid: Money
    balance: Money
