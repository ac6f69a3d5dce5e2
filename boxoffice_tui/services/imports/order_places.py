"""What imported orders name, found in the house: performances, seats, rates, channels, and room for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from boxoffice_tui.data.conditions import live_claim
from boxoffice_tui.data.importers.files import Findings, excerpt
from boxoffice_tui.data.importers.orders import OrderRow, TicketRow
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.data.tables.programme import CELLS, EVENTS, PERFORMANCES, RATES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATS, VENUES
from boxoffice_tui.rules.deadlines import instant_of
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.rules.pricing import tax_of
from boxoffice_tui.services import occupancy
from boxoffice_tui.services.prices import taxes
from boxoffice_tui.services.setup.reasons import ImportReason
from boxoffice_tui.services.transaction import Work


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket's place: `seat_id` is None where places are not numbered; `limit` is that of its cell."""

    performance_id: int
    cell_id: int
    seat_id: int | None
    rate_id: int
    limit: int
    was_house: bool = False


@dataclass(slots=True)
class _Cell:
    """A cell while tickets come in: the places left within its limit."""

    id: int
    limit: int
    left: int


@dataclass(slots=True)
class _Performance:
    """A performance while tickets come in: its cells by category, who has its seats, and house claims taken."""

    id: int
    plan_id: int | None
    cells: dict[int, _Cell]
    unnumbered: list[int]
    taken: dict[int, ClaimKind]
    house: dict[int, int] = field(default_factory=dict)


