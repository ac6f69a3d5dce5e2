"""Closings of the books: which days, months and years are due, what they come to, and the chain they make.

A day's books run until six in the morning of the house's zone: an evening that ends past midnight is of the day
it began on. A day is closed once; what is done after that is of the next one. Days on which nothing was done have
no closing: each line of the journal is in one closing of a day, and none is left out between two. A month and a
year are the sums of their days (spec/reliability.md, Cash rules and J5).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from boxoffice_tui.rules.objection import Objection

Sums = Mapping[str, int]
"""What a period came to: `sale:sales` is what moved on the account of sales by sales, `paid:cash` what was received
in cash (`refunded:`, given back; `payments:` and `refunds:` how often), `imported` what of the sales was imported,
`tax`, `tickets_sold`, `tickets_cancelled`. Minor units and counts; what is zero is not there."""

BEGINS_AT = 6
"""The hour at which a day's books begin."""

OF_CLOSINGS = "closing_made"
"""What the journal says of a closing itself: alone it is nothing to close."""

IMPORTED, TAX, TICKETS_SOLD, TICKETS_CANCELLED = "imported", "tax", "tickets_sold", "tickets_cancelled"
PAID, PAYMENTS, REFUNDED, REFUNDS = "paid", "payments", "refunded", "refunds"
SALES = "sales"


class ClosingKind(StrEnum):
    """How long the books were open for."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class ClosingRefusal(StrEnum):
    """Why the books are not closed as asked; each guard below documents the facts of its codes."""

    NOTHING_TO_CLOSE = "nothing_to_close"
    DAY_CLOSED = "day_closed"
    PERIOD_NOT_OVER = "period_not_over"
    DAYS_STILL_OPEN = "days_still_open"


@dataclass(frozen=True, slots=True)
class JournalPlace:
    """A line of the journal: its number, when it was written (aware) and of what."""

    seq: int
    at: datetime
    action: str


@dataclass(frozen=True, slots=True)
class Span:
    """The lines that a closing takes, and its days."""

    first_day: date
    last_day: date
    first_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a closing says, and its hash is made over; `at` is an aware instant, amounts are minor units."""

    kind: ClosingKind
    number: int
    first_day: date
    last_day: date
    at: datetime
    operator_id: int
    first_seq: int
    last_seq: int
    head_hash: str
    total_minor: int
    perpetual_minor: int
    totals: Sums
    previous: str


def day_of(at: datetime, zone: tzinfo) -> date:
    """The day whose books an instant belongs to."""
    local = at.astimezone(zone)
    return local.date() if local.hour >= BEGINS_AT else local.date() - timedelta(days=1)


def bounds_of(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When the books of a day begin and end, the end not included (aware, in `zone`): `day_of` of all between."""
    begins, ends = (
        datetime.combine(one, time(BEGINS_AT), zone) for one in (day, day + timedelta(days=1))
    )
    return begins, ends


def hours_of(
    day: date, zone: tzinfo, closed_at: datetime | None, closed_before_at: datetime | None
) -> tuple[datetime, datetime]:
    """When what is of a day's books was done: `bounds_of`, but what was done once it was closed is of the next day.

    `closed_at` is when that was, `closed_before_at` when the day before was closed (aware, None where open).
    """
    begins, ends = bounds_of(day, zone)
    return min(begins, closed_before_at or begins), min(ends, closed_at or ends)


def open_days(
    lines: Iterable[JournalPlace], closed: date | None, today: date, zone: tzinfo
) -> Iterator[Span]:
    """The days that lines belong to which no closing took yet, in the order of the journal.

    `closed` is the day closed last: nothing is of it or of a day before any more. A line that a wrong clock dated
    later than `today` is of today. Days end where a line of a later day stands; none ends with closings' own lines
    only, which are of the day after them.
    """
    earliest = closed + timedelta(days=1) if closed is not None else date.min
    span, real = None, False
    for line in lines:
        day = max(min(day_of(line.at, zone), today), earliest)
        earliest = day
        if span is None:
            span = Span(day, day, line.seq, line.seq)
        elif day == span.last_day or not real:
            span = Span(day, day, span.first_seq, line.seq)
        else:
            yield span
            span, real = Span(day, day, line.seq, line.seq), False
        real = real or line.action != OF_CLOSINGS
    if span is not None and real:
        yield span


def period_of(kind: ClosingKind, day: date) -> tuple[date, date]:
    """The first and the last day of the month, or the year, that a day is in; the day itself for a day."""
    if kind is ClosingKind.DAY:
        return day, day
    if kind is ClosingKind.YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)


def days_objection(found: Sequence[Span], closed: date | None, today: date) -> Objection | None:
    """Why no day can be closed up to `today`; `found` are the days that are open.

    Facts of `day_closed`: day. `nothing_to_close` has none.
    """
    if any(span.last_day <= today for span in found):
        return None
    if found and closed is not None:
        return Objection(ClosingRefusal.DAY_CLOSED, {"day": closed})
    return Objection(ClosingRefusal.NOTHING_TO_CLOSE)


def period_objection(
    kind: ClosingKind, days: Sequence[Span], still_open: Sequence[Span], today: date
) -> Objection | None:
    """Why the month or year of the first of the closed `days` that it has to sum up cannot be closed.

    Facts of `period_not_over`: kind, first_day, last_day. Of `days_still_open`: kind, first_day, last_day, day, the
    first day that is open. `nothing_to_close` has none.
    """
    if not days:
        return Objection(ClosingRefusal.NOTHING_TO_CLOSE)
    first, last = period_of(kind, days[0].last_day)
    facts: dict[str, object] = {"kind": kind, "first_day": first, "last_day": last}
    if last >= today:
        return Objection(ClosingRefusal.PERIOD_NOT_OVER, facts)
    waiting = [span.last_day for span in still_open if span.last_day <= last]
    return Objection(ClosingRefusal.DAYS_STILL_OPEN, {**facts, "day": waiting[0]}) if waiting else None


def of_period(kind: ClosingKind, days: Sequence[Span]) -> tuple[Span, int]:
    """The month or year of the first of `days` (not empty), and how many of them are in it."""
    first, last = period_of(kind, days[0].last_day)
    count = sum(1 for day in days if day.last_day <= last)
    return Span(first, last, days[0].first_seq, days[count - 1].last_seq), count


def added(parts: Iterable[Sums]) -> dict[str, int]:
    """The sums of several periods together."""
    together: dict[str, int] = {}
    for part in parts:
        for name, amount in part.items():
            together[name] = together.get(name, 0) + amount
    return {name: amount for name, amount in together.items() if amount}


def net_sales(sums: Sums) -> int:
    """What was sold less what was cancelled, fees too: the account of sales, which sales are taken off."""
    return -sum(amount for name, amount in sums.items() if name.endswith(f":{SALES}"))


def rounded(sums: Sums) -> int:
    """What coins made of cash: above zero where the house took more, or gave back less, than was owed."""
    return -sums.get("rounding:rounding", 0)


def moved(sums: Sums, kind: str) -> int:
    """What movements of this kind brought to sales; below zero for cancellations."""
    return -sums.get(f"{kind}:{SALES}", 0)


def chained(content: Content) -> str:
    """The hash over all a closing says, the hash of the one of its kind before it included, in hexadecimal."""
    said = asdict(content)
    said |= {"first_day": content.first_day.isoformat(), "last_day": content.last_day.isoformat()}
    said |= {"at": content.at.astimezone(UTC).isoformat(timespec="microseconds")}
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
