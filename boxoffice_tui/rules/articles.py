"""Articles: what is sold beside tickets, by the piece, and given back by the piece (issue: Sell)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from boxoffice_tui.rules.objection import Objection

MOST_PIECES = 999
"""So many pieces of an article at once: a slip of the finger is not a delivery."""


class ArticleRefusal(StrEnum):
    """Why an article is not sold or given back as asked; each guard below documents the facts of its codes."""

    ARTICLE_NOT_ON_SALE = "article_not_on_sale"
    PIECES_NOT_POSITIVE = "pieces_not_positive"
    TOO_MANY_PIECES = "too_many_pieces"
    MORE_THAN_SOLD = "more_than_sold"


def selling_objection(quantity: int, *, on_sale: bool) -> Objection | None:
    """Why so many pieces of an article cannot be sold.

    Facts of `pieces_not_positive`: quantity. Of `too_many_pieces`: quantity, most. `article_not_on_sale` has none.
    """
    if not on_sale:
        return Objection(ArticleRefusal.ARTICLE_NOT_ON_SALE)
    if quantity > MOST_PIECES:
        return Objection(ArticleRefusal.TOO_MANY_PIECES, {"quantity": quantity, "most": MOST_PIECES})
    return _positive(quantity)


def returning_objection(quantity: int, left: int) -> Objection | None:
    """Why so many pieces cannot be given back of those `left` of what was sold.

    Facts of `more_than_sold`: quantity, left. Of `pieces_not_positive`: quantity.
    """
    if quantity > left:
        return Objection(ArticleRefusal.MORE_THAN_SOLD, {"quantity": quantity, "left": left})
    return _positive(quantity)


def newest_first(quantity: int, left: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...] | Objection:
    """Which lines so many pieces of an article come back from, the last sold first: (line id, pieces).

    `left` are the lines it was sold in, oldest first, each with what is left of it. Facts as of
    `returning_objection`.
    """
    objection = returning_objection(quantity, sum(pieces for _, pieces in left))
    if objection is not None:
        return objection
    found = []
    for line_id, pieces in reversed(left):
        taken = min(quantity, pieces)
        quantity -= taken
        found += [(line_id, taken)] if taken else []
    return tuple(found)


def _positive(quantity: int) -> Objection | None:
    return None if quantity > 0 else Objection(ArticleRefusal.PIECES_NOT_POSITIVE, {"quantity": quantity})
