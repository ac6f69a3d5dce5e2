"""Seats of a performance made the house's, put out of use and freed again, by the block (issue: Holds).

The journal tells of a block by ids; its reason, which people type, stands in its own row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import among, listed, live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS, SEAT_BLOCKS
from boxoffice_tui.data.tables.programme import CELLS
from boxoffice_tui.rules import blocked_seats as rule
from boxoffice_tui.rules import occupancy as occupancy_rule
from boxoffice_tui.rules.blocked_seats import Block, BlockKind
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.seat_names import NamedPlan, names_of, seats_named
from boxoffice_tui.rules.text import safe
from boxoffice_tui.services import occupancy, performances
from boxoffice_tui.services.attempt import attempting
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, RefusedError, insist
from boxoffice_tui.services.occupancy import Taken, Wanted
from boxoffice_tui.services.plan_seats import seats_of
from boxoffice_tui.services.seat_blocks_told import standing_blocks
from boxoffice_tui.services.seat_maps import require_seat_reader
from boxoffice_tui.services.transaction import Work, reading, use_case
from boxoffice_tui.views.blocked_seats import BlockChange, BlockedSeats, SeatBlockLine

_CLAIMED_AS = {BlockKind.HOUSE: ClaimKind.HOUSE, BlockKind.KILLED: ClaimKind.KILLED}


@dataclass(frozen=True, slots=True)
class _Found:
    """The seats of a block told apart, those that change, and the live claims by seat."""

    block: Block
    changing: tuple[int, ...]
    claims: Mapping[int, Any]


@use_case(Right.SEATS_BLOCK)
def block_seats(
    work: Work,
    performance_id: int,
    kind: BlockKind,
    seat_ids: tuple[int, ...],
    reason: str,
    skip_taken: bool = False,
) -> BlockChange:
    """Makes seats the house's or puts them out of use; FREE gives them back to the public.

    A seat that is sold, reserved or held refuses the whole block unless `skip_taken`; seats blocked already are
    blocked anew, for this reason. Raises `RefusedError` (block_taken with count and seats, nothing_to_block,
    nothing_to_free, gauge_full, performance_cancelled, performance_past, reason_required, note_too_long,
    card_number), `NotFoundError` (performance, seat).
    """
    return _block(work, performance_id, kind, seat_ids, reason, skip_taken)


def preview(
    desk: Desk,
    performance_id: int,
    kind: BlockKind,
    seat_ids: tuple[int, ...],
    reason: str,
    skip_taken: bool = False,
) -> BlockChange:
    """What `block_seats` would do now, done and undone; without a block. Raises as it does."""
    with attempting(desk, Right.SEATS_BLOCK) as attempt:
        change = _block(attempt.work, performance_id, kind, seat_ids, reason, skip_taken)
        return replace(change, block_id=None)


def _block(
    work: Work, performance_id: int, kind: BlockKind, seat_ids: tuple[int, ...], reason: str, skip_taken: bool
) -> BlockChange:
    insist(rule.why_objection(reason))
    performances.require_to_come(work, performance_id)
    wanted = occupancy.wanted_seats(work.connection, performance_id, seat_ids)
    cells = _lock(work, performance_id)
    plan = seats_of(work.connection, work.desk, performance_id).names
    found = _find(work, performance_id, kind, seat_ids, plan, skip_taken)
    if kind is not BlockKind.FREE:
        _insist_on_room(work, cells, _fresh(found, wanted))
    occupancy.end_claims(work, [row.id for row in map(found.claims.get, found.changing) if row is not None])
    block_id = work.insert(
        SEAT_BLOCKS,
        performance_id=performance_id,
        kind=kind,
        reason=safe(reason).strip(),
        at=work.now,
        operator_id=work.operator_id,
    )
    if kind is not BlockKind.FREE:
        for cell_id, seats in _by_cell(found, wanted).items():
            cell = cells[cell_id]
            limit = occupancy.cell_of(cell.gauge, cell.overbooking_percent, {}).limit
            place = Taken(Wanted(cell_id), limit, was_house=False, block_id=block_id)
            row = occupancy.claim_row(work, performance_id, place, _CLAIMED_AS[kind])
            occupancy.write_claims_on(work, row, seats)
    work.journal(
        "seats_blocked",
        performance_id=performance_id,
        block_id=block_id,
        kind=kind,
        seat_ids=list(found.changing),
    )
    return _change(kind, found, plan, block_id)


def blocks_of(desk: Desk, performance_id: int) -> tuple[BlockedSeats, ...]:
    """The blocks of a performance that stand, the seating plan's own house seats first, then the oldest.

    Raises `NotAllowedError`, `NotFoundError` (performance).
    """
    require_seat_reader(desk)
    with reading(desk) as connection:
        plan = seats_of(connection, desk, performance_id).names
        told = standing_blocks(connection, performance_id, desk.clock.now())
    seats: dict[SeatBlockLine, list[int]] = {}
    for seat_id, line in told.items():
        seats.setdefault(line, []).append(seat_id)
    blocks = [BlockedSeats(line, names_of(plan, ids), len(ids)) for line, ids in seats.items()]
    return tuple(sorted(blocks, key=lambda one: one.line.block_id or 0))


def find_blocks(desk: Desk, performance_id: int, names: Sequence[str]) -> tuple[int, ...]:
    """The seats of blocks as commands name them: a section, a row, a range in a row, a seat (rules/seat_names).

    Raises `NotFoundError` (performance, seats), `RefusedError` (seat_name_ambiguous).
    """
    with reading(desk) as connection:
        plan = seats_of(connection, desk, performance_id).names
    seat_ids: list[int] = []
    for name in names:
        found = seats_named(plan, name)
        if found is None:
            raise NotFoundError("seats", name)
        if isinstance(found, Objection):
            raise RefusedError(found.code, found.facts)
        seat_ids += found
    return tuple(dict.fromkeys(seat_ids))


def _lock(work: Work, performance_id: int) -> dict[int, Any]:
    """The performance's cells by id, locked, without the claims whose time is over."""
    query = sa.select(CELLS.c.id).where(CELLS.c.performance_id == performance_id)
    cells = occupancy.lock_cells(work, work.connection.execute(query).scalars().all())
    occupancy.end_expired(work, cells)
    return cells


