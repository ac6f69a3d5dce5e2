"""Ways a house can be broken, each with the invariants that must say so, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.journal import JOURNAL, JOURNAL_HEAD
from boxoffice_tui.rules.invariants import Invariant as Must
from boxoffice_tui.services import journal
from tests.services.checks.unguarded import without_constraint

LATER = datetime(2030, 1, 1, tzinfo=UTC)
SALE_ENTRY = "(SELECT min(id) FROM entry WHERE account = 'sales')"
PAID_ORDER = "(SELECT order_id FROM payment ORDER BY id LIMIT 1)"


@dataclass(frozen=True, slots=True)
class Corruption:
    """SQL statements or a function of the connection; what SQLite's own check adds stands in `on_sqlite`."""

    name: str
    plant: tuple[str, ...] | Callable[[Connection], None]
    found: frozenset[Must]
    on_sqlite: frozenset[Must] = frozenset()
    on_postgresql: frozenset[Must] = frozenset()


def broken(
    name: str,
    *statements: str,
    found: set[Must],
    sqlite: set[Must] | None = None,
    postgresql: set[Must] | None = None,
) -> Corruption:
    """A corruption by SQL."""
    extra = (frozenset(sqlite or ()), frozenset(postgresql or ()))
    return Corruption(name, statements, frozenset(found), *extra)


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


def second_movement_of_a_key(connection: Connection) -> None:
    without_constraint(connection, "movement", "uq_movement_key")
    connection.execute(
        sa.text(
            "UPDATE movement SET key = (SELECT min(key) FROM movement) WHERE id = (SELECT max(id) FROM movement)"
        )
    )


def mail_recorded_twice(connection: Connection) -> None:
    without_constraint(connection, "outbox", "uq_outbox_cause")
    connection.execute(sa.text("UPDATE outbox SET cause = (SELECT min(cause) FROM outbox)"))


