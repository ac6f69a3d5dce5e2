"""The service refuses, not only the screen: rights are asked of the database at commit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.models.operators import OPERATOR_RIGHTS
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import (
    archives,
    cancellations,
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
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderQuery, PaymentMethod
from boxoffice_tui.views.requests import PaymentRequest
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
