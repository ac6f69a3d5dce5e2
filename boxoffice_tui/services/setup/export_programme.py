"""Plans, performances and prices as a setup file declares them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.programme import (
    AUDIENCE_CATEGORIES,
    CELLS,
    CONTINGENTS,
    EVENTS,
    PERFORMANCES,
    PRICES,
    RATES,
)
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATING_PLANS, SEATS, VENUES
from boxoffice_tui.rules.deadlines import instant_of
from boxoffice_tui.rules.occupancy import GENERAL_CONTINGENT
from boxoffice_tui.rules.seating import usual_guid
from boxoffice_tui.services.setup.delivery import named
from boxoffice_tui.services.setup.file import Category, CellShare, Performance, Plan, Price, Rate, Row
from boxoffice_tui.services.setup.plan_drafts import PITCH


def plans(connection: Connection) -> list[Plan]:
    """The plans with rows of their own, whatever they came from."""
    categories = defaultdict(list)
    ordered = sa.select(SEAT_CATEGORIES).order_by(SEAT_CATEGORIES.c.rank, SEAT_CATEGORIES.c.id)
    for row in connection.execute(ordered):
        categories[row.plan_id].append(row)
    seats = (
        sa.select(SEATS, SEAT_CATEGORIES.c.code.label("category"))
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == SEATS.c.category_id)
        .order_by(SEATS.c.plan_id, SEATS.c.row_index, SEATS.c.section, SEATS.c.place)
    )
    of_plan = {
        plan_id: list(its)
        for plan_id, its in groupby(connection.execute(seats), key=lambda seat: seat.plan_id)
    }
    query = sa.select(SEATING_PLANS, VENUES.c.code.label("venue")).join(
        VENUES, VENUES.c.id == SEATING_PLANS.c.venue_id
    )
    return [
        _plan(row, categories[row.id], of_plan.get(row.id, []))
        for row in connection.execute(query.order_by(SEATING_PLANS.c.id))
    ]


def performances(connection: Connection) -> dict[str, Any]:
    """The contingents, the performances, and for whom: audience categories and rates."""
    query = (
        sa.select(
            PERFORMANCES,
            EVENTS.c.code.label("event"),
            VENUES.c.code.label("venue"),
            VENUES.c.zone,
            SEATING_PLANS.c.code.label("plan"),
        )
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
        .join(SEATING_PLANS, SEATING_PLANS.c.id == PERFORMANCES.c.plan_id, isouter=True)
        .order_by(PERFORMANCES.c.id)
    )
    shares = _shares(connection)
    rates = sa.select(RATES, AUDIENCE_CATEGORIES.c.code.label("audience")).join(
        AUDIENCE_CATEGORIES, AUDIENCE_CATEGORIES.c.id == RATES.c.audience_category_id
    )
    return {
        "contingents": named(connection, CONTINGENTS),
        "performances": [
            Performance.model_construct(
                event=row.event,
                code=row.code,
                venue=row.venue,
                plan=row.plan,
                starts_at=_wall(row.starts_at, row.zone) if row.starts_at else row.announced_on,
                state=row.state,
                on_sale=row.on_sale,
                cells=tuple(shares.get(row.id, ())),
            )
            for row in connection.execute(query)
        ],
        "audiences": named(connection, AUDIENCE_CATEGORIES),
        "rates": [
            Rate.model_construct(code=row.code, name=row.names, audience=row.audience, rank=row.rank)
            for row in connection.execute(rates.order_by(RATES.c.id))
        ],
    }


def prices(connection: Connection) -> list[Price]:
    """The prices, each with its plan."""
    query = (
        sa.select(
            PRICES,
            EVENTS.c.code.label("event"),
            PERFORMANCES.c.code.label("performance"),
            SEAT_CATEGORIES.c.code.label("category"),
            SEATING_PLANS.c.code.label("plan"),
            RATES.c.code.label("rate"),
        )
        .join(EVENTS, EVENTS.c.id == PRICES.c.event_id)
        .join(PERFORMANCES, PERFORMANCES.c.id == PRICES.c.performance_id, isouter=True)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == PRICES.c.category_id)
        .join(SEATING_PLANS, SEATING_PLANS.c.id == SEAT_CATEGORIES.c.plan_id)
        .join(RATES, RATES.c.id == PRICES.c.rate_id)
        .order_by(PRICES.c.id)
    )
    return [
        Price.model_construct(
            event=row.event,
            category=row.category,
            rate=row.rate,
            amount=row.amount_minor,
            plan=row.plan,
            performance=row.performance,
            promotion=row.promotion,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in connection.execute(query)
    ]


def _plan(row: Any, categories: Sequence[Any], seats: Sequence[Any]) -> Plan:
    rows = [list(its) for _, its in groupby(seats, key=lambda seat: (seat.section, seat.row_index))]
    return Plan.model_construct(
        code=row.code,
        venue=row.venue,
        name=row.name,
        categories=tuple(
            Category.model_construct(
                code=category.code,
                name=category.name,
                colour=category.colour,
                rank=None if category.rank == position + 1 else category.rank,
                numbered=category.numbered,
                accessible=category.accessible,
                gauge=category.gauge,
            )
            for position, category in enumerate(categories)
        ),
        rows=tuple(_row(its, rows[position - 1] if position else None) for position, its in enumerate(rows)),
        accessible=tuple(seat.guid for seat in seats if seat.accessible),
        companion=tuple(seat.guid for seat in seats if seat.companion),
        house=tuple(seat.guid for seat in seats if seat.house),
    )


def _row(seats: Sequence[Any], before: Sequence[Any] | None) -> Row:
    """A row as short as it can be told: what the grid would draw anyway is left out."""
    first = seats[0]
    numbers = tuple(seat.number for seat in seats)
    categories = tuple(seat.category for seat in seats)
    guids = tuple(seat.guid for seat in seats)
    x, y = tuple(seat.x for seat in seats), tuple(seat.y for seat in seats)
    on_grid = x == tuple(place * PITCH for place in range(len(seats)))
    usual = guids == tuple(usual_guid(seat.section, seat.row, seat.number) for seat in seats)
    counted = numbers == tuple(str(place + 1) for place in range(len(seats)))
    level = y if len(set(y)) > 1 else y[:1]
    return Row.model_construct(
        section=first.section,
        row=first.row,
        category=categories if len(set(categories)) > 1 else first.category,
        seats=len(seats) if counted else numbers,
        gap=before is not None and before[0].section == first.section and _apart(before[0], first),
        guids=() if usual else guids,
        x=() if on_grid else x,
        y=() if level == (first.row_index * PITCH,) else level,
    )


def _apart(before: Any, after: Any) -> bool:
    return bool(after.row_index > before.row_index + 1)


def _wall(starts_at: datetime, zone: str) -> datetime:
    """The venue's wall-clock time, with its offset only where clocks show it twice and the second is meant."""
    local = starts_at.astimezone(ZoneInfo(zone))
    wall = local.replace(tzinfo=None)
    if instant_of(wall, zone) == starts_at:
        return wall
    return datetime.fromisoformat(local.isoformat())


