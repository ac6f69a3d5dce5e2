"""Programmes from an iCalendar file: the same rows as from CSV (spec/archives.md, Seating plans)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum

from icalendar import Calendar, Component

from boxoffice_tui.data.importers.files import (
    DETAIL_LIMIT,
    FileReason,
    Findings,
    Parsed,
    UnreadableFileError,
    checked,
    excerpt,
    text_of,
)
from boxoffice_tui.data.importers.mapping import ProgrammeMapping
from boxoffice_tui.data.importers.programme import (
    ROW_LIMIT,
    SIZE_LIMIT,
    Draft,
    ProgrammeReason,
    ProgrammeRow,
    performances,
)
from boxoffice_tui.data.importers.times import Moment, in_utc, moment_of
from boxoffice_tui.rules.text import FIELD_LIMIT, TITLE_LIMIT

_WORD_LIMIT = 40
_SINGLE = ("SUMMARY", "LOCATION", "UID", "STATUS", "DTSTART")
_READ = frozenset({*_SINGLE, "CATEGORIES"})
_RECURRENCE = ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")


class CalendarReason(StrEnum):
    """Why a calendar is refused; the comment names the facts."""

    BAD_CALENDAR = "calendar_bad"  # detail, in English
    TOO_MANY_ENTRIES = "calendar_too_many_entries"  # limit
    BAD_PROPERTY = "calendar_bad_property"  # detail, in English; the column names the property
    REPEATED_PROPERTY = "calendar_repeated_property"  # the column names the property
    RECURRENCE = "calendar_recurrence"  # event; each performance must be an entry of its own


def parse_calendar(content: bytes, mapping: ProgrammeMapping) -> Parsed[ProgrammeRow]:
    """The entries of a calendar as performances, all or none.

    SUMMARY is the event, LOCATION the venue, the first of CATEGORIES the activity, UID the reference;
    season and zone come from the mapping. A time in UTC is an instant; a time with a zone of its own keeps its
    wall-clock time, as in CSV; a floating time is the venue's; a day without time is to be announced.
    """
    findings = Findings()
    return findings.parsed(performances(_drafts(content, findings), mapping, findings))


def _drafts(content: bytes, findings: Findings) -> Iterator[Draft]:
    try:
        text = text_of(content, SIZE_LIMIT)
    except UnreadableFileError as error:
        findings.problem(error.line, "", error.code, **error.facts)
        return
    kept, begun = _without_zones(text)
    if len(begun) > ROW_LIMIT:
        findings.problem(begun[ROW_LIMIT], "", CalendarReason.TOO_MANY_ENTRIES, limit=ROW_LIMIT)
        return
    entries = _entries(kept, findings)
    lines = begun if len(begun) == len(entries) else [0] * len(entries)
    for line, entry in zip(lines, entries, strict=True):
        draft = _draft(line, entry, findings)
        if draft is not None:
            yield draft


def _without_zones(text: str) -> tuple[str, list[int]]:
    """The text without the zones it defines itself, and the lines in which entries begin.

    A zone's recurrences can be made to run for ever, and the venue's zone is the mapping's to say.
    """
    kept: list[str] = []
    begun: list[int] = []
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        word = line.strip().upper() if len(line) < _WORD_LIMIT else ""
        inside = inside or word == "BEGIN:VTIMEZONE"
        if not inside:
            kept.append(line)
            if word == "BEGIN:VEVENT":
                begun.append(number)
        inside = inside and word != "END:VTIMEZONE"
    return "\n".join(kept), begun


def _entries(text: str, findings: Findings) -> list[Component]:
    """The entries of every calendar in the file."""
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    except Exception as error:  # the parser promises no set of exceptions; what it says is shown
        findings.problem(0, "", CalendarReason.BAD_CALENDAR, detail=excerpt(error, DETAIL_LIMIT))
        return []
    if not entries and not findings.failed:
        findings.problem(0, "", FileReason.EMPTY)
    return entries


def _draft(line: int, entry: Component, findings: Findings) -> Draft | None:
    before = findings.count
    for name, message in entry.errors:
        if name in _READ:
            findings.problem(line, str(name), CalendarReason.BAD_PROPERTY, detail=excerpt(message, DETAIL_LIMIT))
    for name in _SINGLE:
        if isinstance(entry.get(name), list):
            findings.problem(line, name, CalendarReason.REPEATED_PROPERTY)
    if findings.count != before:
        return None
    event = _text(entry, "SUMMARY", line, findings, TITLE_LIMIT)
    if any(name in entry for name in _RECURRENCE):
        findings.problem(line, "RRULE", CalendarReason.RECURRENCE, event=event)
    if _text(entry, "STATUS", line, findings).upper() == "CANCELLED":
        findings.warn(line, "STATUS", ProgrammeReason.CANCELLED, event=event)
        return None
    starts = getattr(entry.get("DTSTART"), "dt", None)
    moment = _moment(starts)
    if moment is None:
        findings.problem(line, "DTSTART", ProgrammeReason.MOMENT_WRONG, value=excerpt(starts or ""))
    activity, venue = _category(entry, line, findings), _text(entry, "LOCATION", line, findings)
    reference = _text(entry, "UID", line, findings)
    return Draft(
        line=line,
        title_column="SUMMARY",
        column="DTSTART",
        venue_column="LOCATION",
        sound=findings.count == before,
        event=event,
        event_code="",
        season="",
        activity=activity,
        venue=venue,
        reference=reference,
        moment=moment,
        instant=_instant(starts, moment),
    )


def _moment(starts: object) -> Moment | None:
    """A day, or a wall-clock time with the offset of the zone named beside it."""
    if not isinstance(starts, date) or moment_of(f"{starts:%Y-%m-%d}") is None:
        return None
    if not isinstance(starts, datetime):
        return Moment(starts)
    return Moment(starts.date(), starts.time().replace(microsecond=0, fold=0), starts.utcoffset())


def _instant(starts: object, moment: Moment | None) -> datetime | None:
    """The instant itself, where it is written in UTC."""
    if moment is None or not isinstance(starts, datetime) or not _is_utc(starts):
        return None
    return in_utc(moment, "UTC")


def _is_utc(starts: datetime) -> bool:
    return getattr(starts.tzinfo, "key", None) == "UTC" or starts.tzinfo is UTC


def _category(entry: Component, line: int, findings: Findings) -> str:
    found = entry.get("CATEGORIES")
    first = found[0] if isinstance(found, list) and found else found
    names = [str(name) for name in getattr(first, "cats", ())]
    return checked(names[0], line, "CATEGORIES", findings) if names else ""


def _text(entry: Component, name: str, line: int, findings: Findings, limit: int = FIELD_LIMIT) -> str:
    value = entry.get(name)
    return "" if value is None else checked(str(value), line, name, findings, limit)
