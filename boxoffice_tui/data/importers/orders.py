"""Orders sold elsewhere, from CSV or JSON: one record a numbered ticket, or a count of unnumbered places.

The records of an order follow each other and agree in what belongs to the order. Orders come one at a time,
so that 100,000 of them need no more memory than one (a JSON file is held as text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import BinaryIO

from boxoffice_tui.data.importers.files import Findings, Parsed, excerpt
from boxoffice_tui.data.importers.tables import Column, Limits, Record, records
from boxoffice_tui.data.importers.times import in_utc, moment_of
from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.states import Origin, PaymentMethod

LIMITS = Limits(size=400_000_000, rows=2_000_000)
_COUNT_LIMIT = 1_000
_COLUMNS = (
    Column("number", filled=True),
    Column("dossier"),
    Column("contact"),
    Column("bought_at", filled=True),
    Column("origin", filled=True),
    Column("event", filled=True),
    Column("starts_at", filled=True),
    Column("seat"),
    Column("count"),
    Column("rate", filled=True),
    Column("price", filled=True),
    Column("paid"),
    Column("method"),
)
_OF_ORDER = tuple(column.name for column in _COLUMNS[:5])
_NUMBER = re.compile(r"[0-9]{6,7}")
_DOSSIER = re.compile(r"[0-9]{12}")
_CONTACT = re.compile(r"[1-9][0-9]{0,8}")
_COUNT = re.compile(r"[1-9][0-9]{0,3}")
_AMOUNT = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]+))?")
_ORIGINS = {origin.value: origin for origin in Origin}
_METHODS = {method.value: method for method in PaymentMethod}


class OrderReason(StrEnum):
    """What is wrong in a record of orders; the comment names the facts. All but the last four name a column."""

    NUMBER_WRONG = "order_row_number_wrong"  # value
    DOSSIER_WRONG = "order_row_dossier_wrong"  # value
    CONTACT_WRONG = "order_row_contact_wrong"  # value
    MOMENT_WRONG = "order_row_moment_wrong"  # value
    ORIGIN_UNKNOWN = "order_row_origin_unknown"  # value, known: joined by commas
    COUNT_WRONG = "order_row_count_wrong"  # value, limit
    AMOUNT_WRONG = "order_row_amount_wrong"  # value, digits: the decimals the currency has
    METHOD_UNKNOWN = "order_row_method_unknown"  # value, known: joined by commas
    SEAT_AND_COUNT = "order_row_seat_and_count"  # exactly one of the two must be filled
    METHOD_WITHOUT_AMOUNT = "order_row_method_without_amount"  # method and paid belong together
    ORDER_DIFFERS = "order_row_order_differs"  # number, first: the line of the order's first record
    ORDER_INTERRUPTED = "order_row_order_interrupted"  # number, first: the line it was in before
    SEAT_REPEATED = "order_row_seat_repeated"  # seat, event, first: the line it is sold in already


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket on a numbered `seat` (its guid), or `count` of them on unnumbered places (`seat` is "").

    `starts_at` is aware UTC where the file gives an offset, else naive: the venue's wall-clock time.
    """

    line: int
    event: str
    starts_at: datetime
    seat: str
    count: int
    rate: str
    price: Money


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """What an order was paid by one method."""

    method: PaymentMethod
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order to be written; `dossier` is "" and `contact` None where the file names none."""

    line: int
    number: str
    dossier: str
    contact: int | None
    bought_at: datetime
    origin: Origin
    tickets: tuple[TicketRow, ...]
    payments: tuple[PaymentRow, ...]


@dataclass(frozen=True, slots=True)
class OrderContext:
    """What the file leaves unsaid: the currency, its decimals, the organisation's zone for purchases."""

    currency: str
    digits: int
    zone: str


def parse_orders(content: bytes, context: OrderContext) -> Parsed[OrderRow]:
    """The orders of a file, all or none."""
    findings = Findings()
    return findings.parsed(read_orders(BytesIO(content), context, findings))


def read_orders(file: BinaryIO, context: OrderContext, findings: Findings) -> Iterator[OrderRow]:
    """The orders of a seekable `file` one by one; when it ends, `findings` says whether they may be kept."""
    lines: dict[str | int, int] = {}
    seats: dict[tuple[str, str, str], int] = {}
    for number, found in groupby(records(file, _COLUMNS, LIMITS, findings), key=_number_or_line):
        order = list(found)
        line = order[0][0]
        first = lines.setdefault(number, line)
        if first != line:
            reason = OrderReason.ORDER_INTERRUPTED
            findings.problem(line, "number", reason, number=excerpt(number), first=first)
        _note_seats(order, seats, findings)
        row = _order(order, context, findings)
        if row is not None:
            yield row


def _number_or_line(record: Record) -> str | int:
    """What the records of an order share; one without a number is by itself."""
    line, fields = record
    return fields[0] or line


def _note_seats(order: Sequence[Record], seats: dict[tuple[str, str, str], int], findings: Findings) -> None:
    for line, fields in order:
        _, _, _, _, _, event, starts_at, seat, *_ = fields
        if seat and event and starts_at:
            first = seats.setdefault((event, starts_at, seat), line)
            if first != line:
                reason = OrderReason.SEAT_REPEATED
                findings.problem(line, "seat", reason, seat=excerpt(seat), event=excerpt(event), first=first)