def exception_on_a_normal_shipment(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        without_constraint(connection, "shipment", "ck_shipment_exception_on_reference")
    connection.execute(
        sa.text("UPDATE shipment SET exception = true WHERE id = (SELECT min(id) FROM shipment)")
    )


def guard_switched_off(connection: Connection) -> None:
    connection.execute(
        sa.text(
            "ALTER TABLE entry DISABLE TRIGGER entry_append_only"
            if connection.dialect.name == "postgresql"
            else "DROP INDEX uq_claim_ticket"
        )
    )


NEW_CLAIM = (
    "INSERT INTO claim (performance_id, cell_id, seat_id, quantity, kind, order_id, form, created_at, expires_at,"
    " was_house, limit_in_force) "
)
SECOND_CLAIM = (
    f"{NEW_CLAIM} SELECT performance_id, cell_id, seat_id, 1, {{kind}}, {{order}}, 'other', created_at,"
    " '2030-01-01 00:00:00.000000', false, limit_in_force FROM claim WHERE kind = 'sale' AND ended_at IS NULL"
    " AND seat_id IS NOT NULL"
)
REFERENCE = (
    "INSERT INTO shipment (number, dossier_id, mode_id, state, print_state, exception, carrier_reference, version,"
    " changed_at, changed_by) SELECT {number}, dossier_id, mode_id, 'reference', 'not_printed', false, '', 1,"
    " changed_at, changed_by FROM shipment ORDER BY id LIMIT 1"
)

CORRUPTIONS = (
    broken(
        "an entry changed",
        f"UPDATE entry SET amount_minor = amount_minor + 1 WHERE id = {SALE_ENTRY}",
        found={Must.MOVEMENT_BALANCES, Must.ORDER_TOTAL, Must.PAID_AND_OWED},
    ),
    broken(
        "a movement without its counter entry",
        "DELETE FROM entry WHERE id = (SELECT min(id) FROM entry WHERE account = 'till')",
        found={Must.MOVEMENT_BALANCES, Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "an entry in another order",
        'UPDATE entry SET order_id = (SELECT max(id) FROM "order") WHERE id = (SELECT min(id) FROM entry'
        " WHERE account = 'till')",
        found={Must.MOVEMENT_BALANCES, Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a ticket's price changed",
        "UPDATE ticket SET price_minor = price_minor - 100 WHERE id = (SELECT min(id) FROM ticket)",
        found={Must.ORDER_TOTAL},
    ),
    broken(
        "a payment of another amount",
        "UPDATE payment SET amount_minor = amount_minor + 1 WHERE id = (SELECT min(id) FROM payment)",
        found={Must.PAID_AND_OWED, Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "money in a till without a payment",
        "DELETE FROM payment WHERE id = (SELECT min(id) FROM payment)",
        found={Must.PAID_AND_OWED, Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "two currencies in an order",
        f"UPDATE entry SET currency = 'EUR' WHERE id = {SALE_ENTRY}",
        found={Must.ONE_CURRENCY},
    ),
    broken(
        "a refund by another method",
        "UPDATE payment SET method = 'cheque' WHERE amount_minor < 0",
        found={Must.REFUND_WITHIN_METHOD},
    ),
    Corruption(
        "a key with two movements",
        second_movement_of_a_key,
        frozenset({Must.KEY_ONCE, Must.GUARDS}),
    ),
    broken(
        "a listed balance off by one",
        f'UPDATE "order" SET balance_minor = balance_minor + 1 WHERE id = {PAID_ORDER}',
        found={Must.LISTED_BALANCE},
    ),
    broken(
        "a hold on sold seats",
        "DROP INDEX uq_claim_live_seat",
        SECOND_CLAIM.format(kind="'hold'", order="NULL"),
        found={Must.ONE_CLAIM_A_SEAT, Must.SOLD_SEAT_NOT_HELD, Must.GUARDS},
    ),
    broken(
        "more claims than seats",
        "DROP INDEX uq_claim_live_seat",
        SECOND_CLAIM.format(kind="'reservation'", order="order_id"),
        "UPDATE seat SET category_id = (SELECT id FROM seat_category WHERE code = 'debout')"
        " WHERE id NOT IN (SELECT seat_id FROM claim WHERE ended_at IS NULL AND seat_id IS NOT NULL)",
        found={Must.ONE_CLAIM_A_SEAT, Must.CLAIMS_WITHIN_SEATS, Must.GUARDS},
    ),
    broken(
        "a ticket on the seat of another category",
        "UPDATE seat SET category_id = (SELECT id FROM seat_category WHERE code = 'debout')"
        " WHERE id = (SELECT seat_id FROM ticket ORDER BY id LIMIT 1)",
        found={Must.SEAT_OF_PERFORMANCE},
    ),
    broken(
        "a ticket moved without its claim",
        "UPDATE ticket SET seat_id = seat_id + 5 WHERE id = (SELECT min(id) FROM ticket)",
        found={Must.CLAIM_OF_TICKET},
    ),
    broken(
        "a gauge overcommitted",
        f"{NEW_CLAIM} SELECT performance_id, cell_id, NULL, 18, 'reservation', order_id, NULL, created_at, NULL,"
        " false, 20 FROM claim WHERE kind = 'sale' AND seat_id IS NULL AND ended_at IS NULL LIMIT 1",
        found={Must.CLAIMS_WITHIN_LIMIT},
    ),
    broken(
        "a ticket number left out",
        "UPDATE ticket SET number = number + 1 WHERE id = (SELECT max(id) FROM ticket)",
        found={Must.TICKET_NUMBERS},
    ),
    broken(
        "the last ticket number forgotten",
        "UPDATE counter SET value = value - 1 WHERE substr(name, 1, 7) = 'ticket:'",
        found={Must.TICKET_NUMBERS},
    ),
    broken(
        "a replaced ticket still live",
        "UPDATE ticket SET replaces_id = (SELECT min(id) FROM ticket) WHERE id = (SELECT max(id) FROM ticket)",
        found={Must.TICKET_NUMBERS},
    ),
    broken(
        "a cancelled order with live tickets",
        f"UPDATE \"order\" SET state = 'cancelled' WHERE id = {PAID_ORDER}",
        found={Must.CANCELLED_ORDER_EMPTY},
    ),
    broken(
        "a cancelled ticket let in",
        "UPDATE ticket SET scanned_at = '2030-01-01 00:00:00.000000' WHERE state = 'cancelled'",
        found={Must.SCANNED_IS_LIVE},
    ),
    broken(
        "a sale without its ticket",
        "UPDATE claim SET ticket_id = NULL WHERE kind = 'sale' AND ended_at IS NULL",
        found={Must.CLAIM_OF_TICKET},
    ),
    broken(
        "a second reference shipment",
        "DROP INDEX uq_shipment_reference",
        REFERENCE.format(number=901),
        REFERENCE.format(number=902),
        found={Must.ONE_REFERENCE, Must.GUARDS},
    ),
    Corruption(
        "an exception on a normal shipment",
        exception_on_a_normal_shipment,
        frozenset({Must.EXCEPTION_ON_REFERENCE}),
        on_sqlite=frozenset({Must.INTEGRITY}),
        on_postgresql=frozenset({Must.GUARDS}),
    ),
    broken(
        "a ticket in another dossier's shipment",
        "UPDATE ticket SET shipment_id = (SELECT max(id) FROM shipment WHERE state = 'unsent')"
        " WHERE id = (SELECT min(id) FROM ticket)",
        found={Must.SHIPMENT_OF_DOSSIER},
    ),
    broken(
        "a ticket printed less than never",
        "UPDATE ticket SET printed = -1 WHERE id = (SELECT min(id) FROM ticket)",
        found={Must.PRINTS_COUNTED},
    ),
    broken(
        "a mail called sent that never left",
        "UPDATE outbox SET state = 'sent' WHERE state = 'pending'",
        found={Must.MAIL_ONCE},
    ),
    Corruption("a mail recorded twice", mail_recorded_twice, frozenset({Must.MAIL_ONCE, Must.GUARDS})),
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
    Corruption("a journal line of nobody", nobodys_line, frozenset({Must.OPERATOR_KNOWN})),
    Corruption("an e-mail address in a journal fact", e_mail_in_a_fact, frozenset({Must.NOTHING_PERSONAL})),
    Corruption("a name in a journal fact", name_in_a_fact, frozenset({Must.NOTHING_PERSONAL})),
    broken(
        "an erased contact with a name",
        "UPDATE contact SET erased_at = '2030-01-01 00:00:00.000000' WHERE number = 4",
        found={Must.NOTHING_PERSONAL},
    ),
    broken(
        "a card number in a payment's reference",
        "UPDATE payment SET reference = 'visa 4111 1111 1111 1111' WHERE id = (SELECT min(id) FROM payment)",
        found={Must.NO_CARD_NUMBER},
    ),
    broken(
        "a card number in a note",
        "UPDATE note SET text = 'carte 4111-1111-1111-1111, exp 12/29'",
        found={Must.NO_CARD_NUMBER},
    ),
    broken(
        "more than four digits of a card",
        "UPDATE payment SET last_four = '11111' WHERE id = (SELECT min(id) FROM payment)",
        found={Must.NO_CARD_NUMBER},
    ),
    broken(
        "a ticket of a rate that is not there",
        "UPDATE ticket SET rate_id = 9999 WHERE id = (SELECT min(id) FROM ticket)",
        found={Must.FOREIGN_KEYS},
    ),
    Corruption("a guard switched off", guard_switched_off, frozenset({Must.GUARDS})),
)
