"""J1 to J4 and what the journal says (G1): read once from end to end, hash by hash (spec/reliability.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.models.metadata import METADATA
from boxoffice_tui.data.tables.journal import JOURNAL, JOURNAL_HEAD
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.rules.journal_facts import plain
from boxoffice_tui.services import journal
from boxoffice_tui.services.checks.movements import Citations
from boxoffice_tui.services.checks.questions import Gathered
from boxoffice_tui.views.checks import MOST_SHOWN, Finding

_PAGE = 5_000


def read_through(connection: Connection) -> list[Finding]:
    """Reads every line: none missing, each holding the hash before it and its own, the head at the end."""
    citations = Citations(connection)
    reader = _Reader(_setup_codes(connection), _payments(connection), citations)
    for row in _lines(connection):
        reader.read(row)
    reader.end(connection.execute(sa.select(JOURNAL_HEAD)).first())
    return [*reader.findings(), *citations.finding(connection)]


class _Reader:
    """What is known of the chain so far."""

    def __init__(self, codes: frozenset[str], payments: int, citations: Citations) -> None:
        self._codes = codes
        self._citations = citations
        self._named = bytearray(payments + 1)
        self._seq, self._hash = 0, journal.GENESIS
        self._missing, self._unchained, self._changed = Gathered(), Gathered(), Gathered()
        self._personal, self._named_twice = Gathered(), Gathered()

    def read(self, row: Any) -> None:
        """Takes the next line."""
        self._skip_to(row.seq)
        if row.seq == self._seq + 1 and row.previous != self._hash:
            self._unchained.add(row.seq)
        own = journal.chained(
            row.previous, row.seq, row.at, row.operator_id, row.action, row.order_id, row.facts
        )
        if own != row.hash:
            self._changed.add(row.seq)
        self._seq, self._hash = row.seq, row.hash
        self._read_facts(row)

    def end(self, head: Any) -> None:
        """Compares the last line with the head of the chain."""
        if head is None:
            self._missing.add("head")
            return
        if head.seq > self._seq:
            self._skip_to(head.seq + 1)
        elif (head.seq, head.hash) != (self._seq, self._hash):
            self._unchained.add("head")

    def findings(self) -> list[Finding]:
        """What was found, by invariant."""
        return [
            *self._missing.finding(Invariant.JOURNAL_GAPLESS, Thing.JOURNAL_LINE),
            *self._unchained.finding(Invariant.JOURNAL_CHAINED, Thing.JOURNAL_LINE),
            *self._changed.finding(Invariant.JOURNAL_UNCHANGED, Thing.JOURNAL_LINE),
            *self._named_twice.finding(Invariant.MOVEMENT_JOURNALLED, Thing.PAYMENT),
            *self._personal.finding(Invariant.NOTHING_PERSONAL, Thing.JOURNAL_LINE),
        ]

    def _skip_to(self, seq: int) -> None:
        missing = seq - self._seq - 1
        if missing > 0:
            self._missing.extend(range(self._seq + 1, min(seq, self._seq + 1 + MOST_SHOWN)))
            self._missing.count += max(0, missing - MOST_SHOWN)

    def _read_facts(self, row: Any) -> None:
        try:
            facts = json.loads(row.facts)
        except ValueError:
            self._personal.add(row.seq)
            return
        if not plain(facts, self._codes) or not plain(row.action):
            self._personal.add(row.seq)
        if isinstance(facts, dict):
            self._read_money(row.order_id, facts)

    def _read_money(self, order_id: int | None, facts: dict[str, Any]) -> None:
        self._citations.read(order_id, facts)
        payment_id = facts.get("payment_id")
        if isinstance(payment_id, int) and 0 < payment_id < len(self._named):
            if self._named[payment_id] == 1:
                self._named_twice.add(payment_id)
            self._named[payment_id] = min(2, self._named[payment_id] + 1)


def _lines(connection: Connection) -> Iterator[Any]:
    query = sa.select(JOURNAL).order_by(JOURNAL.c.seq)
    page = connection.execute(query.limit(_PAGE)).all()
    while page:
        yield from page
        page = connection.execute(query.where(JOURNAL.c.seq > page[-1].seq).limit(_PAGE)).all()


def _payments(connection: Connection) -> int:
    return int(connection.execute(sa.select(sa.func.max(PAYMENTS.c.id))).scalar() or 0)


def _setup_codes(connection: Connection) -> frozenset[str]:
    """Every code the house gave itself, however it is written: they are no persons."""
    columns = [table.c.code for table in METADATA.sorted_tables if "code" in table.c]
    return frozenset(connection.execute(sa.union(*(sa.select(column) for column in columns))).scalars())
