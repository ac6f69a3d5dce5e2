"""Claims on places: held, taken, released; the database forbids two live ones on a seat (DESIGN.md, Occupancy).

Cells are locked first, in the order of their ids, then checked: their sum as well as their seats.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import among, counting_claim, expired_claim, listed, live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.programme import CELLS
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS
from boxoffice_tui.rules import occupancy as rule
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.seating import seat_name
from boxoffice_tui.services.errors import NotFoundError, insist
from boxoffice_tui.services.transaction import Work


@dataclass(frozen=True, slots=True)
class Wanted:
    """Places asked for in one cell: one seat, or `quantity` where places are not numbered."""

    cell_id: int
    seat_id: int | None = None
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Taken:
    """A claim to write beside the ticket it is for; a house seat's `block_id` is that of the block it was of."""

    wanted: Wanted
    limit: int
    was_house: bool
    block_id: int | None = None


def wanted_seats(connection: Connection, performance_id: int, seat_ids: Sequence[int]) -> list[Wanted]:
    """The cells of `seat_ids` in a performance, in the order given. Raises `NotFoundError` (seat)."""
    query = (
        sa.select(SEATS.c.id, sa.func.min(CELLS.c.id).label("cell_id"))
        .join(CELLS, sa.and_(CELLS.c.category_id == SEATS.c.category_id))
        .where(CELLS.c.performance_id == performance_id, SEATS.c.id.in_(seat_ids))
        .group_by(SEATS.c.id)
    )
    cells = {row.id: row.cell_id for row in connection.execute(query)}
    for seat_id in seat_ids:
        if seat_id not in cells:
            raise NotFoundError("seat", seat_id)
    return [Wanted(cells[seat_id], seat_id) for seat_id in seat_ids]


def wanted_count(connection: Connection, performance_id: int, category_id: int, quantity: int) -> Wanted:
    """`quantity` unnumbered places of a category. Raises `NotFoundError` (category) where seats are numbered."""
    query = (
        sa.select(sa.func.min(CELLS.c.id))
        .join(SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id)
        .where(CELLS.c.performance_id == performance_id, CELLS.c.category_id == category_id)
        .where(~SEAT_CATEGORIES.c.numbered)
    )
    cell_id = connection.execute(query).scalar_one()
    if cell_id is None:
        raise NotFoundError("category", category_id)
    return Wanted(cell_id, None, quantity)


def hold(work: Work, performance_id: int, wanted: Sequence[Wanted], form: str, until: datetime) -> None:
    """Makes `wanted` all that `form` holds in the performance, until an instant (aware UTC).

    Raises `RefusedError`: seat_taken, seat_killed, seat_house, gauge_full.
    """
    taken = _prepare(work, performance_id, wanted, rule.Claimant(form), {})
    _write(
        work,
        [
            claim_row(work, performance_id, place, ClaimKind.HOLD, form=form, expires_at=until)
            for place in taken
        ],
    )


def prepare_sale(
    work: Work,
    performance_id: int,
    wanted: Sequence[Wanted],
    form: str,
    order_id: int | None,
    freed: Mapping[int, int] = MappingProxyType({}),
) -> list[Taken]:
    """Locks, ends the form's holds and checks; `claim` then writes the claims beside their tickets.

    A hold that expired over places still free is taken again silently (spec/archives.md, 6). `freed` are the
    places just given up in exchange, by cell: as many may be taken there though the cell is overbooked.
    Raises `RefusedError` as `hold` does.
    """
    return _prepare(work, performance_id, wanted, rule.Claimant(form, order_id), freed)


def claim(
    work: Work, performance_id: int, order_id: int, kind: ClaimKind, taken: Iterable[tuple[Taken, int]]
) -> None:
    """Writes the claims of tickets sold or reserved: each place with its ticket's id."""
    _write(
        work,
        [
            claim_row(work, performance_id, place, kind, order_id=order_id, ticket_id=ticket_id)
            for place, ticket_id in taken
        ],
    )


def release_form(work: Work, form: str, performance_id: int | None = None) -> int:
    """Ends what a form holds, in one performance where one is told; how many places were freed."""
    mine = sa.and_(CLAIMS.c.form == form, live_claim())
    if performance_id is not None:
        mine = sa.and_(mine, CLAIMS.c.performance_id == performance_id)
    rows = work.connection.execute(sa.select(CLAIMS).where(mine)).all()
    _end(work, rows)
    return sum(row.quantity for row in rows)


