"""Articles in orders: no more comes back than was sold, and nothing is left in a cancelled order."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.articles import ORDER_ARTICLES
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services.checks.questions import Question, numbers_of
from boxoffice_tui.views.states import OrderState

_SOLD = ORDER_ARTICLES.alias("sold")


def _returned_wrongly() -> sa.CompoundSelect[Any]:
    """Orders to which more of a line came back than was sold in it, or something else than was sold."""
    on = ORDER_ARTICLES.c.returns_id == _SOLD.c.id
    too_many = (
        sa.select(_SOLD.c.order_id)
        .join(ORDER_ARTICLES, on)
        .group_by(_SOLD.c.id, _SOLD.c.order_id, _SOLD.c.quantity)
        .having(_SOLD.c.quantity + sa.func.sum(ORDER_ARTICLES.c.quantity) < 0)
    )
    same = ("order_id", "article_id", "price_minor", "tax_minor")
    other = sa.or_(*(ORDER_ARTICLES.c[name] != _SOLD.c[name] for name in same), _SOLD.c.quantity < 0)
    return sa.union(too_many, sa.select(_SOLD.c.order_id).join(ORDER_ARTICLES, on).where(other))


def _left_in_cancelled() -> sa.Select[Any]:
    left = (
        sa.select(ORDER_ARTICLES.c.order_id)
        .join(ORDERS, ORDERS.c.id == ORDER_ARTICLES.c.order_id)
        .where(ORDERS.c.state == OrderState.CANCELLED)
        .group_by(ORDER_ARTICLES.c.order_id)
        .having(sa.func.sum(ORDER_ARTICLES.c.quantity) != 0)
    )
    return numbers_of(left.subquery())


QUESTIONS = (
    Question(Invariant.ARTICLES, Thing.ORDER, numbers_of(_returned_wrongly().subquery())),
    Question(Invariant.ARTICLES, Thing.ORDER, _left_in_cancelled()),
)
