"""The best seats there are, held at once: a block, in one category or any (issue: Sell).

Others choose at the same time: where somebody was first, the next best block is taken.
"""

from __future__ import annotations

from boxoffice_tui.rules import proposals
from boxoffice_tui.rules.occupancy import OccupancyRefusal
from boxoffice_tui.rules.proposals import Proposal, ProposalKind
from boxoffice_tui.services import holds, occupancy, performances, seat_maps
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.seat_maps import SeatFor
from boxoffice_tui.services.transaction import reading, writing
from boxoffice_tui.views.seats import BestHeld, SeatMapView
from boxoffice_tui.views.states import SeatState


def hold_best(
    desk: Desk,
    form: str,
    performance_id: int,
    category: str,
    count: int,
    seat_ids: tuple[int, ...] = (),
    counted: tuple[tuple[int, int], ...] = (),
) -> BestHeld:
    """Holds `count` seats side by side in the category with that code beside what the form holds there already.

    `seat_ids` and `counted` are what it holds (services/holds.hold_basket); a block that leaves no single seat
    goes first. Raises as `hold_basket`, and `RefusedError` (gauge_full with asked and left; no_block with
    count): a request is never split silently (spec/archives.md, Add a ticket, 4).
    """
    with reading(desk) as connection:
        view = seat_maps.seats_on(connection, desk, performance_id, SeatFor(form))
    chosen = best(view, category, count).seat_ids
    try:
        held = holds.hold_basket(desk, form, performance_id, (*seat_ids, *chosen), counted)
    except RefusedError as refused:
        if refused.code != OccupancyRefusal.SEAT_TAKEN:
            raise
        return _hold_alone(desk, form, performance_id, category, count, seat_ids, counted)
    return BestHeld(chosen, view.plan, held.until)


def _hold_alone(
    desk: Desk,
    form: str,
    performance_id: int,
    category: str,
    count: int,
    seat_ids: tuple[int, ...],
    counted: tuple[tuple[int, int], ...],
) -> BestHeld:
    """Somebody was first: looks and holds while nobody else can claim a place of the performance."""
    with writing(desk) as work:
        performances.require_sellable(work, performance_id)
        occupancy.lock_cells_of(work, performance_id)
        view = seat_maps.seats_on(work.connection, desk, performance_id, SeatFor(form))
        chosen = best(view, category, count).seat_ids
        held = holds.hold_in(work, form, performance_id, (*seat_ids, *chosen), counted)
    return BestHeld(chosen, view.plan, held.until)


def best(view: SeatMapView, category: str | None, count: int, *, split: bool = False) -> Proposal:
    """The seats to take on a map as it stands; those its form chose already are no longer free.

    In any category where none is named; apart from each other only where `split` allows it. Raises as `hold_best`.
    """
    free = seat_maps.free_on(view, SeatState.FREE)
    proposed = proposals.propose(view.plan, free, seat_maps.own_on(view), count, category)
    together = [one for one in proposed if split or one.kind is not ProposalKind.SPLIT]
    if together:
        return next((one for one in together if not one.leaves_single), together[0])
    if proposed:
        raise RefusedError(OccupancyRefusal.NO_BLOCK, {"count": count})
    seats = [seat for seat in view.seats if category in {None, seat.category} and not seat.accessible]
    left = sum(seat.id in free for seat in seats)
    raise RefusedError(OccupancyRefusal.GAUGE_FULL, {"asked": count, "left": left})
