"""Tickets joining an order, whatever the use case: guards, places, prices, numbers, ledger, in lock order."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.orders import ORDER_FEES, TICKETS
from boxoffice_tui.data.tables.programme import CELLS
from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.occupancy import ClaimKind, OccupancyRefusal
from boxoffice_tui.rules.shipments import sale_objection
from boxoffice_tui.services import delivery, ledger, numbering, occupancy, performances, reference_shipments
from boxoffice_tui.services.errors import RefusedError, insist
from boxoffice_tui.services.occupancy import Taken, Wanted
from boxoffice_tui.services.prices import PriceBook, Quote
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.orders import PromotionNotApplied
from boxoffice_tui.views.requests import Delivery, TicketRequest, delivery_request
from boxoffice_tui.views.states import TicketState

TOKEN_BYTES = 18


@dataclass(frozen=True, slots=True)
class _Line:
    """One ticket to be: where, at what price."""

    performance_id: int
    rate_id: int
    wanted: Wanted
    quote: Quote


@dataclass(frozen=True, slots=True)
class Chosen:
    """Tickets to be, their places locked and checked, not written yet."""

    lines: tuple[_Line, ...]
    taken: tuple[Taken, ...]

    @property
    def promotions_not_applied(self) -> tuple[PromotionNotApplied, ...]:
        """Those asked for at whose price nothing is sold, each told once (spec/archives.md, Money)."""
        notices = [line.quote.notice for line in self.lines if line.quote.notice is not None]
        return tuple(dict.fromkeys(_not_applied(notice) for notice in notices))


NO_TICKETS = Chosen((), ())
"""What an order of articles alone has of tickets."""


def choose(
    work: Work,
    requests: Sequence[TicketRequest],
    form: str,
    order_id: int | None,
    leaving: Collection[int] = (),
) -> Chosen:
    """Locks and checks what is asked for, for an order or one to be made: before any number is given.

    The places of the `leaving` tickets (ids) are free by then, and may be taken again.
    Raises `RefusedError`: performance guards, limit_per_order, no_price, price_changed, seat_taken,
    gauge_full and the like.
    """
    books = _books(work, requests)
    lines = [line for request in requests for line in _lines(work, request, books[request.performance_id])]
    if not lines:
        raise RefusedError(rule.OrderRefusal.QUANTITY_NOT_POSITIVE, {"quantity": 0})
    cells = {line.wanted.cell_id for line in lines}
    freed = occupancy.give_up(work, leaving, cells) if leaving else {}
    return Chosen(tuple(lines), tuple(_take_places(work, lines, form, order_id, freed)))


def write(
    work: Work, order_id: int, chosen: Chosen, delivered: Delivery, *, reserved: bool = False
) -> tuple[int, ...]:
    """Writes chosen tickets into an order, delivered as asked, or not yet; their ids.

    Those of an order that is `reserved` are kept, not delivered: its reference shipment remembers the mode.
    Raises `RefusedError` with the delivery reasons. What the form held becomes the sale's.
    """
    lines = chosen.lines
    if not lines:
        return ()
    kind = ClaimKind.RESERVATION if reserved else ClaimKind.SALE
    ticket_ids = _write_tickets(work, order_id, lines, chosen.taken, kind)
    how = delivery_request(delivered)
    if reserved:
        reference_shipments.keep(work, order_id, how)
    else:
        insist(sale_objection(exception=how.exception))
        if how.mode is not None:
            delivery.ship(work, order_id, ticket_ids, how.mode, how.contact_id)
    _write_fees(work, order_id, lines, ticket_ids)
    _post(work, order_id, lines)
    return ticket_ids


def write_instead(
    work: Work, order_id: int, chosen: Chosen, replaced_ids: Sequence[int], free_ids: Collection[int]
) -> tuple[int, ...]:
    """Writes chosen tickets in the place of others, one for each in order; their ids, not delivered yet.

    Fees are charged where an invitation, of `free_ids`, is replaced: nobody paid any for it.
    """
    ticket_ids = _write_tickets(work, order_id, chosen.lines, chosen.taken, replaced_ids=replaced_ids)
    replacing = zip(chosen.lines, ticket_ids, replaced_ids, strict=True)
    charged = [(line, ticket_id) for line, ticket_id, old in replacing if old in free_ids]
    _write_fees(work, order_id, [line for line, _ in charged], [ticket_id for _, ticket_id in charged])
    _post(work, order_id, chosen.lines)
    return ticket_ids


def _post(work: Work, order_id: int, lines: Sequence[_Line]) -> None:
    amount = sum(line.quote.gross.minor for line in lines)
    if amount:
        ledger.post(work, order_id, MovementKind.SALE, Account.RECEIVABLE, Account.SALES, amount)


def _not_applied(notice: Objection) -> PromotionNotApplied:
    facts: dict[str, Any] = dict(notice.facts)
    return PromotionNotApplied(
        notice.code.value, str(facts["promotion"]), facts.get("from"), facts.get("until")
    )


def _books(work: Work, requests: Sequence[TicketRequest]) -> dict[int, PriceBook]:
    """The prices of each performance asked for; they are locked in the order of their ids."""
    books = {}
    for performance_id in sorted({request.performance_id for request in requests}):
        performance = performances.require_sellable(work, performance_id)
        books[performance_id] = PriceBook(work.connection, work.house, performance, work.now)
    return books


def new_ticket(**columns: object) -> dict[str, Any]:
    """The row of a ticket just sold: live, not printed, its token for nobody to guess."""
    return {**columns, "token": secrets.token_urlsafe(TOKEN_BYTES), "state": TicketState.LIVE, "printed": 0}


def _lines(work: Work, request: TicketRequest, book: PriceBook) -> list[_Line]:
    """The tickets of one request."""
    wanted = _places(work, request)
    categories = _categories(work, wanted)
    lines = []
    for place in wanted:
        quote = book.quote(categories[place.cell_id], request.rate_id, request.promotion)
        if request.shown is not None:
            insist(rule.price_objection(request.shown, quote.gross))
        lines += [_Line(request.performance_id, request.rate_id, place, quote)] * place.quantity
    return lines


def _places(work: Work, request: TicketRequest) -> list[Wanted]:
    if request.seat_ids:
        return occupancy.wanted_seats(work.connection, request.performance_id, request.seat_ids)
    if request.quantity < 1 or request.category_id is None:
        raise RefusedError(rule.OrderRefusal.QUANTITY_NOT_POSITIVE, {"quantity": request.quantity})
    found = occupancy.wanted_count(
        work.connection, request.performance_id, request.category_id, request.quantity
    )
    return [found]


def _categories(work: Work, wanted: Iterable[Wanted]) -> dict[int, int]:
    query = sa.select(CELLS.c.id, CELLS.c.category_id).where(CELLS.c.id.in_({one.cell_id for one in wanted}))
    return {row.id: row.category_id for row in work.connection.execute(query)}


def _take_places(
    work: Work, lines: Sequence[_Line], form: str, order_id: int | None, freed: Mapping[int, int]
) -> list[Taken]:
    """Locks and checks performance by performance, in the order of their ids; a `Taken` per line."""
    by_performance: dict[int, list[int]] = defaultdict(list)
    for position, line in enumerate(lines):
        by_performance[line.performance_id].append(position)
    taken: dict[int, Taken] = {}
    for performance_id in sorted(by_performance):
        positions = by_performance[performance_id]
        _check_limit(work, order_id, performance_id, len(positions))
        wanted = [Wanted(lines[one].wanted.cell_id, lines[one].wanted.seat_id) for one in positions]
        seats = [place.seat_id for place in wanted if place.seat_id is not None]
        if len(set(seats)) < len(seats):
            raise RefusedError(OccupancyRefusal.SEAT_TAKEN)
        prepared = occupancy.prepare_sale(work, performance_id, wanted, form, order_id, freed)
        taken.update(zip(positions, prepared, strict=True))
    return [taken[position] for position in range(len(lines))]


def _check_limit(work: Work, order_id: int | None, performance_id: int, adding: int) -> None:
    live = sa.select(sa.func.count()).where(
        TICKETS.c.order_id == order_id,
        TICKETS.c.performance_id == performance_id,
        LIVE_TICKET,
    )
    count = work.connection.execute(live).scalar_one()
    insist(rule.quantity_objection(adding, count, work.house.tickets_per_order))


def _write_tickets(
    work: Work,
    order_id: int,
    lines: Sequence[_Line],
    taken: Sequence[Taken],
    kind: ClaimKind = ClaimKind.SALE,
    replaced_ids: Sequence[int] = (),
) -> tuple[int, ...]:
    positions: dict[int, list[int]] = defaultdict(list)
    for position, line in enumerate(lines):
        positions[line.performance_id].append(position)
    rows: list[dict[str, Any]] = [{} for _ in lines]
    for performance_id in sorted(positions):
        numbers = numbering.next_tickets(work, performance_id, len(positions[performance_id]))
        for position, number in zip(positions[performance_id], numbers, strict=True):
            rows[position] = _ticket_row(work, order_id, lines[position], number)
    for row, replaced_id in zip(rows, replaced_ids, strict=False):
        row["replaces_id"] = replaced_id
    inserted = work.connection.execute(
        sa.insert(TICKETS).returning(TICKETS.c.id, sort_by_parameter_order=True), rows
    )
    ticket_ids = tuple(row.id for row in inserted)
    for performance_id, places in positions.items():
        pairs = [(taken[position], ticket_ids[position]) for position in places]
        occupancy.claim(work, performance_id, order_id, kind, pairs)
    return ticket_ids


def _ticket_row(work: Work, order_id: int, line: _Line, number: int) -> dict[str, Any]:
    return new_ticket(
        order_id=order_id,
        performance_id=line.performance_id,
        cell_id=line.wanted.cell_id,
        seat_id=line.wanted.seat_id,
        rate_id=line.rate_id,
        number=number,
        price_minor=line.quote.gross.minor,
        tax_minor=line.quote.tax.minor,
        sold_at=work.now,
    )


def _write_fees(work: Work, order_id: int, lines: Sequence[_Line], ticket_ids: Sequence[int]) -> None:
    charged = [
        (ticket_id, fee) for line, ticket_id in zip(lines, ticket_ids, strict=True) for fee in line.quote.fees
    ]
    if not charged:
        return
    rows = [
        {
            "order_id": order_id,
            "ticket_id": ticket_id,
            "kind": fee.kind,
            "amount_minor": fee.gross.minor,
            "tax_minor": fee.tax.minor,
        }
        for ticket_id, fee in charged
    ]
    work.connection.execute(sa.insert(ORDER_FEES), rows)
    amount = sum(fee.gross.minor for _, fee in charged)
    if amount:
        ledger.post(work, order_id, MovementKind.FEE, Account.RECEIVABLE, Account.SALES, amount)
