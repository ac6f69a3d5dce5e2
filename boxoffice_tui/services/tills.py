"""Tills: opened with a float, cash in and out with its reason, closed by a count (issue: Tills).

Floats and cash in come from the safe; what is taken out, and at the end all that the till holds, goes there.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.tills import CASH_MOVEMENTS, TILL_SESSIONS
from boxoffice_tui.rules import tills as rule
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import safe
from boxoffice_tui.services import ledger, numbering, till_sessions
from boxoffice_tui.services.errors import insist
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.tills import TillChange


@use_case(Right.TILLS_OPERATE)
def open_till(work: Work, till: str | None, opening: Money) -> TillChange:
    """Opens the till with this code, or the desk's own, with `opening` in it as change.

    Raises `RefusedError` (till_open with who and when, till_not_named, amount_negative, amount_too_large,
    till_currency), `NotFoundError` (till).
    """
    insist(rule.float_objection(opening, work.house.currency))
    row = till_sessions.till_of(work.desk, work.connection, till)
    insist(rule.open_objection(row.code, till_sessions.lock_till(work, row.id)))
    number = numbering.reserve(work, numbering.SHIFT, 1)
    session_id = work.insert(
        TILL_SESSIONS,
        till_id=row.id,
        number=number,
        opened_at=work.now,
        opened_by=work.operator_id,
        counts=[],
    )
    _move(work, session_id, row.id, MovementKind.FLOAT, opening.minor)
    work.journal("till_opened", session_id=session_id, till=row.code, **_told(opening=opening))
    return TillChange(number, row.code, opening)


@use_case(Right.TILLS_OPERATE)
def cash_in(
    work: Work, till: str | None, amount: Money, reason: str, shift: int | None = None
) -> TillChange:
    """Puts cash from the safe into the open till; only in the shift a face has seen, where it names one.

    Raises `RefusedError` (till_not_open, session_closed, amount_not_positive, amount_too_large, till_currency,
    reason_required, note_too_long, card_number), and as `till_sessions.take`.
    """
    insist(rule.move_objection(amount, work.house.currency, reason))
    session = till_sessions.take(work, till, shift)
    return _moved(work, session, MovementKind.CASH_IN, amount.minor, reason)


@use_case(Right.TILLS_OPERATE)
def cash_out(
    work: Work, till: str | None, amount: Money, reason: str, shift: int | None = None
) -> TillChange:
    """Takes cash out of the open till to the safe. Raises as `cash_in`, and `RefusedError` (cash_out_too_high)."""
    insist(rule.move_objection(amount, work.house.currency, reason))
    session = till_sessions.take(work, till, shift)
    sums = till_sessions.sums_of(work.connection, session.id, work.house.currency)
    insist(rule.out_objection(amount, sums.cash.expected))
    return _moved(work, session, MovementKind.CASH_OUT, -amount.minor, reason)


@use_case(Right.TILLS_CLOSE)
def close_till(
    work: Work, till: str | None, counted: rule.Counts | Money, shift: int | None = None
) -> TillChange:
    """Closes the till: `counted` is how many of each coin and note lay in it, or what they came to.

    What should have been there is compared, the difference kept, and all that the till holds goes to the safe.
    Raises `RefusedError` (denomination_unknown, count_negative, amount_too_large, amount_negative, till_currency),
    and as `till_sessions.take`.
    """
    counts, amount = _counted(work, counted)
    session = till_sessions.take(work, till, shift)
    sums = till_sessions.sums_of(work.connection, session.id, work.house.currency)
    expected = sums.cash.expected
    difference = amount - expected
    closed = {
        "closed_at": work.now,
        "closed_by": work.operator_id,
        "expected_minor": expected.minor,
        "counted_minor": amount.minor,
        "counts": [list(pair) for pair in counts],
    }
    work.connection.execute(sa.update(TILL_SESSIONS).where(TILL_SESSIONS.c.id == session.id).values(closed))
    where = (work, session.id, session.till_id)
    _move(*where, MovementKind.DIFFERENCE, difference.minor)
    _move(*where, MovementKind.EMPTYING, -amount.minor, ":cash")
    _move(*where, MovementKind.EMPTYING, -sums.others_minor, ":others")
    told = _told(expected=expected, counted=amount, difference=difference)
    work.journal("till_closed", session_id=session.id, till=session.code, **told)
    return TillChange(session.number, session.code, expected, amount, difference)


def _counted(work: Work, counted: rule.Counts | Money) -> tuple[rule.Counts, Money]:
    currency = work.house.currency
    if isinstance(counted, Money):
        insist(rule.float_objection(counted, currency))
        return (), counted
    insist(rule.counts_objection(counted, currency))
    return rule.merged(counted), rule.counted_total(counted, currency)


def _moved(work: Work, session: Any, kind: MovementKind, amount_minor: int, reason: str) -> TillChange:
    """Writes a move of cash with its reason and its line; the answer with what should be there then."""
    _move(work, session.id, session.till_id, kind, amount_minor, reason=safe(reason))
    sums = till_sessions.sums_of(work.connection, session.id, work.house.currency)
    told = _told(amount=work.money(amount_minor))
    work.journal(f"till_{kind}", session_id=session.id, till=session.code, **told)
    return TillChange(session.number, session.code, sums.cash.expected)


def _move(
    work: Work,
    session_id: int,
    till_id: int,
    kind: MovementKind,
    amount_minor: int,
    part: str = "",
    reason: str = "",
) -> None:
    """Moves an amount into the till or, negative, out of it; nothing where it is zero."""
    if amount_minor == 0:
        return
    other = Account.DIFFERENCES if kind is MovementKind.DIFFERENCE else Account.SAFE
    debit, credit = (Account.TILL, other) if amount_minor > 0 else (other, Account.TILL)
    movement_id = ledger.post(work, None, kind, debit, credit, abs(amount_minor), part, till_id)
    work.insert(
        CASH_MOVEMENTS,
        session_id=session_id,
        movement_id=movement_id,
        amount_minor=amount_minor,
        reason=reason,
        at=work.now,
        operator_id=work.operator_id,
    )


def _told(**amounts: Money) -> dict[str, Any]:
    """Amounts of one currency as a line of the journal has them."""
    (currency,) = {amount.currency for amount in amounts.values()}
    return {**{name: amount.minor for name, amount in amounts.items()}, "currency": currency}
