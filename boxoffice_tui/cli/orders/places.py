"""Which places a sale takes: seats by name, a count of an unnumbered category, or the best seats together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, ngettext

if TYPE_CHECKING:
    from boxoffice_tui.rules.proposals import Proposal
    from boxoffice_tui.services.errors import RefusedError
    from boxoffice_tui.services.seat_maps import SeatFor
    from boxoffice_tui.views.catalogue import CategoryChoice, PerformanceOffer, RateOffer
    from boxoffice_tui.views.orders import OrderPage
    from boxoffice_tui.views.requests import TicketRequest


@dataclass(frozen=True, slots=True)
class Places:
    """The options that say which places."""

    performance: Annotated[
        str,
        typer.Option("--performance", metavar="EVENT/PERFORMANCE", help=N_("The performance, by its codes.")),
    ] = ""
    seat: Annotated[
        list[str] | None,
        typer.Option(
            "--seat",
            metavar="SEAT",
            help=N_("This seat, as F-14 or SECTION:F-14; may be given several times."),
        ),
    ] = None
    count: Annotated[
        str,
        typer.Option(
            "--count", metavar="COUNT", help=N_("So many: places of a category, or the best seats.")
        ),
    ] = ""
    category: Annotated[
        str, typer.Option("--category", metavar="CODE", help=N_("Of this seat category, by its code."))
    ] = ""
    rate: Annotated[
        str, typer.Option("--rate", metavar="CODE", help=N_("At this rate; else the first one on sale."))
    ] = ""
    promotion: Annotated[
        str, typer.Option("--promotion", metavar="CODE", help=N_("With this promotion."))
    ] = ""
    split: Annotated[
        bool,
        typer.Option("--split", help=N_("Take seats that are not together where there is no other way.")),
    ] = False


    @property
    def given(self) -> bool:
        """Whether any of them was."""
        return self != Places()


@dataclass(frozen=True, slots=True)
class Wish:
    """Places in a performance that was found. `count` is None where seats are named; `has_seats` tells that the
    order has seats there already, beside which the others are sought.
    """

    performance_id: int
    count: int | None
    places: Places
    has_seats: bool = False

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats named."""
        return tuple(self.places.seat or ())

    @property
    def quantity(self) -> int:
        """How many tickets it will be."""
        return self.count if self.count is not None else len(self.seats)

    @property
    def chosen_by_us(self) -> bool:
        """Whether seats or rate are chosen when the command runs, perhaps others at a repeat."""
        return self.count is not None or not self.places.rate


@dataclass(frozen=True, slots=True)
class Choice:
    """What the wish came to, and what to say about it."""

    request: TicketRequest
    warnings: tuple[str, ...] = ()


def wish_of(session: Session, places: Places, page: OrderPage | None = None, *, beside: bool = False) -> Wish:
    """The wish that was typed; of an order's `page`, in its only performance where none is named.

    Raises `UsageProblemError`, `NotFoundError` (performance).
    """
    seat, count = ("--seat", places.seat), ("--count", places.count)
    typed.exclusive(seat, count)
    typed.exclusive(seat, ("--beside", beside))
    further = [("--beside", beside)] if page is not None else []
    typed.needed(seat, ("--count", places.count), *further)
    number = typed.count("--count", places.count) if places.count else 1
    performance_id = _performance(session, places.performance, page)
    tickets = page.tickets if page is not None else ()
    seats = [one for one in tickets if one.seat_id is not None and one.performance_id == performance_id]
    return Wish(performance_id, None if places.seat else number, places, any(one.live for one in seats))


