"""An operator's PIN as it is typed: a wrong one is counted, and after a few of them the next must wait.

The journal is the memory: `pin_refused` and `pin_accepted` name the operator and a mark of the system account, no
PIN and no name; `pin_set` ends what was counted. When it opens again is decided in rules/access.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.rules import access as rule
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import looking, writing

REFUSED, ACCEPTED, SET = "pin_refused", "pin_accepted", "pin_set"
_MARK = 32
COST: dict[str, Any] = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}
"""What a PIN's hash costs whoever guesses it: passes, KiB and lanes of argon2id (RFC 9106, the second choice)."""


def require_pin(desk: Desk, operator: Any, pin: str) -> None:
    """Lets whoever knows the PIN of `operator` (its row) pass; a wrong one is journalled by who sits at the desk.

    Raises `RefusedError`: wrong_pin; pin_locked (operator, opens_at, zone), while which a PIN is not looked at:
    many tries at once tell no more than a few would.
    """
    mark = mark_of(desk.account)
    with looking(desk) as connection:
        _require_open(desk, operator, _events(connection, operator.id, desk.clock.now()), mark)
    if not rule.is_pin(pin):
        raise RefusedError(AccessRefusal.WRONG_PIN)
    right = _matches(operator.pin_hash, pin)  # slow on purpose, so in no transaction
    with writing(desk) as work:
        row = _alone(work.connection, operator.id)
        events = _events(work.connection, operator.id, work.now)
        _require_open(desk, operator, events, mark)
        right = right and row.pin_hash == operator.pin_hash
        if not right:
            work.journal(REFUSED, operator_id=operator.id, account=mark)
            events.append(rule.WrongPin(mark, work.now))
        elif rule.wrong_in_a_row(events, mark, work.now):
            work.journal(ACCEPTED, operator_id=operator.id, account=mark)
    if not right:
        _require_open(desk, operator, events, mark)
        raise RefusedError(AccessRefusal.WRONG_PIN)


def mark_of(account: str) -> str:
    """What stands for a system account in the journal, which names nobody."""
    return hashlib.sha256(account.encode()).hexdigest()[:_MARK]


def _alone(connection: Connection, operator_id: int) -> Any:
    """The row of an operator, locked: its PIN is tried by one at a time; what only refers to it need not wait."""
    query = sa.select(OPERATORS).where(OPERATORS.c.id == operator_id).with_for_update(key_share=True)
    return connection.execute(query).one()


def _require_open(desk: Desk, operator: Any, events: Sequence[rule.PinEvent], mark: str) -> None:
    opens_at = rule.opens_again(events, mark, desk.clock.now())
    if opens_at is not None:
        facts = {"operator": operator.code, "opens_at": opens_at, "zone": str(desk.house.zone)}
        raise RefusedError(AccessRefusal.PIN_LOCKED, facts)


def _events(connection: Connection, operator_id: int, now: datetime) -> list[rule.PinEvent]:
    """What happened to an operator's PIN lately, oldest first: the end of the journal, by its key."""
    before = sa.select(JOURNAL.c.seq).where(JOURNAL.c.at <= now - rule.REMEMBERED)
    last_before = before.order_by(JOURNAL.c.seq.desc()).limit(1).scalar_subquery()
    query = (
        sa.select(JOURNAL.c.action, JOURNAL.c.facts, JOURNAL.c.at)
        .where(JOURNAL.c.seq > sa.func.coalesce(last_before, 0))
        .where(JOURNAL.c.action.in_((REFUSED, ACCEPTED, SET)))
        .order_by(JOURNAL.c.seq)
    )
    lines = ((row.action, json.loads(row.facts), row.at) for row in connection.execute(query))
    return [_event(action, facts, at) for action, facts, at in lines if facts["operator_id"] == operator_id]


def _event(action: str, facts: Mapping[str, str], at: datetime) -> rule.PinEvent:
    if action == SET:
        return rule.NewPin()
    if action == ACCEPTED:
        return rule.RightPin(facts["account"])
    return rule.WrongPin(facts["account"], at)


def hashed(pin: str, key: str) -> str:
    """What is kept of a PIN, and what a key remembers of it: a fast hash of 4 digits would tell them.

    The salt comes from the key, so that the same command again is the same content. Raises `RefusedError`
    (pin_malformed).
    """
    from argon2 import PasswordHasher

    if not rule.is_pin(pin):
        raise RefusedError(AccessRefusal.PIN_MALFORMED)
    return PasswordHasher(**COST).hash(pin, salt=hashlib.sha256(key.encode()).digest()[:16])


def _matches(pin_hash: str, pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    try:
        return PasswordHasher().verify(pin_hash, pin)
    except VerifyMismatchError:
        return False
