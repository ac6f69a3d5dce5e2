"""Written by `make tables` from data/models/articles.py: its tables, as statements need them."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, String, Table

from boxoffice_tui.data.columns import CORE, Instant

ARTICLES = Table(
    "article",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("code", String),
    Column("names", JSON, default=dict),
    Column("amount_minor", BigInteger),
    Column("taxed", Boolean, default=True),
    Column("on_sale", Boolean, default=True),
    Column("rank", Integer, default=0),
)
ORDER_ARTICLES = Table(
    "order_article",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("order_id", Integer),
    Column("article_id", Integer),
    Column("quantity", Integer),
    Column("price_minor", BigInteger),
    Column("tax_minor", BigInteger, default=0),
    Column("at", Instant),
    Column("returns_id", Integer),
)