def _order(order: Sequence[Record], context: OrderContext, findings: Findings) -> OrderRow | None:
    before = findings.count
    line, fields = order[0]
    number, dossier, contact, bought, origin, *_ = fields
    bought_at = _bought_at(bought, context.zone)
    if bought_at is None:
        findings.problem(line, "bought_at", OrderReason.MOMENT_WRONG, value=excerpt(bought))
    _check_heading(line, fields, findings)
    for other, its in order[1:]:
        if its[:5] != fields[:5]:
            column = next(
                name for name, mine, own in zip(_OF_ORDER, its, fields, strict=False) if mine != own
            )
            findings.problem(other, column, OrderReason.ORDER_DIFFERS, number=excerpt(number), first=line)
    tickets = [_ticket(record, context, findings) for record in order]
    payments = _payments(order, context, findings)
    if findings.count != before or bought_at is None or any(findings.spoilt(one) for one, _ in order):
        return None
    sold = tuple(ticket for ticket in tickets if ticket is not None)
    buyer = int(contact) if contact else None
    return OrderRow(line, number, dossier, buyer, bought_at, _ORIGINS[origin], sold, payments)


def _check_heading(line: int, fields: tuple[str, ...], findings: Findings) -> None:
    number, dossier, contact, _, origin, *_ = fields
    if not _NUMBER.fullmatch(number):
        findings.problem(line, "number", OrderReason.NUMBER_WRONG, value=excerpt(number))
    if dossier and not _DOSSIER.fullmatch(dossier):
        findings.problem(line, "dossier", OrderReason.DOSSIER_WRONG, value=excerpt(dossier))
    if contact and not _CONTACT.fullmatch(contact):
        findings.problem(line, "contact", OrderReason.CONTACT_WRONG, value=excerpt(contact))
    if origin not in _ORIGINS:
        known = ", ".join(_ORIGINS)
        findings.problem(line, "origin", OrderReason.ORIGIN_UNKNOWN, value=excerpt(origin), known=known)


def _ticket(record: Record, context: OrderContext, findings: Findings) -> TicketRow | None:
    line, (_, _, _, _, _, event, starts, seat, counted, rate, price, _, _) = record
    starts_at = _starts_at(starts)
    amount = _amount(price, context.currency, context.digits)
    if starts_at is None:
        findings.problem(line, "starts_at", OrderReason.MOMENT_WRONG, value=excerpt(starts))
    if amount is None:
        findings.problem(line, "price", OrderReason.AMOUNT_WRONG, value=excerpt(price), digits=context.digits)
    if bool(seat) == bool(counted):
        findings.problem(line, "seat", OrderReason.SEAT_AND_COUNT)
        return None
    count = 1 if seat else int(counted) if _COUNT.fullmatch(counted) else 0
    if not 0 < count <= _COUNT_LIMIT:
        reason = OrderReason.COUNT_WRONG
        findings.problem(line, "count", reason, value=excerpt(counted), limit=_COUNT_LIMIT)
    if starts_at is None or amount is None:
        return None
    return TicketRow(line, event, starts_at, seat, count, rate, amount)


def _payments(order: Sequence[Record], context: OrderContext, findings: Findings) -> tuple[PaymentRow, ...]:
    """What was paid by each method, in the order the methods first occur."""
    sums: dict[str, Money] = {}
    for line, fields in order:
        paid, method = fields[-2:]
        if not (paid or method):
            continue
        amount = _amount(paid, context.currency, context.digits) if paid else None
        if not (paid and method):
            findings.problem(line, "method", OrderReason.METHOD_WITHOUT_AMOUNT)
            continue
        if method not in _METHODS:
            known = ", ".join(_METHODS)
            findings.problem(line, "method", OrderReason.METHOD_UNKNOWN, value=excerpt(method), known=known)
        if amount is None:
            digits = context.digits
            findings.problem(line, "paid", OrderReason.AMOUNT_WRONG, value=excerpt(paid), digits=digits)
        elif method in _METHODS:
            sums[method] = sums[method] + amount if method in sums else amount
    return tuple(PaymentRow(_METHODS[method], amount) for method, amount in sums.items() if amount)


def _bought_at(text: str, zone: str) -> datetime | None:
    moment = moment_of(text)
    return None if moment is None or moment.time is None else in_utc(moment, zone)


@lru_cache(maxsize=4096)
def _starts_at(text: str) -> datetime | None:
    moment = moment_of(text)
    if moment is None or moment.time is None:
        return None
    return moment.wall if moment.offset is None else in_utc(moment, "UTC").astimezone(UTC)


@lru_cache(maxsize=4096)
def _amount(text: str, currency: str, digits: int) -> Money | None:
    """An amount in plain digits, with a point or a comma and no more decimals than the currency has."""
    match = _AMOUNT.fullmatch(text)
    decimals = (match[2] or "") if match else ""
    if match is None or len(decimals) > digits:
        return None
    return Money(int(match[1] + decimals.ljust(digits, "0")), currency)
