"""The service refuses, not only the screen: rights are asked of the database at commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import (
    archives,
    cancellations,
    catalogue,
    confirmation,
    delivery,
    doors,
    holds,
    identity,
    notes,
    order_page,
    outbox,
    payments,
)
from boxoffice_tui.services.desk import HEARD_FOR, Clock, Desk
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.archives import OrderQuery
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import ACCOUNT, HouseUnderTest
from tests.services.test_archives_money import cad, sell_two

ACTS: list[tuple[Right, Callable[[Desk, int, HouseUnderTest], object]]] = [
    (Right.ORDERS_SEARCH, lambda desk, _order, _house: archives.search(desk, OrderQuery())),
    (Right.ORDERS_SEARCH, lambda desk, order, _house: order_page.show(desk, order)),
    (Right.ORDERS_SEARCH, lambda desk, _order, _house: outbox.list_mails(desk)),
    (Right.ORDERS_SEARCH, lambda desk, _order, _house: outbox.message_of(desk, 1)),
    (Right.ORDERS_SEARCH, lambda desk, order, _house: delivery.offers_for(desk, order)),
    (Right.ORDERS_SEARCH, lambda desk, order, _house: cancellations.refundable(desk, order)),
    (
        Right.ORDERS_SEARCH,
        lambda desk, order, _house: cancellations.refund_proposal(desk, order, cad(1), card_present=True),
    ),
    (
        Right.ORDERS_SEARCH,
        lambda desk, order, _house: cancellations.cancellation_sum(desk, order, (1,), (RefundPart.PRICE,)),
    ),
    (Right.ORDERS_NOTE, lambda desk, order, _house: notes.add_note(desk, "n", order, "why")),
    (
        Right.ORDERS_CONFIRM,
        lambda desk, order, _house: confirmation.record_confirmation(desk, "c", order, None),
    ),
    (
        Right.ORDERS_RECORD_PAYMENT,
        lambda desk, order, _house: payments.record_payment(
            desk, "p", order, None, PaymentRequest(PaymentMethod.CASH, cad(1))
        ),
    ),
    (
        Right.ORDERS_CANCEL_TICKETS,
        lambda desk, order, _house: cancellations.cancel_tickets(desk, "x", order, None, (1,)),
    ),
    (
        Right.ORDERS_SELL,
        lambda desk, _order, house: holds.hold_seats(desk, "f", house.ids["p1"], (house.seat("E-10"),)),
    ),
    (Right.TICKETS_UNDO_SCAN, lambda desk, _order, _house: doors.undo_admission(desk, "u", "token")),
]


@pytest.mark.parametrize(("right", "act"), ACTS)
def test_what_the_door_may_not_do_is_refused_by_name(
    house: HouseUnderTest, right: Right, act: Callable[[Desk, int, HouseUnderTest], object]
) -> None:
    sold = sell_two(house)
    door = house.as_operator("DORA")
    with pytest.raises(NotAllowedError) as refused:
        act(door, sold.order_id, house)
    assert (refused.value.right, refused.value.exit_code) == (right, 5)
    door.database.close()


def test_a_right_taken_away_counts_at_once(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    notes.add_note(bruno, "before", sold.order_id, "why")
    with writing(house.desk) as work:
        gone = sa.delete(OPERATOR_RIGHTS).where(OPERATOR_RIGHTS.c.right == Right.ORDERS_NOTE)
        work.connection.execute(gone)
    with pytest.raises(NotAllowedError):
        notes.add_note(bruno, "after", sold.order_id, "why")
    assert len(order_page.show(house.desk, sold.order_id).notes) == 1
    bruno.database.close()


READS: list[Callable[[Desk, int], object]] = [
    lambda desk, _order: archives.search(desk, OrderQuery()),
    order_page.show,
    lambda desk, _order: catalogue.events_on_sale(desk),
    lambda desk, _order: outbox.list_mails(desk),
]


@pytest.mark.parametrize("read", READS)
def test_who_was_deactivated_reads_no_more(
    house: HouseUnderTest, read: Callable[[Desk, int], object]
) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    later = replace(bruno, clock=Clock(bruno.clock.ahead + HEARD_FOR.total_seconds()))
    set_active(house, "BRUNO", active=False)
    for _again in range(2):
        with pytest.raises(RefusedError, match="operator_inactive") as refused:
            read(later, sold.order_id)
        assert refused.value.facts == {"operator": "BRUNO"}
    with pytest.raises(RefusedError, match="operator_inactive"):
        notes.add_note(bruno, "n", sold.order_id, "why")
    assert identity.switch_operator(later, ACCOUNT, "DORA", "").actor.code == "DORA"
    set_active(house, "BRUNO", active=True)
    read(later, sold.order_id)
    bruno.database.close()


def test_who_reads_is_asked_about_once_in_a_few_seconds(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    order_page.show(bruno, sold.order_id)
    set_active(house, "BRUNO", active=False)
    asked: list[str] = []
    sa.event.listen(bruno.database.reader, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for _key in range(5):
        order_page.show(bruno, sold.order_id)
    assert [sql for sql in asked if "operator_right" in sql] == []
    bruno.database.close()


def test_a_right_to_read_that_was_taken_away_is_missed_within_seconds(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    with writing(house.desk) as work:
        gone = sa.delete(OPERATOR_RIGHTS).where(OPERATOR_RIGHTS.c.right == Right.ORDERS_SEARCH)
        work.connection.execute(gone)
    later = replace(bruno, clock=Clock(bruno.clock.ahead + HEARD_FOR.total_seconds()))
    with pytest.raises(NotAllowedError):
        order_page.show(later, sold.order_id)
    with pytest.raises(NotAllowedError):
        order_page.show(bruno, sold.order_id)
    bruno.database.close()


def set_active(house: HouseUnderTest, code: str, *, active: bool) -> None:
    with house.desk.database.write() as connection:
        connection.execute(sa.update(OPERATORS).where(OPERATORS.c.code == code).values(active=active))


def test_a_pin_changes_the_operator_at_a_shared_counter(house: HouseUnderTest) -> None:
    admin = house.as_operator("ADMIN")
    identity.set_pin(admin, "pin", "BRUNO", "2468")
    with pytest.raises(RefusedError, match="pin_malformed"):
        identity.set_pin(admin, "pin2", "BRUNO", "12a4")
    with pytest.raises(RefusedError, match="wrong_pin"):
        identity.switch_operator(house.desk, ACCOUNT, "BRUNO", "1357")
    assert identity.switch_operator(house.desk, ACCOUNT, "bruno", "2468").actor.code == "BRUNO"
    with pytest.raises(NotFoundError):
        identity.switch_operator(house.desk, ACCOUNT, "NOBODY", "2468")
    admin.database.close()


def test_an_unknown_account_gets_no_desk(house: HouseUnderTest) -> None:
    with pytest.raises(RefusedError, match="account_unknown"):
        identity.open_desk(house.address, "stranger")