def _find(
    work: Work,
    performance_id: int,
    kind: BlockKind,
    seat_ids: Sequence[int],
    plan: NamedPlan,
    skip_taken: bool,
) -> _Found:
    """The block as it is now. Raises `RefusedError` where it cannot become `kind`."""
    rows = _claims(work.connection, performance_id, seat_ids)
    claims = {seat_id: _claim_of(row, work.now) for seat_id, row in rows.items()}
    block = rule.block_of(seat_ids, claims, work.now)
    insist(
        rule.block_objection(block, kind, skip_taken=skip_taken),
        seats=names_of(plan, block.taken) if block.taken else (),
    )
    return _Found(block, block.changing(kind), rows)


def _claims(connection: Connection, performance_id: int, seat_ids: Sequence[int]) -> dict[int, Any]:
    engine = connection.dialect.name
    query = sa.select(CLAIMS).where(
        CLAIMS.c.performance_id == performance_id, live_claim(), among(CLAIMS.c.seat_id, "seats", engine)
    )
    return {row.seat_id: row for row in connection.execute(query, {"seats": listed(seat_ids, engine)})}


def _claim_of(row: Any, now: datetime) -> occupancy_rule.Claim:
    claim = occupancy_rule.Claim(row.kind, row.form, row.order_id, row.expires_at)
    return occupancy_rule.standing(claim, now, was_house=row.was_house)


def _by_cell(found: _Found, wanted: Sequence[Wanted]) -> dict[int, list[int]]:
    """The seats that change, by the cell they are claimed in; one blocked already stays in its own."""
    cells = {place.seat_id: place.cell_id for place in wanted}
    by_cell: dict[int, list[int]] = {}
    for seat_id in found.changing:
        row = found.claims.get(seat_id)
        by_cell.setdefault(cells[seat_id] if row is None else row.cell_id, []).append(seat_id)
    return by_cell


def _fresh(found: _Found, wanted: Sequence[Wanted]) -> list[Wanted]:
    """The places that nobody had and that are taken from the public now."""
    free = frozenset(found.block.free)
    return [place for place in wanted if place.seat_id in free]


def _insist_on_room(work: Work, cells: Mapping[int, Any], fresh: Collection[Wanted]) -> None:
    """Each cell must have as many places left as are taken from it (DESIGN.md, Occupancy)."""
    sums = occupancy.sums(work.connection, {place.cell_id for place in fresh}, work.now)
    for cell_id, places in sums.items():
        cell = occupancy.cell_of(cells[cell_id].gauge, cells[cell_id].overbooking_percent, places)
        asked = sum(place.cell_id == cell_id for place in fresh)
        insist(occupancy_rule.gauge_objection(cell, asked, overbook=True))


def _change(kind: BlockKind, found: _Found, plan: NamedPlan, block_id: int) -> BlockChange:
    taken = found.block.taken if kind is not BlockKind.FREE else ()
    return BlockChange(
        block_id=block_id,
        kind=kind,
        seats=names_of(plan, found.changing),
        count=len(found.changing),
        left_out=names_of(plan, taken),
        left_out_count=len(taken),
    )
