"""An evening's post: the shipments of a mode that wait, printed or sent one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.views.contacts import PostalAddress


@dataclass(frozen=True, slots=True)
class Waiting:
    """Which shipments: of a mode; with a ticket for an event; whose first coming performance is on a day of its
    venue or before; those whose performances are all `past` too, or not.
    """

    mode: str
    event: str = ""
    until: date | None = None
    past: bool = False


@dataclass(frozen=True, slots=True)
class PostDue:
    """The shipments that wait when they were counted: so many, none above the number `last`.

    `left_out` are the numbers of those that were not asked for, since nobody can come any more.
    """

    which: Waiting
    mode_name: str
    mode_type: ShipmentType
    event_title: str
    count: int
    last: int
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PostTicket:
    """A live ticket of a shipment; `seat` is "" where places are not numbered, `starts_at` aware UTC or None."""

    id: int
    number: int
    event: str
    starts_at: datetime | None
    zone: str
    section: str
    seat: str
    printed: int


@dataclass(frozen=True, slots=True)
class PostShipment:
    """A shipment that waits: to whom, where (as the shipment has it, not the contact now), and what it carries.

    `written` is the address line by line as its country's post writes it, without the country.
    """

    shipment_id: int
    number: int
    order_id: int
    order_number: str
    mode_type: ShipmentType
    structure: str
    person: str
    address: PostalAddress
    written: tuple[str, ...]
    carrier_reference: str
    tickets: tuple[PostTicket, ...]

    @property
    def unprinted(self) -> tuple[int, ...]:
        """The ids of its tickets that are not printed yet."""
        return tuple(one.id for one in self.tickets if not one.printed)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A shipment that could not be done, and why: a code and its facts."""

    shipment: int
    order: str
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PostPrinted:
    """What a run printed: so many tickets; shipments (numbers) whose tickets are still to print, those among them
    that were refused, and the printer's `trouble` that ended the run, if any.
    """

    tickets: int
    not_printed: tuple[int, ...] = ()
    skipped: tuple[LeftOut, ...] = ()
    trouble: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class PostSent:
    """What a run marked as sent, what was so before, what was refused, and what it did not come to; numbers."""

    sent: tuple[int, ...]
    before: tuple[int, ...] = ()
    skipped: tuple[LeftOut, ...] = ()
    left: tuple[int, ...] = ()
