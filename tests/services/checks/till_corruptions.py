"""Ways tills and their shifts can be broken."""

from __future__ import annotations

from boxoffice_tui.rules.invariants import Invariant as Must
from tests.services.checks.corruption import broken

CASH_PUT_IN = "(SELECT min(id) FROM cash_movement WHERE reason = 'monnaie')"
EMPTYING = "(SELECT max(id) FROM movement WHERE kind = 'emptying')"

TILL_CORRUPTIONS = (
    broken(
        "cash in a till that is no cash movement",
        f"DELETE FROM cash_movement WHERE id = {CASH_PUT_IN}",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a cash movement of another amount",
        "UPDATE cash_movement SET amount_minor = amount_minor + 1 WHERE id = (SELECT max(id) FROM cash_movement)",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "cash that moved in another till",
        "UPDATE entry SET till_id = (SELECT min(till_id) FROM till_session WHERE closed_at IS NULL)"
        f" WHERE till_id > 0 AND movement_id = (SELECT movement_id FROM cash_movement WHERE id = {CASH_PUT_IN})",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a float that is called a sale",
        "UPDATE movement SET kind = 'sale' WHERE id = (SELECT max(id) FROM movement WHERE kind = 'float')",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a float of an order",
        "UPDATE movement SET order_id = 1 WHERE id = (SELECT max(id) FROM movement WHERE kind = 'float')",
        found={Must.MOVEMENT_BALANCES, Must.MOVEMENT_JOURNALLED},
    ),
    broken(
        "a shift that expected more and counted more",
        "UPDATE till_session SET expected_minor = expected_minor + 1, counted_minor = counted_minor + 1,"
        " counts = '[]' WHERE closed_at IS NOT NULL",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a difference that nobody kept",
        "UPDATE till_session SET counted_minor = counted_minor + 1, counts = '[]' WHERE closed_at IS NOT NULL",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "coins and notes that are not what was counted",
        "UPDATE till_session SET counts = '[[100, 1]]' WHERE closed_at IS NOT NULL",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a shift closed without a count",
        "UPDATE till_session SET closed_at = opened_at, closed_by = opened_by WHERE closed_at IS NULL",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a payment put into a shift that was counted",
        "UPDATE payment SET session_id = (SELECT id FROM till_session WHERE closed_at IS NOT NULL), till_id = NULL"
        " WHERE id = (SELECT min(id) FROM payment)",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a payment in the shift of another till",
        "UPDATE payment SET session_id = (SELECT id FROM till_session WHERE closed_at IS NULL)"
        " WHERE id = (SELECT min(id) FROM payment WHERE session_id IS NULL)",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a closed till that was not emptied",
        f"UPDATE cash_movement SET amount_minor = amount_minor + 1 WHERE movement_id = {EMPTYING}",
        f"UPDATE entry SET amount_minor = amount_minor + 1 WHERE movement_id = {EMPTYING} AND account = 'till'",
        f"UPDATE entry SET amount_minor = amount_minor - 1 WHERE movement_id = {EMPTYING} AND account = 'safe'",
        found={Must.TILL_IS_PAYMENTS},
    ),
    broken(
        "a rounding that no movement tells of",
        "UPDATE payment SET rounding_minor = 2 WHERE id = (SELECT max(id) FROM payment WHERE method = 'cash')",
        found={Must.PAID_AND_OWED},
    ),
    broken(
        "foreign money in a till",
        "UPDATE entry SET currency = 'EUR' WHERE id = (SELECT max(id) FROM entry WHERE order_id IS NULL)",
        found={Must.ONE_CURRENCY},
    ),
    broken(
        "a float taken out of the journal",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal WHERE action = 'till_opened')",
        found={Must.JOURNAL_GAPLESS, Must.MOVEMENT_JOURNALLED},
    ),
    broken(
        "a card number in a reason",
        f"UPDATE cash_movement SET reason = '4111 1111 1111 1111' WHERE id = {CASH_PUT_IN}",
        found={Must.NO_CARD_NUMBER},
    ),
)
