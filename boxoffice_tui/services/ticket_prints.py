"""The papers of tickets under way on ticket printers: who works on one, and what nobody knows of another.

A paper is a row before anything leaves for the printer. Whoever works on it holds it for a while; what a process
that died left behind is in doubt, unless nothing can have left (spec/reliability.md, P1; issue: Printing).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET, OPEN_PRINT
from boxoffice_tui.data.states import PrintStage
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.printing import TICKET_PRINTS
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.printers import PrintRefusal
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import orders
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.orders import OrderChange

HELD_FOR = timedelta(seconds=120)
"""How long a paper is its worker's: longer than any printer is waited for."""

_OPEN = (
    sa.select(TICKET_PRINTS, OPERATORS.c.code, TICKETS.c.number)
    .join(OPERATORS, OPERATORS.c.id == TICKET_PRINTS.c.operator_id)
    .join(TICKETS, TICKETS.c.id == TICKET_PRINTS.c.ticket_id)
    .where(OPEN_PRINT)
)


@dataclass(frozen=True, slots=True)
class LockedTicket:
    """A live ticket in hand; `printed` is how many papers of it there are, or may be."""

    id: int
    number: int
    printed: int


def lock(
    work: Work, order_id: int, ticket_ids: Collection[int] | None, reason: str | None
) -> list[LockedTicket]:
    """The live tickets of a locked order, these or all, of which no paper is under way.

    With a `reason` a paper in doubt counts as one that came out. Raises `RefusedError` (ticket_not_live,
    ticket_printing, ticket_in_doubt without a reason).
    """
    query = sa.select(TICKETS.c.id, TICKETS.c.number, TICKETS.c.printed)
    query = query.where(TICKETS.c.order_id == order_id, LIVE_TICKET)
    if ticket_ids is not None:
        query = query.where(TICKETS.c.id.in_(ticket_ids))
    rows = work.connection.execute(query.order_by(TICKETS.c.id).with_for_update()).all()
    if not rows or len(rows) < len(set(ticket_ids or ())):
        raise RefusedError(OrderRefusal.TICKET_NOT_LIVE)
    tickets = [LockedTicket(row.id, row.number, row.printed) for row in rows]
    doubtful = _in_doubt(work, [ticket.id for ticket in tickets])
    if not doubtful:
        return tickets
    if reason is None:
        raise RefusedError(PrintRefusal.TICKET_IN_DOUBT, {"numbers": [one.number for one in doubtful]})
    counted = _assume(work, order_id, doubtful)
    return [replace(one, printed=counted.get(one.id, one.printed)) for one in tickets]


@use_case(Right.TICKETS_DUPLICATE)
def declare_not_printed(
    work: Work, order_id: int, version: int | None, ticket_ids: tuple[int, ...]
) -> OrderChange:
    """Says of papers in doubt that somebody looked and they did not come out: they are printed as if never begun.

    Raises `RefusedError` (ticket_printing, ticket_not_in_doubt), `ConflictError`.
    """
    orders.take(work, order_id, version)
    doubtful = _in_doubt(work, ticket_ids)
    if not doubtful or len(doubtful) < len(set(ticket_ids)):
        raise RefusedError(PrintRefusal.TICKET_NOT_IN_DOUBT)
    _end(work, [one.id for one in doubtful], PrintStage.NOT_PRINTED)
    found = [one.ticket_id for one in doubtful]
    work.journal("ticket_declared_not_printed", order_id, ticket_ids=found)
    return replace(orders.leave(work, order_id), ticket_ids=tuple(found))


def in_doubt(connection: Connection, order_id: int, now: datetime) -> frozenset[int]:
    """The ids of the tickets of an order of which nobody knows whether a paper came out."""
    rows = connection.execute(_OPEN.where(TICKETS.c.order_id == order_id))
    return frozenset(row.ticket_id for row in rows if _is_in_doubt(row, now))


