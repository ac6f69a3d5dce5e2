"""One use case, one transaction: rights, idempotency, work, journal, commit, in this order."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, get_type_hints

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.changes import announce
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason, UniqueViolationError
from boxoffice_tui.data.tables.journal import ANSWERS
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.occupancy import OccupancyRefusal
from boxoffice_tui.services import journal
from boxoffice_tui.services.desk import Desk, House
from boxoffice_tui.services.errors import NotAllowedError, RefusedError, UnavailableError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

P = ParamSpec("P")
A = TypeVar("A")

_HELD = (
    sa.select(OPERATOR_RIGHTS.c.right)
    .join(OPERATORS, OPERATORS.c.id == OPERATOR_RIGHTS.c.operator_id)
    .where(OPERATOR_RIGHTS.c.operator_id == sa.bindparam("operator"))
    .where(OPERATOR_RIGHTS.c.right == sa.bindparam("right"), OPERATORS.c.active)
)


_STILL_HELD = (
    sa.select(OPERATOR_RIGHTS.c.right)
    .select_from(OPERATORS)
    .join(OPERATOR_RIGHTS, OPERATOR_RIGHTS.c.operator_id == OPERATORS.c.id, isouter=True)
    .where(OPERATORS.c.id == sa.bindparam("operator"), OPERATORS.c.active)
)


@dataclass(slots=True)
class Work:
    """A transaction under way: its connection, its one instant, and the journal lines it will leave."""

    desk: Desk
    connection: Connection
    now: datetime
    key: str = ""
    lines: list[journal.Line] = field(default_factory=list)
    _held: dict[str, bool] = field(default_factory=dict)
    _moved: dict[int | None, list[int]] = field(default_factory=dict)

    @property
    def house(self) -> House:
        """The organisation."""
        return self.desk.house

    @property
    def operator_id(self) -> int:
        """Who acts."""
        return self.desk.actor.operator_id

    def money(self, minor: int) -> Money:
        """`minor` units in the organisation's currency."""
        return Money(minor, self.house.currency)

    def insert(self, table: sa.Table, **values: object) -> int:
        """Adds a row; its id."""
        return int(self.connection.execute(_insert(table), values).inserted_primary_key[0])  # type: ignore[index]

    def journal(self, action: str, order_id: int | None = None, **facts: object) -> None:
        """Leaves a line: ids, codes and amounts, never anything personal.

        One about an order cites the movements of its money since the line before; one about none those of a till.
        """
        if order_id is not None or None in self._moved:
            facts[journal.MOVEMENT_IDS] = self._moved.pop(order_id, [])
        self.lines.append(journal.Line(action, order_id, facts))

    def moved(self, order_id: int | None, movement_id: int) -> None:
        """Notes a movement of an order's money, or of a till's, for the next line about that order or none."""
        self._moved.setdefault(order_id, []).append(movement_id)

    def may(self, right: str) -> bool:
        """Whether the operator holds `right` now, by the database."""
        if right not in self._held:
            row = self.connection.execute(_HELD, {"operator": self.operator_id, "right": right}).first()
            self._held[right] = row is not None
        return self._held[right]

    def require(self, right: str) -> None:
        """Raises `NotAllowedError` unless the operator holds `right`, `RefusedError` (operator_inactive)."""
        if not self.may(right):
            _hear(self.desk, self.connection)
            raise NotAllowedError(right)


def require_held(desk: Desk, right: str) -> None:
    """Raises `NotAllowedError` unless the desk's operator held `right` a few seconds ago: enough to read.

    Raises `RefusedError` (operator_inactive).
    """
    if desk.must_ask():
        with reading(desk):
            pass  # it asks
    if right not in desk.heard.rights:
        raise NotAllowedError(right)


def require_one(desk: Desk, *rights: str) -> None:
    """As `require_held`, where any of these rights is enough. Raises `NotAllowedError` for the last of them."""
    for right in rights[:-1]:
        try:
            return require_held(desk, right)
        except NotAllowedError:
            continue
    return require_held(desk, rights[-1])


@contextmanager
def reading(desk: Desk) -> Iterator[Connection]:
    """A transaction that only reads, for an operator who was there a few seconds ago at least.

    Raises `RefusedError` (operator_inactive).
    """
    with looking(desk) as connection:
        if desk.must_ask():
            _hear(desk, connection)
        yield connection


