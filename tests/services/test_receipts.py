"""What a receipt says of an order, to the cent, whatever was cancelled and given back meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boxoffice_tui.data.tables.organisation import TAXES
from boxoffice_tui.documents.receipt import receipt
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.services import cancellations, receipts, sales
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.documents import ReceiptPayment
from boxoffice_tui.views.requests import PaymentRequest, RefundRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest
from tests.services.after_sale import add_fee
from tests.services.test_archives_money import cad


def test_it_tells_what_was_sold_paid_and_given_back(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.insert(TAXES, code="tva", names={}, percent="5.5")
    add_fee(house, 150)
    seats = (house.seat("F-12"), house.seat("F-13"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    taken = (
        PaymentRequest(PaymentMethod.CASH, cad(4000), tendered=cad(5000)),
        PaymentRequest(PaymentMethod.VOUCHER, cad(2700), reference="BON-7"),
    )
    contact = house.contacts["Côté-Bélanger"]
    sold = sales.sell(house.desk, "sale", "form", contact, (request,), "print_at_home", taken)
    made = receipts.receipt_of(house.desk, sold.order_id)
    order = made.facts.order
    assert (order.tickets_total, order.fees_total, order.paid, order.balance) == (
        cad(6400),
        cad(300),
        cad(6700),
        cad(0),
    )
    assert made.facts.taxes == cad(350)  # 5.5 % of 32.00 is 1.67, of 1.50 is 0.08: each contained, twice
    assert made.facts.payments == (
        ReceiptPayment(PaymentMethod.CASH, cad(4000), cad(5000)),
        ReceiptPayment(PaymentMethod.VOUCHER, cad(2700)),
    )
    said = receipt(made.facts, "en")
    assert [line.split()[-1] for line in said.splitlines() if "Change" in line] == ["$10.00"]
    assert "TRAINING" in said.splitlines()[0]

    first = sold.ticket_ids[0]
    cancellations.cancel_tickets(house.desk, "cancel", sold.order_id, None, (first,), (RefundPart.PRICE,))
    (_voucher, cash) = cancellations.refundable(house.desk, sold.order_id)
    back = RefundRequest(cash.payment_id, cad(3200))
    cancellations.refund(house.desk, "refund", sold.order_id, None, (back,))
    after = receipts.receipt_of(house.desk, sold.order_id).facts
    assert [ticket.number for ticket in after.order.tickets] == [2]
    assert after.payments[-1] == ReceiptPayment(PaymentMethod.CASH, cad(-3200))
    assert (after.order.paid, after.order.balance) == (cad(3500), cad(0))


def test_it_names_who_made_the_order_whoever_prints_it(house: HouseUnderTest) -> None:
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    sold = sales.sell(house.desk, "sale", "form", None, (request,), "by_hand")
    bruno = house.as_operator("BRUNO")
    facts = receipts.receipt_of(bruno, sold.order_id).facts
    bruno.database.close()
    assert facts.operator == "ANNE"
    assert " · ANNE\n" in receipt(facts, "en")
    made_elsewhere = replace(facts, operator="")
    assert "·" not in receipt(made_elsewhere, "en").partition("La Mouette")[0]


def test_who_may_not_look_at_orders_gets_none(house: HouseUnderTest) -> None:
    dora = house.as_operator("DORA")
    with pytest.raises(NotAllowedError):
        receipts.receipt_of(dora, 1)
    dora.database.close()
    with pytest.raises(NotFoundError, match="order"):
        receipts.receipt_of(house.desk, 99)