def choose(session: Session, wish: Wish, whose: SeatFor) -> Choice:
    """The wish as the services take it, made of what is free now.

    Raises `NotFoundError` (performance, seat, category, rate), `RefusedError` (category_needed,
    seat_name_ambiguous, no_block, gauge_full, no_price).
    """
    from boxoffice_tui.services import catalogue, plan_seats
    from boxoffice_tui.views.requests import TicketRequest

    desk, performance_id = session.desk, wish.performance_id
    promotion = wish.places.promotion
    if wish.count is None:
        seat_ids = plan_seats.find_seats(desk, performance_id, wish.seats)
        rate_id = _rate(session, wish, None)
        return Choice(TicketRequest(performance_id, rate_id, seat_ids, promotion=promotion))
    offer = catalogue.offer_of(desk, performance_id)
    category = _category(session, offer, wish)
    if category is None or category.numbered:
        best = _best(session, wish, whose)
        rate_id = _rate(session, wish, category)
        request = TicketRequest(performance_id, rate_id, best.seat_ids, promotion=promotion)
        return Choice(request, _warnings(best))
    rate_id, category_id = _rate(session, wish, category), category.category_id
    return Choice(
        TicketRequest(
            performance_id, rate_id, category_id=category_id, quantity=wish.count, promotion=promotion
        )
    )


def _performance(session: Session, name: str, page: OrderPage | None) -> int:
    from boxoffice_tui.services import catalogue

    if name:
        return catalogue.find_performance(session.desk, name)
    tickets = page.tickets if page is not None else ()
    live = {one.performance_id for one in tickets if one.live}
    typed.needed(("--performance", len(live) == 1))
    return live.pop()


def _category(session: Session, offer: PerformanceOffer, wish: Wish) -> CategoryChoice | None:
    """The category asked for, or the only one; None for any numbered one.

    What is sold has one price, whichever seats are free: raises `RefusedError` (category_needed) where it has not.
    """
    from boxoffice_tui.services.errors import NotFoundError

    if wish.places.category:
        for category in offer.categories:
            if category.code == wish.places.category:
                return category
        raise NotFoundError("category", wish.places.category)
    if len(offer.categories) == 1:
        return offer.categories[0]
    if not wish.has_seats:
        priced = [one for one in _priced(offer, wish) if one[0].left > 0]
        if len({rate.price for category, rate in priced if category.numbered}) > 1:
            raise _to_choose(session, priced)
    return None


def _priced(offer: PerformanceOffer, wish: Wish) -> list[tuple[CategoryChoice, RateOffer]]:
    """The categories with what a ticket costs in each, at the rate asked for or the first on sale."""
    found = []
    for category in offer.categories:
        rates = [one for one in offer.rates if one.category_id == category.category_id]
        wanted = [one for one in rates if wish.places.rate in {"", one.code}]
        found += [(category, one) for one in wanted[:1]]
    return found


def _to_choose(session: Session, priced: list[tuple[CategoryChoice, RateOffer]]) -> RefusedError:
    from boxoffice_tui.locales import formats
    from boxoffice_tui.services.errors import RefusedError

    told = [f"{one.code} {formats.money(rate.price, session.locale)}" for one, rate in priced]
    listed = [
        {"code": one.code, "name": one.name, "rate": rate.code, "price": rate.price, "left": one.left}
        for one, rate in priced
    ]
    return RefusedError("category_needed", {"offers": tuple(told), "categories": listed})


def _rate(session: Session, wish: Wish, category: CategoryChoice | None) -> int:
    """The rate asked for, else the first one on sale in the category."""
    from boxoffice_tui.services import catalogue
    from boxoffice_tui.services.errors import RefusedError

    if wish.places.rate:
        return catalogue.find_rate(session.desk, wish.places.rate)
    for rate in catalogue.offer_of(session.desk, wish.performance_id).rates:
        if category is None or rate.category_id == category.category_id:
            return rate.rate_id
    raise RefusedError("no_price")


def _best(session: Session, wish: Wish, whose: SeatFor) -> Proposal:
    from boxoffice_tui.services import best_available, seat_maps

    view = seat_maps.seat_map(session.desk, wish.performance_id, whose)
    return best_available.best(
        view, wish.places.category or None, wish.quantity, split=wish.places.split
    )


def _warnings(best: Proposal) -> tuple[str, ...]:
    alone = len(best.leaves_single)
    if not alone:
        return ()
    told = ngettext("This leaves {count} single seat.", "This leaves {count} single seats.", alone)
    return (told.format(count=alone),)
