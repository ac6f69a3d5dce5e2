"""The statement of a day: which tickets were sold, by performance, category and price, and which articles (issue:
Tills).

It is made from the tickets and articles; its total is what sales came to in the ledger, and `total` is taken from
there.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.states import Account
from boxoffice_tui.data.tables.articles import ARTICLES, ORDER_ARTICLES
from boxoffice_tui.data.tables.ledger import ENTRIES, MOVEMENTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.programme import CELLS, EVENTS, PERFORMANCES
from boxoffice_tui.data.tables.tills import CLOSINGS
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, VENUES
from boxoffice_tui.rules import closings as rule
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.statements import ArticleTakings, Statement, StatementLine

_A_DAY = timedelta(days=1)


def statement_of(desk: Desk, day: date | None = None) -> Statement:
    """The tickets and articles of a day of the books, of the one that is open now where none is told.

    What was done after a day was closed is of the next one, as in its closing (rules/closings.hours_of). Raises
    `NotAllowedError`.
    """
    require_held(desk, Right.TILLS_OPERATE)
    today = rule.day_of(desk.clock.now(), desk.house.zone)
    currency = desk.house.currency
    with reading(desk) as connection:
        closed = _closed_at(connection, {today, day or today, (day or today) - _A_DAY})
        wanted = day or (today + _A_DAY if today in closed else today)
        hours = (closed.get(wanted), closed.get(wanted - _A_DAY))
        begins, ends = rule.hours_of(wanted, desk.house.zone, *hours)
        lines = tuple(_line(row, currency) for row in connection.execute(_tickets(begins, ends)))
        sold = tuple(_article(desk, row) for row in connection.execute(_articles(begins, ends)))
        sales = _sales(connection, begins, ends)
    takings = total((line.takings for line in lines), currency)
    of_articles = total((line.takings for line in sold), currency)
    whole = Money(sales, currency)
    return Statement(wanted, lines, sold, takings, of_articles, whole - takings - of_articles, whole)


def _closed_at(connection: Connection, days: Collection[date]) -> dict[date, datetime]:
    """When these days were closed; one that is open is left out."""
    query = sa.select(CLOSINGS.c.last_day, CLOSINGS.c.at).where(
        CLOSINGS.c.kind == rule.ClosingKind.DAY, CLOSINGS.c.last_day.in_(days)
    )
    return {row.last_day: row.at for row in connection.execute(query)}


def _tickets(begins: datetime, ends: datetime) -> sa.Select[Any]:
    sold = sa.and_(TICKETS.c.sold_at >= begins, TICKETS.c.sold_at < ends)
    cancelled = sa.and_(TICKETS.c.cancelled_at >= begins, TICKETS.c.cancelled_at < ends)
    group = (
        EVENTS.c.title,
        PERFORMANCES.c.id,
        PERFORMANCES.c.code,
        PERFORMANCES.c.starts_at,
        VENUES.c.zone,
        SEAT_CATEGORIES.c.id,
        SEAT_CATEGORIES.c.rank,
        SEAT_CATEGORIES.c.name,
        TICKETS.c.price_minor,
    )
    return (
        sa.select(
            *group,
            sa.func.count().filter(sold).label("sold"),
            sa.func.min(TICKETS.c.number).filter(sold).label("first"),
            sa.func.max(TICKETS.c.number).filter(sold).label("last"),
            sa.func.count().filter(cancelled).label("cancelled"),
        )
        .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
        .join(CELLS, CELLS.c.id == TICKETS.c.cell_id)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
        .where(sa.or_(sold, cancelled))
        .group_by(*group)
        .order_by(
            PERFORMANCES.c.starts_at,
            PERFORMANCES.c.id,
            SEAT_CATEGORIES.c.rank,
            SEAT_CATEGORIES.c.id,
            TICKETS.c.price_minor.desc(),
        )
    )


def _line(row: Any, currency: str) -> StatementLine:
    price = Money(row.price_minor, currency)
    return StatementLine(
        event=row.title,
        performance=row.code,
        starts_at=row.starts_at,
        zone=row.zone,
        category=row.name,
        price=price,
        sold=row.sold,
        first=row.first,
        last=row.last,
        cancelled=row.cancelled,
        takings=price * (row.sold - row.cancelled),
    )


def _articles(begins: datetime, ends: datetime) -> sa.Select[Any]:
    pieces, price = ORDER_ARTICLES.c.quantity, ORDER_ARTICLES.c.price_minor
    group = (ARTICLES.c.id, ARTICLES.c.rank, ARTICLES.c.code, ARTICLES.c.names, price)
    return (
        sa.select(
            *group,
            sa.func.coalesce(sa.func.sum(pieces).filter(pieces > 0), 0).label("sold"),
            sa.func.coalesce(-sa.func.sum(pieces).filter(pieces < 0), 0).label("returned"),
        )
        .join(ARTICLES, ARTICLES.c.id == ORDER_ARTICLES.c.article_id)
        .where(ORDER_ARTICLES.c.at >= begins, ORDER_ARTICLES.c.at < ends)
        .group_by(*(column for column in group if column is not ARTICLES.c.names))
        .order_by(ARTICLES.c.rank, ARTICLES.c.id, price.desc())
    )


def _article(desk: Desk, row: Any) -> ArticleTakings:
    price, sold, returned = Money(row.price_minor, desk.house.currency), int(row.sold), int(row.returned)
    name = in_language(row.names, desk.language, row.code)
    return ArticleTakings(row.code, name, price, sold, returned, price * (sold - returned))


def _sales(connection: Connection, begins: datetime, ends: datetime) -> int:
    """What the ledger moved into sales, minor units: an entry of sales is negative where something was sold."""
    query = (
        sa.select(sa.func.coalesce(sa.func.sum(ENTRIES.c.amount_minor), 0))
        .join(MOVEMENTS, MOVEMENTS.c.id == ENTRIES.c.movement_id)
        .where(ENTRIES.c.account == Account.SALES, MOVEMENTS.c.at >= begins, MOVEMENTS.c.at < ends)
    )
    return -int(connection.execute(query).scalar_one())
