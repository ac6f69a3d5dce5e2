"""An evening's post: the shipments of a mode that wait, printed and marked as sent one by one (issue: Batch).

Each shipment is done by itself under a key of its own, so that a run that ended in the middle is gone on with by
running it again, and nothing is done twice.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.postal import post_format
from boxoffice_tui.data.tables.contacts import ADDRESSES, CONTACTS
from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import EVENTS, PERFORMANCES
from boxoffice_tui.data.tables.venues import VENUES
from boxoffice_tui.devices.protocols import Printer
from boxoffice_tui.rules.deadlines import start_of_day
from boxoffice_tui.rules.delivery import DeliveryRefusal
from boxoffice_tui.rules.postal import AddressPart, address_lines
from boxoffice_tui.rules.printers import PrintRefusal, stock_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotFoundError, NotPrintedError, RefusedError, insist
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.shipment_sending import mark_sent, require_sendable
from boxoffice_tui.services.ticket_printing import print_here
from boxoffice_tui.services.ticket_rows import TICKET_ROWS, seat_of
from boxoffice_tui.services.till_printers import printer_here
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.contacts import PostalAddress
from boxoffice_tui.views.setup import Progress
from boxoffice_tui.views.shipment_batches import (
    LeftOut,
    PostDue,
    PostPrinted,
    PostSent,
    PostShipment,
    PostTicket,
    Waiting,
)
from boxoffice_tui.views.states import OrderState, ShipmentState

PAGE = 50

_WAITING = (
    sa.select(
        SHIPMENTS.c.id,
        SHIPMENTS.c.number,
        SHIPMENTS.c.order_id,
        SHIPMENTS.c.contact_id,
        SHIPMENTS.c.carrier_reference,
        SHIPMENT_MODES.c.type.label("mode_type"),
        ORDERS.c.number.label("order_number"),
        ADDRESSES.c.street,
        ADDRESSES.c.postal_code,
        ADDRESSES.c.city,
        ADDRESSES.c.region,
        ADDRESSES.c.country,
    )
    .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
    .join(ORDERS, ORDERS.c.id == SHIPMENTS.c.order_id)
    .join(ADDRESSES, ADDRESSES.c.id == SHIPMENTS.c.address_id, isouter=True)
    .where(SHIPMENTS.c.state == ShipmentState.UNSENT, ORDERS.c.state == OrderState.ACTIVE)
    .order_by(SHIPMENTS.c.number)
)
_CARRIES = (
    sa.select(TICKETS.c.id)
    .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
    .join(VENUES, VENUES.c.id == PERFORMANCES.c.venue_id)
    .where(TICKETS.c.shipment_id == SHIPMENTS.c.id, LIVE_TICKET)
)

GoOn = Callable[[], bool]


def _always() -> bool:
    return True


def _untold(_done: int, _to_do: int) -> None:
    return


def post_due(desk: Desk, which: Waiting) -> PostDue:
    """The shipments that wait now: not sent, of an order that stands, with a live ticket at least.

    That ticket is for a performance to come, unless those that are over are asked for too. The day `until` which
    is one of each performance's venue. Raises `NotFoundError` (mode, event), `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        mode = connection.execute(sa.select(SHIPMENT_MODES).where(SHIPMENT_MODES.c.code == which.mode)).first()
        if mode is None:
            raise NotFoundError("mode", which.mode)
        title = _title(connection, which.event) if which.event else ""
        meant = _meant(connection, desk, which).order_by(None).subquery()
        found = connection.execute(sa.select(sa.func.count(), sa.func.max(meant.c.number)).select_from(meant))
        count, last = found.one()
        left_out = () if which.past else _over(connection, desk, which)
    name = in_language(mode.names, desk.language, mode.code)
    return PostDue(which, name, mode.type, title, count, last or 0, left_out)


