"""Number series without gaps: counter rows, locked last in a transaction (DESIGN.md, Transactions)."""

from __future__ import annotations

import functools
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from boxoffice_tui.data.tables.organisation import COUNTERS
from boxoffice_tui.services.transaction import Work

ORDER = "order"
DOSSIER = "dossier"
SHIPMENT = "shipment"
CONTACT = "contact"
STRUCTURE = "structure"
SHIFT = "shift"
INVOICE = "invoice"
FIRST_ORDER = 1_000_001
FIRST_DOSSIER = 100_000_000_001


def next_order(work: Work) -> str:
    """The next order number, 7 digits."""
    return str(FIRST_ORDER - 1 + reserve(work, ORDER, 1))


def next_dossier(work: Work) -> str:
    """The next dossier number, 12 digits (spec/delivery.md, Objects)."""
    return str(FIRST_DOSSIER - 1 + reserve(work, DOSSIER, 1))


def next_tickets(work: Work, performance_id: int, count: int) -> range:
    """The next `count` ticket numbers of a performance, 1..n without gap (spec/reliability.md, S6)."""
    last = reserve(work, f"ticket:{performance_id}", count)
    return range(last - count + 1, last + 1)


def reserve(work: Work, series: str, count: int) -> int:
    """Moves a series on by `count`; its last number. The row stays locked until COMMIT."""
    statement = _statement(work.connection.dialect.name)
    return int(work.connection.execute(statement, {"name": series, "value": count}).scalar_one())


@functools.cache
def _statement(engine: str) -> Any:
    dialect = sqlite if engine == "sqlite" else postgresql
    insert = dialect.insert(COUNTERS)
    return insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": COUNTERS.c.value + insert.excluded.value}
    ).returning(COUNTERS.c.value)


def at_least(work: Work, series: str, value: int) -> None:
    """Moves a series on to `value` where it is behind: numbers up to it were given elsewhere."""
    ahead = value - reserve(work, series, 0)
    if ahead > 0:
        reserve(work, series, ahead)
