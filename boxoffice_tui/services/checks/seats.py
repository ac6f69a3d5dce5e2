"""S1 to S8 and the claims of tickets (spec/reliability.md). No clock: an expired hold counts until it is ended.

That is right for S5 as well: a claim is accepted after the expired ones of its cell were ended.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET, live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS, SEAT_BLOCKS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import COUNTERS
from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.services.checks.questions import Question
from boxoffice_tui.views.states import OrderState, TicketState

_OF_TICKETS = (ClaimKind.SALE, ClaimKind.RESERVATION)
_OF_THE_HOUSE = (ClaimKind.HOUSE, ClaimKind.KILLED)
_COMMITTED = (ClaimKind.SALE, ClaimKind.RESERVATION, ClaimKind.OPTION, ClaimKind.HOLD)


def _seats_claimed_twice() -> sa.Select[Any]:
    seats = (CLAIMS.c.performance_id, CLAIMS.c.seat_id)
    twice = (
        sa.select(*seats)
        .where(live_claim(), CLAIMS.c.seat_id.is_not(None))
        .group_by(*seats)
        .having(sa.func.count() > 1)
        .subquery()
    )
    same = sa.and_(twice.c.performance_id == CLAIMS.c.performance_id, twice.c.seat_id == CLAIMS.c.seat_id)
    return sa.select(CLAIMS.c.id).join(twice, same).where(live_claim())


def _misplaced(rows: sa.Table, live: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Tickets or claims whose cell or seat is of another performance, plan or category, or numbered or not."""
    wrong = sa.or_(
        CELLS.c.performance_id != rows.c.performance_id,
        SEATS.c.category_id != CELLS.c.category_id,
        SEATS.c.plan_id != PERFORMANCES.c.plan_id,
        sa.and_(SEAT_CATEGORIES.c.numbered, rows.c.seat_id.is_(None)),
        sa.and_(~SEAT_CATEGORIES.c.numbered, rows.c.seat_id.is_not(None)),
    )
    return (
        sa.select(rows.c.id)
        .join(CELLS, CELLS.c.id == rows.c.cell_id)
        .join(PERFORMANCES, PERFORMANCES.c.id == rows.c.performance_id)
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
        .join(SEATS, SEATS.c.id == rows.c.seat_id, isouter=True)
        .where(live, wrong)
    )


def _held_though_sold() -> sa.Select[Any]:
    sold = CLAIMS.alias("sold")
    same = sa.and_(
        sold.c.performance_id == CLAIMS.c.performance_id,
        sold.c.seat_id == CLAIMS.c.seat_id,
        sold.c.kind.in_(_OF_TICKETS),
    )
    others = CLAIMS.c.order_id.is_distinct_from(sold.c.order_id)
    return (
        sa.select(CLAIMS.c.id)
        .join(sold, same)
        .where(
            live_claim(),
            live_claim(sold),
            CLAIMS.c.seat_id.is_not(None),
            CLAIMS.c.kind.not_in(_OF_TICKETS),
            others,
        )
    )


def _beyond_seats() -> sa.Select[Any]:
    """Performances with more claims on the seats of a category than it has seats."""
    seats = (
        sa.select(SEATS.c.category_id, sa.func.count().label("places"))
        .group_by(SEATS.c.category_id)
        .subquery()
    )
    return (
        sa.select(CELLS.c.performance_id)
        .join(CLAIMS, CLAIMS.c.cell_id == CELLS.c.id)
        .join(seats, seats.c.category_id == CELLS.c.category_id)
        .where(live_claim(), CLAIMS.c.seat_id.is_not(None))
        .group_by(CELLS.c.performance_id, CELLS.c.category_id, seats.c.places)
        .having(sa.func.count() > seats.c.places)
    )


