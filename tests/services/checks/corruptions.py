"""Ways a house can be broken, each with the invariants that must say so, and no others."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.rules.invariants import Invariant as Must
from tests.services.checks.article_corruptions import ARTICLE_CORRUPTIONS
from tests.services.checks.block_corruptions import BLOCK_CORRUPTIONS
from tests.services.checks.corruption import Corruption, broken
from tests.services.checks.document_corruptions import DOCUMENT_CORRUPTIONS
from tests.services.checks.journal_corruptions import JOURNAL_CORRUPTIONS
from tests.services.checks.merged_corruptions import MERGED_CORRUPTIONS
from tests.services.checks.reservation_corruptions import RESERVATION_CORRUPTIONS
from tests.services.checks.till_corruptions import TILL_CORRUPTIONS
from tests.services.checks.unguarded import without_constraint

SALE_ENTRY = "(SELECT min(id) FROM entry WHERE account = 'sales')"
PAID_ORDER = "(SELECT order_id FROM payment ORDER BY id LIMIT 1)"
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
    "INSERT INTO shipment (number, dossier_id, mode_id, state, exception, carrier_reference, version,"
    " changed_at, changed_by) SELECT {number}, dossier_id, mode_id, 'reference', false, '', 1,"
    " changed_at, changed_by FROM shipment ORDER BY id LIMIT 1"
)


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


CORRUPTIONS = (
    *ARTICLE_CORRUPTIONS,
    *DOCUMENT_CORRUPTIONS,
    *BLOCK_CORRUPTIONS,
    *MERGED_CORRUPTIONS,
    *RESERVATION_CORRUPTIONS,
    *TILL_CORRUPTIONS,
    *JOURNAL_CORRUPTIONS,
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
        SECOND_CLAIM.format(kind="'option'", order="order_id"),
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
        f"{NEW_CLAIM} SELECT performance_id, cell_id, NULL, 18, 'option', order_id, NULL, created_at, NULL,"
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
        "a ticket replaced twice",
        "UPDATE ticket SET replaces_id = (SELECT min(id) FROM ticket WHERE state = 'cancelled')"
        " WHERE state <> 'cancelled'",
        found={Must.TICKET_NUMBERS},
    ),
    broken(
        "a ticket replaced in another order",
        "UPDATE ticket SET replaces_id = (SELECT min(id) FROM ticket WHERE state = 'cancelled') WHERE id ="
        " (SELECT max(id) FROM ticket WHERE order_id <> (SELECT order_id FROM ticket WHERE state = 'cancelled'"
        " ORDER BY id LIMIT 1))",
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
        "UPDATE ticket SET shipment_id = (SELECT max(id) FROM shipment WHERE state = 'unsent'"
        " AND id NOT IN (SELECT shipment_id FROM document)) WHERE id = (SELECT min(id) FROM ticket)",
        found={Must.SHIPMENT_OF_DOSSIER},
    ),
    broken(
        "a ticket printed less than never",
        "UPDATE ticket SET printed = -1 WHERE id = (SELECT min(id) FROM ticket)",
        found={Must.PRINTS_COUNTED},
    ),
    broken(
        "a paper of a ticket that nobody counted",
        "INSERT INTO ticket_print (job, ticket_id, copy_number, till_id, operator_id, state, begun_at, claimed_by)"
        " SELECT 'job', min(ticket.id), 9, min(till.id), min(operator.id), 'printed', '2026-11-21 19:07:00.000000',"
        " '' FROM ticket, till, operator",
        found={Must.PRINTS_COUNTED},
    ),
    broken(
        "a mail called sent that never left",
        "UPDATE outbox SET state = 'sent' WHERE state = 'pending'",
        found={Must.MAIL_ONCE},
    ),
    Corruption("a mail recorded twice", mail_recorded_twice, frozenset({Must.MAIL_ONCE, Must.GUARDS})),
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
