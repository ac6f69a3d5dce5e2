"""What stands in the form of tickets to be exchanged: what each becomes; what is not chosen stays as it is.

No widget and no service: rules/exchanges.py decides what an exchange is, services/exchanges.py what it costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderFacts, OrderRefusal, change_objection, quantity_objection
from boxoffice_tui.rules.pricing import PriceRefusal
from boxoffice_tui.screens.archives.ticket_form_draft import Draft, Missing
from boxoffice_tui.views.catalogue import PerformanceOffer
from boxoffice_tui.views.delivery import OrderOffers
from boxoffice_tui.views.orders import TicketLine
from boxoffice_tui.views.requests import ExchangeRequest
from boxoffice_tui.views.seats import SeatMapView

SAME_RATE = 0
"""Stands for the rate each ticket has; no rate has this id."""
SAME_MODE = ""
"""Stands for the delivery mode each ticket has; no mode has this code."""


@dataclass
class ExchangeDraft(Draft):
    """The form's content. `tickets` are those to be exchanged, of one performance, in the order of the seats."""

    tickets: tuple[TicketLine, ...] = ()

    def __post_init__(self) -> None:
        self.quantity = len(self.tickets)
        self.rate_id, self.mode = SAME_RATE, SAME_MODE

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """The tickets' ids."""
        return tuple(ticket.ticket_id for ticket in self.tickets)

    @property
    def home(self) -> int:
        """The performance the tickets are for."""
        return self.tickets[0].performance_id

    @property
    def elsewhere(self) -> bool:
        """Whether another performance is chosen."""
        return self.offer is not None and self.offer.performance.performance_id != self.home

    # What was read

    def adopt(
        self, offer: PerformanceOffer, view: SeatMapView, delivery: OrderOffers, promotion: str = ""
    ) -> tuple[int, ...]:
        """As `Draft.adopt`; a rate and a mode that are not offered there stay each ticket's own."""
        mode = self.mode
        lost = super().adopt(offer, view, delivery, promotion)
        self.mode = mode if self.offered(mode) else SAME_MODE
        return lost

    def keep_rate(self) -> None:
        """Keeps the rate if the category sells it, else each ticket keeps its own."""
        if self.rate_id not in {rate.rate_id for rate in self.rates}:
            self.rate_id = SAME_RATE

    def own_tickets(self) -> tuple[TicketLine, ...]:
        """The order's live tickets of the performance, those that leave it apart."""
        leaving = set(self.ticket_ids)
        return tuple(one for one in Draft.own_tickets(self) if one.ticket_id not in leaving)

    def like(self) -> tuple[TicketLine, ...]:
        """The tickets themselves: they stay in their category, in another performance too."""
        return self.tickets

    # What is chosen

    @property
    def counted(self) -> bool:
        """Whether other places without numbers are asked for: in another performance, or another category here."""
        category = self.category
        if category is None or category.numbered:
            return False
        stay = all(one.seat_id is None and one.section == category.name for one in self.tickets)
        return self.elsewhere or not stay

    @property
    def changed(self) -> bool:
        """Whether anything is to change; another delivery alone is no exchange."""
        moves = self.elsewhere or bool(self.seat_ids) or self.counted
        return moves or self.rate_id != SAME_RATE or bool(self.promotion)

    def delivery_objection(self) -> Objection | None:
        """None: each ticket goes as the one it replaces, unless a mode is chosen."""
        return None

    def objection(self) -> Objection | None:
        """Why these tickets cannot be exchanged for what is chosen, whatever it costs."""
        order = change_objection(OrderFacts(self.page.state, self.page.origin, self.page.platform))
        if order is not None or self.offer is None:
            return order
        live = {ticket.ticket_id for ticket in self.page.live_tickets}
        gone = next((one for one in self.tickets if one.ticket_id not in live), None)
        if gone is not None:
            return Objection(OrderRefusal.TICKET_NOT_LIVE, {"number": gone.number})
        if self.offer.performance.objection is not None:
            return self.offer.performance.objection
        if self.rate_id != SAME_RATE and None in map(self.price_of, self.seat_ids):
            return Objection(PriceRefusal.NO_PRICE)
        return quantity_objection(self.quantity, len(self.own_tickets()), self.limit)

    def missing(self) -> Missing | None:
        """The first thing that keeps the tickets from being exchanged."""
        if self.offer is None or self.objection() is not None:
            return Missing.OBJECTION
        if self.numbered and len(self.seat_ids) not in {0, self.quantity}:
            return Missing.SEATS
        return None if self.changed else Missing.CHANGE

    def wishes(self, prices: Mapping[int, Money] | None = None) -> tuple[ExchangeRequest, ...]:
        """What is asked of the service; `prices` by ticket (id) are those that were shown."""
        here = self.offer.performance.performance_id if self.offer is not None else self.home
        shown = prices or {}
        return tuple(
            ExchangeRequest(
                ticket.ticket_id,
                performance_id=here if self.elsewhere else None,
                rate_id=self.rate_id or None,
                seat_id=self.seat_ids[place] if self.seat_ids else None,
                category_id=self.category_id if self.counted else None,
                shown=shown.get(ticket.ticket_id),
                promotion=self.promotion,
            )
            for place, ticket in enumerate(self.tickets)
        )
