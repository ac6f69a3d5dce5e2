"""Ways blocked seats can be broken."""

from __future__ import annotations

from boxoffice_tui.rules.invariants import Invariant as Must
from tests.services.checks.corruption import broken

KILLED = "kind = 'killed' AND ended_at IS NULL"
HOUSE = "kind = 'house' AND ended_at IS NULL"
SEATS = {Must.SEAT_BLOCKS}

BLOCK_CORRUPTIONS = (
    broken("a killed seat without a block", f"UPDATE claim SET block_id = NULL WHERE {KILLED}", found=SEATS),
    broken("a house seat of a block of others", "UPDATE seat_block SET kind = 'free'", found=SEATS),
    broken(
        "a house seat that ends by itself",
        f"UPDATE claim SET expires_at = created_at WHERE {HOUSE}",
        found=SEATS,
    ),
    broken("a killed seat that a form has", f"UPDATE claim SET form = 'f' WHERE {KILLED}", found=SEATS),
    broken(
        "a house seat of somebody's order",
        f'UPDATE claim SET order_id = (SELECT min(id) FROM "order") WHERE {HOUSE}',
        found=SEATS,
    ),
    broken(
        "a block of another performance",
        "UPDATE seat_block SET performance_id = (SELECT max(id) FROM performance)",
        found=SEATS,
    ),
    broken(
        "a card's number among the reasons",
        "UPDATE seat_block SET reason = 'garder 4111 1111 1111 1111'",
        found={Must.NO_CARD_NUMBER},
    ),
)