def _beyond_limit() -> sa.Select[Any]:
    """Cells with more places committed than their limit when the last claim was accepted: 100 × committed ≤
    gauge × (100 + overbooking %) then, in whole numbers; lowering a gauge below what is sold breaks nothing.
    """
    committed = (
        sa.select(
            CLAIMS.c.cell_id,
            sa.func.sum(CLAIMS.c.quantity).label("places"),
            sa.func.max(CLAIMS.c.id).label("last_id"),
        )
        .where(live_claim(), CLAIMS.c.kind.in_(_COMMITTED))
        .group_by(CLAIMS.c.cell_id)
        .subquery()
    )
    last = CLAIMS.alias("last")
    return (
        sa.select(committed.c.cell_id)
        .join(last, last.c.id == committed.c.last_id)
        .where(committed.c.places > last.c.limit_in_force)
    )


def _numbers_with_gaps() -> sa.Select[Any]:
    """Performances whose tickets are not numbered 1..n, n being what their counter says."""
    numbered = (
        sa.select(
            TICKETS.c.performance_id,
            sa.func.count().label("tickets"),
            sa.func.count(TICKETS.c.number.distinct()).label("numbers"),
            sa.func.min(TICKETS.c.number).label("first"),
            sa.func.max(TICKETS.c.number).label("last"),
        )
        .group_by(TICKETS.c.performance_id)
        .subquery()
    )
    series = sa.literal("ticket:") + sa.cast(PERFORMANCES.c.id, sa.String)
    tickets = sa.func.coalesce(numbered.c.tickets, 0)
    gap = sa.or_(
        sa.func.coalesce(COUNTERS.c.value, 0) != tickets,
        numbered.c.first != 1,
        numbered.c.last != tickets,
        numbered.c.numbers != tickets,
    )
    return (
        sa.select(PERFORMANCES.c.id)
        .join(numbered, numbered.c.performance_id == PERFORMANCES.c.id, isouter=True)
        .join(COUNTERS, COUNTERS.c.name == series, isouter=True)
        .where(gap)
    )


def _replaced_wrongly() -> sa.CompoundSelect[Any]:
    """Tickets that were replaced and still live, or twice, by an older number, or by one of another order."""
    newer = TICKETS.alias("newer")
    wrong = sa.or_(
        LIVE_TICKET,
        newer.c.order_id != TICKETS.c.order_id,
        sa.and_(newer.c.performance_id == TICKETS.c.performance_id, newer.c.number <= TICKETS.c.number),
    )
    badly = sa.select(TICKETS.c.id).join(newer, newer.c.replaces_id == TICKETS.c.id).where(wrong)
    twice = (
        sa.select(TICKETS.c.replaces_id)
        .where(TICKETS.c.replaces_id.is_not(None))
        .group_by(TICKETS.c.replaces_id)
        .having(sa.func.count() > 1)
    )
    return sa.union(badly, twice)


def _cancelled_but_live() -> sa.Select[Any]:
    live = sa.exists().where(TICKETS.c.order_id == ORDERS.c.id, LIVE_TICKET)
    return sa.select(ORDERS.c.number).where(ORDERS.c.state == OrderState.CANCELLED, live)


def _states_at_odds() -> sa.Select[Any]:
    """Tickets whose state and instants disagree: scanned without being live, let in after being cancelled."""
    scanned, cancelled = TICKETS.c.scanned_at.is_not(None), TICKETS.c.cancelled_at.is_not(None)
    right = sa.or_(
        sa.and_(TICKETS.c.state == TicketState.LIVE, ~scanned, ~cancelled),
        sa.and_(TICKETS.c.state == TicketState.SCANNED, scanned, ~cancelled),
        sa.and_(
            TICKETS.c.state == TicketState.CANCELLED,
            cancelled,
            sa.or_(~scanned, TICKETS.c.scanned_at <= TICKETS.c.cancelled_at),
        ),
    )
    return sa.select(TICKETS.c.id).where(~right)


