"""A clerk as a real process: sells, adds, is paid, and says each answer once it has it. Made to be killed."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import add_tickets, identity, payments, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import ACCOUNT, NOW


@dataclass(frozen=True, slots=True)
class Shift:
    """One run of the clerk: where, and the seats it may use, two a customer."""

    performance_id: int
    rate_id: int
    seats: tuple[int, ...]
    name: str


def answers(desk: Desk, shift: Shift) -> Iterator[tuple[str, Callable[[], OrderChange]]]:
    """The clerk's work: keys and what is done under each; done again, it gives the first answer."""
    for customer in itertools.count():
        pair = shift.seats[customer * 2 : customer * 2 + 2]
        if len(pair) < 2:
            return
        key = f"{shift.name}:{customer}"
        first = TicketRequest(shift.performance_id, shift.rate_id, pair[:1])
        second = TicketRequest(shift.performance_id, shift.rate_id, pair[1:])
        paid = PaymentRequest(PaymentMethod.CASH, Money(6400, "CAD"))
        sold: list[OrderChange] = []

        def sell(key: str = key, first: TicketRequest = first, sold: list[OrderChange] = sold) -> OrderChange:
            sold.append(sales.sell(desk, f"{key}:sell", key, None, (first,), None))
            return sold[-1]

        def add(
            key: str = key, second: TicketRequest = second, sold: list[OrderChange] = sold
        ) -> OrderChange:
            return add_tickets.add_tickets(desk, f"{key}:add", sold[-1].order_id, 1, key, (second,), None)

        def pay(key: str = key, paid: PaymentRequest = paid, sold: list[OrderChange] = sold) -> OrderChange:
            return payments.record_payment(desk, f"{key}:pay", sold[-1].order_id, 2, paid)

        yield f"{key}:sell", sell
        yield f"{key}:add", add
        yield f"{key}:pay", pay


def main(address: str, performance_id: int, rate_id: int, name: str, first_seat: int, seats: int) -> None:
    """Works until killed, or until the seats are gone."""
    desk = identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW)
    shift = Shift(performance_id, rate_id, tuple(range(first_seat, first_seat + seats)), name)
    for key, act in answers(desk, shift):
        print(key, act(), sep="\t", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5]), int(sys.argv[6]))
