"""A till's session taken in hand: found, locked, and what moved in it summed up.

Locked after seats and before number counters and the journal (DESIGN.md, Transactions). Whoever takes money shares
the lock, whoever closes has it alone: a payment is in the session before its count, or in none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.ledger import MOVEMENTS, PAYMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.data.tables.tills import CASH_MOVEMENTS, TILL_SESSIONS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.tills import Cash, CashKind, OpenShift, TillRefusal, shift_objection
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, RefusedError, insist
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.states import PaymentMethod

OPEN = TILL_SESSIONS.c.closed_at.is_(None)


@dataclass(frozen=True, slots=True)
class Sums:
    """What moved in a session: its cash, and what the other methods come to, in minor units."""

    cash: Cash
    others_minor: int


def paying(work: Work) -> int | None:
    """The id of the session open at the desk's till, kept open until COMMIT; None where there is none.

    Money may be recorded without one: Archives record what was taken elsewhere (spec/archives.md, 9).
    """
    till_id = work.desk.actor.till_id
    if till_id is None:
        return None
    query = sa.select(TILL_SESSIONS.c.id).where(TILL_SESSIONS.c.till_id == till_id, OPEN)
    return work.connection.execute(query.with_for_update(read=True)).scalar()


def till_of(desk: Desk, connection: Connection, code: str | None) -> Any:
    """The row of the till with a code, of the desk's own where there is none.

    Raises `NotFoundError` (till), `RefusedError` (till_not_named).
    """
    if code is None and desk.actor.till_id is None:
        raise RefusedError(TillRefusal.TILL_NOT_NAMED)
    which = TILLS.c.code == code if code is not None else TILLS.c.id == desk.actor.till_id
    row = connection.execute(sa.select(TILLS).where(which)).first()
    if row is None:
        raise NotFoundError("till", code)
    return row


def lock_till(work: Work, till_id: int) -> OpenShift | None:
    """Lets nobody else open the till until COMMIT; its open shift, None where it is closed."""
    till = sa.select(TILLS.c.id).where(TILLS.c.id == till_id)
    work.connection.execute(till.with_for_update(key_share=True))  # payments refer to it and must not wait
    query = (
        sa.select(TILL_SESSIONS.c.number, TILL_SESSIONS.c.opened_at, OPERATORS.c.code)
        .join(OPERATORS, OPERATORS.c.id == TILL_SESSIONS.c.opened_by)
        .where(TILL_SESSIONS.c.till_id == till_id, OPEN)
    )
    row = work.connection.execute(query.with_for_update(of=TILL_SESSIONS, read=True)).first()
    return OpenShift(row.number, row.code, row.opened_at) if row is not None else None


def take(work: Work, code: str | None, seen: int | None) -> Any:
    """Has the open session of a till alone; its row, with the till's `code`.

    `seen` is the number of the shift a face has shown, None for commands that name the till only. Raises
    `NotFoundError` (till), `RefusedError` (till_not_named, till_not_open, session_closed).
    """
    till = till_of(work.desk, work.connection, code)
    query = (
        sa.select(TILL_SESSIONS, TILLS.c.code)
        .join(TILLS, TILLS.c.id == TILL_SESSIONS.c.till_id)
        .where(TILL_SESSIONS.c.till_id == till.id, OPEN)
        .with_for_update(of=TILL_SESSIONS)
    )
    row = work.connection.execute(query).first()
    insist(shift_objection(till.code, row.number if row is not None else None, seen))
    return row


def sums_of(connection: Connection, session_id: int, currency: str) -> Sums:
    """What moved in a session so far; differences and what closing took out of it are no part of it."""
    amount = PAYMENTS.c.amount_minor
    paid = sa.func.coalesce(sa.func.sum(amount).filter(amount > 0), 0)
    back = sa.func.coalesce(sa.func.sum(-amount).filter(amount < 0), 0)
    query = sa.select(PAYMENTS.c.method, paid, back).where(PAYMENTS.c.session_id == session_id)
    by_method = {
        method: (int(taken), int(given))
        for method, taken, given in connection.execute(query.group_by(PAYMENTS.c.method))
    }
    taken, given = by_method.pop(PaymentMethod.CASH, (0, 0))
    moved = _moved(connection, session_id)
    cash = Cash(
        opening=Money(moved[CashKind.FLOAT], currency),
        paid=Money(taken, currency),
        refunded=Money(given, currency),
        into=Money(moved[CashKind.CASH_IN], currency),
        out=Money(-moved[CashKind.CASH_OUT], currency),
    )
    return Sums(cash, sum(paid - back for paid, back in by_method.values()))


def rounding_of(connection: Connection, session_id: int) -> int:
    """What of a session's cash only coins made, in minor units."""
    query = sa.select(sa.func.coalesce(sa.func.sum(PAYMENTS.c.rounding_minor), 0))
    return int(connection.execute(query.where(PAYMENTS.c.session_id == session_id)).scalar_one())


def _moved(connection: Connection, session_id: int) -> dict[str, int]:
    query = (
        sa.select(MOVEMENTS.c.kind, sa.func.sum(CASH_MOVEMENTS.c.amount_minor))
        .join(MOVEMENTS, MOVEMENTS.c.id == CASH_MOVEMENTS.c.movement_id)
        .where(CASH_MOVEMENTS.c.session_id == session_id)
        .group_by(MOVEMENTS.c.kind)
    )
    found = {str(kind): int(amount) for kind, amount in connection.execute(query)}
    return {kind: found.get(kind, 0) for kind in CashKind}
