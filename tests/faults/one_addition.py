"""Adds one ticket to an order and is paid, as a process made to meet bad disks; prints what it was told."""

from __future__ import annotations

import sys

from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import add_tickets, identity, payments
from boxoffice_tui.services.errors import UnavailableError
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import ACCOUNT, NOW


def add_and_pay(address: str, order_id: int, performance_id: int, rate_id: int, seat_id: int) -> OrderChange:
    """The two writes, each under its key: done again, they give the first answers."""
    desk = identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW)
    try:
        request = TicketRequest(performance_id, rate_id, (seat_id,))
        add_tickets.add_tickets(desk, "add", order_id, 1, "form", (request,), None)
        print("added", flush=True)
        paid = PaymentRequest(PaymentMethod.CASH, Money(3200, "CAD"))
        change = payments.record_payment(desk, "pay", order_id, 2, paid)
        print("paid", flush=True)
        return change
    finally:
        desk.database.close()


if __name__ == "__main__":
    try:
        add_and_pay(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
    except UnavailableError as error:
        print(f"unavailable {error.reason}", flush=True)
