"""Ways the journal can be broken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.journal import JOURNAL, JOURNAL_HEAD
from boxoffice_tui.rules.invariants import Invariant as Must
from boxoffice_tui.services import journal
from tests.services.checks.corruption import Corruption, broken

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def rewritten_line(connection: Connection) -> None:
    """A line that was changed and given the hash of what it says now."""
    query = sa.select(JOURNAL).where(JOURNAL.c.action == "note_added").order_by(JOURNAL.c.seq)
    row = connection.execute(query).first()
    assert row is not None
    facts = '{"note_id":7}'
    own = journal.chained(row.previous, row.seq, row.at, row.operator_id, row.action, row.order_id, facts)
    connection.execute(sa.update(JOURNAL).where(JOURNAL.c.seq == row.seq).values(facts=facts, hash=own))


def rewrite(connection: Connection, facts: Mapping[int, Mapping[str, object]]) -> None:
    """Gives lines of the journal (by number) other facts, and the whole chain the hashes that go with them."""
    previous = journal.GENESIS
    for row in connection.execute(sa.select(JOURNAL).order_by(JOURNAL.c.seq)).all():
        text = row.facts
        if row.seq in facts:
            text = json.dumps(facts[row.seq], sort_keys=True, separators=(",", ":"))
        own = journal.chained(previous, row.seq, row.at, row.operator_id, row.action, row.order_id, text)
        changed = sa.update(JOURNAL).where(JOURNAL.c.seq == row.seq)
        connection.execute(changed.values(facts=text, previous=previous, hash=own))
        previous = own
    connection.execute(sa.update(JOURNAL_HEAD).values(hash=previous))


def e_mail_in_a_fact(connection: Connection) -> None:
    journal.append(connection, 1, LATER, [journal.Line("mailed", None, {"to": "eloise@exemple.ca"})])


def name_in_a_fact(connection: Connection) -> None:
    journal.append(connection, 1, LATER, [journal.Line("sold", None, {"buyer": ["Côté-Bélanger"]})])


def nobodys_line(connection: Connection) -> None:
    journal.append(connection, None, LATER, [journal.Line("sold", None, {})])


def payment_journalled_twice(connection: Connection) -> None:
    journal.append(connection, 1, LATER, [journal.Line("payment_recorded", None, {"payment_id": 1})])


def movement_journalled_twice(connection: Connection) -> None:
    """By a line about its own order."""
    order_id = connection.execute(sa.text("SELECT order_id FROM movement WHERE id = 1")).scalar_one()
    journal.append(connection, 1, LATER, [journal.Line("order_sold", order_id, {"movement_ids": [1]})])


def movement_journalled_for_another_order(connection: Connection) -> None:
    """The line of the first order tells of the second one's sale too, which no line of its own does any more."""
    lines = connection.execute(
        sa.select(JOURNAL.c.seq, JOURNAL.c.facts)
        .where(JOURNAL.c.action == "order_sold")
        .order_by(JOURNAL.c.seq)
        .limit(2)
    ).all()
    first, second = (json.loads(line.facts) for line in lines)
    first["movement_ids"] += second["movement_ids"]
    second["movement_ids"] = []
    rewrite(connection, {line.seq: facts for line, facts in zip(lines, (first, second), strict=True)})


def movement_that_is_not_there(connection: Connection) -> None:
    journal.append(connection, 1, LATER, [journal.Line("order_sold", 1, {"movement_ids": [9999]})])


JOURNAL_CORRUPTIONS = (
    broken(
        "a journal line edited",
        "UPDATE journal SET facts = '{\"note_id\":7}' WHERE action = 'note_added'",
        found={Must.JOURNAL_UNCHANGED},
    ),
    Corruption("a journal line rewritten with its hash", rewritten_line, frozenset({Must.JOURNAL_CHAINED})),
    broken(
        "a journal line removed",
        "DELETE FROM journal WHERE action = 'ticket_scanned'",
        found={Must.JOURNAL_GAPLESS},
    ),
    broken(
        "the journal's tail cut",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        found={Must.JOURNAL_GAPLESS},
    ),
    broken(
        "the journal's tail cut, its head moved back",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "UPDATE journal_head SET seq = seq - 1",
        found={Must.JOURNAL_CHAINED},
    ),
    broken(
        "a sale taken out of the journal",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal WHERE action = 'order_sold')",
        found={Must.JOURNAL_GAPLESS, Must.MOVEMENT_JOURNALLED},
    ),
    broken(
        "a movement put beside a line of the journal",
        "INSERT INTO movement (order_id, kind, at, operator_id, key)"
        " SELECT order_id, 'sale', at, operator_id, 'planted' FROM journal"
        " WHERE seq = (SELECT max(seq) FROM journal WHERE action = 'note_added')",
        "INSERT INTO entry (movement_id, order_id, account, amount_minor, currency)"
        " SELECT id, order_id, 'receivable', 0, 'CAD' FROM movement WHERE key = 'planted'",
        "INSERT INTO entry (movement_id, order_id, account, amount_minor, currency)"
        " SELECT id, order_id, 'sales', 0, 'CAD' FROM movement WHERE key = 'planted'",
        found={Must.MOVEMENT_JOURNALLED},
    ),
    broken(
        "a movement at another instant than its line",
        "UPDATE movement SET at = '2030-01-01 00:00:00.000000' WHERE id = (SELECT min(id) FROM movement)",
        found={Must.MOVEMENT_JOURNALLED},
    ),
    Corruption(
        "a movement journalled twice", movement_journalled_twice, frozenset({Must.MOVEMENT_JOURNALLED})
    ),
    Corruption(
        "a movement journalled for another order",
        movement_journalled_for_another_order,
        frozenset({Must.MOVEMENT_JOURNALLED}),
    ),
    Corruption(
        "a movement journalled that is not there",
        movement_that_is_not_there,
        frozenset({Must.MOVEMENT_JOURNALLED}),
    ),
    Corruption("a payment journalled twice", payment_journalled_twice, frozenset({Must.MOVEMENT_JOURNALLED})),
    broken(
        "a closing that came to more",
        "UPDATE closing SET total_minor = total_minor + 100, perpetual_minor = perpetual_minor + 100",
        found={Must.CLOSINGS_TILE},
    ),
    Corruption("a journal line of nobody", nobodys_line, frozenset({Must.OPERATOR_KNOWN})),
    Corruption("an e-mail address in a journal fact", e_mail_in_a_fact, frozenset({Must.NOTHING_PERSONAL})),
    Corruption("a name in a journal fact", name_in_a_fact, frozenset({Must.NOTHING_PERSONAL})),
)
