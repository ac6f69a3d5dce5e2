"""`boxoffice check`: every invariant of spec/reliability.md that has tables, and how the database is kept."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason
from boxoffice_tui.data.schema import require_current
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.checks import (
    articles,
    closings,
    delivery,
    documents,
    foreign_keys,
    journal,
    mail,
    merged,
    money,
    operators,
    personal,
    reservations,
    seats,
    storage,
    tills,
)
from boxoffice_tui.services.checks.questions import Question, ask
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError, UnavailableError
from boxoffice_tui.views.checks import CheckReport, Finding

_PATIENT = (
    "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 0;"
    " SET LOCAL idle_in_transaction_session_timeout = 0"
)

_SUBJECTS = (
    money,
    articles,
    tills,
    seats,
    reservations,
    delivery,
    documents,
    mail,
    operators,
    personal,
    merged,
    foreign_keys,
)

Progress = Callable[[int, int], None]
Step = Callable[[Connection], list[Finding]]


def check(
    at: Desk | Database, progress: Progress | None = None, todo: tuple[Step, ...] | None = None
) -> CheckReport:
    """Holds a database to every invariant, or to those of the steps `todo`; changes nothing, and lets everyone else
    work meanwhile.

    `progress` is told the steps done and to do; what it raises stops the check. A damaged file is a breach
    (integrity), not an error. Raises `NotAllowedError` at a desk without the right, `UnavailableError`.
    """
    if isinstance(at, Desk):
        if Right.CHECKS_RUN not in at.actor.rights:
            raise NotAllowedError(Right.CHECKS_RUN)
        return check(at.database, progress, todo)
    try:
        require_current(at)
        return _check(at, progress or _silent, todo if todo is not None else steps())
    except DatabaseProblemError as problem:
        raise UnavailableError(problem.reason, problem.place) from problem


@functools.cache
def steps() -> tuple[Step, ...]:
    """What is looked at, in order."""
    return (
        storage.integrity,
        storage.durability,
        storage.guards,
        *(_asking(question) for one in _SUBJECTS for question in one.QUESTIONS),
        tills.counts_add_up,
        documents.invoices_add_up,
        personal.card_numbers,
        *of_closings(),
    )


@functools.cache
def of_closings() -> tuple[Step, ...]:
    """What closings stand on: the chain of the journal, and their own."""
    return (journal.read_through, closings.read_through)


def _check(database: Database, progress: Progress, todo: tuple[Step, ...]) -> CheckReport:
    with _picture(database) as connection:
        kept = storage.describe(database, connection)
    findings = storage.permissions(database.path) if database.path else []
    damaged = False
    done = 0
    for group in _groups(database, todo):
        try:
            with _picture(database) as connection:
                for step in group:
                    progress(done, len(todo))
                    done += 1
                    findings += step(connection)
        except DatabaseProblemError as problem:
            if problem.reason not in {DatabaseReason.CORRUPT, DatabaseReason.DISK_FAULT}:
                raise
            damaged = True
    progress(len(todo), len(todo))
    if damaged:
        findings.append(Finding(Invariant.INTEGRITY, Thing.FILE, 1, (database.place,)))
    return CheckReport(
        breaches=tuple(one for one in findings if isinstance(one.code, Invariant)),
        remarks=tuple(one for one in findings if not isinstance(one.code, Invariant)),
        storage=kept,
    )


def _groups(database: Database, todo: tuple[Step, ...]) -> list[tuple[Step, ...]]:
    """What is looked at in one picture: a reader of SQLite may keep its writers waiting, one of a server not."""
    return [todo] if database.is_postgresql else [(step,) for step in todo]


def _asking(question: Question) -> Step:
    return lambda connection: ask(connection, question)


@contextmanager
def _picture(database: Database) -> Iterator[Connection]:
    """One consistent picture, for as long as a question takes: the limits of a counter are not a check's."""
    with database.read() as connection:
        if database.is_postgresql:
            connection.exec_driver_sql(_PATIENT)
        yield connection


def _silent(_done: int, _steps: int) -> None:
    return
