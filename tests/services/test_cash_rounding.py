"""Cash rounded to coins: a movement of its own, the order settled to the cent, the drawer in coins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.ledger import ENTRIES, MOVEMENTS
from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.services import (
    add_tickets,
    cancellations,
    closings,
    order_page,
    payments,
    receipts,
    shift_reports,
    tills,
)
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.documents import ReceiptPayment
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest, RefundRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest
from tests.services.tills import CASH, DEBIT, cad, key, pay, sell, with_tills

CREDIT = PaymentMethod.CREDIT_TERMINAL


@pytest.fixture
def anne(house: HouseUnderTest) -> Iterator[Desk]:
    """ANNE at till 1; places without numbers cost 5.01."""
    desk, other = with_tills(house)
    other.database.close()
    priced(house, 501)
    yield desk
    desk.database.close()


def priced(house: HouseUnderTest, minor: int) -> None:
    with writing(house.desk) as work:
        changed = sa.update(PRICES).where(PRICES.c.category_id == house.ids["debout"])
        work.connection.execute(changed.values(amount_minor=minor))


def roundings(desk: Desk) -> list[tuple[str, int]]:
    """The entries of the movements of roundings, each two summing to zero."""
    query = (
        sa.select(ENTRIES.c.account, ENTRIES.c.amount_minor)
        .join(MOVEMENTS, MOVEMENTS.c.id == ENTRIES.c.movement_id)
        .where(MOVEMENTS.c.kind == MovementKind.ROUNDING)
        .order_by(ENTRIES.c.id)
    )
    with desk.database.read() as connection:
        return [(account, amount) for account, amount in connection.execute(query)]


def cancelled(desk: Desk, sold: OrderChange, tickets: int) -> None:
    chosen = sold.ticket_ids[:tickets]
    cancellations.cancel_tickets(desk, key(), sold.order_id, None, chosen, may_cancel_order=True)


def given_back(desk: Desk, order_id: int, minor: int) -> OrderChange:
    """So much given back as it is proposed."""
    lines = cancellations.refund_proposal(desk, order_id, cad(minor), card_present=True)
    assert isinstance(lines, tuple)
    asked = tuple(RefundRequest(line.payment_id, line.amount, card_present=True) for line in lines)
    return cancellations.refund(desk, key(), order_id, None, asked)


@pytest.mark.parametrize("asked", [1503, 1505])
def test_a_sale_for_cash_is_settled_to_the_cent_and_its_rounding_told(
    house: HouseUnderTest, anne: Desk, asked: int
) -> None:
    tills.open_till(anne, key(), None, cad(20000))
    sold = sell(house, anne, 3)
    paid = PaymentRequest(CASH, cad(asked), tendered=cad(2000))
    change = payments.record_payment(anne, key(), sold.order_id, None, paid)
    assert (change.balance, change.cash, change.rounding, change.change_given) == (
        cad(0),
        cad(1505),
        cad(2),
        cad(495),
    )
    assert roundings(anne) == [(Account.RECEIVABLE, 2), (Account.ROUNDING, -2)]
    page = order_page.show(anne, sold.order_id)
    assert (page.paid, page.balance) == (cad(1503), cad(0))
    assert (page.payments[0].amount, page.payments[0].rounding) == (cad(1505), cad(2))
    told = receipts.receipt_of(anne, sold.order_id).facts
    assert told.payments == (ReceiptPayment(CASH, cad(1505), cad(2000), cad(2)),)
    assert told.order.paid == cad(1503)
    report = shift_reports.shift_report(anne, 1)
    assert (report.expected, report.rounding, report.methods[0].paid) == (cad(21505), cad(2), cad(1505))
    closed = tills.close_till(anne, key(), None, ((2000, 10), (1000, 1), (500, 1), (5, 1)))
    assert closed.difference == cad(0)
    (day,) = closings.close_books(anne, key(), ClosingKind.DAY)
    assert (day.sales, day.rounding, day.methods[0].paid) == (cad(1503), cad(2), cad(1505))


def test_only_the_cash_that_settles_last_is_rounded(house: HouseUnderTest, anne: Desk) -> None:
    mixed = sell(house, anne, 2, (DEBIT, 300), (CASH, 702))
    assert (mixed.balance, mixed.cash, mixed.rounding) == (cad(0), cad(700), cad(-2))
    card_last = sell(house, anne, 2, (CASH, 500), (DEBIT, 502))
    assert (card_last.balance, card_last.rounding) == (cad(0), None)
    part = sell(house, anne, 2)
    with pytest.raises(RefusedError, match="not_in_coins") as refused:
        pay(anne, part.order_id, CASH, 501)
    assert refused.value.facts == {"amount": cad(501), "step": cad(5), "nearest": cad(500)}
    pay(anne, part.order_id, CASH, 500)
    assert order_page.show(anne, part.order_id).balance == cad(502)
    assert len(roundings(anne)) == 2, "one rounding in all"


def test_what_goes_back_in_cash_is_rounded_by_itself(house: HouseUnderTest, anne: Desk) -> None:
    sold = sell(house, anne, 2, (CASH, 1002))
    assert (sold.cash, sold.rounding) == (cad(1000), cad(-2))
    for owed in (501, 500):  # what is owed, and what the coins make of it: the same
        cancelled(anne, sold, 1)
        change = given_back(anne, sold.order_id, owed) if owed == 501 else by_hand(anne, sold, owed)
        assert (change.balance, change.cash, change.rounding) == (cad(0), cad(500), cad(-1))
        sold = OrderChange(sold.order_id, sold.number, change.version, change.balance, sold.ticket_ids[1:])
    assert [amount for account, amount in roundings(anne) if account == Account.ROUNDING] == [2, -1, -1]
    assert [payment.left for payment in cancellations.refundable(anne, sold.order_id)] == [cad(0)]


def by_hand(desk: Desk, sold: OrderChange, minor: int) -> OrderChange:
    (cash,) = cancellations.refundable(desk, sold.order_id)
    return cancellations.refund(
        desk, key(), sold.order_id, None, (RefundRequest(cash.payment_id, cad(minor)),)
    )


def test_a_card_gets_its_cents_back_and_cash_the_rest(house: HouseUnderTest, anne: Desk) -> None:
    sold = sell(house, anne, 2, (CREDIT, 300), (CASH, 700))
    cancelled(anne, sold, 2)
    change = given_back(anne, sold.order_id, 1002)
    assert (change.balance, change.cash, change.rounding) == (cad(0), cad(700), cad(-2))
    back = {line.method: line.amount for line in order_page.show(anne, sold.order_id).payments[2:]}
    assert back == {CASH: cad(-700), CREDIT: cad(-300)}


def test_all_that_came_in_cash_goes_back_where_a_card_is_owed_the_rest(house: HouseUnderTest, anne: Desk) -> None:
    priced(house, 1002)
    sold = sell(house, anne, 2, (CREDIT, 1004), (CASH, 1000))
    cancelled(anne, sold, 1)
    cash = next(one for one in cancellations.refundable(anne, sold.order_id) if one.method is CASH)
    asked = (RefundRequest(cash.payment_id, cad(1000)),)
    change = cancellations.refund(anne, key(), sold.order_id, None, asked)
    assert (change.balance, change.rounding) == (cad(-2), None)
    assert given_back(anne, sold.order_id, 2).balance == cad(0)


def test_less_than_the_smallest_coin_is_settled_by_its_rounding_alone(house: HouseUnderTest, anne: Desk) -> None:
    tills.open_till(anne, key(), None, cad(0))
    sold = sell(house, anne, 1, (DEBIT, 499))
    pay(anne, sold.order_id, CASH, 2)
    page = order_page.show(anne, sold.order_id)
    assert (page.balance, page.payments[-1].amount, page.payments[-1].rounding) == (cad(0), cad(0), cad(-2))
    assert shift_reports.shift_report(anne, 1).expected == cad(0)
    cancelled(anne, sold, 1)
    back = given_back(anne, sold.order_id, 501)
    assert (back.balance, back.cash) == (cad(0), cad(0))


def test_a_refund_of_payments_of_less_than_a_coin_takes_nothing_in(house: HouseUnderTest, anne: Desk) -> None:
    """The oldest is refunded last: a cent, whose rounding of two would make it a payment."""
    sold = sell(house, anne, 1, (DEBIT, 500))
    pay(anne, sold.order_id, CASH, 1)
    place = TicketRequest(house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=1)
    more = add_tickets.add_tickets(anne, key(), sold.order_id, None, key(), (place,), None)
    pay(anne, sold.order_id, CASH, 501)
    ids = (*sold.ticket_ids, *more.ticket_ids)
    cancellations.cancel_tickets(anne, key(), sold.order_id, None, ids, may_cancel_order=True)
    debit, cent, rest = sorted(cancellations.refundable(anne, sold.order_id), key=lambda one: one.payment_id)
    asked = tuple(RefundRequest(one.payment_id, one.left, card_present=True) for one in (debit, rest, cent))
    change = cancellations.refund(anne, key(), sold.order_id, None, asked)
    assert (change.balance, change.cash, change.rounding) == (cad(0), cad(500), cad(-2))
    back = [(one.amount, one.rounding) for one in order_page.show(anne, sold.order_id).payments[3:]]
    assert back == [(cad(-500), cad(0)), (cad(-500), cad(1)), (cad(0), cad(1))]


def test_a_house_may_say_another_step(house: HouseUnderTest, anne: Desk) -> None:
    with writing(house.desk) as work:
        work.connection.exec_driver_sql("UPDATE organisation SET cash_step = 1")
    exact = house.as_operator("BRUNO")
    sold = sell(house, exact, 1, (CASH, 501))
    assert (sold.balance, sold.cash, roundings(exact)) == (cad(0), None, [])
    exact.database.close()
