"""Ways articles in orders can be broken."""

from __future__ import annotations

from boxoffice_tui.rules.invariants import Invariant as Must
from tests.services.checks.corruption import broken

SOLD = "(SELECT order_id FROM order_article WHERE returns_id IS NOT NULL)"

ARTICLE_CORRUPTIONS = (
    broken(
        "more pieces back than were sold",
        "UPDATE order_article SET quantity = -4 WHERE returns_id IS NOT NULL",
        found={Must.ARTICLES, Must.ORDER_TOTAL},
    ),
    broken(
        "pieces back at another price",
        "UPDATE order_article SET price_minor = 400 WHERE returns_id IS NOT NULL",
        found={Must.ARTICLES, Must.ORDER_TOTAL},
    ),
    broken(
        "a cancelled order with articles",
        f"UPDATE \"order\" SET state = 'cancelled', needs_confirmation = false WHERE id = {SOLD}",
        found={Must.ARTICLES},
    ),
)
