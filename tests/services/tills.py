"""What the tests of tills do at a counter: tills for the operators, a sale, a payment, money given back."""

from __future__ import annotations

from itertools import count

import sqlalchemy as sa

from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import cancellations, payments, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest, RefundRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest

CASH, DEBIT, VOUCHER = PaymentMethod.CASH, PaymentMethod.DEBIT_TERMINAL, PaymentMethod.VOUCHER
PRICE = 1500
_keys = count(1)


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


def key() -> str:
    """A key nobody has used."""
    return f"till-{next(_keys)}"


def with_tills(house: HouseUnderTest) -> tuple[Desk, Desk]:
    """ANNE at till 1 of the house, BRUNO at a second one: their desks. To be closed by who asks."""
    with writing(house.desk) as work:
        first = work.connection.execute(sa.select(TILLS.c.id).where(TILLS.c.code == "1")).scalar_one()
        second = work.insert(TILLS, code="2", name="Guichet 2")
        for code, till_id in (("ANNE", first), ("BRUNO", second)):
            changed = sa.update(OPERATORS).where(OPERATORS.c.code == code).values(till_id=till_id)
            work.connection.execute(changed)
    return house.as_operator("ANNE"), house.as_operator("BRUNO")


def sell(house: HouseUnderTest, desk: Desk, quantity: int, *paid: tuple[PaymentMethod, int]) -> OrderChange:
    """So many unnumbered places at 15.00, paid like this."""
    request = TicketRequest(
        house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=quantity
    )
    lines = tuple(PaymentRequest(method, cad(minor)) for method, minor in paid)
    return sales.sell(desk, key(), key(), None, (request,), None, lines)


def pay(desk: Desk, order_id: int, method: PaymentMethod, minor: int, reference: str = "") -> None:
    payment = PaymentRequest(method, cad(minor), reference=reference)
    payments.record_payment(desk, key(), order_id, None, payment)


def give_back(desk: Desk, sold: OrderChange, tickets: int = 1, price: int = PRICE) -> None:
    """Cancels the order's first tickets and gives their price back against its first payment."""
    chosen = sold.ticket_ids[:tickets]
    cancellations.cancel_tickets(desk, key(), sold.order_id, None, chosen, may_cancel_order=True)
    with desk.database.read() as connection:
        query = sa.select(sa.func.min(PAYMENTS.c.id)).where(PAYMENTS.c.order_id == sold.order_id)
        payment_id = connection.execute(query).scalar_one()
    back = (RefundRequest(payment_id, cad(price * tickets), card_present=True),)
    cancellations.refund(desk, key(), sold.order_id, None, back)
