"""The people of the demo's house at work: each act is a service called at an hour of the past, as they would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

from boxoffice_tui.demo.halls import Hall
from boxoffice_tui.demo.purchases import FULL, OPEN_SEATING
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.services import (
    add_tickets,
    cancellations,
    catalogue,
    confirmation,
    contacts,
    doors,
    notes,
    order_page,
    outbox,
    payments,
    plan_seats,
    printing,
    sales,
)
from boxoffice_tui.services.desk import Clock, Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.views.orders import OrderPage
from boxoffice_tui.views.requests import PaymentRequest, RefundRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod

SUPERVISOR, CLERK, DOOR, ADMINISTRATOR = "ANNE", "BRUNO", "DORA", "ADMIN"
_MOMENT = timedelta(seconds=2)
COUNTER, PHONE, AGENCY, WIDGET = "counter", "telephone", "agence", "widget"


@dataclass(frozen=True, slots=True)
class Wish:
    """Tickets of a performance (`EVENT/PERFORMANCE`): so many of a category, or these seats by guid."""

    performance: str
    count: int = 2
    category: str = "parterre"
    rate: str = FULL
    promotion: str = ""
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """An order being worked on."""

    order_id: int
    number: str


class Staff:
    """Who works in the house at `address`; `now` is the instant at which they act next."""

    def __init__(
        self,
        address: str,
        account: str,
        now: datetime,
        dice: Random,
        halls: dict[str, Hall],
        mails: EmlDoor,
    ) -> None:
        self.now = now
        self._address = address
        self._account = account
        self._halls = halls
        self._dice = dice
        self._mails = mails
        self._desks: dict[tuple[str, str], Desk] = {}
        self._keys = count(1)

    def desk(self, who: str = SUPERVISOR, channel: str = COUNTER) -> Desk:
        """Somebody's desk, its clock at `now`."""
        if (who, channel) not in self._desks:
            self._desks[who, channel] = open_desk(
                self._address, self._account, operator=who, channel=channel, shown_now=self.now
            )
        return replace(self._desks[who, channel], clock=Clock.started_at(self.now))

    def go_on(self, at: datetime) -> None:
        """It is `at` now, or a moment after what was done last."""
        self.now = max(at, self.now + _MOMENT)

    def close(self) -> None:
        """Lets the database go."""
        for desk in self._desks.values():
            desk.database.close()

    def sell(
        self,
        customer: int | None,
        wishes: Sequence[Wish],
        mode: str,
        *,
        who: str = CLERK,
        channel: str = COUNTER,
        paid_by: PaymentMethod | None = None,
    ) -> Order:
        """Sells to the contact with that number, or to nobody; paid at once where it is said how."""
        desk = self.desk(who, channel)
        contact_id = contacts.find_contacts(desk, f"[{customer}]", 1)[0].contact_id if customer else None
        key = self._key()
        requests = tuple(self._request(desk, wish) for wish in wishes)
        change = sales.sell(desk, key, key, contact_id, requests, mode)
        order = Order(change.order_id, change.number)
        if paid_by is not None and change.balance:
            self._pay(desk, order, paid_by, change.balance)
        return order

    def pay(self, order: Order, method: PaymentMethod, part: int | None = None, *, who: str = CLERK) -> None:
        """Takes what is owed, or a part of it in minor units."""
        desk = self.desk(who)
        owed = self.page(order).balance
        self._pay(desk, order, method, owed if part is None else Money(part, owed.currency))

    def add(self, order: Order, wish: Wish, mode: str, *, channel: str = PHONE) -> None:
        """Adds tickets to an order."""
        desk, key = self.desk(SUPERVISOR, channel), self._key()
        request = self._request(desk, wish)
        add_tickets.add_tickets(desk, key, order.order_id, None, key, (request,), mode)

    def cancel(
        self, order: Order, how_many: int | None = None, parts: Iterable[RefundPart] = (RefundPart.PRICE,)
    ) -> None:
        """Cancels the last tickets of an order, or all of them."""
        live = self._live(self.page(order))
        chosen = live if how_many is None else live[-how_many:]
        may_cancel_order = how_many is None
        cancellations.cancel_tickets(
            self.desk(), self._key(), order.order_id, None, chosen, tuple(parts), may_cancel_order
        )

    def refund(self, order: Order) -> None:
        """Gives back what is owed, as the program proposes it."""
        desk, owed = self.desk(), -self.page(order).balance
        lines = cancellations.refund_proposal(desk, order.order_id, owed, card_present=True)
        if isinstance(lines, Objection):
            raise RefusedError(lines.code, lines.facts)
        back = tuple(RefundRequest(line.payment_id, line.amount, card_present=True) for line in lines)
        cancellations.refund(desk, self._key(), order.order_id, None, back)

    def confirm(self, order: Order, reason: str = "") -> None:
        """Records the confirmation and sends what waits."""
        confirmation.record_confirmation(self.desk(CLERK), self._key(), order.order_id, None, reason)
        self.go_on(self.now)
        outbox.send_due(self.desk(), self._mails)

    def note(self, order: Order, text: str, *, who: str = CLERK) -> None:
        """Leaves a note."""
        notes.add_note(self.desk(who), self._key(), order.order_id, text)

    def hand_over(self, order: Order) -> None:
        """Prints the tickets of an order."""
        tickets = self._live(self.page(order))
        printing.print_tickets(self.desk(CLERK), self._key(), order.order_id, None, tickets)

    def let_in(self, order: Order, event: str) -> None:
        """Takes the tickets of an order for an event (its title) at the door."""
        page = self.page(order)
        ticket_ids = tuple(one.ticket_id for one in page.tickets if one.event == event)
        papers = printing.papers_of(self.desk(CLERK), order.order_id, ticket_ids)
        for ticket in papers.tickets:
            doors.admit(self.desk(DOOR), self._key(), ticket.token)

    def page(self, order: Order) -> OrderPage:
        """The order as it is now."""
        return order_page.show(self.desk(), order.order_id)

    def find(self, number: str) -> Order:
        """The order with a number."""
        return Order(order_page.show_number(self.desk(), number).order_id, number)

    def _pay(self, desk: Desk, order: Order, method: PaymentMethod, amount: Money) -> None:
        payments.record_payment(desk, self._key(), order.order_id, None, PaymentRequest(method, amount))

    def _request(self, desk: Desk, wish: Wish) -> TicketRequest:
        performance_id = catalogue.find_performance(desk, wish.performance)
        rate_id = catalogue.find_rate(desk, wish.rate)
        if wish.category == OPEN_SEATING:
            self._halls[wish.performance].take_places(wish.category, wish.count)
            category_id = catalogue.find_category(desk, performance_id, wish.category)
            return TicketRequest(performance_id, rate_id, category_id=category_id, quantity=wish.count)
        seats = wish.seats or self._halls[wish.performance].take(self._dice, wish.category, wish.count)
        seat_ids = plan_seats.find_seats(desk, performance_id, seats)
        return TicketRequest(performance_id, rate_id, seat_ids, promotion=wish.promotion)

    @staticmethod
    def _live(page: OrderPage) -> tuple[int, ...]:
        return tuple(one.ticket_id for one in page.live_tickets)

    def _key(self) -> str:
        return f"demo-{next(self._keys)}"
