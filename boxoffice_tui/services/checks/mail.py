"""E1: a mail is recorded exactly once, and what was sent is said (spec/reliability.md)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.rules.invariants import Invariant, Remark, Thing
from boxoffice_tui.services.checks.questions import Question


def _repeated(column: sa.Column[Any]) -> sa.Select[Any]:
    return sa.select(sa.func.max(OUTBOX.c.id)).group_by(column).having(sa.func.count() > 1)


def _recorded_twice() -> sa.CompoundSelect[Any]:
    return sa.union(_repeated(OUTBOX.c.cause), _repeated(OUTBOX.c.message_id))


def _sent_without_proof() -> sa.Select[Any]:
    """Mails whose state and marks disagree: sent without instant and hash, or these without being sent."""
    sent = OUTBOX.c.state == MailState.SENT
    marked = sa.and_(OUTBOX.c.sent_at.is_not(None), OUTBOX.c.sent_hash != "", OUTBOX.c.attempts > 0)
    unmarked = sa.and_(OUTBOX.c.sent_at.is_(None), OUTBOX.c.sent_hash == "")
    return sa.select(OUTBOX.c.id).where(~sa.or_(sa.and_(sent, marked), sa.and_(~sent, unmarked)))


def _maybe_twice() -> sa.Select[Any]:
    return sa.select(OUTBOX.c.id).where(OUTBOX.c.maybe_twice)


QUESTIONS = (
    Question(Invariant.MAIL_ONCE, Thing.MAIL, _recorded_twice()),
    Question(Invariant.MAIL_ONCE, Thing.MAIL, _sent_without_proof()),
    Question(Remark.MAIL_MAYBE_TWICE, Thing.MAIL, _maybe_twice()),
)
