"""What the counter asks of the services: each function runs in a thread, with a desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.pricing import PriceRefusal
from boxoffice_tui.rules.seating import seat_name
from boxoffice_tui.rules.seating_plan import SeatingPlan
from boxoffice_tui.screens.counter.basket import Basket, BasketLine
from boxoffice_tui.views.articles import ArticleOffer
from boxoffice_tui.views.catalogue import EveningCursor, EveningPage, PerformanceOffer
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.delivery import ModeOffer
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import DeliveryRequest, PaymentRequest
from boxoffice_tui.views.reservations import ReservationRow
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.shipment_modes import ShipmentModeRow
from boxoffice_tui.widgets.paged_table import Toward

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Clock, Desk


@dataclass(frozen=True, slots=True)
class House:
    """What the counter asks once: the modes that carry tickets, the house's currency, the desk's clock.

    Cash goes in steps of `cash_step` minor units.
    """

    modes: tuple[ShipmentModeRow, ...]
    currency: str
    clock: Clock
    cash_step: int

    @property
    def usual_mode(self) -> ShipmentModeRow | None:
        """How tickets leave unless the customer wants otherwise: by hand."""
        by_hand = (mode for mode in self.modes if mode.on_channel and mode.type is ShipmentType.BY_HAND)
        return next(by_hand, None)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Performances that were asked for `toward` an end of the list, or beyond `key`; whether the till is open."""

    toward: Toward
    key: EveningCursor | None
    page: EveningPage
    till_open: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """So many places of a category, at a rate, the category's first where none is named."""

    performance_id: int
    category_id: int
    count: int
    rate_id: int | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """The basket after places were held, until when."""

    basket: Basket
    until: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryChoices:
    """The modes of a basket, the address and e-mail of who gets it, whether a ticket printer stands here."""

    modes: tuple[ModeOffer, ...]
    address: str
    email: str
    printer: bool


