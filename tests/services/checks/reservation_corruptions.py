"""Ways reservations can be broken."""

from __future__ import annotations

from boxoffice_tui.rules.invariants import Invariant as Must
from tests.services.checks.corruption import broken

RESERVED = '(SELECT id FROM "order" WHERE due_on IS NOT NULL)'
SOLD = "(SELECT min(order_id) FROM claim WHERE kind = 'sale' AND ended_at IS NULL)"
REFERENCES_OF = "DELETE FROM shipment WHERE state = 'reference' AND dossier_id IN (SELECT dossier_id FROM \"order\""

RESERVATION_CORRUPTIONS = (
    broken(
        "a reservation whose places are sold",
        "UPDATE claim SET kind = 'sale' WHERE kind = 'reservation'",
        found={Must.RESERVATIONS},
    ),
    broken(
        "a sale whose places are reserved",
        f"UPDATE claim SET kind = 'reservation' WHERE order_id = {SOLD} AND ended_at IS NULL",
        found={Must.RESERVATIONS},
    ),
    broken(
        "a reservation of nobody",
        f'UPDATE "order" SET contact_id = NULL WHERE id = {RESERVED}',
        found={Must.RESERVATIONS},
    ),
    broken(
        "a cancelled order that is due",
        "UPDATE \"order\" SET due_on = '2030-01-01' WHERE state = 'cancelled'",
        found={Must.RESERVATIONS, Must.ONE_REFERENCE},
    ),
    broken(
        "a reservation without its reference shipment",
        f"{REFERENCES_OF} WHERE due_on IS NOT NULL)",
        found={Must.ONE_REFERENCE},
    ),
    broken(
        "a reservation taken up whose reference shipment went",
        f"{REFERENCES_OF} WHERE due_on IS NULL)",
        found={Must.ONE_REFERENCE},
    ),
    broken(
        "a reserved place without its ticket",
        "UPDATE claim SET ticket_id = NULL WHERE kind = 'reservation' AND ended_at IS NULL",
        found={Must.CLAIM_OF_TICKET},
    ),
    broken(
        "more reserved than the limit",
        "UPDATE claim SET limit_in_force = 1 WHERE kind = 'reservation' AND ended_at IS NULL",
        "UPDATE claim SET id = 9999 WHERE kind = 'reservation' AND ended_at IS NULL",
        found={Must.CLAIMS_WITHIN_LIMIT},
    ),
)
