"""The calendar file of an order's performances: one entry each, in the venue's own time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.rules.text import REMARK_LIMIT, safe
from boxoffice_tui.views.documents import HouseFacts, TicketFacts

if TYPE_CHECKING:
    from icalendar import Event, Timezone


def calendar(
    tickets: Sequence[TicketFacts],
    house: HouseFacts,
    language: str,
    created_at: datetime,
    edition: int = wording.EDITION,
) -> bytes:
    """The performances of `tickets` as an iCalendar file (METHOD:PUBLISH); same arguments, same bytes.

    Tickets of one `uid` share an entry that names all their seats; its SEQUENCE is their highest. Zones are
    written out for the years of the performances (RFC 5545, 3.6.5). ValueError without a ticket.
    """
    if not tickets:
        raise ValueError("a calendar of no performance")
    from icalendar import Calendar

    reader = wording.reader_of(language, house.country, edition)
    file = Calendar()
    file.add("prodid", "-//boxoffice-tui//EN")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    ordered = sorted(tickets, key=lambda ticket: (ticket.starts_at, ticket.uid, ticket.number))
    for zone in sorted({ticket.zone for ticket in ordered}):
        years = [_local(ticket).year for ticket in ordered if ticket.zone == zone]
        file.add_component(_timezone(zone, min(years), max(years)))
    for uid in dict.fromkeys(ticket.uid for ticket in ordered):
        together = [ticket for ticket in ordered if ticket.uid == uid]
        file.add_component(_entry(together, house, reader, created_at))
    return bytes(file.to_ical())


def _entry(tickets: Sequence[TicketFacts], house: HouseFacts, reader: Reader, created_at: datetime) -> Event:
    from icalendar import Event, vCalAddress

    first = tickets[0]
    entry = Event()
    entry.add("uid", safe(first.uid))
    entry.add("sequence", max(ticket.sequence for ticket in tickets))
    entry.add("dtstamp", created_at.astimezone(UTC))
    entry.add("dtstart", _local(first))
    entry.add("summary", (f"{reader.training} · " if house.training else "") + safe(first.event))
    entry.add("location", ", ".join(safe(part) for part in (first.venue, first.venue_address) if part))
    seats = [wording.seat(ticket, reader) for ticket in tickets]
    entry.add("description", safe("\n".join([*seats, "", house.name]), REMARK_LIMIT, lines=True))
    entry.add("status", "CONFIRMED")
    if house.email:
        organizer = vCalAddress(f"mailto:{safe(house.email)}")
        organizer.params["CN"] = safe(house.name).replace('"', "'")
        entry.add("organizer", organizer)
    return entry


def _local(ticket: TicketFacts) -> datetime:
    return ticket.starts_at.astimezone(ZoneInfo(ticket.zone))


def _timezone(zone: str, first_year: int, last_year: int) -> Timezone:
    """The zone's rules from the start of `first_year` to the end of `last_year`, each change by itself.

    Written here because icalendar 7.3 puts the change to summer time an hour late.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    component = Timezone()
    component.add("tzid", zone)
    rules = ZoneInfo(zone)
    start, end = datetime(first_year, 1, 1, tzinfo=rules), datetime(last_year + 1, 1, 2, tzinfo=rules)
    changes = [(start, _offset(start)), *_changes(start, end)]
    for instant, before in changes:
        onset = (instant.astimezone(UTC) + before).replace(tzinfo=None)
        observance = TimezoneDaylight() if instant.dst() else TimezoneStandard()
        observance.add("dtstart", onset)
        observance.add("tzoffsetfrom", before)
        observance.add("tzoffsetto", _offset(instant))
        observance.add("tzname", instant.tzname() or zone)
        component.add_component(observance)
    return component


def _changes(start: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """The instants from `start` to `end` where the zone's offset changes, each with the offset before it."""
    rules, step = start.tzinfo, timedelta(days=1)
    earlier = start.astimezone(UTC)
    while earlier < end:
        later = earlier + step
        before = _offset(earlier.astimezone(rules))
        if _offset(later.astimezone(rules)) == before:
            earlier = later
            continue
        low, high = earlier, later
        while high - low > timedelta(seconds=1):
            middle = (low + (high - low) / 2).replace(microsecond=0)
            low, high = (middle, high) if _offset(middle.astimezone(rules)) == before else (low, middle)
        yield high.astimezone(rules), before
        earlier = high


def _offset(instant: datetime) -> timedelta:
    return instant.utcoffset() or timedelta()