def _tickets_without_claim() -> sa.Select[Any]:
    """Live tickets whose place is not claimed for them: same order, cell and seat."""
    own = sa.exists().where(
        CLAIMS.c.ticket_id == TICKETS.c.id,
        live_claim(),
        CLAIMS.c.kind.in_(_OF_TICKETS),
        CLAIMS.c.quantity == 1,
        CLAIMS.c.order_id == TICKETS.c.order_id,
        CLAIMS.c.performance_id == TICKETS.c.performance_id,
        CLAIMS.c.cell_id == TICKETS.c.cell_id,
        CLAIMS.c.seat_id.is_not_distinct_from(TICKETS.c.seat_id),
    )
    return sa.select(TICKETS.c.id).where(LIVE_TICKET, ~own)


def _claims_without_owner() -> sa.Select[Any]:
    """Live claims that are nobody's: a sale or reservation without its live ticket, a hold without form or end."""
    ticket = sa.exists().where(TICKETS.c.id == CLAIMS.c.ticket_id, LIVE_TICKET)
    lost = sa.or_(
        sa.and_(CLAIMS.c.kind.in_(_OF_TICKETS), ~ticket),
        sa.and_(
            CLAIMS.c.kind == ClaimKind.HOLD, sa.or_(CLAIMS.c.form.is_(None), CLAIMS.c.expires_at.is_(None))
        ),
    )
    return sa.select(CLAIMS.c.id).where(live_claim(), lost)


def _blocked_wrongly() -> sa.Select[Any]:
    """Live house and killed seats with somebody's order, form or end; those out of use without a block; those of
    another performance's block, or of one of another kind.
    """
    theirs = sa.or_(
        CLAIMS.c.order_id.is_not(None),
        CLAIMS.c.ticket_id.is_not(None),
        CLAIMS.c.form.is_not(None),
        CLAIMS.c.expires_at.is_not(None),
        CLAIMS.c.seat_id.is_(None),
    )
    unexplained = sa.and_(CLAIMS.c.kind == ClaimKind.KILLED, CLAIMS.c.block_id.is_(None))
    others = sa.or_(
        SEAT_BLOCKS.c.performance_id != CLAIMS.c.performance_id,
        sa.cast(SEAT_BLOCKS.c.kind, sa.String) != sa.cast(CLAIMS.c.kind, sa.String),
    )
    return (
        sa.select(CLAIMS.c.id)
        .join(SEAT_BLOCKS, SEAT_BLOCKS.c.id == CLAIMS.c.block_id, isouter=True)
        .where(
            live_claim(), CLAIMS.c.kind.in_(_OF_THE_HOUSE), sa.or_(theirs, unexplained, others)
        )
    )


QUESTIONS = (
    Question(Invariant.ONE_CLAIM_A_SEAT, Thing.CLAIM, _seats_claimed_twice()),
    Question(Invariant.SEAT_OF_PERFORMANCE, Thing.TICKET, _misplaced(TICKETS, LIVE_TICKET)),
    Question(Invariant.SEAT_OF_PERFORMANCE, Thing.CLAIM, _misplaced(CLAIMS, live_claim())),
    Question(Invariant.SOLD_SEAT_NOT_HELD, Thing.CLAIM, _held_though_sold()),
    Question(Invariant.CLAIMS_WITHIN_SEATS, Thing.PERFORMANCE, _beyond_seats()),
    Question(Invariant.CLAIMS_WITHIN_LIMIT, Thing.CELL, _beyond_limit()),
    Question(Invariant.TICKET_NUMBERS, Thing.PERFORMANCE, _numbers_with_gaps()),
    Question(Invariant.TICKET_NUMBERS, Thing.TICKET, _replaced_wrongly()),
    Question(Invariant.CANCELLED_ORDER_EMPTY, Thing.ORDER, _cancelled_but_live()),
    Question(Invariant.SCANNED_IS_LIVE, Thing.TICKET, _states_at_odds()),
    Question(Invariant.CLAIM_OF_TICKET, Thing.TICKET, _tickets_without_claim()),
    Question(Invariant.CLAIM_OF_TICKET, Thing.CLAIM, _claims_without_owner()),
    Question(Invariant.SEAT_BLOCKS, Thing.CLAIM, _blocked_wrongly()),
)
