"""What is sold beside tickets: programmes, posters, and what orders have of them."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.models.base import (
    Names,
    identity,
    instant,
    link,
    minor,
    optional_link,
    per_language,
    whole_numbers,
)


class Article(SQLModel, table=True):
    """Something sold by the piece, at one price in minor units; `taxed` as tickets are, or free of taxes."""

    __table_args__ = whole_numbers("amount_minor", "rank")

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()
    amount_minor: int = minor()
    taxed: bool = True
    on_sale: bool = True
    rank: int = 0


class OrderArticle(SQLModel, table=True):
    """Pieces of an article in an order; below zero those that were given back, of the line `returns_id`.

    `price_minor` is all the customer pays for one, `tax_minor` the tax in that. Appended, never edited.
    """

    __tablename__ = "order_article"
    __table_args__ = (
        sa.Index(None, "order_id"),
        sa.CheckConstraint("(quantity > 0) = (returns_id IS NULL) AND quantity <> 0", name="returned"),
        *whole_numbers("quantity", "price_minor", "tax_minor"),
    )

    id: int | None = identity()
    order_id: int = link("order.id")
    article_id: int = link("article.id")
    quantity: int
    price_minor: int = minor()
    tax_minor: int = minor(default=0)
    at: datetime = instant()
    returns_id: int | None = optional_link("order_article.id")


TABLES = {
    "ARTICLES": Article,
    "ORDER_ARTICLES": OrderArticle,
}