def _shares(connection: Connection) -> Mapping[int, list[CellShare]]:
    """The cells that a plan alone does not say, by performance."""
    places = _places(connection)
    query = (
        sa.select(CELLS, CONTINGENTS.c.code.label("contingent"), SEAT_CATEGORIES.c.code.label("category"))
        .join(CONTINGENTS, CONTINGENTS.c.id == CELLS.c.contingent_id)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
        .join(PERFORMANCES, PERFORMANCES.c.id == CELLS.c.performance_id)
        .where(SEAT_CATEGORIES.c.plan_id == PERFORMANCES.c.plan_id)
        .order_by(CELLS.c.id)
    )
    rows = connection.execute(query).all()
    others: Counter[tuple[int, int]] = Counter()
    for row in rows:
        if row.contingent != GENERAL_CONTINGENT:
            others[row.performance_id, row.category_id] += row.gauge
    found: defaultdict[int, list[CellShare]] = defaultdict(list)
    for row in rows:
        rest = places[row.category_id] - others[row.performance_id, row.category_id]
        told = row.contingent == GENERAL_CONTINGENT and row.gauge == rest
        if not told or row.overbooking_percent:
            share = CellShare.model_construct(
                category=row.category,
                contingent=row.contingent,
                gauge=None if told else row.gauge,
                overbooking=row.overbooking_percent,
            )
            found[row.performance_id].append(share)
    return found


def _places(connection: Connection) -> dict[int, int]:
    """The seats of each numbered category, the gauge of each other."""
    query = sa.select(SEAT_CATEGORIES, sa.func.count(SEATS.c.id).label("seats")).join(
        SEATS, SEATS.c.category_id == SEAT_CATEGORIES.c.id, isouter=True
    )
    rows = connection.execute(query.group_by(SEAT_CATEGORIES.c.id))
    return {row.id: row.seats if row.numbered else row.gauge or 0 for row in rows}
