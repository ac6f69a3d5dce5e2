"""Ways documents of orders can be broken."""

from __future__ import annotations

from boxoffice_tui.rules.invariants import Invariant as Must
from tests.services.checks.corruption import broken

LETTER = "kind = 'letter' AND state = 'printed'"

DOCUMENT_CORRUPTIONS = (
    broken("an invoice left out", "UPDATE document SET number = 4 WHERE number = 2", found={Must.INVOICES}),
    broken("the last invoice gone", "DELETE FROM document WHERE number = 2", found={Must.INVOICES}),
    broken(
        "an invoice of another total",
        "UPDATE document SET total_minor = 1 WHERE number = 1",
        found={Must.INVOICES},
    ),
    broken(
        "a document in a shipment of tickets",
        f"UPDATE document SET shipment_id = (SELECT min(id) FROM shipment) WHERE {LETTER}",
        found={Must.DOCUMENTS},
    ),
    broken(
        "a document sent without its mail",
        "UPDATE document SET mail_id = NULL WHERE number = 1",
        found={Must.DOCUMENTS},
    ),
    broken(
        "a generated document that says nothing",
        f"UPDATE document SET facts = '{{}}' WHERE {LETTER}",
        found={Must.DOCUMENTS},
    ),
    broken(
        "a deleted document that still says something",
        "UPDATE document SET text = 'Bonjour' WHERE state = 'deleted'",
        found={Must.DOCUMENTS},
    ),
    broken(
        "a card number in a letter",
        f"UPDATE document SET text = 'carte 4111 1111 1111 1111' WHERE {LETTER}",
        found={Must.NO_CARD_NUMBER},
    ),
    broken(
        "a letter to somebody who was forgotten",
        "INSERT INTO contact (number, language, erased_at) VALUES (99, 'fr', '2030-01-01 00:00:00.000000')",
        f"UPDATE document SET contact_id = (SELECT id FROM contact WHERE number = 99) WHERE {LETTER}",
        found={Must.NOTHING_PERSONAL},
    ),
    broken(
        "a document that was not mailed in a shipment by e-mail that was sent",
        "UPDATE shipment SET state = 'sent' WHERE id = (SELECT shipment_id FROM document WHERE number = 2)",
        found={Must.DOCUMENTS},
    ),
)
