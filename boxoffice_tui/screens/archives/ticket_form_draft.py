"""What stands in the form of an added ticket, and what follows from it: price, limit, what is still missing.

No widget and no service: the screen shows a draft and changes it, the services are asked by
ticket_form_work.py (spec/archives.md, Add a ticket).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderFacts, change_objection, quantity_objection
from boxoffice_tui.rules.pricing import PriceRefusal
from boxoffice_tui.rules.seating import Seat, leaves_single
from boxoffice_tui.views.catalogue import CategoryChoice, PerformanceOffer, RateOffer
from boxoffice_tui.views.delivery import ModeOffer, OrderOffers
from boxoffice_tui.views.orders import OrderPage, TicketLine
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import SeatState

_OPEN = frozenset({SeatState.FREE, SeatState.CHOSEN})


class Missing(StrEnum):
    """What keeps a draft from being saved, in the order in which the operator is told."""

    OBJECTION = "objection"
    SEATS = "seats"
    MODE = "mode"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Choice:
    """Places chosen in a performance: seats in the order of choice, or a `quantity` of a category."""

    performance_id: int
    seat_ids: tuple[int, ...] = ()
    category_id: int | None = None
    quantity: int = 0

    @property
    def count(self) -> int:
        """How many places."""
        return len(self.seat_ids) or self.quantity


@dataclass(slots=True)
class Draft:
    """The form's content. `seat_ids` are the seats chosen, `places` the unnumbered places held; the prices are
    those of who gives the code `promotion`.
    """

    page: OrderPage
    limit: int | None = None
    offer: PerformanceOffer | None = None
    view: SeatMapView | None = None
    delivery: OrderOffers | None = None
    category_id: int | None = None
    rate_id: int | None = None
    quantity: int = 1
    accessible: bool = False
    seat_ids: tuple[int, ...] = ()
    places: int = 0
    mode: str | None = None
    promotion: str = ""
    sections: int = 0  # how many the plan has
    _seats: dict[int, Seat] = field(default_factory=dict)
    _rows: dict[tuple[str, int], list[Seat]] = field(default_factory=dict)

    # What was read

    def adopt(
        self, offer: PerformanceOffer, view: SeatMapView, delivery: OrderOffers, promotion: str = ""
    ) -> tuple[int, ...]:
        """Takes a performance as it is now; of the same one what was chosen stays, where it is still offered.

        Returns the chosen seats that somebody else took.
        """
        if self.offer is None or self.offer.performance.performance_id != offer.performance.performance_id:
            self.seat_ids, self.places, self.mode = (), 0, None
            self.category_id = None
        self.offer, self.delivery, self.promotion = offer, delivery, promotion
        self.view = view
        self._know(view.seats)
        if self.category is None:
            self.category_id = self._usual_category()
        self.keep_rate()
        if self.mode is None or not self.offered(self.mode):
            self.mode = delivery.prefill if self.offered(delivery.prefill) else None
        return self.take_states(view.states)[1]

    def take_states(self, states: Mapping[int, SeatState]) -> tuple[dict[int, SeatState], tuple[int, ...]]:
        """Takes newly read states; what changes on the map, and the chosen seats that somebody else took.

        A seat whose hold has run out stays chosen while it is free: saving takes it again.
        """
        if self.view is None:
            return {}, ()
        lost = tuple(seat_id for seat_id in self.seat_ids if states.get(seat_id, SeatState.FREE) not in _OPEN)
        self.seat_ids = tuple(seat_id for seat_id in self.seat_ids if seat_id not in lost)
        now = {**states, **dict.fromkeys(self.seat_ids, SeatState.CHOSEN)}
        before = self.view.states
        changes = {
            seat_id: now.get(seat_id, SeatState.FREE)
            for seat_id in before.keys() | now.keys()
            if before.get(seat_id, SeatState.FREE) is not now.get(seat_id, SeatState.FREE)
        }
        if changes:
            self.view = replace(self.view, states=now)
        return changes, lost

    def take_prices(self, offer: PerformanceOffer, promotion: str) -> None:
        """Takes the prices of who gives the code `promotion`; those of another performance are none of its own."""
        here = self.offer
        if here is None or here.performance.performance_id != offer.performance.performance_id:
            return
        self.offer, self.promotion = replace(here, rates=offer.rates), promotion
        self.keep_rate()

    def seat(self, seat_id: int) -> Seat:
        """A seat of the performance; LookupError for another."""
        return self._seats[seat_id]

    def knows(self, seat_ids: Collection[int]) -> bool:
        """Whether all of these are seats of the performance."""
        return self._seats.keys() >= set(seat_ids)

    # What is chosen

    @property
    def category(self) -> CategoryChoice | None:
        """The seat category chosen."""
        return self.category_named(self.category_id)

    @property
    def numbered(self) -> bool:
        """Whether seats are chosen on the map, not counted."""
        return self.category is None or self.category.numbered

    @property
    def counted(self) -> bool:
        """Whether places without numbers are asked for."""
        return not self.numbered

    @property
    def rates(self) -> tuple[RateOffer, ...]:
        """The rates sold in the category chosen, with today's prices."""
        return tuple(rate for rate in self._offers if rate.category_id == self.category_id)

    @property
    def choice(self) -> Choice | None:
        """The places chosen, None while there are none."""
        if self.offer is None:
            return None
        performance_id = self.offer.performance.performance_id
        if self.numbered:
            return Choice(performance_id, self.seat_ids) if self.seat_ids else None
        if not self.counted or not self.quantity:
            return None
        return Choice(performance_id, (), self.category_id, self.quantity)

    def keep_rate(self) -> None:
        """Keeps the rate if the category sells it, else takes the category's first."""
        known = [rate.rate_id for rate in self.rates]
        if self.rate_id not in known:
            self.rate_id = known[0] if known else None

    def picked(self, seat_id: int, chosen: tuple[int, ...]) -> tuple[int, ...]:
        """`chosen` once this seat is picked by hand: off if it was on, else the oldest gives way."""
        if seat_id in chosen:
            return tuple(one for one in chosen if one != seat_id)
        return (*chosen, seat_id)[-self.quantity :]

    def category_named(self, category_id: int | None) -> CategoryChoice | None:
        """The seat category with this id."""
        return next((one for one in self._categories if one.category_id == category_id), None)

    def category_of(self, seat_id: int) -> CategoryChoice | None:
        """The category a seat belongs to."""
        code = self._seats[seat_id].category
        return next((one for one in self._categories if one.code == code), None)

    def price_of(self, seat_id: int) -> Money | None:
        """What a ticket of the rate chosen costs on a seat."""
        category = self.category_of(seat_id)
        return self._price(category.category_id) if category is not None else None

    def left_alone(self) -> tuple[Seat, ...]:
        """The free seats that the chosen ones leave without a free neighbour."""
        if self.view is None or not self.seat_ids:
            return ()
        touched = {(self._seats[one].section, self._seats[one].row_index) for one in self.seat_ids}
        seats = [seat for row in touched for seat in self._rows[row]]
        free = {seat.id for seat in seats if self.view.states.get(seat.id, SeatState.FREE) in _OPEN}
        alone = leaves_single(seats, free, frozenset(self.seat_ids), self.view.aisle_after)
        return tuple(self._seats[seat_id] for seat_id in alone)

    # Delivery

    @property
    def modes(self) -> tuple[ModeOffer, ...]:
        """The delivery modes that can be chosen."""
        return tuple(mode for mode in self._modes if mode.offered)

    def offered(self, code: str | None) -> bool:
        """Whether a mode can be chosen now."""
        return any(mode.code == code for mode in self.modes)

    @property
    def as_the_others(self) -> bool:
        """Whether the mode chosen is the one the order's other tickets share."""
        return self.delivery is not None and self.mode is not None and self.mode == self.delivery.prefill

    def delivery_objection(self) -> Objection | None:
        """Why no mode could be filled in: the others differ, or theirs is not offered now."""
        if self.delivery is None or self.mode is not None:
            return None
        shared = next((mode for mode in self._modes if mode.code == self.delivery.prefill), None)
        return self.delivery.must_choose or (shared.objection if shared is not None else None)

    # What it comes to

    def lines(self) -> list[tuple[RateOffer, int]]:
        """The prices of what is chosen, or would be, each with its number of tickets."""
        if self.offer is None:
            return []
        if self.numbered:
            categories = (self.category_of(seat_id) for seat_id in self.seat_ids)
            counted = Counter(one.category_id if one is not None else None for one in categories)
        else:
            counted = Counter()
        counted = counted or Counter({self.category_id: self.quantity})
        return [
            (rate, count)
            for category_id, count in counted.items()
            if (rate := self._rate(category_id)) is not None
        ]

    def sum(self) -> Money | None:
        """Tickets, their fees and the delivery; None while a price is missing."""
        lines = self.lines()
        if not lines:
            return None
        currency = lines[0][0].price.currency
        tickets = total(((rate.price + rate.fees) * count for rate, count in lines), currency)
        return tickets + total((mode.cost for mode in self.modes if mode.code == self.mode), currency)

    def fees(self) -> Money | None:
        """What of the sum is fees and delivery."""
        whole = self.sum()
        if whole is None:
            return None
        return whole - total((rate.price * count for rate, count in self.lines()), whole.currency)

    def promotion_objection(self) -> Objection | None:
        """Why the promotion is not applied to what is chosen, or to a part of it."""
        return next((rate.notice for rate, _count in self.lines() if rate.notice is not None), None)

    @property
    def promotion_applied(self) -> bool:
        """Whether all that is chosen has the price of the promotion given."""
        return bool(self.promotion and self.lines()) and self.promotion_objection() is None

    @property
    def promoted(self) -> tuple[RateOffer, ...]:
        """The prices the promotion is applied to, chosen or not."""
        return tuple(rate for rate in self._offers if rate.notice is None) if self.promotion else ()

    # Saving

    def objection(self) -> Objection | None:
        """Why these tickets cannot be added to this order, whatever places are chosen."""
        order = change_objection(OrderFacts(self.page.state, self.page.origin, self.page.platform))
        if order is not None or self.offer is None:
            return order
        if self.offer.performance.objection is not None:
            return self.offer.performance.objection
        if self.rate_id is None or None in map(self.price_of, self.seat_ids):
            return Objection(PriceRefusal.NO_PRICE)
        return quantity_objection(self.quantity, len(self.own_tickets()), self.limit)

    def missing(self) -> Missing | None:
        """The first thing that keeps the draft from being saved."""
        if self.offer is None or self.objection() is not None:
            return Missing.OBJECTION
        if self.numbered and len(self.seat_ids) != self.quantity:
            return Missing.SEATS
        return Missing.MODE if self.delivery_objection() is not None else None

    def requests(self) -> tuple[TicketRequest, ...]:
        """What is asked of the service, at the prices shown: a request a category."""
        if self.offer is None or self.rate_id is None:
            return ()
        performance_id = self.offer.performance.performance_id
        ask = partial(TicketRequest, performance_id, self.rate_id, promotion=self.promotion)
        if not self.numbered:
            here = self.category_id
            return (ask(category_id=here, quantity=self.quantity, shown=self._price(here)),)
        by_category: dict[int | None, list[int]] = {}
        for seat_id in self.seat_ids:
            category = self.category_of(seat_id)
            by_category.setdefault(category.category_id if category else None, []).append(seat_id)
        return tuple(
            ask(seat_ids=tuple(seats), shown=self._price(category_id))
            for category_id, seats in by_category.items()
        )

    def own_tickets(self) -> tuple[TicketLine, ...]:
        """The order's live tickets of the performance."""
        if self.offer is None:
            return ()
        performance_id = self.offer.performance.performance_id
        return tuple(one for one in self.page.live_tickets if one.performance_id == performance_id)

    def like(self) -> tuple[TicketLine, ...]:
        """The tickets whose category is meant where none is named."""
        return self.own_tickets()

    # The parts of what was read

    def _know(self, seats: Iterable[Seat]) -> None:
        self._seats = {seat.id: seat for seat in seats}
        self._rows = {}
        for seat in self._seats.values():
            self._rows.setdefault((seat.section, seat.row_index), []).append(seat)
        self.sections = len({section for section, _row in self._rows})

    @property
    def _categories(self) -> tuple[CategoryChoice, ...]:
        return self.offer.categories if self.offer is not None else ()

    @property
    def _offers(self) -> tuple[RateOffer, ...]:
        return self.offer.rates if self.offer is not None else ()

    @property
    def _modes(self) -> tuple[ModeOffer, ...]:
        return self.delivery.modes if self.delivery is not None else ()

    def _rate(self, category_id: int | None) -> RateOffer | None:
        wanted = (category_id, self.rate_id)
        return next((rate for rate in self._offers if (rate.category_id, rate.rate_id) == wanted), None)

    def _price(self, category_id: int | None) -> Money | None:
        rate = self._rate(category_id)
        return rate.price if rate is not None else None

    def _usual_category(self) -> int | None:
        """That of the tickets it is to be like, else the first that is sold and has places left, else the first."""
        like = self.like()
        codes = {self._seats[one.seat_id].category for one in like if one.seat_id in self._seats}
        names = {ticket.section for ticket in like if ticket.seat_id is None}
        own = [one for one in self._categories if one.code in codes or one.name in names]
        sold = {rate.category_id for rate in self._offers}
        left = [one for one in self._categories if one.left and one.category_id in sold]
        best = own or left or list(self._categories)
        return best[0].category_id if best else None
