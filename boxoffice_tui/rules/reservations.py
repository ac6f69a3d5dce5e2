"""Reservations: unpaid orders with a due date, taken up or released (spec/options.md, Arithmetic; issue: Reserve).

A due date is a day in the organisation's zone; None is an order that is not reserved, or was taken up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from boxoffice_tui.rules import deadlines
from boxoffice_tui.rules.objection import Objection


class ReservationRefusal(StrEnum):
    """Why a reservation is not made, taken up or extended, or nothing goes out for it yet."""

    CONTACT_REQUIRED = "contact_required"
    NOT_TAKEN_UP = "not_taken_up"
    NOT_A_RESERVATION = "not_a_reservation"
    DUE_DATE_PAST = "due_date_past"
    DUE_DATE_NOT_LATER = "due_date_not_later"


@dataclass(frozen=True, slots=True)
class DueDays:
    """How long places stay reserved: days after today, days before the first performance; None where not set."""

    after: int | None = None
    before: int | None = None


def proposed_due_date(today: date, earliest_on: date, days: DueDays) -> date:
    """The due date of a reservation made `today` whose earliest performance starts on `earliest_on`.

    The earlier of DL1, today and the days after, and DL2, the performance and the days before; the performance's
    day where none is set (`deadlines.due_date`).
    """
    return deadlines.due_date(today, earliest_on, days.after, days.before)


def asked_due_date(asked: date, today: date, earliest_on: date | None) -> date | Objection:
    """The due date where one was asked for: not before today, and clamped to the day of the earliest performance.

    Facts of `due_date_past`: due_on, today.
    """
    if asked < today:
        return Objection(ReservationRefusal.DUE_DATE_PAST, {"due_on": asked, "today": today})
    return asked if earliest_on is None else max(today, min(asked, earliest_on))


def extended_due_date(due_on: date, asked: date, today: date, earliest_on: date | None) -> date | Objection:
    """The due date of a reservation that is extended: as `asked_due_date`, and later than the one it has.

    Facts of `due_date_not_later`: due_on (as it is), last_day (the latest there can be, where there is one).
    """
    later = asked_due_date(asked, today, earliest_on)
    if isinstance(later, Objection) or later > due_on:
        return later
    last = {} if earliest_on is None else {"last_day": max(today, earliest_on)}
    return Objection(ReservationRefusal.DUE_DATE_NOT_LATER, {"due_on": due_on, **last})


def taken_up_objection(due_on: date | None, number: str) -> Objection | None:
    """Why nothing goes out for order `number` yet, no e-ticket and no paper, and nobody is let in: it is reserved.

    Facts of `not_taken_up`: due_on, order.
    """
    if due_on is None:
        return None
    return Objection(ReservationRefusal.NOT_TAKEN_UP, {"due_on": due_on, "order": number})


def reserved_objection(due_on: date | None, number: str) -> Objection | None:
    """Why order `number` can be neither taken up nor extended. Facts of `not_a_reservation`: order."""
    return None if due_on is not None else Objection(ReservationRefusal.NOT_A_RESERVATION, {"order": number})
