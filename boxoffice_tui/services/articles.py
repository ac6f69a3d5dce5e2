"""Articles in orders: sold beside tickets or alone, given back piece by piece (issue: Sell).

They are handed over at once: neither held before, nor delivered after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.articles import ARTICLES, ORDER_ARTICLES
from boxoffice_tui.rules import articles as rule
from boxoffice_tui.rules import orders as order_rule
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.pricing import Tax, Taxed, tax_of
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import ledger, orders, prices
from boxoffice_tui.services.desk import Desk, House
from boxoffice_tui.services.errors import NotFoundError, RefusedError, insist
from boxoffice_tui.services.journal import ARTICLE_LINE_IDS
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.transaction import Work, reading, require_one, use_case
from boxoffice_tui.views.articles import ArticleLine, ArticleOffer
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ArticleRequest, ReturnRequest
from boxoffice_tui.views.states import OrderState

_CAME_BACK = ORDER_ARTICLES.alias("came_back")


@dataclass(frozen=True, slots=True)
class Moved:
    """Articles put into an order or taken back: the ids of the lines written, as the journal cites them."""

    line_ids: tuple[int, ...] = ()

    @property
    def facts(self) -> dict[str, tuple[int, ...]]:
        """For the journal's line; nothing where nothing was."""
        return {ARTICLE_LINE_IDS: self.line_ids} if self.line_ids else {}


NOTHING = Moved()


def on_sale(desk: Desk) -> tuple[ArticleOffer, ...]:
    """The articles on sale, named in the desk's language, for who sells or reads orders.

    Raises `NotAllowedError`.
    """
    require_one(desk, Right.ORDERS_SEARCH, Right.ORDERS_SELL)
    query = sa.select(ARTICLES).where(ARTICLES.c.on_sale).order_by(ARTICLES.c.rank, ARTICLES.c.id)
    with reading(desk) as connection:
        taxes = prices.taxes(connection)
        rows = connection.execute(query).all()
    return tuple(_offer(desk, row, taxes) for row in rows)


def find_article(desk: Desk, code: str) -> int:
    """The id of an article, on sale or not. Raises `NotFoundError` (article)."""
    with reading(desk) as connection:
        found = connection.execute(sa.select(ARTICLES.c.id).where(ARTICLES.c.code == code)).scalar()
    if found is None:
        raise NotFoundError("article", code)
    return int(found)


def lines_of(connection: Connection, order_id: int, language: str, currency: str) -> tuple[ArticleLine, ...]:
    """The articles an order was sold, in the order of their sale, with what of each came back."""
    named = _sold(order_id).add_columns(ARTICLES.c.code, ARTICLES.c.names)
    query = named.join(ARTICLES, ARTICLES.c.id == ORDER_ARTICLES.c.article_id)
    return tuple(
        ArticleLine(
            line_id=row.id,
            article_id=row.article_id,
            code=row.code,
            name=in_language(row.names, language, row.code),
            quantity=row.quantity,
            returned=int(row.returned),
            price=Money(row.price_minor, currency),
        )
        for row in connection.execute(query)
    )


def pieces_named(connection: Connection, order_id: int, language: str) -> dict[int, str]:
    """`2 × Programme`, by the id of each line of an order, those that came back too."""
    query = sa.select(ORDER_ARTICLES.c.id, ORDER_ARTICLES.c.quantity, ARTICLES.c.code, ARTICLES.c.names)
    named = query.join(ARTICLES, ARTICLES.c.id == ORDER_ARTICLES.c.article_id)
    rows = connection.execute(named.where(ORDER_ARTICLES.c.order_id == order_id))
    return {row.id: f"{abs(row.quantity)} × {in_language(row.names, language, row.code)}" for row in rows}


def tax_in(connection: Connection, order_id: int) -> int:
    """The tax in the articles an order has, in minor units."""
    tax = sa.func.sum(ORDER_ARTICLES.c.tax_minor * ORDER_ARTICLES.c.quantity)
    return int(connection.execute(sa.select(tax).where(ORDER_ARTICLES.c.order_id == order_id)).scalar() or 0)


