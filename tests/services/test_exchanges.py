"""Tickets exchanged: a new number for the old one, the difference to the cent, and nothing else moved."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.states import MovementKind
from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.journal import JOURNAL, JOURNAL_HEAD
from boxoffice_tui.data.tables.ledger import MOVEMENTS
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import ORDER_FEES, ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.locales.words import refusal
from boxoffice_tui.rules.orders import PerformanceState
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.services import (
    cancellations,
    doors,
    exchanges,
    history,
    holds,
    order_page,
    payments,
    printing,
    sales,
)
from boxoffice_tui.services.closing_sums import sums_of
from boxoffice_tui.services.desk import Clock
from boxoffice_tui.services.errors import ConflictError, NotAllowedError, RefusedError
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ExchangeRequest, PaymentRequest, RefundRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod, ShipmentState, TicketState, Unfinished
from tests.house import HouseUnderTest, add_contact
from tests.services.after_sale import add_fee, add_rate, change_row, live_seats, rows, swap
from tests.services.test_archives_money import cad, raise_price, sell_two


def sell_by_post(house: HouseUnderTest, performance: str, *seats: str) -> OrderChange:
    add_contact(house, "Poste", "Jean", "", street="1 rue du Lac")
    places = tuple(house.seat(seat) for seat in seats)
    request = TicketRequest(house.ids[performance], house.ids["full"], places)
    return sales.sell(house.desk, "s", "f", house.contacts["Poste"], (request,), "post", ())


def test_another_seat_is_a_new_number_and_the_old_place_is_free(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    wish = ExchangeRequest(sold.ticket_ids[0], seat_id=house.seat("F-14"))
    change = swap(house, sold, wish, version=sold.version)
    old, kept, new = rows(house, TICKETS)
    assert (old.state, kept.state, new.state) == (TicketState.CANCELLED, TicketState.LIVE, TicketState.LIVE)
    assert (new.number, new.replaces_id, new.seat_id) == (3, old.id, house.seat("F-14"))
    assert new.shipment_id == old.shipment_id
    assert (change.ticket_ids, change.replaced_ids, change.balance) == ((new.id,), (old.id,), cad(0))
    assert change.version == sold.version + 1
    p1 = house.ids["p1"]
    assert live_seats(house) == [(p1, house.seat("F-13")), (p1, house.seat("F-14"))]
    dora = house.as_operator("DORA")
    with pytest.raises(RefusedError, match="ticket_not_live"):
        doors.admit(dora, "scan", old.token)
    assert doors.admit(dora, "new", new.token).ticket_id == new.id
    dora.database.close()
    page = order_page.show(house.desk, sold.order_id)
    assert page.unfinished == (Unfinished.CONFIRMATION, Unfinished.NOTE)


def test_the_journal_tells_both_tickets_and_the_movements(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    swap(house, sold, ExchangeRequest(sold.ticket_ids[0], seat_id=house.seat("F-14")))
    line = history.history(house.desk, sold.order_id)[-1]
    moved = rows(house, MOVEMENTS)[-2:]
    assert {row.kind for row in moved} == {MovementKind.CANCELLATION, MovementKind.SALE}
    assert (line.action, line.facts) == (
        "tickets_exchanged",
        {
            "ticket_ids": [3],
            "replaced_ids": [1],
            "amount": 0,
            "currency": "CAD",
            "movement_ids": [row.id for row in moved],
            "tickets": [3],
            "number": 3,
            "seats": ["F-14"],
            "replaced": [1],
            "left": ["F-12"],
        },
    )


def test_the_same_key_exchanges_once_and_the_same_version_too(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    one, two = sold.ticket_ids
    wish = ExchangeRequest(one, seat_id=house.seat("F-14"))
    first = swap(house, sold, wish, version=sold.version)
    assert swap(house, sold, wish, version=sold.version) == first
    other = ExchangeRequest(two, seat_id=house.seat("F-15"))
    with pytest.raises(ConflictError):
        swap(house, sold, other, key="other", version=sold.version)
    with pytest.raises(RefusedError, match="ticket_not_live"):
        swap(house, sold, wish, key="again")
    assert len(rows(house, TICKETS)) == 3


def test_the_difference_is_paid_or_goes_back(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    dear, cheap = add_rate(house, "dear", 5000), add_rate(house, "cheap", 1200)
    up = swap(house, sold, ExchangeRequest(sold.ticket_ids[0], rate_id=dear))
    assert up.balance == cad(1800)
    paid = PaymentRequest(PaymentMethod.CASH, cad(1800))
    payments.record_payment(house.desk, "p", sold.order_id, None, paid)
    down = swap(house, sold, ExchangeRequest(up.ticket_ids[0], rate_id=cheap), key="down")
    assert down.balance == cad(-3800)
    newest = cancellations.refundable(house.desk, sold.order_id)[0]
    back = RefundRequest(newest.payment_id, cad(1800))
    assert cancellations.refund(house.desk, "r", sold.order_id, None, (back,)).balance == cad(-2000)
    chain = [(row.number, row.replaces_id) for row in rows(house, TICKETS)]
    assert chain == [(1, None), (2, None), (3, 1), (4, 3)]


def test_what_is_offered_is_what_is_saved(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    raise_price(house, 3500)
    dear = add_rate(house, "dear", 5000)
    wishes = (
        ExchangeRequest(sold.ticket_ids[0], rate_id=dear),
        ExchangeRequest(sold.ticket_ids[1], performance_id=house.ids["p2"]),
    )
    before = rows(house, TICKETS), rows(house, CLAIMS), rows(house, MOVEMENTS), len(rows_of_journal(house))
    offer = exchanges.exchange_offer(house.desk, sold.order_id, "form", wishes)
    after = rows(house, TICKETS), rows(house, CLAIMS), rows(house, MOVEMENTS), len(rows_of_journal(house))
    assert before == after
    told = [(one.before.price, one.after.price, one.before.seat, one.after.seat) for one in offer.tickets]
    assert told == [(cad(3200), cad(5000), "F-12", "F-12"), (cad(3200), cad(3500), "F-13", "F-13")]
    assert (offer.difference, offer.delivery, offer.balance) == (cad(2100), cad(0), cad(2100))
    saved = swap(house, sold, *wishes)
    assert (saved.balance, saved.replaced_ids) == (offer.balance, sold.ticket_ids)
    assert [row.performance_id for row in rows(house, TICKETS)[-2:]] == [house.ids["p1"], house.ids["p2"]]


def rows_of_journal(house: HouseUnderTest) -> list[object]:
    with house.desk.database.read() as connection:
        return list(connection.execute(sa.select(JOURNAL)).all())


def test_two_tickets_change_seats_with_each_other(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    one, two = sold.ticket_ids
    f12, f13 = house.seat("F-12"), house.seat("F-13")
    swap(house, sold, ExchangeRequest(one, seat_id=f13), ExchangeRequest(two, seat_id=f12))
    assert [row.seat_id for row in rows(house, TICKETS)] == [f12, f13, f13, f12]


def test_the_fee_goes_with_the_ticket_and_is_never_paid_twice(house: HouseUnderTest) -> None:
    add_fee(house, 150)
    sold = sell_two(house)
    assert sold.balance == cad(300)
    add_fee(house, 700)
    change = swap(house, sold, ExchangeRequest(sold.ticket_ids[0], seat_id=house.seat("F-14")))
    assert change.balance == cad(300)
    standing = rows(house, ORDER_FEES, ORDER_FEES.c.cancelled_at.is_(None))
    assert [(row.ticket_id, row.amount_minor) for row in standing] == [(2, 150), (3, 150)]
    parts = (RefundPart.PRICE, RefundPart.TICKETING_FEE)
    gone = cancellations.cancel_tickets(house.desk, "c", sold.order_id, None, change.ticket_ids, parts)
    assert gone.balance == cad(300 - 3200 - 150)


def test_a_day_adds_up_the_same_before_and_after(house: HouseUnderTest) -> None:
    add_fee(house, 150)
    sold = sell_two(house)
    with house.desk.database.read() as connection:
        head = connection.execute(sa.select(JOURNAL_HEAD.c.seq)).scalar_one()
        before = sums_of(connection, 1, head)
    swap(house, sold, ExchangeRequest(sold.ticket_ids[0], seat_id=house.seat("F-14")))
    with house.desk.database.read() as connection:
        assert sums_of(connection, 1, head) == before
        exchange = sums_of(connection, head + 1, head + 9)
    assert (exchange["tickets_sold"], exchange["tickets_cancelled"]) == (1, 1)
    assert exchange.get("tax", 0) == 0


def test_a_delivery_is_kept_or_chosen_anew(house: HouseUnderTest) -> None:
    sold = sell_by_post(house, "p1", "F-12", "F-13")
    assert sold.balance == cad(6650)
    one, two = sold.ticket_ids
    same = swap(house, sold, ExchangeRequest(one, seat_id=house.seat("F-14")), key="same")
    assert same.balance == cad(6650)
    other = ExchangeRequest(two, seat_id=house.seat("F-15"))
    assert swap(house, sold, other, key="other", mode="by_hand").balance == cad(6650)
    last = ExchangeRequest(same.ticket_ids[0], seat_id=house.seat("F-16"))
    offer = exchanges.exchange_offer(house.desk, sold.order_id, "x", (last,), "by_hand")
    assert (offer.difference, offer.delivery) == (cad(0), cad(-250))
    assert swap(house, sold, last, key="last", mode="by_hand").balance == cad(6400)
    assert [row.state for row in rows(house, SHIPMENTS)] == [ShipmentState.INVALIDATED, ShipmentState.UNSENT]


def test_a_mode_that_is_too_late_is_refused_with_its_reason(house: HouseUnderTest) -> None:
    sold = sell_by_post(house, "p2", "F-12")
    change_row(house, PERFORMANCES, house.ids["p1"], starts_at=house.desk.clock.now().replace(hour=23))
    wish = ExchangeRequest(sold.ticket_ids[0], performance_id=house.ids["p1"])
    with pytest.raises(RefusedError) as refused:
        swap(house, sold, wish)
    assert refused.value.code == "too_late"
    assert [row.state for row in rows(house, TICKETS)] == [TicketState.LIVE]
    assert swap(house, sold, wish, key="hand", mode="by_hand").balance == cad(3200)


def test_what_was_sent_is_sent_again_and_charged(house: HouseUnderTest) -> None:
    sold = sell_by_post(house, "p1", "F-12")
    change_row(house, SHIPMENTS, rows(house, SHIPMENTS)[0].id, state=ShipmentState.SENT)
    change = swap(house, sold, ExchangeRequest(sold.ticket_ids[0], seat_id=house.seat("F-14")))
    assert change.balance == cad(3200 + 2 * 250)
    assert [row.state for row in rows(house, SHIPMENTS)] == [ShipmentState.SENT, ShipmentState.UNSENT]


def test_unnumbered_places_and_seats_are_exchanged_for_each_other(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    stands = swap(house, sold, ExchangeRequest(sold.ticket_ids[0], category_id=house.ids["debout"]))
    assert stands.balance == cad(1500 - 3200)
    cheap = add_rate(house, "cheap", 1000)
    change_row(house, CELLS, house.ids[f"cell p1 {house.ids['debout']}"], gauge=1)
    again = swap(house, sold, ExchangeRequest(stands.ticket_ids[0], rate_id=cheap), key="full")
    assert again.balance == cad(1000 - 3200)
    back = ExchangeRequest(again.ticket_ids[0], rate_id=house.ids["full"], seat_id=house.seat("F-12"))
    assert swap(house, sold, back, key="back").balance == cad(0)


def test_a_full_overbooked_house_still_exchanges_within_itself(house: HouseUnderTest) -> None:
    cell = house.ids[f"cell p1 {house.ids['debout']}"]
    change_row(house, CELLS, cell, gauge=2, overbooking_percent=50)
    standing = TicketRequest(house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=3)
    sold = sales.sell(house.desk, "s", "f", None, (standing,), None)
    cheap = add_rate(house, "cheap", 1000)
    bruno = house.as_operator("BRUNO")
    wish = (ExchangeRequest(sold.ticket_ids[0], rate_id=cheap),)
    assert exchanges.exchange(bruno, "b", sold.order_id, None, "b", wish).balance == cad(4000)
    seated = TicketRequest(house.ids["p1"], cheap, (house.seat("E-10"),))
    other = sales.sell(bruno, "s2", "f2", None, (seated,), None)
    into = (ExchangeRequest(other.ticket_ids[0], category_id=house.ids["debout"]),)
    with pytest.raises(RefusedError, match="gauge_full"):
        exchanges.exchange(bruno, "c", other.order_id, None, "c", into)
    bruno.database.close()


def test_the_seat_the_form_holds_is_taken_and_that_of_another_is_not(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    wish = ExchangeRequest(sold.ticket_ids[0], seat_id=house.seat("F-14"))
    bruno = house.as_operator("BRUNO")
    holds.hold_seats(bruno, "theirs", house.ids["p1"], (house.seat("F-14"),))
    with pytest.raises(RefusedError, match="seat_taken"):
        swap(house, sold, wish, key="mine")
    with pytest.raises(RefusedError, match="seat_taken"):
        exchanges.exchange_offer(house.desk, sold.order_id, "mine", (wish,))
    holds.release(bruno, "theirs")
    holds.hold_seats(house.desk, "held", house.ids["p1"], (house.seat("F-14"),), sold.order_id)
    assert len(swap(house, sold, wish, key="held").ticket_ids) == 1
    assert len(live_seats(house)) == 2
    bruno.database.close()


def test_a_kept_seat_that_is_anothers_on_that_day_was_not_taken_meanwhile(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    theirs = TicketRequest(house.ids["p2"], house.ids["full"], (house.seat("F-13"),))
    sales.sell(house.desk, "theirs", "theirs", None, (theirs,), None)
    wishes = tuple(ExchangeRequest(one, performance_id=house.ids["p2"]) for one in sold.ticket_ids)
    with pytest.raises(RefusedError) as refused:
        exchanges.exchange_offer(house.desk, sold.order_id, "mine", wishes)
    assert (refused.value.code, refused.value.facts["seat"]) == ("seat_not_free_there", "F-13")
    assert refused.value.facts["seat_id"] == house.seat("F-13")
    said = refusal("seat_not_free_there", refused.value.facts, "en")
    assert said.startswith("Seat F-13 is sold, reserved or held on")
    named = (wishes[0], replace(wishes[1], seat_id=house.seat("F-14")))
    assert len(swap(house, sold, *named).ticket_ids) == 2


def test_the_order_must_be_ours(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    wish = ExchangeRequest(sold.ticket_ids[0], performance_id=house.ids["p2"])
    change_row(house, ORDERS, sold.order_id, origin="widget")
    with pytest.raises(RefusedError, match="origin_not_changeable"):
        swap(house, sold, wish)
    assert len(rows(house, TICKETS)) == 2


def test_the_performances_must_allow_it(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    p1, p2 = house.ids["p1"], house.ids["p2"]
    wish = ExchangeRequest(sold.ticket_ids[0], performance_id=p2)
    change_row(house, PERFORMANCES, p2, state=PerformanceState.CANCELLED)
    with pytest.raises(RefusedError, match="performance_cancelled"):
        swap(house, sold, wish)
    change_row(house, PERFORMANCES, p2, state=PerformanceState.OPEN)
    bruno = house.as_operator("BRUNO")
    change_row(house, PERFORMANCES, p1, starts_at=house.desk.clock.now().replace(hour=1))
    with pytest.raises(RefusedError, match="performance_past"):
        exchanges.exchange(bruno, "b", sold.order_id, None, "b", (wish,))
    change_row(house, PERFORMANCES, p1, state=PerformanceState.CANCELLED)
    assert exchanges.exchange(bruno, "c", sold.order_id, None, "c", (wish,)).balance == cad(0)
    bruno.database.close()


def test_nothing_and_the_same_are_no_exchange(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    one = sold.ticket_ids[0]
    f14 = ExchangeRequest(one, seat_id=house.seat("F-14"))
    for code, wishes in (
        ("nothing_to_exchange", ()),
        ("nothing_to_exchange", (ExchangeRequest(one),)),
        ("ticket_twice", (f14, f14)),
        ("exchange_seat_needed", (ExchangeRequest(one, category_id=10**6),)),
        ("exchange_seat_needed", (ExchangeRequest(one, seat_id=10**6),)),
        ("price_changed", (ExchangeRequest(one, seat_id=house.seat("F-14"), shown=cad(1)),)),
        ("seat_taken", (ExchangeRequest(one, seat_id=house.seat("F-13")),)),
        ("ticket_not_live", (ExchangeRequest(10**6),)),
    ):
        with pytest.raises(RefusedError, match=code):
            swap(house, sold, *wishes)
    assert len(rows(house, TICKETS)) == 2


def test_an_exchange_stays_within_the_limit_per_order(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    change_row(house, ORGANISATIONS, 1, tickets_per_order=2)
    desk = house.as_operator("ANNE")
    wish = (ExchangeRequest(sold.ticket_ids[0], seat_id=house.seat("F-14")),)
    assert exchanges.exchange(desk, "k", sold.order_id, None, "k", wish).balance == cad(0)
    desk.database.close()


def test_no_ticket_is_cancelled_before_it_was_scanned(house: HouseUnderTest) -> None:
    """The clock at the door is three seconds ahead; the fixture asks whether the house is sound."""
    sold = sell_two(house)
    ahead = Clock(house.desk.clock.ahead + 3)
    for ticket in rows(house, TICKETS):
        doors.admit(replace(house.desk, clock=ahead), ticket.token, ticket.token)
    cancellations.cancel_tickets(house.desk, "cancel", sold.order_id, None, sold.ticket_ids[:1])
    wish = ExchangeRequest(sold.ticket_ids[1], seat_id=house.seat("G-12"))
    exchanges.exchange(house.desk, "exchange", sold.order_id, None, "form", (wish,))


def test_scanned_and_printed_tickets(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno, dora = house.as_operator("BRUNO"), house.as_operator("DORA")
    printing.print_tickets(bruno, "print", sold.order_id, None, sold.ticket_ids[1:])
    doors.admit(dora, "scan", rows(house, TICKETS)[0].token)
    wishes = tuple(ExchangeRequest(one, performance_id=house.ids["p2"]) for one in sold.ticket_ids)
    with pytest.raises(RefusedError, match="ticket_scanned"):
        exchanges.exchange(bruno, "b", sold.order_id, None, "b", wishes)
    with pytest.raises(NotAllowedError):
        exchanges.exchange(dora, "d", sold.order_id, None, "d", wishes)
    offer = exchanges.exchange_offer(house.desk, sold.order_id, "a", wishes)
    assert offer.to_hand_back == (2,)
    swap(house, sold, *wishes)
    states = [(row.state, row.printed, row.scanned_at) for row in rows(house, TICKETS)[2:]]
    assert states == [(TicketState.LIVE, 0, None)] * 2
    bruno.database.close()
    dora.database.close()
