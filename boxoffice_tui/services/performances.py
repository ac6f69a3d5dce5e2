"""Performances as the rules see them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.programme import PERFORMANCES
from boxoffice_tui.data.tables.venues import VENUES
from boxoffice_tui.rules.orders import OrderRefusal, PerformanceFacts, over_objection, performance_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.errors import NotFoundError, insist
from boxoffice_tui.services.transaction import Work

_ROWS = sa.select(PERFORMANCES, VENUES.c.zone).join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)


def row_of(connection: Connection, performance_id: int) -> Any:
    """A performance with its venue's zone. Raises `NotFoundError` (performance)."""
    return _one(connection, _ROWS, performance_id)


def require_sellable(work: Work, performance_id: int) -> Any:
    """The row of a performance that may be sold now, and until the transaction ends: nobody cancels it meanwhile.

    Locked before its cells, several in the order of their ids; other sales share the lock (DESIGN.md,
    Transactions). Raises `NotFoundError` (performance), `RefusedError` with the rule's reason.
    """
    row = _one(work.connection, _ROWS.with_for_update(read=True, of=PERFORMANCES), performance_id)
    facts = _facts(row)
    objection = performance_objection(facts, work.now)
    if objection is not None and objection.code is OrderRefusal.PERFORMANCE_PAST:
        may_sell_past = work.may(Right.PERFORMANCES_SELL_PAST)
        objection = performance_objection(facts, work.now, may_sell_past=may_sell_past)
    insist(objection)
    return row


def require_to_come(work: Work, performance_id: int) -> None:
    """That a performance is neither cancelled nor over, on sale or not, until the transaction ends.

    Locked as by `require_sellable`, and raises as it does.
    """
    row = _one(work.connection, _ROWS.with_for_update(read=True, of=PERFORMANCES), performance_id)
    may_sell_past = work.may(Right.PERFORMANCES_SELL_PAST)
    insist(over_objection(_facts(row), work.now, may_sell_past=may_sell_past))


def _facts(row: Any) -> PerformanceFacts:
    return PerformanceFacts(row.state, row.starts_at, row.zone, row.on_sale)


def _one(connection: Connection, query: sa.Select[Any], performance_id: int) -> Any:
    row = connection.execute(query.where(PERFORMANCES.c.id == performance_id)).first()
    if row is None:
        raise NotFoundError("performance", performance_id)
    return row