def pieces_in(connection: Connection, order_id: int) -> int:
    """How many pieces an order has, what came back taken off."""
    pieces = sa.select(sa.func.sum(ORDER_ARTICLES.c.quantity)).where(ORDER_ARTICLES.c.order_id == order_id)
    return int(connection.execute(pieces).scalar() or 0)


@use_case(Right.ORDERS_ADD_TICKETS)
def add_articles(
    work: Work, order_id: int, version: int | None, articles: tuple[ArticleRequest, ...]
) -> OrderChange:
    """Adds articles to an order, at their prices of today; a note is due then.

    Raises `RefusedError` (origin_not_changeable, order_cancelled, and as `put`), `NotFoundError` (article),
    `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    insist(order_rule.change_objection(orders.facts_of(row)))
    if not articles:
        insist(rule.selling_objection(0, on_sale=True))
    added = put(work, order_id, articles)
    change = orders.leave(work, order_id, needs_note=True)
    amount = change.balance.minor - row.balance_minor
    work.journal(
        "articles_added", order_id, **added.facts, amount=amount, currency=change.balance.currency
    )
    return change


@use_case(Right.ORDERS_CANCEL_TICKETS)
def give_back(
    work: Work,
    order_id: int,
    version: int | None,
    returns: tuple[ReturnRequest, ...],
    may_cancel_order: bool = False,
) -> OrderChange:
    """Takes pieces back at the price they were sold at, the last sold first: they are off what is owed; no money
    moves yet.

    What leaves an order without ticket and article cancels it, and must be said (`may_cancel_order`). Raises
    `RefusedError` (pieces_not_positive, more_than_sold, cancels_order), `NotFoundError` (article_line),
    `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    if not returns:
        insist(rule.returning_objection(0, 0))
    taken = _take_back(work, order_id, _lines_for(work, order_id, returns))
    live, pieces = orders.live_tickets(work.connection, order_id), pieces_in(work.connection, order_id)
    empty = order_rule.nothing_left(live, pieces)
    if empty and not may_cancel_order:
        raise RefusedError(order_rule.OrderRefusal.CANCELS_ORDER)
    state = {"state": OrderState.CANCELLED, "due_on": None} if empty else {}
    change = orders.leave(work, order_id, needs_note=True, **state)
    amount = row.balance_minor - change.balance.minor
    currency = change.balance.currency
    work.journal(
        "articles_returned", order_id, **taken.facts, amount=amount, currency=currency, order_cancelled=empty
    )
    return change


def put(work: Work, order_id: int, articles: Sequence[ArticleRequest]) -> Moved:
    """Writes articles into a locked order and posts what they come to, within a transaction under way.

    Raises `RefusedError` (article_not_on_sale, pieces_not_positive, too_many_pieces, price_changed),
    `NotFoundError` (article).
    """
    if not articles:
        return NOTHING
    taxes = prices.taxes(work.connection)
    known = _articles(work, {one.article_id for one in articles})
    rows = [_row(work, order_id, one, known[one.article_id], taxes) for one in articles]
    written = _write(work, rows)
    amount = sum(row["price_minor"] * row["quantity"] for row in rows)
    if amount:
        ledger.post(work, order_id, MovementKind.ARTICLE, Account.RECEIVABLE, Account.SALES, amount)
    return written


def take_all_back(work: Work, order_id: int) -> Moved:
    """Takes back all that a locked order has, within a transaction under way."""
    sold = work.connection.execute(_sold(order_id)).all()
    return _take_back(work, order_id, [(row, row.quantity - row.returned) for row in sold])


def _lines_for(work: Work, order_id: int, returns: Iterable[ReturnRequest]) -> list[tuple[Any, int]]:
    """The lines that pieces come back from, with how many of each."""
    sold = {row.id: row for row in work.connection.execute(_sold(order_id))}
    left = {line_id: row.quantity - row.returned for line_id, row in sold.items()}
    chosen: list[tuple[Any, int]] = []
    for one in returns:
        its = [(line_id, left[line_id]) for line_id, row in sold.items() if row.article_id == one.article_id]
        if not its:
            raise NotFoundError("article_line", one.article_id)
        found = rule.newest_first(one.quantity, its)
        if isinstance(found, Objection):
            raise RefusedError(found.code, found.facts)
        for line_id, pieces in found:
            left[line_id] -= pieces
            chosen.append((sold[line_id], pieces))
    return chosen


def _take_back(work: Work, order_id: int, chosen: Iterable[tuple[Any, int]]) -> Moved:
    rows = [
        {**_same(line), "quantity": -pieces, "at": work.now, "returns_id": line.id}
        for line, pieces in chosen
        if pieces
    ]
    if not rows:
        return NOTHING
    amount = -sum(row["price_minor"] * row["quantity"] for row in rows)
    if amount:
        ledger.post(
            work, order_id, MovementKind.CANCELLATION, Account.SALES, Account.RECEIVABLE, amount, ":articles"
        )
    return _write(work, rows)


def _sold(order_id: int) -> sa.Select[Any]:
    """The lines an order was sold, with how many pieces of each came back."""
    returned = (
        sa.select(sa.func.coalesce(-sa.func.sum(_CAME_BACK.c.quantity), 0))
        .where(_CAME_BACK.c.order_id == order_id, _CAME_BACK.c.returns_id == ORDER_ARTICLES.c.id)
        .scalar_subquery()
    )
    return (
        sa.select(ORDER_ARTICLES, returned.label("returned"))
        .where(ORDER_ARTICLES.c.order_id == order_id, ORDER_ARTICLES.c.returns_id.is_(None))
        .order_by(ORDER_ARTICLES.c.id)
    )


def _same(line: Any) -> dict[str, Any]:
    """What a line that comes back has of the one it was sold in."""
    return {name: getattr(line, name) for name in ("order_id", "article_id", "price_minor", "tax_minor")}


def _articles(work: Work, article_ids: set[int]) -> dict[int, Any]:
    rows = work.connection.execute(sa.select(ARTICLES).where(ARTICLES.c.id.in_(article_ids)))
    known = {row.id: row for row in rows}
    for article_id in article_ids - known.keys():
        raise NotFoundError("article", article_id)
    return known


def _row(
    work: Work, order_id: int, wanted: ArticleRequest, article: Any, taxes: Sequence[Tax]
) -> dict[str, Any]:
    insist(rule.selling_objection(wanted.quantity, on_sale=article.on_sale))
    price = _taxed(work.house, article, taxes)
    if wanted.shown is not None:
        insist(order_rule.price_objection(wanted.shown, price.gross))
    return {
        "order_id": order_id,
        "article_id": article.id,
        "quantity": wanted.quantity,
        "price_minor": price.gross.minor,
        "tax_minor": price.tax.minor,
        "at": work.now,
    }


def _taxed(house: House, article: Any, taxes: Sequence[Tax]) -> Taxed:
    amount = Money(article.amount_minor, house.currency)
    return tax_of(amount, taxes if article.taxed else (), included=house.tax_included)


def _offer(desk: Desk, article: Any, taxes: Sequence[Tax]) -> ArticleOffer:
    price = _taxed(desk.house, article, taxes)
    name = in_language(article.names, desk.language, article.code)
    return ArticleOffer(article.id, article.code, name, price.gross, price.tax)


def _write(work: Work, rows: Sequence[dict[str, Any]]) -> Moved:
    statement = sa.insert(ORDER_ARTICLES).returning(ORDER_ARTICLES.c.id, sort_by_parameter_order=True)
    return Moved(tuple(row.id for row in work.connection.execute(statement, list(rows))))
