"""Holds of a form on places: taken, renewed by taking again, released (spec/archives.md, Add a ticket, 5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import occupancy, performances
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import insist
from boxoffice_tui.services.orders import facts_of, take
from boxoffice_tui.services.transaction import Work, writing
from boxoffice_tui.views.seats import Held


def hold_seats(
    desk: Desk, form: str, performance_id: int, seat_ids: tuple[int, ...], order_id: int | None = None
) -> Held:
    """Makes `seat_ids` all the form holds in a performance, none ends all its holds; for an order that may change.

    Raises `RefusedError` (seat_taken, seat_killed, seat_house, gauge_full, the guards of the order and the
    performance), `NotAllowedError`. Holding again what is held is the same hold with a new end.
    """
    with writing(desk) as work:
        _guard(work, performance_id, order_id)
        wanted = occupancy.wanted_seats(work.connection, performance_id, seat_ids)
        return _hold(work, form, performance_id, wanted)


def hold_places(
    desk: Desk,
    form: str,
    performance_id: int,
    category_id: int,
    quantity: int,
    order_id: int | None = None,
) -> Held:
    """Makes `quantity` unnumbered places of a category all that the form holds in the performance.

    Raises as `hold_seats`, and `RefusedError` (quantity_not_positive): `release` ends what is held.
    """
    with writing(desk) as work:
        insist(rule.quantity_objection(quantity, 0, None))
        _guard(work, performance_id, order_id)
        wanted = [occupancy.wanted_count(work.connection, performance_id, category_id, quantity)]
        return _hold(work, form, performance_id, wanted)


def hold_basket(
    desk: Desk,
    form: str,
    performance_id: int,
    seat_ids: tuple[int, ...],
    counted: tuple[tuple[int, int], ...] = (),
) -> Held:
    """Makes seats, and places of unnumbered categories as (category id, quantity), all that the form holds in a
    performance, for a sale; what it holds in others stays. Nothing ends its holds there. Raises as `hold_seats`.
    """
    with writing(desk) as work:
        return hold_in(work, form, performance_id, seat_ids, counted)


def hold_in(
    work: Work,
    form: str,
    performance_id: int,
    seat_ids: tuple[int, ...],
    counted: tuple[tuple[int, int], ...] = (),
) -> Held:
    """`hold_basket` within a transaction under way."""
    if not seat_ids and not counted:
        work.require(Right.ORDERS_SELL)
        occupancy.release_form(work, form, performance_id)
        return Held(None)
    _guard(work, performance_id, None)
    wanted = occupancy.wanted_seats(work.connection, performance_id, seat_ids)
    for category_id, quantity in counted:
        insist(rule.quantity_objection(quantity, 0, None))
        wanted.append(occupancy.wanted_count(work.connection, performance_id, category_id, quantity))
    return _hold(work, form, performance_id, wanted)


def release(desk: Desk, form: str) -> Held:
    """Gives back all that the form holds."""
    with writing(desk) as work:
        occupancy.release_form(work, form)
        return Held(None)


def _guard(work: Work, performance_id: int, order_id: int | None) -> None:
    work.require(Right.ORDERS_SELL if order_id is None else Right.ORDERS_ADD_TICKETS)
    if order_id is not None:
        insist(rule.change_objection(facts_of(take(work, order_id, None))))
    performances.require_sellable(work, performance_id)


def _hold(work: Work, form: str, performance_id: int, wanted: list[occupancy.Wanted]) -> Held:
    if not wanted:
        occupancy.release_form(work, form)
        return Held(None)
    until = _until(work)
    occupancy.hold(work, performance_id, wanted, form, until)
    return Held(until)


def _until(work: Work) -> datetime:
    return work.now + timedelta(minutes=work.house.hold_minutes)
