"""Invitations: tickets at 0 are tickets like all others, but no money moves for them."""

from __future__ import annotations

import pytest

from boxoffice_tui.data.tables.ledger import MOVEMENTS, PAYMENTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS, TAXES
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.services import cancellations, confirmation, doors, order_page, payments, printing, sales
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ExchangeRequest, PaymentRequest, TicketRequest
from boxoffice_tui.views.states import OrderState, PaymentMethod, Unfinished
from tests.house import HouseUnderTest
from tests.services.after_sale import add_fee, add_rate, change_row, rows, swap
from tests.services.test_archives_money import cad


def invite(house: HouseUnderTest) -> tuple[OrderChange, int]:
    """Two invitations on F-12 and F-13, and the rate."""
    rate = add_rate(house, "invitation", 0)
    seats = (house.seat("F-12"), house.seat("F-13"))
    request = TicketRequest(house.ids["p1"], rate, seats, shown=cad(0))
    contact = house.contacts["Côté-Bélanger"]
    return sales.sell(house.desk, "sale", "form", contact, (request,), "print_at_home", ()), rate


def test_an_invitation_is_sold_shown_confirmed_and_let_in(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.insert(TAXES, code="tva", names={}, percent="5.5")
    change_row(house, ORGANISATIONS, 1, email="billetterie@lac.example")
    sold, _rate = invite(house)
    page = order_page.show(house.desk, sold.order_id)
    assert (sold.balance, page.balance, page.tickets_total, page.paid) == (cad(0),) * 4
    assert [(one.price, one.rate, one.live) for one in page.tickets] == [(cad(0), "Invitation", True)] * 2
    assert page.unfinished == (Unfinished.CONFIRMATION,)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    assert order_page.show(house.desk, sold.order_id).unfinished == ()
    printing.print_tickets(house.desk, "print", sold.order_id, None, sold.ticket_ids)
    papers = printing.papers_of(house.desk, sold.order_id, sold.ticket_ids)
    assert [paper.price for paper in papers.tickets] == [cad(0)] * 2
    dora = house.as_operator("DORA")
    assert doors.admit(dora, "scan", papers.tickets[0].token).number == 1
    dora.database.close()
    assert (rows(house, MOVEMENTS), rows(house, PAYMENTS)) == ([], [])


def test_nothing_is_paid_for_an_invitation(house: HouseUnderTest) -> None:
    sold, rate = invite(house)
    for amount in (0, 1):
        payment = PaymentRequest(PaymentMethod.CASH, cad(amount))
        with pytest.raises(RefusedError, match="nothing_due"):
            payments.record_payment(house.desk, f"pay {amount}", sold.order_id, None, payment)
    request = TicketRequest(house.ids["p1"], rate, (house.seat("G-12"),))
    with pytest.raises(RefusedError, match="nothing_due"):
        sales.sell(
            house.desk, "s2", "f2", None, (request,), None, (PaymentRequest(PaymentMethod.CASH, cad(0)),)
        )
    assert (rows(house, MOVEMENTS), rows(house, PAYMENTS)) == ([], [])


@pytest.mark.parametrize("parts", [(), (RefundPart.PRICE,), tuple(RefundPart)])
def test_a_cancelled_invitation_moves_no_money(house: HouseUnderTest, parts: tuple[RefundPart, ...]) -> None:
    sold, _rate = invite(house)
    change = cancellations.cancel_tickets(
        house.desk, "c", sold.order_id, None, sold.ticket_ids, parts, may_cancel_order=True
    )
    assert change.balance == cad(0)
    page = order_page.show(house.desk, sold.order_id)
    assert (page.state, page.fees_total, page.unfinished) == (OrderState.CANCELLED, cad(0), (Unfinished.NOTE,))
    assert rows(house, MOVEMENTS) == []


def test_invitations_are_exchanged_to_and_from(house: HouseUnderTest) -> None:
    sold, rate = invite(house)
    one, two = sold.ticket_ids
    moved = swap(house, sold, ExchangeRequest(one, seat_id=house.seat("F-14")), key="seat")
    assert (moved.balance, rows(house, MOVEMENTS)) == (cad(0), [])
    paying = swap(house, sold, ExchangeRequest(two, rate_id=house.ids["full"]), key="full")
    assert paying.balance == cad(3200)
    assert len(rows(house, MOVEMENTS)) == 1
    payment = PaymentRequest(PaymentMethod.CASH, cad(3200))
    payments.record_payment(house.desk, "p", sold.order_id, None, payment)
    free = swap(house, sold, ExchangeRequest(paying.ticket_ids[0], rate_id=rate), key="free")
    assert free.balance == cad(-3200)
    assert len(rows(house, MOVEMENTS)) == 3
    assert [row.price_minor for row in rows(house, TICKETS)] == [0, 0, 0, 3200, 0]


def test_an_invitation_is_free_of_fees_and_who_pays_at_last_pays_them_once(house: HouseUnderTest) -> None:
    add_fee(house, 150)
    sold, rate = invite(house)
    assert (sold.balance, rows(house, MOVEMENTS)) == (cad(0), [])
    paying = swap(house, sold, ExchangeRequest(sold.ticket_ids[0], rate_id=house.ids["full"]), key="full")
    assert paying.balance == cad(3350)
    assert sorted(row.kind for row in rows(house, MOVEMENTS)) == ["fee", "sale"]
    free = swap(house, sold, ExchangeRequest(paying.ticket_ids[0], rate_id=rate), key="free")
    assert free.balance == cad(150)
    again = swap(house, sold, ExchangeRequest(free.ticket_ids[0], rate_id=house.ids["full"]), key="again")
    assert again.balance == cad(3350)