def release_tickets(work: Work, ticket_ids: Collection[int]) -> None:
    """Ends the claims of cancelled tickets: their places are free at once."""
    work.connection.execute(
        sa.update(CLAIMS).where(CLAIMS.c.ticket_id.in_(ticket_ids), live_claim()).values(ended_at=work.now)
    )


def take_up(work: Work, order_id: int) -> None:
    """Makes what an order has reserved its sale: the same places, once."""
    reserved = sa.and_(CLAIMS.c.order_id == order_id, CLAIMS.c.kind == ClaimKind.RESERVATION, live_claim())
    work.connection.execute(sa.update(CLAIMS).where(reserved).values(kind=ClaimKind.SALE))


def give_up(work: Work, ticket_ids: Collection[int], cell_ids: Collection[int]) -> dict[int, int]:
    """As `release_tickets`, for other places in `cell_ids`: locks the cells of both; places freed, by cell."""
    own = sa.and_(CLAIMS.c.ticket_id.in_(ticket_ids), live_claim())
    query = sa.select(CLAIMS.c.cell_id, sa.func.sum(CLAIMS.c.quantity).label("places")).where(own)
    rows = work.connection.execute(query.group_by(CLAIMS.c.cell_id))
    freed = {row.cell_id: int(row.places) for row in rows}
    lock_cells(work, {*freed, *cell_ids})
    release_tickets(work, ticket_ids)
    return freed


def sums(connection: Connection, cell_ids: Collection[int], now: datetime) -> dict[int, dict[ClaimKind, int]]:
    """The live places of each cell by kind; what expired counts no more."""
    query = (
        sa.select(CLAIMS.c.cell_id, CLAIMS.c.kind, sa.func.sum(CLAIMS.c.quantity).label("places"))
        .where(CLAIMS.c.cell_id.in_(cell_ids), counting_claim(now))
        .group_by(CLAIMS.c.cell_id, CLAIMS.c.kind)
    )
    result: dict[int, dict[ClaimKind, int]] = {cell_id: {} for cell_id in cell_ids}
    for row in connection.execute(query):
        result[row.cell_id][row.kind] = int(row.places)
    return result


def cell_of(gauge: int, overbooking: int | None, places: Mapping[ClaimKind, int]) -> rule.Cell:
    """The rule's cell from a gauge and the live sums."""
    return rule.Cell(
        gauge=gauge,
        sold=places.get(ClaimKind.SALE, 0),
        reserved=places.get(ClaimKind.RESERVATION, 0),
        ordered=places.get(ClaimKind.OPTION, 0),
        held=places.get(ClaimKind.HOLD, 0),
        house=places.get(ClaimKind.HOUSE, 0),
        killed=places.get(ClaimKind.KILLED, 0),
        overbooking=overbooking or 0,
    )


def _prepare(
    work: Work,
    performance_id: int,
    wanted: Sequence[Wanted],
    claimant: rule.Claimant,
    freed: Mapping[int, int],
) -> list[Taken]:
    cells = lock_cells(work, {place.cell_id for place in wanted})
    end_expired(work, cells)
    _end_other_holds(work, performance_id, claimant.form)
    house = _take_seats(work, performance_id, wanted, claimant)
    places = sums(work.connection, cells, work.now)
    limits = {}
    for cell_id, row in cells.items():
        asked = sum(place.quantity for place in wanted if place.cell_id == cell_id)
        cell = cell_of(row.gauge, row.overbooking_percent, places[cell_id])
        no_more = asked <= freed.get(cell_id, 0)
        overbooks = cell.limit > cell.gauge and (no_more or work.may(Right.PERFORMANCES_OVERBOOK))
        insist(rule.gauge_objection(cell, asked, overbook=overbooks))
        limits[cell_id] = cell.limit
    return [
        Taken(place, limits[place.cell_id], place.seat_id in house, house.get(place.seat_id))
        for place in wanted
    ]


def _name_of_seat(connection: Connection, seat_id: int) -> str:
    row = connection.execute(sa.select(SEATS.c.row, SEATS.c.number).where(SEATS.c.id == seat_id)).one()
    return seat_name(row.row, row.number)


def lock_cells_of(work: Work, performance_id: int) -> None:
    """Lets nobody else claim a place of a performance until COMMIT; the performance is locked before."""
    cells = sa.select(CELLS.c.id).where(CELLS.c.performance_id == performance_id)
    lock_cells(work, work.connection.execute(cells).scalars().all())


def lock_cells(work: Work, cell_ids: Collection[int]) -> dict[int, Any]:
    """The rows of cells, by id; nobody else claims a place of them until COMMIT."""
    query = sa.select(CELLS).where(CELLS.c.id.in_(cell_ids)).order_by(
        CELLS.c.performance_id, CELLS.c.id
    ).with_for_update()
    return {row.id: row for row in work.connection.execute(query)}