def shipments_due(desk: Desk, due: PostDue, limit: int = PAGE) -> Iterator[PostShipment]:
    """Those of `due` that still wait, by number, `limit` in memory at a time. Raises `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    after = 0
    while page := _page(desk, due, after, limit):
        yield from page
        after = page[-1].number


def require_on_stock(due: PostDue) -> None:
    """Raises `RefusedError` (not_on_stock) where no ticket printer prints what travels by that mode."""
    insist(stock_objection(due.mode_type, {"mode_name": due.mode_name}))


def print_post(
    desk: Desk,
    key: str,
    due: PostDue,
    progress: Progress = _untold,
    go_on: GoOn = _always,
    *,
    printer: Printer | None = None,
) -> PostPrinted:
    """Prints the originals of `due` that are not printed yet on the till's printer, shipment after shipment.

    A shipment that is refused (ticket_printing, ticket_in_doubt …) is left out; the printer's trouble ends the run,
    and so does `go_on` when it says no. `printer` stands for the till's own. Raises `RefusedError` (not_on_stock,
    no_printer), `NotAllowedError`.
    """
    require_held(desk, Right.TICKETS_PRINT)
    require_on_stock(due)
    if printer_here(desk) is None:
        raise RefusedError(PrintRefusal.NO_PRINTER, {"till": desk.actor.till or None})
    run, stopped = PostPrinted(0), False
    for done, shipment in enumerate(shipments_due(desk, due)):
        progress(done, due.count)
        if not shipment.unprinted:
            continue
        stopped = stopped or run.trouble is not None or not go_on()
        if stopped:
            run = replace(run, not_printed=(*run.not_printed, shipment.number))
        else:
            run = _print_one(desk, key, due, shipment, run, printer)
    return _without_done(desk, due, run)


def post_to_mark(desk: Desk, numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The ids and numbers of shipments, each once. Raises `NotFoundError` (shipment), `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        query = sa.select(SHIPMENTS.c.number, SHIPMENTS.c.id).where(SHIPMENTS.c.number.in_(numbers))
        ids = {row.number: row.id for row in connection.execute(query)}
    for number in numbers:
        if number not in ids:
            raise NotFoundError("shipment", number)
    return tuple((ids[number], number) for number in dict.fromkeys(numbers))


def mark_post_sent(
    desk: Desk,
    key: str,
    shipments: Iterable[tuple[int, int]],
    progress: Callable[[int], None] = lambda _done: None,
    go_on: GoOn = _always,
    *,
    dry_run: bool = False,
) -> PostSent:
    """Marks shipments (id, number) as sent, each by itself; one that cannot be is left out, with the reason.

    What was sent before is nothing to do. Raises `NotAllowedError`.
    """
    sent: list[int] = []
    before: list[int] = []
    skipped: list[LeftOut] = []
    left: list[int] = []
    for done, (shipment_id, number) in enumerate(shipments):
        progress(done)
        if left or not go_on():
            left.append(number)
            continue
        refused = _mark_one(desk, f"{key}:{number}", shipment_id, dry_run=dry_run)
        if refused is None:
            sent.append(number)
        elif refused.code == DeliveryRefusal.SHIPMENT_SENT:
            before.append(number)
        else:
            skipped.append(LeftOut(number, "", refused.code, refused.facts))
    return PostSent(tuple(sent), tuple(before), tuple(skipped), tuple(left))


def _mark_one(desk: Desk, key: str, shipment_id: int, *, dry_run: bool) -> RefusedError | None:
    """Marks a shipment as sent, or says only whether it would; why not."""
    try:
        if dry_run:
            require_sendable(desk, shipment_id)
        else:
            mark_sent(desk, key, shipment_id, None)
    except RefusedError as refused:
        return refused
    return None


def _print_one(
    desk: Desk, key: str, due: PostDue, listed: PostShipment, run: PostPrinted, printer: Printer | None
) -> PostPrinted:
    """The run after one shipment more, printed as it is now: colleagues may have seen to it since it was listed."""
    shipment = _as_it_is(desk, due, listed.number)
    if shipment is None:
        return run
    number, ids = shipment.number, shipment.unprinted
    left = (*run.not_printed, number)
    key = _print_key(key, shipment)
    try:
        change = print_here(desk, key, shipment.order_id, None, ids, shipment=number, printer=printer)
    except (NotPrintedError, RefusedError) as error:
        left_out = LeftOut(number, shipment.order_number, error.code, error.facts)
        came_out = error.facts.get("printed")
        tickets = run.tickets + (len(came_out) if isinstance(came_out, list) else 0)
        run = replace(run, tickets=tickets, not_printed=left)
        if isinstance(error, NotPrintedError):
            return replace(run, trouble=left_out)
        return replace(run, skipped=(*run.skipped, left_out))
    return replace(run, tickets=run.tickets + len(change.ticket_ids))


def _without_done(desk: Desk, due: PostDue, run: PostPrinted) -> PostPrinted:
    """The run without the refused shipments that have nothing left to print by now: colleagues have seen to them.

    One of which something came out before the refusal is told all the same.
    """
    done = {one.shipment for one in run.skipped if _as_it_is(desk, due, one.shipment) is None}
    return replace(
        run,
        not_printed=tuple(number for number in run.not_printed if number not in done),
        skipped=tuple(one for one in run.skipped if one.shipment not in done or one.facts.get("printed")),
    )


def _as_it_is(desk: Desk, due: PostDue, number: int) -> PostShipment | None:
    """A shipment that was listed, where it is still meant and has a ticket to print."""
    now = next(iter(_page(desk, due, number - 1, 1)), None)
    return now if now is not None and now.number == number and now.unprinted else None


def _print_key(key: str, shipment: PostShipment) -> str:
    """Of the tickets still to print too: a run that goes on prints others than the one before it."""
    tickets = ",".join(str(one) for one in shipment.unprinted)
    return f"{key}:{shipment.number}:{hashlib.sha256(tickets.encode()).hexdigest()[:16]}"


def _title(connection: Connection, event: str) -> str:
    title = connection.execute(sa.select(EVENTS.c.title).where(EVENTS.c.code == event)).scalar()
    if title is None:
        raise NotFoundError("event", event)
    return str(title)


def _meant(connection: Connection, desk: Desk, which: Waiting) -> sa.Select[Any]:
    """The shipments that are meant. A ticket that starts before the day is over: then the first one does."""
    carries = _CARRIES if which.past else _CARRIES.where(_coming(desk))
    query = _WAITING.where(SHIPMENT_MODES.c.code == which.mode, sa.exists(carries))
    if which.event:
        of_event = _CARRIES.join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        query = query.where(sa.exists(of_event.where(EVENTS.c.code == which.event)))
    if which.until is not None:
        query = query.where(sa.exists(carries.where(_starts_by(connection, which.until))))
    return query


def _over(connection: Connection, desk: Desk, which: Waiting) -> tuple[int, ...]:
    """The numbers of those that would be meant too if their performances were not all over."""
    query = _meant(connection, desk, replace(which, past=True))
    over = query.where(sa.not_(sa.exists(_CARRIES.where(_coming(desk)))))
    return tuple(connection.execute(over.with_only_columns(SHIPMENTS.c.number)).scalars())


def _coming(desk: Desk) -> sa.ColumnElement[bool]:
    """A performance that is not dated is to come."""
    return sa.or_(PERFORMANCES.c.starts_at.is_(None), PERFORMANCES.c.starts_at > desk.clock.now())


def _starts_by(connection: Connection, day: date) -> sa.ColumnElement[bool]:
    """That a performance starts on a day of its venue's zone or before."""
    zones = connection.execute(sa.select(VENUES.c.zone).distinct()).scalars()
    over = [(zone, start_of_day(day + timedelta(days=1), zone)) for zone in zones]
    return sa.or_(
        sa.false(), *(sa.and_(VENUES.c.zone == zone, PERFORMANCES.c.starts_at < end) for zone, end in over)
    )


