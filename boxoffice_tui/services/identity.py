"""Who sits at the desk: the system account, the operators it may act as, and PINs (DESIGN.md, Identity)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason
from boxoffice_tui.data.schema import require_current
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS, SALES_CHANNELS, TILLS
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.rules.cash import step_of
from boxoffice_tui.rules.rights import SYSTEM_OPERATOR, Right
from boxoffice_tui.services import pins
from boxoffice_tui.services.desk import Actor, Clock, Desk, Heard, House
from boxoffice_tui.services.errors import NotFoundError, RefusedError, UnavailableError
from boxoffice_tui.services.opening import database_at
from boxoffice_tui.services.transaction import Work, looking, reading, use_case, writing
from boxoffice_tui.views.operators import OperatorChoice
from boxoffice_tui.views.states import Origin


def open_desk(
    address: str,
    account: str,
    *,
    operator: str | None = None,
    pin: str | None = None,
    channel: str | None = None,
    language: str | None = None,
    language_of_terminal: str = "",
    shown_now: datetime | None = None,
) -> Desk:
    """The desk of a system account, as its usual operator or another it may act as: in the language asked for,
    else the operator's, else the terminal's, else the house's.

    Another one who has a PIN is asked for it, but in training databases. `shown_now` starts the clock
    elsewhere, in training databases only. Raises `UnavailableError`, `AddressError`, `NotFoundError` (operator,
    channel), `RefusedError` (account_unknown, account_may_not_act, pin_needed, clock_only_in_training, and as
    `pins.require_pin`).
    """
    database = database_at(address)
    with _closed_on_failure(database):
        require_current(database)
        with database.read() as connection:
            house = _house(connection)
            usual = _usual(connection, account)
            row = usual if operator is None else _bound(connection, account, operator, house.training)
            first = _actor(connection, usual)
            actor = first if row.id == usual.id else _actor(connection, row)
            channel_id = _channel(connection, channel)
        if shown_now is not None and not house.training:
            raise RefusedError(AccessRefusal.CLOCK_ONLY_IN_TRAINING)
        clock = Clock.started_at(shown_now) if shown_now is not None else Clock()
        spoken = language or row.language or language_of_terminal or house.language
        desk = _seated(Desk(database, house, first, channel_id, spoken, clock, account), first)
        if actor is first:
            return desk
        if row.pin_hash and not house.training:
            _require_pin(desk, row, pin)
        return _seated(desk, actor)


def switch_operator(desk: Desk, account: str, operator: str, pin: str) -> Desk:
    """The same desk with another operator, by PIN; without one where the account may act as them freely.

    Raises `RefusedError` (account_may_not_act, and as `pins.require_pin`), `NotFoundError` (operator).
    """
    with looking(desk) as connection:
        row = _operator(connection, operator)
        if not row.pin_hash:
            _bound(connection, account, operator, desk.house.training)
        actor = _actor(connection, row)
        if desk.till is not None:
            actor = _at_till(connection, actor, desk.till)
    if row.pin_hash:
        pins.require_pin(desk, row, pin)
    return _seated(desk, actor)


def at_till(desk: Desk, till: str) -> Desk:
    """The same desk where the till with this code stands, whoever sits down. Raises `NotFoundError` (till)."""
    with looking(desk) as connection:
        actor = _at_till(connection, desk.actor, till)
    return dataclasses.replace(desk, actor=actor, till=till)


def set_pin(desk: Desk, key: str, operator: str, pin: str) -> int:
    """Gives an operator a PIN of 4 to 12 digits, which may be tried at once; the operator's id.

    Raises `RefusedError` (pin_malformed).
    """
    return _store_pin(desk, key, operator, pins.hashed(pin, key))


@use_case(Right.OPERATORS_MANAGE)
def _store_pin(work: Work, operator: str, pin_hash: str) -> int:
    row = _operator(work.connection, operator)
    _write_pin(work, row, pin_hash)
    return int(row.id)


def set_own_pin(desk: Desk, key: str, old: str, new: str) -> int:
    """Replaces the operator's own PIN, `old` blank where there was none; needs no right. The operator's id.

    Raises `RefusedError` (pin_malformed, and as `pins.require_pin`). Done again with its key it is done once: a
    hash is salted with the key, so the one that stands there is known again.
    """
    pin_hash = pins.hashed(new, key)
    with reading(desk) as connection:
        row = _operator(connection, desk.actor.code)
    if row.pin_hash == pin_hash:
        return int(row.id)
    if row.pin_hash:
        pins.require_pin(desk, row, old)
    with writing(desk) as work:
        now = _operator(work.connection, desk.actor.code)
        if now.pin_hash != row.pin_hash:
            raise RefusedError(AccessRefusal.WRONG_PIN)
        _write_pin(work, now, pin_hash)
    return int(row.id)


def operator_choices(desk: Desk, account: str) -> tuple[OperatorChoice, ...]:
    """Those whom `switch_operator` lets sit down: by the account, in training all, and who has a PIN."""
    bound = sa.and_(SYSTEM_ACCOUNTS.c.operator_id == OPERATORS.c.id, SYSTEM_ACCOUNTS.c.account == account)
    query = (
        sa.select(OPERATORS.c.code, OPERATORS.c.name, (OPERATORS.c.pin_hash != "").label("needs_pin"))
        .join(SYSTEM_ACCOUNTS, bound, isouter=True)
        .where(OPERATORS.c.active, OPERATORS.c.code != SYSTEM_OPERATOR)
        .order_by(sa.func.coalesce(SYSTEM_ACCOUNTS.c.usual, sa.false()).desc(), OPERATORS.c.code)
    )
    if not desk.house.training:
        query = query.where(sa.or_(SYSTEM_ACCOUNTS.c.account.is_not(None), OPERATORS.c.pin_hash != ""))
    with looking(desk) as connection:
        return tuple(
            OperatorChoice(row.code, row.name, bool(row.needs_pin)) for row in connection.execute(query)
        )


def operators_of(desk: Desk, account: str) -> tuple[str, ...]:
    """The codes of the operators an account may act as, its usual one first."""
    with reading(desk) as connection:
        if desk.house.training:
            query = sa.select(OPERATORS.c.code).where(OPERATORS.c.active).order_by(OPERATORS.c.code)
        else:
            query = (
                sa.select(OPERATORS.c.code)
                .join(SYSTEM_ACCOUNTS, SYSTEM_ACCOUNTS.c.operator_id == OPERATORS.c.id)
                .where(SYSTEM_ACCOUNTS.c.account == account, OPERATORS.c.active)
                .order_by(SYSTEM_ACCOUNTS.c.usual.desc(), OPERATORS.c.code)
            )
        return tuple(connection.execute(query).scalars())


def _write_pin(work: Work, operator: Any, pin_hash: str) -> None:
    changed = sa.update(OPERATORS).where(OPERATORS.c.id == operator.id).values(pin_hash=pin_hash)
    work.connection.execute(changed)
    work.journal(pins.SET, operator_id=operator.id)


def _require_pin(desk: Desk, row: Any, pin: str | None) -> None:
    """As `pins.require_pin`; who has given none yet is told that one is needed, and nothing is counted."""
    if pin is None:
        raise RefusedError(AccessRefusal.PIN_NEEDED, {"operator": row.code})
    pins.require_pin(desk, row, pin)


@contextmanager
def _closed_on_failure(database: Database) -> Iterator[None]:
    """Lets a database go that is not handed on after all."""
    try:
        yield
    except DatabaseProblemError as problem:
        database.close()
        raise UnavailableError(problem.reason, problem.place) from problem
    except BaseException:
        database.close()
        raise


def _seated(desk: Desk, actor: Actor) -> Desk:
    """The same desk with somebody else at it; who has no language of their own speaks the desk's."""
    actor = dataclasses.replace(actor, language=actor.language or desk.language)
    return dataclasses.replace(desk, actor=actor, heard=Heard(actor.rights, desk.clock.now()))