def end_expired(work: Work, cell_ids: Collection[int]) -> int:
    """Ends the claims of cells whose time is over; how many."""
    expired = sa.select(CLAIMS).where(CLAIMS.c.cell_id.in_(cell_ids), expired_claim(work.now))
    rows = work.connection.execute(expired).all()
    _end(work, rows)
    return len(rows)


def _end_other_holds(work: Work, performance_id: int, form: str) -> None:
    mine = sa.select(CLAIMS).where(
        CLAIMS.c.form == form, live_claim(), CLAIMS.c.performance_id == performance_id
    )
    _end(work, work.connection.execute(mine).all())


def _take_seats(
    work: Work, performance_id: int, wanted: Sequence[Wanted], claimant: rule.Claimant
) -> dict[int | None, int | None]:
    """Checks the seats; house seats that are taken leave the house. Returns those, each with its block."""
    seat_ids = [place.seat_id for place in wanted if place.seat_id is not None]
    if not seat_ids:
        return {}
    query = sa.select(CLAIMS).where(
        CLAIMS.c.performance_id == performance_id, CLAIMS.c.seat_id.in_(seat_ids), live_claim()
    )
    house = []
    for row in work.connection.execute(query.order_by(CLAIMS.c.seat_id)).all():
        claim = rule.Claim(row.kind, row.form, row.order_id, row.expires_at)
        if row.kind is ClaimKind.HOUSE:
            claimant = replace(claimant, may_use_house=work.may(Right.SEATS_HOUSE))
        objection = rule.seat_objection(claim, claimant, work.now)
        if objection is not None:
            insist(objection, seat_id=row.seat_id, seat=_name_of_seat(work.connection, row.seat_id))
        house.append(row)
    if house:
        taken = CLAIMS.c.id.in_([row.id for row in house])
        work.connection.execute(sa.update(CLAIMS).where(taken).values(ended_at=work.now))
    return {row.seat_id: row.block_id for row in house}


def end_claims(work: Work, claim_ids: Collection[int]) -> None:
    """Ends claims, whatever they are: their places are free at once."""
    if claim_ids:
        engine = work.connection.dialect.name
        ended = sa.update(CLAIMS).where(among(CLAIMS.c.id, "claims", engine)).values(ended_at=work.now)
        work.connection.execute(ended, {"claims": listed(list(claim_ids), engine)})


def _end(work: Work, rows: Sequence[Any]) -> None:
    if not rows:
        return
    end_claims(work, [row.id for row in rows])
    back = [
        {
            "performance_id": row.performance_id,
            "cell_id": row.cell_id,
            "seat_id": row.seat_id,
            "quantity": 1,
            "kind": ClaimKind.HOUSE,
            "created_at": work.now,
            "limit_in_force": row.limit_in_force,
            "block_id": row.block_id,
        }
        for row in rows
        if row.was_house and row.kind is ClaimKind.HOLD
    ]
    _write(work, back)


def claim_row(
    work: Work,
    performance_id: int,
    place: Taken,
    kind: ClaimKind,
    *,
    form: str | None = None,
    expires_at: datetime | None = None,
    order_id: int | None = None,
    ticket_id: int | None = None,
) -> dict[str, object]:
    """A claim to be written: on the place, by the operator, now."""
    return {
        "performance_id": performance_id,
        "cell_id": place.wanted.cell_id,
        "seat_id": place.wanted.seat_id,
        "quantity": 1 if ticket_id is not None else place.wanted.quantity,
        "kind": kind,
        "order_id": order_id,
        "ticket_id": ticket_id,
        "operator_id": work.operator_id,
        "form": form,
        "created_at": work.now,
        "expires_at": expires_at,
        "was_house": place.was_house,
        "limit_in_force": place.limit,
        "block_id": place.block_id,
    }


def _write(work: Work, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        work.connection.execute(sa.insert(CLAIMS), list(rows))


def write_claims_on(work: Work, row: Mapping[str, object], seat_ids: Sequence[int]) -> None:
    """Writes a claim like `row` on each of the seats: one statement, however many they are."""
    engine = work.connection.dialect.name
    columns = {
        name: SEATS.c.id if name == "seat_id" else sa.literal(value, CLAIMS.c[name].type)
        for name, value in row.items()
    }
    seats = sa.select(*columns.values()).where(among(SEATS.c.id, "seats", engine))
    query = sa.insert(CLAIMS).from_select(list(columns), seats)
    work.connection.execute(query, {"seats": listed(seat_ids, engine)})