class Places:
    """The house as one import finds it, read once; cells are locked."""

    def __init__(self, work: Work, findings: Findings) -> None:
        self._work = work
        self._findings = findings
        connection = work.connection
        self._rates = {row.code: row.id for row in connection.execute(sa.select(RATES.c.code, RATES.c.id))}
        channels = sa.select(SALES_CHANNELS.c.origin, SALES_CHANNELS.c.id).order_by(
            SALES_CHANNELS.c.id.desc()
        )
        self._channels = {row.origin: row.id for row in connection.execute(channels)}
        self._taxes = taxes(connection)
        self._tax: dict[int, int] = {}
        self._dates = self._dated()
        self._performances: dict[int, _Performance] = {}
        self._seats: dict[int, dict[str, tuple[int, int]]] = {}
        self._cells = self._locked_cells()
        self._given_up: list[int] = []

    def channel_id(self, row: OrderRow) -> int | None:
        """The sales channel of an order's origin; a problem where no channel has it."""
        found = self._channels.get(row.origin)
        if found is None:
            reason = ImportReason.CHANNEL_MISSING
            self._findings.problem(row.line, "origin", reason, origin=row.origin)
        return found

    def tax_in(self, price: int) -> int:
        """The tax within a price that includes it, both in minor units."""
        if price not in self._tax:
            self._tax[price] = tax_of(self._work.money(price), self._taxes, included=True).tax.minor
        return self._tax[price]

    def given_up(self) -> list[int]:
        """The ids of the house's claims on seats taken since this was last asked."""
        found, self._given_up = self._given_up, []
        return found

    def places(self, row: TicketRow) -> list[Place]:
        """The places of a record's tickets, taken; none and a problem where one cannot be had."""
        rate_id = self._rates.get(row.rate)
        if rate_id is None:
            self._findings.problem(row.line, "rate", ImportReason.RATE_UNKNOWN, name=excerpt(row.rate))
        found = self._dates.get((row.event, row.starts_at))
        if found is None:
            at = f"{row.starts_at:%Y-%m-%d %H:%M}"
            reason = ImportReason.PERFORMANCE_UNKNOWN
            self._findings.problem(row.line, "starts_at", reason, event=excerpt(row.event), moment=at)
        if rate_id is None or found is None:
            return []
        performance = self._performance(*found)
        if row.seat:
            return self._seat(row, performance, rate_id)
        return self._standing(row, performance, rate_id)

    def _seat(self, row: TicketRow, performance: _Performance, rate_id: int) -> list[Place]:
        seat = self._seats_of(performance.plan_id).get(row.seat)
        cell = performance.cells.get(seat[1]) if seat else None
        if seat is None or cell is None:
            self._findings.problem(row.line, "seat", ImportReason.SEAT_UNKNOWN, seat=excerpt(row.seat))
            return []
        seat_id = seat[0]
        holder = performance.taken.get(seat_id)
        if holder is not None and holder is not ClaimKind.HOUSE:
            self._findings.problem(row.line, "seat", ImportReason.SEAT_TAKEN, seat=excerpt(row.seat))
            return []
        performance.taken[seat_id] = ClaimKind.SALE
        if holder is ClaimKind.HOUSE:
            self._given_up.append(performance.house[seat_id])
            cell.left += 1
        if not self._room(row, cell, 1):
            return []
        was_house = holder is ClaimKind.HOUSE
        return [Place(performance.id, cell.id, seat_id, rate_id, cell.limit, was_house)]

    def _standing(self, row: TicketRow, performance: _Performance, rate_id: int) -> list[Place]:
        if len(performance.unnumbered) != 1:
            reason, count = ImportReason.UNNUMBERED_UNCLEAR, len(performance.unnumbered)
            self._findings.problem(row.line, "count", reason, event=excerpt(row.event), count=count)
            return []
        cell = performance.cells[performance.unnumbered[0]]
        if not self._room(row, cell, row.count):
            return []
        return [Place(performance.id, cell.id, None, rate_id, cell.limit)] * row.count

    def _room(self, row: TicketRow, cell: _Cell, quantity: int) -> bool:
        if quantity > cell.left:
            facts = {"event": excerpt(row.event), "asked": quantity, "left": max(0, cell.left)}
            self._findings.problem(
                row.line, "seat" if row.seat else "count", ImportReason.GAUGE_FULL, **facts
            )
            return False
        cell.left -= quantity
        return True

    def _dated(self) -> dict[tuple[str, datetime], tuple[int, int | None]]:
        """Performances by event and start, as an instant and as the venue's wall-clock time."""
        query = (
            sa.select(
                EVENTS.c.code,
                PERFORMANCES.c.id,
                PERFORMANCES.c.plan_id,
                PERFORMANCES.c.starts_at,
                VENUES.c.zone,
            )
            .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
            .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
            .where(PERFORMANCES.c.starts_at.is_not(None))
            .order_by(PERFORMANCES.c.id.desc())
        )
        found: dict[tuple[str, datetime], tuple[int, int | None]] = {}
        for row in self._work.connection.execute(query):
            wall = row.starts_at.astimezone(ZoneInfo(row.zone)).replace(tzinfo=None)
            found[row.code, row.starts_at.astimezone(UTC)] = (row.id, row.plan_id)
            if instant_of(wall, row.zone) == row.starts_at or (row.code, wall) not in found:
                found[row.code, wall] = (row.id, row.plan_id)
        return found

    def _locked_cells(self) -> dict[int, list[Any]]:
        """Every cell, locked in the order of ids: no counter sells while orders come in."""
        query = sa.select(CELLS, SEAT_CATEGORIES.c.numbered).join(
            SEAT_CATEGORIES, SEAT_CATEGORIES.c.id == CELLS.c.category_id
        )
        found: dict[int, list[Any]] = defaultdict(list)
        for row in self._work.connection.execute(query.order_by(CELLS.c.id).with_for_update(of=CELLS)):
            found[row.performance_id].append(row)
        return found

    def _performance(self, performance_id: int, plan_id: int | None) -> _Performance:
        if performance_id not in self._performances:
            self._performances[performance_id] = self._read(performance_id, plan_id)
        return self._performances[performance_id]

    def _read(self, performance_id: int, plan_id: int | None) -> _Performance:
        """A performance's first cells by category, as sales take them, and its live claims."""
        rows = self._cells[performance_id]
        occupancy.end_expired(self._work, [row.id for row in rows])
        sums = occupancy.sums(self._work.connection, [row.id for row in rows], self._work.now)
        cells: dict[int, _Cell] = {}
        for row in rows:
            cell = occupancy.cell_of(row.gauge, row.overbooking_percent, sums[row.id])
            cells.setdefault(row.category_id, _Cell(row.id, cell.limit, cell.limit - cell.counted))
        claims = sa.select(CLAIMS.c.id, CLAIMS.c.seat_id, CLAIMS.c.kind).where(
            CLAIMS.c.performance_id == performance_id,
            live_claim(),
            CLAIMS.c.seat_id.is_not(None),
        )
        live = self._work.connection.execute(claims).all()
        return _Performance(
            performance_id,
            plan_id,
            cells,
            list(dict.fromkeys(row.category_id for row in rows if not row.numbered)),
            {row.seat_id: row.kind for row in live},
            {row.seat_id: row.id for row in live if row.kind is ClaimKind.HOUSE},
        )

    def _seats_of(self, plan_id: int | None) -> dict[str, tuple[int, int]]:
        """The seats of a plan by guid: id and category."""
        if plan_id is None:
            return {}
        if plan_id not in self._seats:
            query = sa.select(SEATS.c.guid, SEATS.c.id, SEATS.c.category_id).where(SEATS.c.plan_id == plan_id)
            rows = self._work.connection.execute(query)
            self._seats[plan_id] = {row.guid: (row.id, row.category_id) for row in rows}
        return self._seats[plan_id]
