"""Reserve, take up, extend; what waits until then, and changes meanwhile (issue: Reserve)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.data.tables.programme import PERFORMANCES
from boxoffice_tui.services import (
    add_tickets,
    archives,
    cancellations,
    catalogue,
    confirmation,
    delivery,
    doors,
    history,
    holds,
    order_page,
    payments,
    printing,
    reservations,
    sales,
)
from boxoffice_tui.services.desk import Clock
from boxoffice_tui.services.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.reservation_search import find_reservations, reservations_of
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.archives import OrderQuery
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import OrderState, PaymentMethod, Unfinished
from tests.house import HouseUnderTest, add_contact
from tests.services.reserving import (
    FIRST_NIGHT,
    TODAY,
    after_days,
    claims_of,
    days_of_the_house,
    order_row,
    reserve_two,
    token_of,
    wanted,
)
from tests.services.test_archives_money import cad


def cash(minor: int, tendered: int | None = None) -> PaymentRequest:
    return PaymentRequest(PaymentMethod.CASH, cad(minor), None if tendered is None else cad(tendered))


def shipments(house: HouseUnderTest) -> list[tuple[str, int]]:
    """State and mode of all shipments, in order."""
    query = sa.select(SHIPMENTS.c.state, SHIPMENTS.c.mode_id).order_by(SHIPMENTS.c.id)
    with house.desk.database.read() as connection:
        return [(str(row.state), row.mode_id) for row in connection.execute(query)]


def test_a_reservation_is_an_order_with_its_places_its_debt_and_a_day(house: HouseUnderTest) -> None:
    days_of_the_house(house, 7, None)
    holds.hold_seats(house.desk, "reserve", house.ids["p1"], (house.seat("F-12"),))
    change = reserve_two(house)
    assert (change.due_on, change.balance) == (TODAY + timedelta(days=7), cad(6400))
    assert claims_of(house, change.order_id) == ["reservation", "reservation"]
    page = order_page.show(house.desk, change.order_id)
    assert (page.due_on, page.unfinished) == (change.due_on, (Unfinished.PAYMENT,))
    assert [line.number for line in page.tickets] == [1, 2]
    assert {(line.shipment_mode, line.shipment_mode_name) for line in page.tickets} == {
        (None, "Billet électronique")
    }
    assert not any(line.delivery_to_choose for line in page.tickets)
    assert shipments(house) == [("reference", house.ids["print_at_home"])]
    (row,) = archives.search(house.desk, OrderQuery(number=change.number)).rows
    assert row.due_on == change.due_on
    with pytest.raises(RefusedError, match="seat_taken"):
        sales.sell(house.desk, "sale", "other", None, wanted(house, "F-12"), None)
    assert reserve_two(house) == change


@pytest.mark.parametrize(
    ("after", "before", "asked", "due_on"),
    [
        (None, None, None, FIRST_NIGHT),
        (10, None, None, date(2026, 12, 1)),
        (10, 7, None, date(2026, 11, 28)),
        (None, 30, None, TODAY),
        (3, 3, date(2026, 12, 2), date(2026, 12, 2)),
        (3, 3, date(2027, 1, 1), FIRST_NIGHT),
    ],
)
def test_until_when_places_are_kept(
    house: HouseUnderTest, after: int | None, before: int | None, asked: date | None, due_on: date
) -> None:
    days_of_the_house(house, after, before)
    assert reserve_two(house, due_on=asked).due_on == due_on


def test_days_are_those_of_the_organisation_not_utc(house: HouseUnderTest) -> None:
    days_of_the_house(house, 0, None)
    evening = replace(house.desk, clock=Clock.started_at(datetime(2026, 11, 22, 3, 30, tzinfo=UTC)))
    contact = house.contacts["Cote"]
    kept = reservations.reserve(evening, "late", "late", contact, wanted(house, "F-12"), None)
    assert kept.due_on == TODAY  # 22:30 in Toronto


def test_nobody_and_the_past_have_no_reservation(house: HouseUnderTest) -> None:
    with pytest.raises(RefusedError, match="contact_required"):
        reservations.reserve(house.desk, "k", "k", None, wanted(house, "F-12"), None)
    with pytest.raises(NotFoundError, match="contact"):
        reservations.reserve(house.desk, "k", "k", 999, wanted(house, "F-12"), None)
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(RefusedError, match="due_date_past") as refused:
        reserve_two(house, due_on=yesterday)
    assert refused.value.facts == {"due_on": yesterday, "today": TODAY}
    door = house.as_operator("DORA")
    with pytest.raises(NotAllowedError):
        reservations.reserve(door, "k", "k", house.contacts["Cote"], wanted(house, "F-12"), None)
    door.database.close()
    assert find_reservations(house.desk) == ()


def test_reserved_places_are_not_left_for_others(house: HouseUnderTest) -> None:
    def left() -> int:
        (first,) = catalogue.choices_of(house.desk, (house.ids["p1"],))
        return first.left

    before = left()
    change = reserve_two(house)
    assert left() == before - 2
    reservations.take_up(house.desk, "take", change.order_id)
    assert left() == before - 2


def test_taking_up_sells_the_places_once_and_charges_their_delivery(house: HouseUnderTest) -> None:
    contact = add_contact(house, "Tremblay", "Anne", "anne@exemple.ca", "1, rue Haute")
    seats = wanted(house, "F-12", "F-13")
    change = reservations.reserve(house.desk, "r", "r", contact, seats, "post")
    assert change.balance == cad(6400)  # the fee of the post waits
    part = payments.record_payment(house.desk, "part", change.order_id, None, cash(1000))
    taken = reservations.take_up(house.desk, "take", change.order_id, (cash(5650, 6000),))
    assert (taken.balance, taken.change_given, taken.due_on) == (cad(0), cad(350), None)
    assert taken.version > part.version > change.version
    assert claims_of(house, change.order_id) == ["sale", "sale"]
    page = order_page.show(house.desk, change.order_id)
    assert (page.due_on, page.fees_total, page.paid) == (None, cad(250), cad(6650))
    assert page.unfinished == (Unfinished.CONFIRMATION,)
    assert {line.shipment_mode for line in page.tickets} == {"post"}
    post = house.ids["post"]
    assert shipments(house) == [("reference", post), ("unsent", post)]
    again = reservations.take_up(house.desk, "take", change.order_id, (cash(5650, 6000),))
    assert again == taken
    with pytest.raises(RefusedError, match="not_a_reservation") as refused:
        reservations.take_up(house.desk, "take again", change.order_id)
    assert refused.value.facts == {"order": change.number}
    actions = [line.action for line in history.history(house.desk, change.order_id)]
    assert sorted(actions) == [
        "order_reserved",
        "payment_recorded",
        "payment_recorded",
        "reservation_taken_up",
    ]


def test_a_deposit_is_taken_with_the_reservation_or_nothing_is_reserved(house: HouseUnderTest) -> None:
    def reserve(key: str, *paid_by: PaymentRequest) -> OrderChange:
        seats, contact = wanted(house, "F-12", "F-13"), house.contacts["Cote"]
        return reservations.reserve(house.desk, key, key, contact, seats, "by_hand", None, (), paid_by)

    for refused, paid_by in (("amount_too_high", cash(6401)), ("not_in_coins", cash(1001))):
        with pytest.raises(RefusedError, match=refused):
            reserve(refused, cash(500), paid_by)
    assert find_reservations(house.desk) == ()
    kept = reserve("kept", cash(1000, 2000), cash(500))
    assert (kept.balance, len(kept.ticket_ids), kept.due_on is not None) == (cad(4900), 2, True)
    assert reserve("kept", cash(1000, 2000), cash(500)) == kept
    assert claims_of(house, kept.order_id) == ["reservation", "reservation"]
    page = order_page.show(house.desk, kept.order_id)
    assert [line.amount for line in page.payments] == [cad(1000), cad(500)]
    released = reservations.release(house.desk, "gone", kept.order_id)
    assert released.balance == cad(-1500)


def test_money_may_stay_open_and_another_mode_leaves_the_reference(house: HouseUnderTest) -> None:
    change = reserve_two(house)
    taken = reservations.take_up(house.desk, "take", change.order_id, (cash(400),), "by_hand")
    assert taken.balance == cad(6000)
    assert Unfinished.PAYMENT in order_page.show(house.desk, change.order_id).unfinished
    assert shipments(house) == [
        ("reference", house.ids["print_at_home"]),
        ("unsent", house.ids["by_hand"]),
    ]


def test_a_payment_that_is_refused_takes_nothing_up(house: HouseUnderTest) -> None:
    change = reserve_two(house)
    with pytest.raises(RefusedError, match="amount_too_high"):
        reservations.take_up(house.desk, "take", change.order_id, (cash(6401),))
    assert order_row(house, change.order_id).due_on == FIRST_NIGHT
    assert claims_of(house, change.order_id) == ["reservation", "reservation"]


def test_the_mode_is_judged_again_when_it_is_taken_up(house: HouseUnderTest) -> None:
    contact = add_contact(house, "Tremblay", "Anne", "", "1, rue Haute")
    change = reservations.reserve(house.desk, "r", "r", contact, wanted(house, "F-12"), "post")
    late = after_days(house.desk, 12)  # two days before: the post takes five
    with pytest.raises(RefusedError, match="too_late"):
        reservations.take_up(late, "take", change.order_id)
    taken = reservations.take_up(late, "take by hand", change.order_id, (), "by_hand")
    assert taken.due_on is None


def test_a_mode_nobody_chose_is_by_hand(house: HouseUnderTest) -> None:
    reserve_two(house, mode=None)
    assert shipments(house) == [("reference", house.ids["by_hand"])]


def test_a_mode_that_cannot_be_is_not_kept(house: HouseUnderTest) -> None:
    with pytest.raises(RefusedError, match="missing_address"):
        reserve_two(house, mode="post")
    with writing(house.desk) as work:
        work.connection.execute(sa.text("DELETE FROM channel_mode"))
    with pytest.raises(RefusedError, match="no_mode_offered"):
        reserve_two(house, mode=None)


def test_nothing_goes_out_and_nobody_comes_in_before(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
    change = reserve_two(house)
    order_id, tickets = change.order_id, change.ticket_ids
    token = token_of(house, tickets[0])
    desk = house.desk
    acts: tuple[Callable[[str], object], ...] = (
        lambda key: confirmation.record_confirmation(desk, key, order_id, None, "a reason"),
        lambda key: printing.print_tickets(desk, key, order_id, None, tickets),
        lambda _key: printing.papers_of(desk, order_id, tickets),
        lambda key: doors.admit(desk, key, token),
    )
    for position, act in enumerate(acts):
        with pytest.raises(RefusedError, match="not_taken_up") as refused:
            act(f"before {position}")
        assert refused.value.facts == {"due_on": FIRST_NIGHT, "order": change.number}
    reservations.take_up(desk, "take", order_id, (cash(6400),))
    for position, act in enumerate(acts):
        act(f"after {position}")


def test_a_reservation_is_extended_with_a_reason(house: HouseUnderTest) -> None:
    days_of_the_house(house, 2, None)
    change = reserve_two(house)
    desk, order_id = house.desk, change.order_id
    asked = date(2026, 11, 30)
    with pytest.raises(RefusedError, match="reason_required"):
        reservations.extend(desk, "blank", order_id, asked, " ")
    longer = reservations.extend(desk, "longer", order_id, asked, "Rappellera lundi")
    assert longer.due_on == asked
    page = order_page.show(desk, order_id)
    assert [note.text for note in page.notes] == ["Rappellera lundi"]
    assert Unfinished.NOTE not in page.unfinished
    clamped = reservations.extend(desk, "clamped", order_id, date(2027, 2, 1), "En voyage")
    assert clamped.due_on == FIRST_NIGHT
    with pytest.raises(RefusedError, match="due_date_not_later") as refused:
        reservations.extend(desk, "again", order_id, date(2027, 2, 1), "En voyage")
    assert refused.value.facts == {"due_on": FIRST_NIGHT, "last_day": FIRST_NIGHT}
    with pytest.raises(ConflictError):
        reservations.extend(desk, "old", order_id, date(2027, 2, 1), "En voyage", change.version)
    reservations.take_up(desk, "take", order_id)
    with pytest.raises(RefusedError, match="not_a_reservation"):
        reservations.extend(desk, "late", order_id, date(2027, 2, 1), "En voyage")


def test_tickets_join_and_leave_a_reservation(house: HouseUnderTest) -> None:
    change = reserve_two(house)
    desk, order_id = house.desk, change.order_id
    offers = delivery.offers_for(desk, order_id, house.ids["p1"])
    assert (offers.prefill, {one.cost for one in offers.modes}) == ("print_at_home", {cad(0)})
    added = add_tickets.add_tickets(desk, "add", order_id, None, "f", wanted(house, "F-14"), offers.prefill)
    assert (added.balance, added.due_on) == (cad(9600), FIRST_NIGHT)
    assert claims_of(house, order_id) == ["reservation"] * 3
    assert order_page.show(desk, order_id).unfinished == (Unfinished.PAYMENT, Unfinished.NOTE)
    fewer = cancellations.cancel_tickets(desk, "fewer", order_id, None, change.ticket_ids)
    assert (fewer.balance, fewer.due_on) == (cad(3200), FIRST_NIGHT)
    assert not order_row(house, order_id).needs_confirmation
    with pytest.raises(RefusedError, match="cancels_order"):
        cancellations.cancel_tickets(desk, "last", order_id, None, added.ticket_ids)
    gone = cancellations.cancel_tickets(
        desk, "last, said", order_id, None, added.ticket_ids, may_cancel_order=True
    )
    assert (gone.balance, gone.due_on) == (cad(0), None)
    assert order_row(house, order_id).state is OrderState.CANCELLED
    assert reservations_of(desk, house.contacts["Côté-Bélanger"]) == ()


def test_another_mode_changes_the_one_reference_in_place(house: HouseUnderTest) -> None:
    change = reserve_two(house)
    changed = delivery.change_delivery(
        house.desk, "mode", change.order_id, change.version, change.ticket_ids, "by_hand"
    )
    assert changed.balance == cad(6400)
    assert shipments(house) == [("reference", house.ids["by_hand"])]
    newest = history.history(house.desk, change.order_id)
    assert {"reference_changed", "order_reserved"} == {line.action for line in newest}
    assert not order_row(house, change.order_id).needs_confirmation


def test_tickets_of_a_performance_that_will_not_be_are_not_taken_up(house: HouseUnderTest) -> None:
    change = reserve_two(house)
    with writing(house.desk) as work:
        off = sa.update(PERFORMANCES).where(PERFORMANCES.c.id == house.ids["p1"]).values(state="cancelled")
        work.connection.execute(off)
    with pytest.raises(RefusedError, match="performance_cancelled"):
        reservations.take_up(house.desk, "take", change.order_id)


def test_it_is_found_by_all_that_a_customer_may_say(house: HouseUnderTest) -> None:
    days_of_the_house(house, 3, None)
    desk = house.desk
    late = reserve_two(house, due_on=FIRST_NIGHT)
    soon = reserve_two(house, "soon", ("E-10", "E-11"))
    reserve_two(house, "other", ("G-10",), contact="Cothin")
    taken = reserve_two(house, "taken", ("G-11",))
    reservations.take_up(desk, "take", taken.order_id)
    payments.record_payment(desk, "part", soon.order_id, None, cash(1000))

    def found(query: str) -> list[str]:
        return [row.number for row in find_reservations(desk, query)]

    both = [soon.number, late.number]
    (row,) = find_reservations(desk, soon.number)
    assert (row.paid, row.balance, row.tickets) == (cad(1000), cad(5400), 2)
    assert (row.events, row.mode, row.overdue) == (("La Mouette",), "print_at_home", False)
    assert (row.buyer, row.due_on) == ("Côté-Bélanger, Éloïse", date(2026, 11, 24))
    for query in ("cote-belanger", "belanger eloise", f"[{row.contact_number}]", "eloise@exemple.ca"):
        assert found(query) == both, query
    assert found(row.dossier) == [soon.number]
    assert found(token_of(house, late.ticket_ids[1])) == [late.number]
    assert found(taken.number) == found("nobody") == found("  -- ") == []
    assert len(found("")) == 3
    assert [one.number for one in reservations_of(desk, house.contacts["Côté-Bélanger"])] == both
    assert find_reservations(desk, overdue_only=True) == ()
    first, *_others = find_reservations(after_days(desk, 4), overdue_only=True)
    assert (first.number, first.overdue) == (soon.number, True)


def test_a_reservation_is_given_up_before_its_day(house: HouseUnderTest) -> None:
    kept = reserve_two(house)
    paid = PaymentRequest(PaymentMethod.CASH, cad(1000))
    payments.record_payment(house.desk, "p", kept.order_id, None, paid)
    with pytest.raises(ConflictError):
        reservations.release(house.desk, "old", kept.order_id, kept.version)
    dora = house.as_operator("DORA")
    with pytest.raises(NotAllowedError, match=r"orders\.cancel_tickets"):
        reservations.release(dora, "dora", kept.order_id)
    dora.database.close()
    change = reservations.release(house.desk, "z", kept.order_id, kept.version + 1)
    assert reservations.release(house.desk, "z", kept.order_id, kept.version + 1) == change
    assert (change.balance, change.due_on, change.ticket_ids) == (cad(-1000), None, kept.ticket_ids)
    page = order_page.show(house.desk, kept.order_id)
    assert (page.state, page.unfinished) == (OrderState.CANCELLED, (Unfinished.REFUND,))
    assert claims_of(house, kept.order_id) == []
    last = history.history(house.desk, kept.order_id)[-1]
    assert (last.action, last.facts["due_on"]) == ("reservation_released", str(FIRST_NIGHT))
    with pytest.raises(RefusedError, match="not_a_reservation"):
        reservations.release(house.desk, "again", kept.order_id)
    assert reserve_two(house, "anew").number != kept.number
