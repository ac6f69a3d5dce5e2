"""Articles as faces show them."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.rules.money import Money


@dataclass(frozen=True, slots=True)
class ArticleOffer:
    """An article on sale: `price` is all the customer pays for a piece, `tax` the tax in that."""

    article_id: int
    code: str
    name: str
    price: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """Pieces of an article that an order was sold at once, at one price; `returned` of them were given back."""

    line_id: int
    article_id: int
    code: str
    name: str
    quantity: int
    returned: int
    price: Money

    @property
    def left(self) -> int:
        """How many the customer has."""
        return self.quantity - self.returned

    @property
    def amount(self) -> Money:
        """What those come to."""
        return self.price * self.left
