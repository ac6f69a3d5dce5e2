"""Set-based questions to the database: each row of the answer is the id of something that breaks a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.rules.invariants import Invariant, Remark, Thing
from boxoffice_tui.views.checks import MOST_SHOWN, Finding


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """`query` selects one column: the ids of the things that break the invariant, or call for the remark."""

    code: Invariant | Remark
    thing: Thing
    query: sa.Select[Any] | sa.CompoundSelect[Any]


class Gathered:
    """The ids found while reading: all counted, the first 20 kept."""

    __slots__ = ("_ids", "count")

    def __init__(self) -> None:
        self.count = 0
        self._ids: list[str] = []

    def add(self, found: object) -> None:
        """Counts one more."""
        self.count += 1
        if len(self._ids) < MOST_SHOWN:
            self._ids.append(str(found))

    def extend(self, found: Iterable[object]) -> None:
        """Counts each."""
        for one in found:
            self.add(one)

    def finding(self, code: Invariant | Remark, thing: Thing) -> list[Finding]:
        """What was gathered, nothing when nothing was."""
        return [Finding(code, thing, self.count, tuple(self._ids))] if self.count else []


def ask(connection: Connection, question: Question) -> list[Finding]:
    """Runs a question. Its whole answer is counted only when it is longer than what is shown."""
    shown, counted = _texts(connection, question)
    rows = list(connection.exec_driver_sql(shown).scalars())
    if not rows:
        return []
    count = len(rows)
    if count > MOST_SHOWN:
        count = int(connection.exec_driver_sql(counted).scalar_one())
    return [Finding(question.code, question.thing, count, tuple(str(one) for one in rows[:MOST_SHOWN]))]


def numbers_of(order_ids: sa.Subquery) -> sa.Select[Any]:
    """The numbers of the orders whose ids are the subquery's one column, `order_id`."""
    return sa.select(ORDERS.c.number).join(order_ids, order_ids.c.order_id == ORDERS.c.id)


_compiled: dict[tuple[Question, str], tuple[str, str]] = {}


def _texts(connection: Connection, question: Question) -> tuple[str, str]:
    """The question's SQL, and that of its count, compiled once a process: each database is a new engine."""
    key = (question, connection.dialect.name)
    if key not in _compiled:
        found = question.query.subquery()
        (column,) = found.c
        queries = (
            sa.select(column).limit(MOST_SHOWN + 1),
            sa.select(sa.func.count()).select_from(found),
        )
        shown, counted = (
            str(query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
            for query in queries
        )
        _compiled[key] = (shown, counted)
    return _compiled[key]