@dataclass(frozen=True, slots=True)
class Prices:
    """What things cost."""

    performances: tuple[PerformanceOffer, ...]
    articles: tuple[ArticleOffer, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a basket is to be delivered: `to` another than who buys, by an exception, printed when it is sold."""

    mode: ShipmentModeRow | None = None
    to: ContactRow | None = None
    exception: bool = False
    print_now: bool = False

    def request(self) -> DeliveryRequest:
        """As services are asked for it."""
        mode = self.mode.code if self.mode is not None else None
        return DeliveryRequest(mode, self.to.contact_id if self.to is not None else None, self.exception)


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """Why tickets did not come out of the printer, as services say it."""

    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sold:
    """An order just made, of what, and how it was paid."""

    change: OrderChange
    basket: Basket
    payments: tuple[PaymentRequest, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """How many tickets of an order came out of the printer; `not_printed` says why no more did."""

    order: str
    tickets: int = 0
    not_printed: NotPrinted | None = None


def read_house(desk: Desk) -> House:
    """How tickets may reach the customer, and what else does not change while the program runs."""
    from boxoffice_tui.services import shipment_modes

    modes = tuple(mode for mode in shipment_modes.shipment_modes(desk) if mode.handles_tickets)
    return House(modes, desk.house.currency, desk.clock, desk.house.cash_step)


def delivery_choices(
    desk: Desk, basket: Basket, contact_id: int | None, *, exception: bool
) -> DeliveryChoices:
    """The modes with what each costs for this basket, where it goes, and whether tickets print here."""
    from boxoffice_tui.services import contacts, delivery, till_printers
    from boxoffice_tui.services.naming import address_line

    modes = delivery.offers_to(desk, contact_id, basket.performances(), exception=exception)
    printer = till_printers.printer_here(desk) is not None
    if contact_id is None:
        return DeliveryChoices(modes, "", "", printer)
    fields = contacts.contact_details(desk, contact_id).fields
    at = fields.address
    line = address_line(at.street, at.postal_code, at.city, at.region, at.country) if at else ""
    return DeliveryChoices(modes, line, fields.email, printer)


def read_ahead(desk: Desk, toward: Toward, key: EveningCursor | None, limit: int) -> Ahead:
    """A page of what can be sold from today on."""
    from boxoffice_tui.services import evening, till_sessions

    backwards = toward in {Toward.BEFORE, Toward.END}
    page = evening.performances_ahead(desk, key, backwards=backwards, limit=limit)
    return Ahead(toward, key, page, till_sessions.open_here(desk))


def wishes_of(basket: Basket) -> list[Wish]:
    """What would fill another basket like this one, not the same seats."""
    counts: dict[tuple[int, int, int], int] = {}
    for line in basket.lines:
        key = (line.performance.performance_id, line.category_id, line.rate_id)
        counts[key] = counts.get(key, 0) + line.quantity
    return [Wish(here, category, count, rate) for (here, category, rate), count in counts.items()]


def fill(desk: Desk, form: str, basket: Basket, wishes: Iterable[Wish]) -> Filled:
    """Holds what is wished for and adds it: the best seats side by side, or places that are counted.

    Raises as services/best_available.hold_best; then what was held before is held on, and no more.
    """
    from boxoffice_tui.services import catalogue
    from boxoffice_tui.services.errors import RefusedError

    before, until, filled = basket, None, set[int]()
    for wish in wishes:
        try:
            offer = catalogue.offer_of(desk, wish.performance_id)
            lines, until = _held(desk, form, basket, wish, offer)
        except RefusedError:
            for performance_id in sorted(filled):
                take_out(desk, form, before, performance_id)
            raise
        filled.add(wish.performance_id)
        basket = basket.repriced(offer).with_lines(lines)
    return Filled(basket, until)


def take_out(desk: Desk, form: str, basket: Basket, performance_id: int) -> Filled:
    """Makes what the basket has of a performance all that is held there."""
    from boxoffice_tui.services import holds

    held = holds.hold_basket(
        desk, form, performance_id, basket.seats(performance_id), basket.counted(performance_id)
    )
    return Filled(basket, held.until)


def take_seats(
    desk: Desk,
    form: str,
    basket: Basket,
    view: SeatMapView,
    seat_ids: tuple[int, ...],
    rate_id: int | None = None,
) -> Filled:
    """Holds `seat_ids` as all the basket's seats of the performance of a map, chosen by hand; new ones at a rate,
    the category's first where none is named or it does not sell at that one.
    """
    from boxoffice_tui.services import catalogue, holds

    here = view.performance_id
    held = holds.hold_basket(desk, form, here, seat_ids, basket.counted(here))
    offer = catalogue.offer_of(desk, here)
    added = tuple(seat_id for seat_id in seat_ids if seat_id not in basket.seats(here))
    lines = _seat_lines(offer, view.plan, added, rate_id)
    return Filled(basket.repriced(offer).with_seats(here, seat_ids, lines), held.until)


def prices_now(desk: Desk, performance_ids: tuple[int, ...]) -> Prices:
    """What performances and articles cost now."""
    from boxoffice_tui.services import articles, catalogue

    return Prices(tuple(catalogue.offer_of(desk, one) for one in performance_ids), articles.on_sale(desk))


def sell(
    desk: Desk,
    form: str,
    basket: Basket,
    contact_id: int | None,
    delivered: Delivered,
    payments: tuple[PaymentRequest, ...],
) -> Sold:
    """Sells the basket, once for each form: its name is the idempotency key too."""
    from boxoffice_tui.services import sales

    pieces = basket.article_requests()
    change = sales.sell(
        desk, form, form, contact_id, basket.requests(), delivered.request(), payments, pieces
    )
    return Sold(change, basket, payments)


def print_sold(desk: Desk, key: str, change: OrderChange) -> Printed:
    """Prints the tickets just sold on the till's printer, once for each key; they are sold whatever it does."""
    from boxoffice_tui.services.errors import NotPrintedError, RefusedError
    from boxoffice_tui.services.ticket_printing import print_here

    try:
        done = print_here(desk, key, change.order_id, None, change.ticket_ids)
    except (NotPrintedError, RefusedError) as error:
        return Printed(change.number, not_printed=NotPrinted(error.code, error.facts))
    return Printed(change.number, len(done.ticket_ids))


def reserve(
    desk: Desk,
    form: str,
    basket: Basket,
    contact_id: int,
    delivered: Delivered,
    payments: tuple[PaymentRequest, ...],
) -> Sold:
    """Reserves the basket for a contact, once for each form, until the day the house says."""
    from boxoffice_tui.services import reservations

    pieces = basket.article_requests()
    asked = (basket.requests(), delivered.request(), None, pieces, payments)
    change = reservations.reserve(desk, form, form, contact_id, *asked)
    return Sold(change, basket, payments)


def take_up(
    desk: Desk, key: str, reserved: ReservationRow, payments: tuple[PaymentRequest, ...]
) -> OrderChange:
    """Makes a reservation a sale with what is paid, once for each key."""
    from boxoffice_tui.services import reservations

    return reservations.take_up(desk, key, reserved.order_id, payments, None, reserved.version)


def pending_of(desk: Desk, contact_id: int) -> tuple[ReservationRow, ...]:
    """What is reserved for a contact."""
    from boxoffice_tui.services import reservation_search

    return reservation_search.reservations_of(desk, contact_id)


def _held(
    desk: Desk, form: str, basket: Basket, wish: Wish, offer: PerformanceOffer
) -> tuple[tuple[BasketLine, ...], datetime | None]:
    from boxoffice_tui.services import best_available, holds
    from boxoffice_tui.services.errors import RefusedError

    here = wish.performance_id
    category = next((one for one in offer.categories if one.category_id == wish.category_id), None)
    if category is None:
        raise RefusedError(PriceRefusal.NO_PRICE)
    seats, counted = basket.seats(here), basket.counted(here)
    if category.numbered:
        best = best_available.hold_best(desk, form, here, category.code, wish.count, seats, counted)
        return _seat_lines(offer, best.plan, best.seat_ids, wish.rate_id), best.until
    now = dict(counted)
    now[category.category_id] = now.get(category.category_id, 0) + wish.count
    held = holds.hold_basket(desk, form, here, seats, tuple(now.items()))
    line = _line(offer, category.category_id, category.name, None, wish.rate_id)
    return (replace(line, quantity=wish.count),), held.until


def _seat_lines(
    offer: PerformanceOffer, plan: SeatingPlan, seat_ids: tuple[int, ...], rate_id: int | None
) -> tuple[BasketLine, ...]:
    by_code = {one.code: one.category_id for one in offer.categories}
    several = len({piece.row[0] for piece in plan.pieces}) > 1
    lines = []
    for seat_id in seat_ids:
        seat = plan.by_id[seat_id]
        name = seat_name(seat.row, seat.number)
        named = f"{seat.section} {name}" if several else name
        lines.append(_line(offer, by_code[seat.category], named, seat_id, rate_id))
    return tuple(lines)


def _line(
    offer: PerformanceOffer, category_id: int, name: str, seat_id: int | None, rate_id: int | None
) -> BasketLine:
    """Raises `RefusedError` (no_price) where the category is sold at no rate now."""
    rates = tuple(rate for rate in offer.rates if rate.category_id == category_id)
    if not rates:
        from boxoffice_tui.services.errors import RefusedError

        raise RefusedError(PriceRefusal.NO_PRICE)
    known = {rate.rate_id for rate in rates}
    chosen = rate_id if rate_id in known and rate_id is not None else rates[0].rate_id
    return BasketLine(0, offer.performance, category_id, name, rates, chosen, seat_id)
