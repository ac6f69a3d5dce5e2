"""Closings of the books: of days, and of months and years as their sums (spec/reliability.md, Cash rules).

The journal's head is locked before anything is looked at: whatever was acknowledged is in the closing or behind
it, and of two who close at once the second finds nothing left. Nothing else is locked after it (DESIGN.md,
Transactions).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.states import MovementKind
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.tills import CLOSINGS
from boxoffice_tui.rules import closings as rule
from boxoffice_tui.rules.closings import ClosingKind, Span, Sums
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import journal
from boxoffice_tui.services.attempt import attempting
from boxoffice_tui.services.closing_sums import sums_of
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, insist
from boxoffice_tui.services.transaction import Work, reading, require_held, use_case
from boxoffice_tui.views.closings import ClosingView, MethodSums
from boxoffice_tui.views.states import PaymentMethod

_PAGE = 5_000
_SPAN = (CLOSINGS.c.first_day, CLOSINGS.c.last_day, CLOSINGS.c.first_seq, CLOSINGS.c.last_seq)


@use_case(Right.TILLS_CLOSE)
def close_books(work: Work, kind: ClosingKind | None = None) -> tuple[ClosingView, ...]:
    """Closes each day up to today that is open; or each month, or year, that is over. Without a `kind` all that is
    over: the days before today, then months, then years; nothing where nothing is.

    Raises `RefusedError` (period_not_over, days_still_open, nothing_to_close and day_closed, these two with the
    number of the last closing of the kind, when it was made and by whom).
    """
    return _close(work, kind)


def foresee(desk: Desk, kind: ClosingKind | None = None) -> tuple[ClosingView, ...]:
    """What `close_books` would close now; nothing is kept. Raises as it does."""
    with attempting(desk, Right.TILLS_CLOSE) as attempt:
        return _close(attempt.work, kind)


def list_closings(desk: Desk, kind: ClosingKind | None = None) -> tuple[ClosingView, ...]:
    """All closings, or those of a kind, the oldest first. Raises `NotAllowedError`."""
    require_held(desk, Right.REPORTS_READ)
    which = CLOSINGS.c.kind == kind if kind is not None else sa.true()
    with reading(desk) as connection:
        return _views(connection, which, desk.house.currency)


def closing(desk: Desk, kind: ClosingKind, number: int) -> ClosingView:
    """One of them. Raises `NotAllowedError`, `NotFoundError` (closing)."""
    require_held(desk, Right.REPORTS_READ)
    which = sa.and_(CLOSINGS.c.kind == kind, CLOSINGS.c.number == number)
    with reading(desk) as connection:
        found = _views(connection, which, desk.house.currency)
    if not found:
        raise NotFoundError("closing", number)
    return found[0]


def _close(work: Work, kind: ClosingKind | None) -> tuple[ClosingView, ...]:
    head = journal.lock_head(work.connection)
    today = rule.day_of(work.now, work.house.zone)
    if kind is None:
        over = today - timedelta(days=1)
        made = [_close_day(work, span) for span in _open_days(work, head.seq) if span.last_day <= over]
        for period in (ClosingKind.MONTH, ClosingKind.YEAR):
            made += _close_periods(work, period, head.seq)
    elif kind is ClosingKind.DAY:
        found = list(_open_days(work, head.seq))
        last = last_of(work.connection, kind)
        insist(rule.days_objection(found, last.last_day if last else None, today), **_told(last))
        made = [_close_day(work, span) for span in found if span.last_day <= today]
    else:
        made = _close_periods(work, kind, head.seq)
        if not made:
            _refuse_period(work, kind, head.seq)
    currency = work.house.currency
    return _views(work.connection, CLOSINGS.c.id.in_(made), currency) if made else ()


def _open_days(work: Work, head_seq: int) -> Iterator[Span]:
    last = last_of(work.connection, ClosingKind.DAY)
    lines = _places(work.connection, last.last_seq if last else 0, head_seq)
    today = rule.day_of(work.now, work.house.zone)
    return rule.open_days(lines, last.last_day if last else None, today, work.house.zone)


def _places(connection: Connection, after: int, head_seq: int) -> Iterator[rule.JournalPlace]:
    query = sa.select(JOURNAL.c.seq, JOURNAL.c.at, JOURNAL.c.action).order_by(JOURNAL.c.seq).limit(_PAGE)
    while after < head_seq:
        page = connection.execute(query.where(JOURNAL.c.seq > after, JOURNAL.c.seq <= head_seq)).all()
        if not page:
            return
        yield from (rule.JournalPlace(row.seq, row.at, row.action) for row in page)
        after = page[-1].seq


def _close_day(work: Work, span: Span) -> int:
    return _write(work, ClosingKind.DAY, span, sums_of(work.connection, span.first_seq, span.last_seq))


def _close_periods(work: Work, kind: ClosingKind, head_seq: int) -> list[int]:
    """Closes the months, or years, that are over and have all their days."""
    today = rule.day_of(work.now, work.house.zone)
    still_open = list(_open_days(work, head_seq))
    days = _days_to_sum(work.connection, kind)
    made = []
    while rule.period_objection(kind, [_span(row) for row in days], still_open, today) is None:
        span, count = rule.of_period(kind, [_span(row) for row in days])
        made.append(_write(work, kind, span, rule.added(row.totals for row in days[:count])))
        days = days[count:]
    return made


def _refuse_period(work: Work, kind: ClosingKind, head_seq: int) -> None:
    today = rule.day_of(work.now, work.house.zone)
    days = [_span(row) for row in _days_to_sum(work.connection, kind)]
    objection = rule.period_objection(kind, days, list(_open_days(work, head_seq)), today)
    insist(objection, **({} if days else _told(last_of(work.connection, kind))))


def _days_to_sum(connection: Connection, kind: ClosingKind) -> list[Any]:
    """The closed days that no closing of the kind has summed up yet."""
    last = last_of(connection, kind)
    query = sa.select(*_SPAN, CLOSINGS.c.totals).where(CLOSINGS.c.kind == ClosingKind.DAY)
    behind = CLOSINGS.c.last_seq > (last.last_seq if last else 0)
    return list(connection.execute(query.where(behind).order_by(CLOSINGS.c.number)).all())


def _span(row: Any) -> Span:
    return Span(row.first_day, row.last_day, row.first_seq, row.last_seq)


def last_of(connection: Connection, kind: ClosingKind) -> Any:
    """The last closing of a kind, with the code of who made it; None where there is none."""
    query = (
        sa.select(CLOSINGS, OPERATORS.c.code)
        .join(OPERATORS, OPERATORS.c.id == CLOSINGS.c.operator_id)
        .where(CLOSINGS.c.kind == kind)
        .order_by(CLOSINGS.c.number.desc())
    )
    return connection.execute(query.limit(1)).first()


def _told(last: Any) -> dict[str, object]:
    return {"number": last.number, "when": last.at, "who": last.code} if last is not None else {}


def _write(work: Work, kind: ClosingKind, span: Span, totals: Sums) -> int:
    """Adds a closing behind the last of its kind, and its line; its id."""
    last = last_of(work.connection, kind)
    total = rule.net_sales(totals)
    content = rule.Content(
        kind=kind,
        number=last.number + 1 if last is not None else 1,
        first_day=span.first_day,
        last_day=span.last_day,
        at=work.now,
        operator_id=work.operator_id,
        first_seq=span.first_seq,
        last_seq=span.last_seq,
        head_hash=_hash_at(work.connection, span.last_seq),
        total_minor=total,
        perpetual_minor=total + (last.perpetual_minor if last is not None else 0),
        totals=totals,
        previous=last.hash if last is not None else journal.GENESIS,
    )
    own = rule.chained(content)
    columns = {name: getattr(content, name) for name in content.__slots__}
    closing_id = work.insert(CLOSINGS, **columns, hash=own)
    work.journal(rule.OF_CLOSINGS, kind=kind, number=content.number, hash=own)
    return closing_id


def _hash_at(connection: Connection, seq: int) -> str:
    query = sa.select(JOURNAL.c.hash).where(JOURNAL.c.seq == seq)
    return str(connection.execute(query).scalar_one())


def _views(
    connection: Connection, which: sa.ColumnElement[bool], currency: str
) -> tuple[ClosingView, ...]:
    query = (
        sa.select(CLOSINGS, OPERATORS.c.code)
        .join(OPERATORS, OPERATORS.c.id == CLOSINGS.c.operator_id)
        .where(which)
        .order_by(CLOSINGS.c.id)
    )
    return tuple(_view(row, currency) for row in connection.execute(query))


def _view(row: Any, currency: str) -> ClosingView:
    sums: Sums = row.totals

    def money(minor: int) -> Money:
        return Money(minor, currency)

    return ClosingView(
        kind=row.kind,
        number=row.number,
        first_day=row.first_day,
        last_day=row.last_day,
        at=row.at,
        operator=row.code,
        first_seq=row.first_seq,
        last_seq=row.last_seq,
        sales=money(rule.moved(sums, MovementKind.SALE)),
        fees=money(rule.moved(sums, MovementKind.FEE)),
        articles=money(rule.moved(sums, MovementKind.ARTICLE)),
        cancellations=money(rule.moved(sums, MovementKind.CANCELLATION)),
        total=money(row.total_minor),
        perpetual=money(row.perpetual_minor),
        imported=money(sums.get(rule.IMPORTED, 0)),
        tax=money(sums.get(rule.TAX, 0)),
        rounding=money(rule.rounded(sums)),
        tickets_sold=sums.get(rule.TICKETS_SOLD, 0),
        tickets_cancelled=sums.get(rule.TICKETS_CANCELLED, 0),
        methods=_methods(sums, currency),
        head_hash=row.head_hash,
        previous=row.previous,
        hash=row.hash,
    )


def _methods(sums: Sums, currency: str) -> tuple[MethodSums, ...]:
    found = []
    for method in PaymentMethod:
        payments, paid, refunds, refunded = (
            sums.get(f"{name}:{method}", 0)
            for name in (rule.PAYMENTS, rule.PAID, rule.REFUNDS, rule.REFUNDED)
        )
        if payments or refunds:
            line = (payments, Money(paid, currency), refunds, Money(refunded, currency))
            found.append(MethodSums(method, *line))
    return tuple(found)
