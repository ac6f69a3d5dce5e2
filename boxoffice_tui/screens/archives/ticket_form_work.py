"""What the form of tickets to come asks of the services: each function runs in a thread, with a desk."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.proposals import Proposal
from boxoffice_tui.screens.archives.ticket_form_draft import Choice, Draft
from boxoffice_tui.views.catalogue import CategoryChoice, EventChoice, PerformanceChoice, PerformanceOffer
from boxoffice_tui.views.delivery import OrderOffers
from boxoffice_tui.views.orders import OrderChange, OrderPage
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import SeatState

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Clock, Desk

MOST_PROPOSED = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A performance as the form shows it; `clock` is the desk's, for the countdown.

    `notice` says that a price of the order's own tickets has ended since. The prices are those of who gives the
    code `promotion`.
    """

    offer: PerformanceOffer
    view: SeatMapView
    delivery: OrderOffers
    limit: int | None
    clock: Clock
    notice: Objection | None
    promotion: str


@dataclass(frozen=True, slots=True)
class Priced:
    """A performance at the prices of who gives the code `promotion`."""

    promotion: str
    offer: PerformanceOffer


@dataclass(frozen=True, slots=True)
class Programme:
    """The events on sale, the performances of the one chosen, and the one of them that is shown, if any."""

    events: tuple[EventChoice, ...]
    performances: tuple[PerformanceChoice, ...]
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at the open performance found: states of seats, or what is left of counted places.

    `turn` tells which change of the form it was taken after.
    """

    turn: int
    states: Mapping[int, SeatState] | None = None
    categories: tuple[CategoryChoice, ...] | None = None


@dataclass(frozen=True, slots=True)
class NowHeld:
    """What the form holds after a change, until when, and how the performance is then, unless all was released."""

    choice: Choice | None
    until: datetime | None
    now: Looked | None


class Hold:
    """What one form holds in the database: one choice at a time, nothing once it was let go.

    Used from threads, one call at a time.
    """

    def __init__(self, form: str, order_id: int) -> None:
        self.form = form
        self._order_id = order_id
        self._lock = threading.Lock()
        self._held: Choice | None = None
        self._let_go = False

    @property
    def held(self) -> bool:
        """Whether something may be held."""
        return self._held is not None

    def take(self, desk: Desk, choice: Choice | None) -> NowHeld:
        """Makes `choice` all that the form holds. Raises as services/holds.py does; then the former one stays."""
        from boxoffice_tui.services import holds

        with self._lock:
            until: datetime | None = None
            if self._held is not None and (
                choice is None or choice.performance_id != self._held.performance_id
            ):
                holds.release(desk, self.form)
                self._held = None
            if choice is not None and not self._let_go:
                until = self._hold(desk, choice)
                self._held = choice
        if choice is None:
            return NowHeld(None, None, None)
        where = (choice.performance_id, bool(choice.seat_ids))
        return NowHeld(choice, until, look(desk, self._order_id, self.form, where, 0))

    def sold(self) -> None:
        """What was held has become tickets: there is nothing left to release."""
        self._held = None

    def let_go(self, desk: Desk) -> None:
        """Gives back what is held, for good."""
        from boxoffice_tui.services import holds

        with self._lock:
            self._let_go = True
            if self._held is not None:
                holds.release(desk, self.form)
                self._held = None

    def _hold(self, desk: Desk, choice: Choice) -> datetime | None:
        from boxoffice_tui.services import holds

        if choice.seat_ids:
            taken = holds.hold_seats(desk, self.form, choice.performance_id, choice.seat_ids, self._order_id)
        else:
            taken = holds.hold_places(
                desk,
                self.form,
                choice.performance_id,
                choice.category_id or 0,
                choice.quantity,
                self._order_id,
            )
        return taken.until


def open_form(desk: Desk, page: OrderPage, form: str) -> Programme:
    """The form as it opens: on the first performance of the order's live tickets that can still be sold."""
    from boxoffice_tui.services import catalogue

    wanted = list(dict.fromkeys(ticket.performance_id for ticket in page.live_tickets))
    theirs = sorted(
        catalogue.choices_of(desk, wanted), key=lambda choice: wanted.index(choice.performance_id)
    )
    sold = [choice for choice in theirs if choice.objection is None] or theirs
    events = catalogue.events_on_sale(desk)
    if sold:
        return _programme(desk, page, form, events, sold[0])
    return read_event(desk, page, form, events, events[0].event_id) if events else Programme((), (), None)