def _page(desk: Desk, due: PostDue, after: int, limit: int) -> list[PostShipment]:
    number = SHIPMENTS.c.number
    with reading(desk) as connection:
        query = _meant(connection, desk, due.which).where(number > after, number <= due.last).limit(limit)
        rows = connection.execute(query).all()
        if not rows:
            return []
        contacts = {
            one.id: one
            for one in connection.execute(
                CONTACT_ROWS.where(CONTACTS.c.id.in_({row.contact_id for row in rows}))
            )
        }
        tickets: defaultdict[int, list[PostTicket]] = defaultdict(list)
        carried = TICKET_ROWS.where(TICKETS.c.shipment_id.in_([row.id for row in rows]), LIVE_TICKET)
        for one in connection.execute(carried):
            tickets[one.shipment_id].append(_ticket(one))
    return [_shipment(row, contacts.get(row.contact_id), tickets[row.id]) for row in rows]


def _ticket(row: Any) -> PostTicket:
    section = row.section or ""
    return PostTicket(
        row.id, row.number, row.title, row.starts_at, row.zone, section, seat_of(row), row.printed
    )


def _shipment(row: Any, contact: Any | None, tickets: Sequence[PostTicket]) -> PostShipment:
    place = PostalAddress()
    if row.country is not None:
        place = PostalAddress(row.street, row.postal_code, row.city, row.region, row.country)
    person = "" if contact is None else " ".join(filter(None, (contact.first_name, contact.last_name)))
    parts = {one: str(getattr(place, one.value)) for one in AddressPart}
    return PostShipment(
        shipment_id=row.id,
        number=row.number,
        order_id=row.order_id,
        order_number=row.order_number,
        mode_type=row.mode_type,
        structure="" if contact is None else contact.structure or "",
        person=person,
        address=place,
        written=address_lines(post_format(place.country)[0], parts) if place else (),
        carrier_reference=row.carrier_reference,
        tickets=tuple(tickets),
    )
