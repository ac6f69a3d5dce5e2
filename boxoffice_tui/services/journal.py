"""The journal: an append-only chain of who changed what, when (DESIGN.md, Journal)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.journal import JOURNAL, JOURNAL_HEAD
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.rules.rights import SYSTEM_OPERATOR

GENESIS = "0" * 64
RECENT_LINES = 10_000
MOVEMENT_IDS = "movement_ids"
"""The fact by which a line about an order cites the movements of money it tells of; J4 counts on it."""
ARTICLE_LINE_IDS = "article_line_ids"
"""The fact by which a line about an order cites the lines of articles that were written; closings count on it."""
OTHER_MAIL_IDS = "other_mail_ids"
"""The fact by which a confirmation's line cites the mails to others than who bought."""
REFERENCE_CHANGED = "reference_changed"
"""The line that says how a dossier's reference shipment is from then on, an exception or not."""
REFERENCE_EXCEPTED = "reference_excepted"
"""The line of a reference that is an exception from the start."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a transaction wants to leave: ids, codes and amounts."""

    action: str
    order_id: int | None
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SetupThing:
    """What a line about the setup may be about: a thing of a section by its code, any of one that `key` changed."""

    section: str
    code: str = ""
    key: str = ""


def append(connection: Connection, operator_id: int | None, at: datetime, lines: Sequence[Line]) -> None:
    """Writes `lines` behind the head, which it locks: call it last before COMMIT."""
    if not lines:
        return
    head = lock_head(connection)
    seq, previous = head.seq, head.hash
    rows = []
    for line in lines:
        seq += 1
        facts = json.dumps(line.facts, sort_keys=True, separators=(",", ":"), default=str)
        own = chained(previous, seq, at, operator_id, line.action, line.order_id, facts)
        rows.append(
            {
                "seq": seq,
                "at": at,
                "operator_id": operator_id,
                "action": line.action,
                "order_id": line.order_id,
                "facts": facts,
                "previous": previous,
                "hash": own,
            }
        )
        previous = own
    connection.execute(sa.insert(JOURNAL), rows)
    connection.execute(sa.update(JOURNAL_HEAD).where(JOURNAL_HEAD.c.id == 1).values(seq=seq, hash=previous))


def lock_head(connection: Connection) -> Any:
    """The number and the hash of the last line; nobody adds another until COMMIT. No other lock follows it."""
    query = sa.select(JOURNAL_HEAD.c.seq, JOURNAL_HEAD.c.hash).where(JOURNAL_HEAD.c.id == 1)
    return connection.execute(query.with_for_update()).one()


def last_line_about_contact(
    connection: Connection, contact_id: int, otherwise: datetime
) -> tuple[str, datetime]:
    """Who left the latest line about a contact, an import's among them, and when.

    Looks through the last `RECENT_LINES`; SYSTEM and `otherwise` where none of them is one.
    """
    fact = f'"contact_id":{contact_id}'
    recent = sa.select(JOURNAL_HEAD.c.seq - RECENT_LINES).scalar_subquery()
    query = (
        sa.select(OPERATORS.c.code, JOURNAL.c.at)
        .join(OPERATORS, OPERATORS.c.id == JOURNAL.c.operator_id)
        .where(
            JOURNAL.c.seq > recent,
            sa.or_(
                JOURNAL.c.facts.contains(f"{fact},"),
                JOURNAL.c.facts.contains(f"{fact}}}"),
                JOURNAL.c.action == "contacts_imported",
            ),
        )
        .order_by(JOURNAL.c.seq.desc())
    )
    row = connection.execute(query.limit(1)).first()
    return (row.code, row.at) if row is not None else (SYSTEM_OPERATOR, otherwise)


def last_line_about_setup(
    connection: Connection, things: Sequence[SetupThing], otherwise: datetime
) -> tuple[str, datetime]:
    """Who left the latest line of a setup file or screen about any of `things`, and when.

    Looks through the last `RECENT_LINES`; SYSTEM and `otherwise` where none of them is one.
    """
    recent = sa.select(JOURNAL_HEAD.c.seq - RECENT_LINES).scalar_subquery()
    query = (
        sa.select(OPERATORS.c.code, JOURNAL.c.at)
        .join(OPERATORS, OPERATORS.c.id == JOURNAL.c.operator_id)
        .where(JOURNAL.c.seq > recent, JOURNAL.c.action.in_(("setup_created", "setup_changed")))
        .where(sa.or_(*(_tells_of(thing) for thing in things)))
        .order_by(JOURNAL.c.seq.desc())
    )
    row = connection.execute(query.limit(1)).first()
    return (row.code, row.at) if row is not None else (SYSTEM_OPERATOR, otherwise)


def _tells_of(thing: SetupThing) -> sa.ColumnElement[bool]:
    parts = [f'"section":{json.dumps(thing.section)}']
    parts += [f'"key":{{"code":{json.dumps(thing.code)}}}'] if thing.code else []
    parts += [json.dumps(thing.key)] if thing.key else []
    return sa.and_(*(JOURNAL.c.facts.contains(part, autoescape=True) for part in parts))


def chained(
    previous: str,
    seq: int,
    at: datetime,
    operator_id: int | None,
    action: str,
    order_id: int | None,
    facts: str,
) -> str:
    """The hash of a line over all it holds and the hash before it, in hexadecimal."""
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    content = json.dumps([previous, seq, stamp, operator_id, action, order_id, facts])
    return hashlib.sha256(content.encode()).hexdigest()