def _house(connection: Connection) -> House:
    row = connection.execute(sa.select(ORGANISATIONS)).first()
    if row is None:
        raise DatabaseProblemError(DatabaseReason.MISSING, str(connection.engine.url.database))
    return House(
        name=row.name,
        country=row.country,
        currency=row.currency,
        zone=ZoneInfo(row.zone),
        language=row.language,
        tax_included=row.tax_included,
        tickets_per_order=row.tickets_per_order,
        hold_minutes=row.hold_minutes,
        training=row.training,
        cash_step=step_of(row.currency, row.cash_step),
    )


def _operator(connection: Connection, code: str) -> Any:
    query = sa.select(OPERATORS).where(sa.func.upper(OPERATORS.c.code) == code.upper(), OPERATORS.c.active)
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("operator", code)
    return row


def _usual(connection: Connection, account: str) -> Any:
    """The operator an account acts as unless it says otherwise. Raises `RefusedError` (account_unknown)."""
    row = connection.execute(_of_account(account).limit(1)).first()
    if row is None:
        raise RefusedError(AccessRefusal.ACCOUNT_UNKNOWN, {"account": account})
    return row


def _bound(connection: Connection, account: str, code: str, training: bool) -> Any:
    """An operator the account may act as, in training any. Raises `RefusedError` (account_may_not_act)."""
    row = _operator(connection, code)
    if training:
        return row
    if connection.execute(_of_account(account).where(OPERATORS.c.id == row.id)).first() is None:
        raise RefusedError(AccessRefusal.ACCOUNT_MAY_NOT_ACT, {"account": account, "operator": row.code})
    return row


def _of_account(account: str) -> sa.Select[Any]:
    return (
        sa.select(OPERATORS)
        .join(SYSTEM_ACCOUNTS, SYSTEM_ACCOUNTS.c.operator_id == OPERATORS.c.id)
        .where(SYSTEM_ACCOUNTS.c.account == account, OPERATORS.c.active)
        .order_by(SYSTEM_ACCOUNTS.c.usual.desc(), OPERATORS.c.code)
    )


def _actor(connection: Connection, row: Any) -> Actor:
    rights = connection.execute(
        sa.select(OPERATOR_RIGHTS.c.right).where(OPERATOR_RIGHTS.c.operator_id == row.id)
    ).scalars()
    till = connection.execute(sa.select(TILLS.c.name).where(TILLS.c.id == row.till_id)).scalar()
    return Actor(row.id, row.code, row.name, frozenset(rights), row.language, row.till_id, till or "")


def _at_till(connection: Connection, actor: Actor, code: str) -> Actor:
    till = connection.execute(sa.select(TILLS).where(TILLS.c.code == code)).first()
    if till is None:
        raise NotFoundError("till", code)
    return dataclasses.replace(actor, till_id=till.id, till=till.name)


def _channel(connection: Connection, code: str | None) -> int:
    query = sa.select(SALES_CHANNELS.c.id)
    if code is None:
        query = query.where(SALES_CHANNELS.c.origin == Origin.COUNTER).order_by(SALES_CHANNELS.c.id)
    else:
        query = query.where(SALES_CHANNELS.c.code == code)
    found = connection.execute(query.limit(1)).scalar()
    if found is None:
        raise NotFoundError("channel", code or Origin.COUNTER)
    return int(found)