@contextmanager
def looking(desk: Desk) -> Iterator[Connection]:
    """A transaction that only reads, whoever sits there: for what another must know to sit down instead."""
    with _service_errors(), desk.database.read() as connection:
        yield connection


def _hear(desk: Desk, connection: Connection) -> None:
    """Asks whether the operator is active, and what rights they hold; a refusal is asked again each time."""
    held = connection.execute(_STILL_HELD, {"operator": desk.actor.operator_id}).scalars().all()
    if not held:
        raise RefusedError(AccessRefusal.OPERATOR_INACTIVE, {"operator": desk.actor.code})
    desk.heard.rights = frozenset(held) - {None}
    desk.heard.at = desk.clock.now()


@contextmanager
def writing(desk: Desk, key: str = "") -> Iterator[Work]:
    """A transaction that writes; its journal lines are the last statements before COMMIT."""
    with _service_errors(), desk.database.write() as connection:
        work = Work(desk, connection, desk.clock.now(), key)
        yield work
        announce(connection, sure=bool(work.lines))
        journal.append(connection, desk.actor.operator_id, work.now, work.lines)


def use_case(
    right: str,
) -> Callable[[Callable[Concatenate[Work, P], A]], Callable[Concatenate[Desk, str, P], A]]:
    """Makes `f(work, …)` a use case `f(desk, key, …)`: one transaction by an operator who holds `right`.

    The same key with the same content gives the first answer again; with other content it is refused
    (`key_reused`). After a connection lost during COMMIT the key tells whether it was done.
    """

    def decorate(act: Callable[Concatenate[Work, P], A]) -> Callable[Concatenate[Desk, str, P], A]:
        action = act.__name__

        @functools.wraps(act)
        def perform(desk: Desk, key: str, *args: P.args, **kwargs: P.kwargs) -> A:
            from pydantic_core import to_json  # the first orders are read without it

            content = hashlib.sha256(to_json([args, kwargs])).hexdigest()
            adapter = _answer_type(act)
            try:
                with writing(desk, key) as work:
                    given = _given(work.connection, action, key, content)
                    if given is not None:
                        return adapter.validate_json(given)  # type: ignore[no-any-return]
                    work.require(right)
                    answer = act(work, *args, **kwargs)
                    _remember(work, action, content, to_json(answer).decode())
                    return answer
            except UnavailableError as error:
                if error.reason != DatabaseReason.COMMIT_UNKNOWN:
                    raise
                with reading(desk) as connection:
                    given = _given(connection, action, key, content)
                if given is None:
                    raise
                return adapter.validate_json(given)  # type: ignore[no-any-return]

        perform.__annotations__ = {}
        return perform  # type: ignore[return-value]

    return decorate


@functools.cache
def _answer_type(act: Callable[..., Any]) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(get_type_hints(act)["return"])


def _given(connection: Connection, action: str, key: str, content: str) -> str | None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(key, 0))))
    query = sa.select(ANSWERS.c.action, ANSWERS.c.content, ANSWERS.c.answer).where(ANSWERS.c.key == key)
    row = connection.execute(query).first()
    if row is None:
        return None
    if (row.action, row.content) != (action, content):
        raise RefusedError(AccessRefusal.KEY_REUSED, {"key": key})
    return str(row.answer)


def _remember(work: Work, action: str, content: str, answer: str) -> None:
    values = {
        "key": work.key,
        "action": action,
        "content": content,
        "answer": answer,
        "at": work.now,
        "operator_id": work.operator_id,
    }
    work.connection.execute(_insert(ANSWERS), values)


@functools.cache
def _insert(table: sa.Table) -> sa.Insert:
    """Built once a table: building a statement costs more than running it."""
    return sa.insert(table)


@contextmanager
def _service_errors() -> Iterator[None]:
    try:
        yield
    except DatabaseProblemError as problem:
        raise UnavailableError(problem.reason, problem.place) from problem
    except UniqueViolationError as violation:
        if violation.table != "claim":
            raise
        raise RefusedError(OccupancyRefusal.SEAT_TAKEN) from violation
