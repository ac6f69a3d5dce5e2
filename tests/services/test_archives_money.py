"""spec/archives.md, Acceptance 3, 4 and 5, through the services."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import add_tickets, cancellations, holds, order_page, payments, sales
from boxoffice_tui.services.errors import ConflictError, RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest, RefundRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


def sell_two(house: HouseUnderTest, mode: str | None = "print_at_home") -> OrderChange:
    """Two tickets at 32.00 on F-12 and F-13, paid 64.00 by debit."""
    seats = (house.seat("F-12"), house.seat("F-13"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    paid = PaymentRequest(PaymentMethod.DEBIT_TERMINAL, cad(6400))
    contact = house.contacts["Côté-Bélanger"]
    return sales.sell(house.desk, "sale", "form-0", contact, (request,), mode, (paid,))


def raise_price(house: HouseUnderTest, minor: int) -> None:
    with writing(house.desk) as work:
        changed = sa.update(PRICES).where(PRICES.c.category_id == house.ids["parterre"])
        work.connection.execute(changed.values(amount_minor=minor))


def third(house: HouseUnderTest, shown: Money | None = None) -> TicketRequest:
    return TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-14"),), shown=shown)


def test_money_of_another_currency_is_refused(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    facts = {"currency": "CAD", "given": "EUR"}
    euros = Money(100, "EUR")
    raise_price(house, 3500)
    added = add_tickets.add_tickets(
        house.desk, "add", sold.order_id, None, "form-1", (third(house),), "print_at_home"
    )
    for payment in (
        PaymentRequest(PaymentMethod.CASH, euros),
        PaymentRequest(PaymentMethod.CASH, cad(100), tendered=euros),
    ):
        with pytest.raises(RefusedError, match="currency_differs") as refused:
            payments.record_payment(house.desk, "pay", sold.order_id, None, payment)
        assert refused.value.facts == facts
    cancellations.cancel_tickets(house.desk, "cancel", sold.order_id, None, added.ticket_ids)
    (paid,) = cancellations.refundable(house.desk, sold.order_id)
    with pytest.raises(RefusedError, match="currency_differs"):
        cancellations.refund(
            house.desk, "refund", sold.order_id, None, (RefundRequest(paid.payment_id, euros),)
        )


@pytest.mark.parametrize("quantity", [0, -1, -(10**30)])
def test_no_places_are_no_hold(house: HouseUnderTest, quantity: int) -> None:
    held = holds.hold_places(house.desk, "form", house.ids["p1"], house.ids["debout"], 2)
    with pytest.raises(RefusedError, match="quantity_not_positive") as refused:
        holds.hold_places(house.desk, "form", house.ids["p1"], house.ids["debout"], quantity)
    assert refused.value.facts == {"quantity": quantity}
    with house.desk.database.read() as connection:
        live = sa.select(CLAIMS.c.quantity, CLAIMS.c.expires_at).where(CLAIMS.c.ended_at.is_(None))
        assert [tuple(row) for row in connection.execute(live)] == [(2, held.until)]


def test_the_difference_is_settled_to_the_cent(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    raise_price(house, 3500)
    request = third(house, cad(3500))
    added = add_tickets.add_tickets(
        house.desk, "add", sold.order_id, sold.version, "form-1", (request,), "print_at_home"
    )
    page = order_page.show(house.desk, sold.order_id)
    assert [ticket.price for ticket in page.tickets] == [cad(3200), cad(3200), cad(3500)]
    assert (page.tickets_total, page.balance) == (cad(9900), cad(3500))

    cash = PaymentRequest(PaymentMethod.CASH, cad(2000))
    left = payments.record_payment(house.desk, "k1", sold.order_id, added.version, cash)
    assert left.balance == cad(1500)
    too_much = PaymentRequest(PaymentMethod.DEBIT_TERMINAL, cad(1501))
    with pytest.raises(RefusedError) as refused:
        payments.record_payment(house.desk, "k2", sold.order_id, left.version, too_much)
    assert (refused.value.code, refused.value.facts["balance"]) == ("amount_too_high", cad(1500))
    rest = PaymentRequest(PaymentMethod.DEBIT_TERMINAL, cad(1500))
    settled = payments.record_payment(house.desk, "k3", sold.order_id, left.version, rest)
    assert settled.balance == cad(0)


def test_tendered_cash_gives_change_and_a_doubled_key_is_one_line(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    raise_price(house, 3500)
    added = add_tickets.add_tickets(
        house.desk, "add", sold.order_id, None, "form-1", (third(house),), "print_at_home"
    )
    cash = PaymentRequest(PaymentMethod.CASH, cad(3500), tendered=cad(5000))
    first = payments.record_payment(house.desk, "same", sold.order_id, added.version, cash)
    again = payments.record_payment(house.desk, "same", sold.order_id, added.version, cash)
    assert first == again
    assert first.change_given == cad(1500)
    page = order_page.show(house.desk, sold.order_id)
    assert [line.amount for line in page.payments] == [cad(6400), cad(3500)]
    assert page.balance == cad(0)


def test_a_key_with_other_content_is_refused(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    with pytest.raises(RefusedError, match="key_reused"):
        add_tickets.add_tickets(
            house.desk, "sale", sold.order_id, None, "form-1", (third(house),), "print_at_home"
        )


def test_the_second_of_two_operators_learns_who_and_when(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    add_tickets.add_tickets(
        bruno, "first", sold.order_id, sold.version, "form-b", (third(house),), "print_at_home"
    )
    late = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-11"),))
    with pytest.raises(ConflictError) as conflict:
        add_tickets.add_tickets(
            house.desk, "second", sold.order_id, sold.version, "form-a", (late,), "print_at_home"
        )
    assert conflict.value.who == "BRUNO"
    assert len(order_page.show(house.desk, sold.order_id).tickets) == 3
    bruno.database.close()


def test_a_changed_price_is_refused_once_with_both(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    raise_price(house, 3500)
    with pytest.raises(RefusedError) as refused:
        add_tickets.add_tickets(
            house.desk, "k1", sold.order_id, None, "form-1", (third(house, cad(3200)),), "print_at_home"
        )
    assert refused.value.code == "price_changed"
    assert (refused.value.facts["shown"], refused.value.facts["current"]) == (cad(3200), cad(3500))
    accepted = add_tickets.add_tickets(
        house.desk, "k1", sold.order_id, None, "form-1", (third(house, cad(3500)),), "print_at_home"
    )
    assert accepted.balance == cad(3500)


def test_an_order_of_a_widget_takes_no_ticket_but_gives_one_back(house: HouseUnderTest) -> None:
    widget = house.as_operator("ANNE", channel="widget")
    seats = (house.seat("G-10"), house.seat("G-11"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    sold = sales.sell(widget, "sale", "f", house.contacts["Cote"], (request,), None)
    with pytest.raises(RefusedError) as refused:
        holds.hold_seats(house.desk, "form-1", house.ids["p1"], (house.seat("G-12"),), sold.order_id)
    assert refused.value.code == "origin_not_changeable"
    assert refused.value.facts["platform"] == "Lepointdevente"
    with pytest.raises(RefusedError, match="origin_not_changeable"):
        add_tickets.add_tickets(house.desk, "k", sold.order_id, None, "form-1", (third(house),), None)
    with house.desk.database.read() as connection:
        held = sa.select(sa.func.count()).select_from(CLAIMS).where(CLAIMS.c.kind == "hold")
        assert connection.execute(held).scalar_one() == 0
        version = sa.select(ORDERS.c.version).where(ORDERS.c.id == sold.order_id)
        assert connection.execute(version).scalar_one() == sold.version
    cancelled = cancellations.cancel_tickets(
        house.desk, "c", sold.order_id, sold.version, (sold.ticket_ids[0],)
    )
    assert cancelled.balance == cad(3200)
    assert order_page.show(house.desk, sold.order_id).payments == ()
    widget.database.close()


def test_a_refund_of_nothing_is_refused(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    cancellations.cancel_tickets(house.desk, "cancel", sold.order_id, None, sold.ticket_ids[:1])
    with pytest.raises(RefusedError, match="nothing_to_refund"):
        cancellations.refund(house.desk, "refund", sold.order_id, None, ())


@pytest.mark.parametrize("last_four", ["4111111111111111", "abcd", "123", "١٢٣٤"])
def test_of_a_card_only_four_digits_are_kept(house: HouseUnderTest, last_four: str) -> None:
    sold = sell_two(house)
    added = add_tickets.add_tickets(house.desk, "add", sold.order_id, None, "f", (third(house),), None)
    card = PaymentRequest(PaymentMethod.CREDIT_TERMINAL, cad(100), last_four=last_four)
    with pytest.raises(RefusedError, match="last_four_digits"):
        payments.record_payment(house.desk, "k", sold.order_id, added.version, card)
    kept = PaymentRequest(PaymentMethod.CREDIT_TERMINAL, cad(100), last_four="1234")
    assert payments.record_payment(house.desk, "k", sold.order_id, added.version, kept).balance == cad(3100)