def open_papers(connection: Connection, ticket_ids: Collection[int], now: datetime) -> frozenset[int]:
    """The ids of the tickets of which a paper is with a printer, is about to be, or is in doubt.

    It may come out, or be out, for the way the ticket travels now. What a process that died never sent is not.
    """
    rows = connection.execute(_OPEN.where(TICKET_PRINTS.c.ticket_id.in_(ticket_ids)))
    return frozenset(row.ticket_id for row in rows if row.state != PrintStage.BEGUN or is_worked_on(row, now))


def require_known(work: Work, ticket_ids: Collection[int]) -> None:
    """Raises `RefusedError` (ticket_printing, ticket_in_doubt) where a paper of these tickets is on its way, or may
    be out.
    """
    doubtful = _in_doubt(work, ticket_ids)
    if doubtful:
        raise RefusedError(PrintRefusal.TICKET_IN_DOUBT, {"numbers": [one.number for one in doubtful]})


def require_free(work: Work, ticket_id: int, print_id: int, holder: str) -> None:
    """Gives up what others never sent of a locked ticket, of which `holder` is to send the paper `print_id`.

    Raises `RefusedError` (ticket_printing, ticket_in_doubt) where somebody else sends, or sent, one.
    """
    for one in work.connection.execute(_OPEN.where(TICKET_PRINTS.c.ticket_id == ticket_id)).all():
        if one.claimed_by == holder or (one.id == print_id and one.state == PrintStage.BEGUN):
            continue
        if is_worked_on(one, work.now):
            raise RefusedError(PrintRefusal.TICKET_PRINTING, {"number": one.number, "operator": one.code})
        if one.state != PrintStage.BEGUN:
            raise RefusedError(PrintRefusal.TICKET_IN_DOUBT, {"numbers": [one.number]})
        _end(work, [one.id], PrintStage.NOT_PRINTED)


def is_worked_on(row: Any, now: datetime) -> bool:
    """Whether somebody holds an open paper at an instant."""
    return row.claimed_until is not None and bool(row.claimed_until > now)


def _is_in_doubt(row: Any, now: datetime) -> bool:
    return row.state != PrintStage.BEGUN and not is_worked_on(row, now)


def _in_doubt(work: Work, ticket_ids: Collection[int]) -> list[Any]:
    """The open papers of tickets that are in doubt; what never left for a printer is given up.

    Raises `RefusedError` (ticket_printing) where somebody works on one.
    """
    query = _OPEN.where(TICKET_PRINTS.c.ticket_id.in_(ticket_ids)).order_by(TICKET_PRINTS.c.ticket_id)
    rows = work.connection.execute(query.with_for_update(of=TICKET_PRINTS)).all()
    for row in rows:
        if is_worked_on(row, work.now):
            facts = {"number": row.number, "operator": row.code}
            raise RefusedError(PrintRefusal.TICKET_PRINTING, facts)
    _end(work, [row.id for row in rows if row.state == PrintStage.BEGUN], PrintStage.NOT_PRINTED)
    return [row for row in rows if row.state != PrintStage.BEGUN]


def _assume(work: Work, order_id: int, doubtful: Sequence[Any]) -> dict[int, int]:
    """Counts papers in doubt as if they had come out; how many each ticket has then."""
    _end(work, [one.id for one in doubtful], PrintStage.ASSUMED)
    counted = {one.ticket_id: one.copy_number for one in doubtful}
    for ticket_id, printed in counted.items():
        work.connection.execute(
            sa.update(TICKETS).where(TICKETS.c.id == ticket_id).values(printed=printed)
        )
    work.journal("ticket_assumed_printed", order_id, ticket_ids=list(counted))
    return counted


def _end(work: Work, print_ids: Sequence[int], state: PrintStage) -> None:
    if print_ids:
        ended = sa.update(TICKET_PRINTS).where(TICKET_PRINTS.c.id.in_(print_ids))
        work.connection.execute(
            ended.values(state=state, ended_at=work.now, claimed_by="", claimed_until=None)
        )
