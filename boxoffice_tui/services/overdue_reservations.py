"""Reservations nobody took up in time: released by whoever runs what is due (DESIGN.md, Due work)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS
from boxoffice_tui.rules.deadlines import local_date, overdue
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import outbox, reservations
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import Work, reading, require_held, writing

_A_BATCH = 200


def release_overdue(desk: Desk, *, stopped: Callable[[], bool] = outbox.never) -> tuple[str, ...]:
    """Releases the reservations due before today in the organisation's zone; the numbers of the orders.

    Each in its own transaction, so that whoever is stopped or killed leaves whole orders; any number may run at
    once, and skips what another has in hand. Places are free at once; what was paid is to be refunded. Raises
    `NotAllowedError` (due.run), `UnavailableError`.
    """
    require_held(desk, Right.DUE_RUN)
    today = local_date(desk.clock.now(), str(desk.house.zone))
    released: list[str] = []
    last = (date.min, 0)
    while found := _overdue(desk, today, last):
        for row in found:
            if stopped():
                return tuple(released)
            if _release(desk, row):
                released.append(row.number)
        last = (found[-1].due_on, found[-1].id)
    return tuple(released)


def _overdue(desk: Desk, today: date, last: tuple[date, int]) -> list[Any]:
    """The next few by their days, beyond the `last` one looked at."""
    beyond = sa.or_(
        ORDERS.c.due_on > last[0], sa.and_(ORDERS.c.due_on == last[0], ORDERS.c.id > last[1])
    )
    query = (
        sa.select(ORDERS.c.id, ORDERS.c.number, ORDERS.c.dossier_id, ORDERS.c.due_on)
        .where(ORDERS.c.due_on.is_not(None), ORDERS.c.due_on < today, beyond)
        .order_by(ORDERS.c.due_on, ORDERS.c.id)
        .limit(_A_BATCH)
    )
    with reading(desk) as connection:
        return list(connection.execute(query))


def _release(desk: Desk, found: Any) -> bool:
    """Whether it was released here: not by another, taken up or extended meanwhile."""
    with writing(desk, f"release:{found.id}") as work:
        work.require(Right.DUE_RUN)
        row = _locked(work, found)
        if row is None or row.due_on is None:
            return False
        if not overdue(row.due_on, local_date(work.now, str(work.house.zone))):
            return False
        reservations.end(work, row)
    return True


def _locked(work: Work, found: Any) -> Any:
    """The order as it is now, locked after its dossier; None where another has one of them in hand."""
    dossier = sa.select(DOSSIERS.c.id).where(DOSSIERS.c.id == found.dossier_id)
    if work.connection.execute(dossier.with_for_update(skip_locked=True)).first() is None:
        return None
    order = sa.select(ORDERS).where(ORDERS.c.id == found.id)
    return work.connection.execute(order.with_for_update(skip_locked=True)).first()
