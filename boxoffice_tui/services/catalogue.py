"""What can be sold now, for forms and commands: events, performances, rates and prices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.programme import CELLS, EVENTS, PERFORMANCES, RATES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, VENUES
from boxoffice_tui.rules import occupancy as rule
from boxoffice_tui.rules.money import total
from boxoffice_tui.rules.orders import PerformanceFacts, PerformanceState, performance_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import occupancy
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.prices import PriceBook
from boxoffice_tui.services.transaction import reading
from boxoffice_tui.views.catalogue import (
    CategoryChoice,
    EventChoice,
    PerformanceChoice,
    PerformanceOffer,
    RateOffer,
)

_STILL_SHOWN = timedelta(days=1)


def events_on_sale(desk: Desk) -> tuple[EventChoice, ...]:
    """The events with a performance to come, or begun since yesterday, the next one first."""
    since = desk.clock.now() - _STILL_SHOWN
    query = (
        sa.select(EVENTS.c.id, EVENTS.c.code, EVENTS.c.title)
        .join(PERFORMANCES, PERFORMANCES.c.event_id == EVENTS.c.id)
        .where(PERFORMANCES.c.starts_at >= since, PERFORMANCES.c.state == PerformanceState.OPEN)
        .group_by(EVENTS.c.id, EVENTS.c.code, EVENTS.c.title)
        .order_by(sa.func.min(PERFORMANCES.c.starts_at), EVENTS.c.id)
    )
    with reading(desk) as connection:
        return tuple(EventChoice(row.id, row.code, row.title) for row in connection.execute(query))


def performances_of(
    desk: Desk, event_id: int | None = None, *, past: bool = False
) -> tuple[PerformanceChoice, ...]:
    """The performances of an event, or of all, in the order of their dates, with what is left of each."""
    query = performance_rows()
    if event_id is not None:
        query = query.where(PERFORMANCES.c.event_id == event_id)
    if not past:
        query = query.where(PERFORMANCES.c.starts_at >= desk.clock.now() - _STILL_SHOWN)
    return _choices(desk, query)


def choices_of(desk: Desk, performance_ids: Collection[int]) -> tuple[PerformanceChoice, ...]:
    """These performances, past ones too, in the order of their dates, with what is left of each."""
    return _choices(desk, performance_rows().where(PERFORMANCES.c.id.in_(performance_ids)))


def offer_of(desk: Desk, performance_id: int, promotion: str = "") -> PerformanceOffer:
    """The categories, rates and prices of a performance, for who gives the code of a promotion where one is told.

    Raises `NotFoundError` (performance).
    """
    with reading(desk) as connection:
        row = connection.execute(performance_rows().where(PERFORMANCES.c.id == performance_id)).first()
        if row is None:
            raise NotFoundError("performance", performance_id)
        left = left_of(connection, desk, [performance_id]).get(performance_id, {})
        categories = connection.execute(
            sa.select(SEAT_CATEGORIES)
            .where(SEAT_CATEGORIES.c.id.in_(left))
            .order_by(SEAT_CATEGORIES.c.rank, SEAT_CATEGORIES.c.id)
        ).all()
        rates = connection.execute(sa.select(RATES).order_by(RATES.c.rank, RATES.c.id)).all()
        book = PriceBook(connection, desk.house, row, desk.clock.now())
    return PerformanceOffer(
        performance=choice_of(desk, row, sum(left.values())),
        categories=tuple(
            CategoryChoice(one.id, one.code, one.name, one.numbered, left[one.id]) for one in categories
        ),
        rates=tuple(
            offer
            for category in categories
            for offer in _rate_offers(desk, book, category.id, rates, promotion)
        ),
        promotions=any(price.promotion for price in book.prices),
    )


def find_performance(desk: Desk, name: str) -> int:
    """The id of the performance named `EVENT/PERFORMANCE` by codes. Raises `NotFoundError` (performance)."""
    event, _, code = name.partition("/")
    query = (
        sa.select(PERFORMANCES.c.id)
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .where(EVENTS.c.code == event, PERFORMANCES.c.code == code)
    )
    return _one(desk, query, "performance", name)


def find_rate(desk: Desk, code: str) -> int:
    """The id of a rate. Raises `NotFoundError` (rate)."""
    return _one(desk, sa.select(RATES.c.id).where(RATES.c.code == code), "rate", code)


def find_category(desk: Desk, performance_id: int, code: str) -> int:
    """The id of a seat category of a performance. Raises `NotFoundError` (category)."""
    query = (
        sa.select(SEAT_CATEGORIES.c.id)
        .join(CELLS, CELLS.c.category_id == SEAT_CATEGORIES.c.id)
        .where(CELLS.c.performance_id == performance_id, SEAT_CATEGORIES.c.code == code)
    )
    return _one(desk, query, "category", code)


def _one(desk: Desk, query: sa.Select[Any], what: str, name: str) -> int:
    with reading(desk) as connection:
        found = connection.execute(query).scalar()
    if found is None:
        raise NotFoundError(what, name)
    return int(found)


def performance_rows() -> sa.Select[Any]:
    """The performances with their event's title and code and their venue's name and zone, by date."""
    return (
        sa.select(
            PERFORMANCES,
            EVENTS.c.title,
            EVENTS.c.code.label("event_code"),
            VENUES.c.name.label("venue"),
            VENUES.c.zone,
        )
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
        .order_by(PERFORMANCES.c.starts_at, PERFORMANCES.c.id)
    )


def _choices(desk: Desk, query: sa.Select[Any]) -> tuple[PerformanceChoice, ...]:
    with reading(desk) as connection:
        rows = connection.execute(query).all()
        left = left_of(connection, desk, [row.id for row in rows])
    return tuple(choice_of(desk, row, sum(left.get(row.id, {}).values())) for row in rows)


def left_of(connection: Connection, desk: Desk, performance_ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """What is left for the public, by performance and category."""
    cells = connection.execute(sa.select(CELLS).where(CELLS.c.performance_id.in_(performance_ids))).all()
    return left_in(cells, occupancy.sums(connection, [cell.id for cell in cells], desk.clock.now()))


def left_in(
    cells: Sequence[Any], places: Mapping[int, Mapping[rule.ClaimKind, int]]
) -> dict[int, dict[int, int]]:
    """As `left_of`, of cells whose `places` were summed up by occupancy.sums."""
    left: dict[int, dict[int, int]] = {}
    for cell in cells:
        sums = occupancy.cell_of(cell.gauge, cell.overbooking_percent, places[cell.id])
        by_category = left.setdefault(cell.performance_id, {})
        by_category[cell.category_id] = by_category.get(cell.category_id, 0) + rule.public_availability(sums)
    return left


def choice_of(desk: Desk, row: Any, left: int) -> PerformanceChoice:
    """A row of `performance_rows`, and whether it can be sold now."""
    facts = PerformanceFacts(row.state, row.starts_at, row.zone, row.on_sale)
    may_sell_past = Right.PERFORMANCES_SELL_PAST in desk.actor.rights
    return PerformanceChoice(
        performance_id=row.id,
        event_id=row.event_id,
        event_code=row.event_code,
        code=row.code,
        title=row.title,
        venue=row.venue,
        starts_at=row.starts_at,
        zone=row.zone,
        left=left,
        objection=performance_objection(facts, desk.clock.now(), may_sell_past=may_sell_past),
    )


def _rate_offers(
    desk: Desk, book: PriceBook, category_id: int, rates: Sequence[Any], promotion: str
) -> list[RateOffer]:
    offers = []
    for rate in rates:
        quote = book.find(category_id, rate.id, promotion)
        if quote is not None:
            fees = total((fee.gross for fee in quote.fees), desk.house.currency)
            name = in_language(rate.names, desk.language, rate.code)
            price = quote.gross
            taxes = total((fee.tax for fee in quote.fees), desk.house.currency) + quote.tax
            offers.append(RateOffer(category_id, rate.id, rate.code, name, price, fees, taxes, quote.notice))
    return offers
