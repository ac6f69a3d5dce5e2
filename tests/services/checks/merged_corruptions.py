"""Ways merged contacts can be broken."""

from __future__ import annotations

from boxoffice_tui.rules.invariants import Invariant as Must
from tests.services.checks.corruption import broken

MERGED = "(SELECT id FROM contact WHERE merged_into_id IS NOT NULL)"

MERGED_CORRUPTIONS = (
    broken(
        "a merged contact with an order",
        f'UPDATE "order" SET contact_id = {MERGED} WHERE id = (SELECT max(id) FROM "order")',
        found={Must.MERGED_CONTACT_EMPTY},
    ),
    broken(
        "a merged contact with a past name",
        f"UPDATE contact_name SET contact_id = {MERGED} WHERE until IS NOT NULL",
        found={Must.MERGED_CONTACT_EMPTY},
    ),
    broken(
        "a merged contact that is found by a word",
        f"INSERT INTO contact_word (word, contact_id) SELECT 'eloise', id FROM contact WHERE id = {MERGED}",
        found={Must.MERGED_CONTACT_EMPTY},
    ),
    broken(
        "a number that leads to a merged contact",
        f"INSERT INTO contact (number, language, merged_into_id) VALUES (99, 'fr', {MERGED})",
        found={Must.MERGED_CONTACT_EMPTY},
    ),
)
