"""J5: closings take each line of the journal once, add up, and are the chain they were (spec/reliability.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.tills import CLOSINGS
from boxoffice_tui.rules import closings as rule
from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services import journal
from boxoffice_tui.services.checks.questions import Gathered
from boxoffice_tui.services.closing_sums import facts_of, sums_of
from boxoffice_tui.views.checks import Finding


def read_through(connection: Connection) -> list[Finding]:
    """Makes every closing again from the journal, and compares."""
    wrong = Gathered()
    days = _closings(connection, ClosingKind.DAY)
    for kind in ClosingKind:
        before = None
        for row in days if kind is ClosingKind.DAY else _closings(connection, kind):
            if not (_follows(row, before) and _adds_up(connection, row, days)):
                wrong.add(f"{kind}-{row.number}")
            before = row
    wrong.extend(_untold(connection))
    return wrong.finding(Invariant.CLOSINGS_TILE, Thing.CLOSING)


def _closings(connection: Connection, kind: ClosingKind) -> Sequence[Any]:
    query = sa.select(CLOSINGS).where(CLOSINGS.c.kind == kind)
    return connection.execute(query.order_by(CLOSINGS.c.number)).all()


def _follows(row: Any, before: Any) -> bool:
    """Whether it is the next of its kind: by number, day, line, total and hash; and says what was hashed."""
    content = rule.Content(**{name: getattr(row, name) for name in rule.Content.__slots__})
    if rule.chained(content) != row.hash:
        return False
    if before is None:
        return bool((row.number, row.first_seq, row.previous) == (1, 1, journal.GENESIS)) and _totals(row, 0)
    follows = (row.number, row.first_seq, row.previous) == (before.number + 1, before.last_seq + 1, before.hash)
    return follows and row.first_day > before.last_day and _totals(row, before.perpetual_minor)


def _totals(row: Any, perpetual: int) -> bool:
    total = rule.net_sales(row.totals)
    return bool((row.total_minor, row.perpetual_minor) == (total, perpetual + total))


def _adds_up(connection: Connection, row: Any, days: Sequence[Any]) -> bool:
    """Whether its lines, or its days, come to what it says, and its last line is the one it saw."""
    if (row.first_day, row.last_day) != rule.period_of(row.kind, row.last_day):
        return False
    head = connection.execute(sa.select(JOURNAL.c.hash).where(JOURNAL.c.seq == row.last_seq)).scalar()
    if head != row.head_hash or row.last_seq < row.first_seq:
        return False
    if row.kind == ClosingKind.DAY:
        return bool(sums_of(connection, row.first_seq, row.last_seq) == row.totals)
    mine = [day for day in days if row.first_day <= day.last_day <= row.last_day]
    if not mine or (mine[0].first_seq, mine[-1].last_seq) != (row.first_seq, row.last_seq):
        return False
    return bool(rule.added(day.totals for day in mine) == row.totals)


def _untold(connection: Connection) -> Iterator[str]:
    """Closings that the journal does not tell of once by their hash, and lines of one that is not there."""
    found = {row.hash: f"{row.kind}-{row.number}" for row in connection.execute(sa.select(CLOSINGS))}
    query = sa.select(JOURNAL.c.facts).where(JOURNAL.c.action == rule.OF_CLOSINGS)
    told = Counter(str(facts_of(text).get("hash")) for text in connection.execute(query).scalars())
    yield from (name for own, name in found.items() if told[own] != 1)
    yield from (own for own in told if own not in found)