def open_on(desk: Desk, page: OrderPage, form: str, performance_id: int) -> Programme:
    """The form as it opens on a performance, whether it is sold or not."""
    from boxoffice_tui.services import catalogue

    (chosen,) = catalogue.choices_of(desk, [performance_id])
    return _programme(desk, page, form, catalogue.events_on_sale(desk), chosen)


def read_event(
    desk: Desk, page: OrderPage, form: str, events: tuple[EventChoice, ...], event_id: int
) -> Programme:
    """The performances of an event, and the first of them that can be sold."""
    from boxoffice_tui.services import catalogue

    performances = catalogue.performances_of(desk, event_id)
    sold = [one for one in performances if one.objection is None] or list(performances)
    if not sold:
        return Programme(events, (), None)
    return _programme(desk, page, form, events, sold[0])


def read_performance(
    desk: Desk, page: OrderPage, form: str, performance_id: int, promotion: str = ""
) -> Shown:
    """A performance with its seats, prices, and the delivery modes of one more ticket."""
    from boxoffice_tui.services import catalogue, delivery, promotions, seat_maps

    whose = seat_maps.SeatFor(form, page.order_id)
    return Shown(
        offer=catalogue.offer_of(desk, performance_id, promotion),
        view=seat_maps.seat_map(desk, performance_id, whose),
        delivery=delivery.offers_for(desk, page.order_id, performance_id),
        limit=desk.house.tickets_per_order,
        clock=desk.clock,
        notice=promotions.ended_since(desk, page.order_id, performance_id),
        promotion=promotion,
    )


def read_prices(desk: Desk, performance_id: int, promotion: str) -> Priced:
    """What the performance costs who gives the code `promotion`."""
    from boxoffice_tui.services import catalogue

    return Priced(promotion, catalogue.offer_of(desk, performance_id, promotion))


def look(desk: Desk, order_id: int, form: str, where: tuple[int, bool], turn: int) -> Looked:
    """What changed in the performance (its id, whether its seats are numbered) that is open."""
    from boxoffice_tui.services import catalogue, seat_maps

    performance_id, numbered = where
    if numbered:
        whose = seat_maps.SeatFor(form, order_id)
        return Looked(turn, states=seat_maps.states(desk, performance_id, whose))
    return Looked(turn, categories=catalogue.offer_of(desk, performance_id).categories)


def propose(
    view: SeatMapView, count: int, category: str | None, *, accessible: bool
) -> tuple[Proposal, ...]:
    """Seats to offer, best first."""
    from boxoffice_tui.services import seat_maps

    return seat_maps.propose(view, count, category=category, accessible=accessible, limit=MOST_PROPOSED)


def save(desk: Desk, key: str, draft: tuple[OrderPage, tuple[TicketRequest, ...], str | None]) -> OrderChange:
    """Adds the tickets, once for each key; `key` names the form that holds them too."""
    from boxoffice_tui.services.add_tickets import add_tickets

    page, requests, mode = draft
    return add_tickets(desk, key, page.order_id, page.version, key, requests, mode)


def asked_for(draft: Draft) -> tuple[OrderPage, tuple[TicketRequest, ...], str | None]:
    """What saving asks of the service, frozen before it goes to a thread."""
    return draft.page, draft.requests(), draft.mode


def _programme(
    desk: Desk,
    page: OrderPage,
    form: str,
    events: tuple[EventChoice, ...],
    chosen: PerformanceChoice,
) -> Programme:
    """With the chosen performance and its event in the lists, on sale or not."""
    from boxoffice_tui.services import catalogue

    performances = catalogue.performances_of(desk, chosen.event_id)
    if all(one.performance_id != chosen.performance_id for one in performances):
        performances = (chosen, *performances)
    if all(event.event_id != chosen.event_id for event in events):
        events = (EventChoice(chosen.event_id, chosen.event_code, chosen.title), *events)
    return Programme(events, performances, read_performance(desk, page, form, chosen.performance_id))
