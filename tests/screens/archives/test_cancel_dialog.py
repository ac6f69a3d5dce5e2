"""spec/archives.md, Cancel tickets and refund, as a clerk sees it: keyboard only, on a real database."""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.organisation import FEES
from boxoffice_tui.screens.archives.cancel import CancelDialog
from boxoffice_tui.screens.archives.commands import CANCEL
from boxoffice_tui.services import holds, order_page, sales
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest, TicketRequest
from boxoffice_tui.views.states import FeeKind, OrderState, PaymentMethod, TicketState
from boxoffice_tui.widgets.choice import TickBox
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import line_of, press, seen
from tests.screens.archives.ticket_form_stage import opened, version_of
from tests.screens.command_faults import command_faults
from tests.services.test_archives_money import cad, sell_two


def dialog(*ticket_ids: int) -> Any:
    return functools.partial(CancelDialog, ticket_ids=ticket_ids)


def set_ticket(house: HouseUnderTest, ticket_id: int, **values: object) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(TICKETS).where(TICKETS.c.id == ticket_id).values(**values))


def sell_with_fees(house: HouseUnderTest, *seats: str) -> OrderChange:
    """Two tickets at 32.00 with a ticketing fee of 1.50 and an organiser's of 0.50 each, paid 68.00 in cash."""
    with writing(house.desk) as work:
        for code, kind, amount in (("t", FeeKind.TICKETING, 150), ("o", FeeKind.ORGANISER, 50)):
            work.insert(FEES, code=code, names={"fr": code}, kind=kind, amount_minor=amount)
    places = tuple(house.seat(name) for name in seats or ("F-12", "F-13"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], places)
    paid = PaymentRequest(PaymentMethod.CASH, cad(6800))
    return sales.sell(house.desk, "with fees", "f", house.contacts["Cote"], (request,), "by_hand", (paid,))


def test_the_commands_have_no_fault_together() -> None:
    assert command_faults(CancelDialog._merged_commands) == []


async def test_the_price_alone_goes_back_unless_more_is_ticked(house: HouseUnderTest) -> None:
    sold = sell_with_fees(house)
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id, language="fr") as shown:
        lines = [
            line_of(shown.app, name) for name in ("Prix", "Frais de billetterie", "Frais de l'organisateur")
        ]
        assert [line.split("]")[0][-2:] for line in lines] == ["[x", "[ ", "[ "]
        assert [re.findall(r"\d+,\d\d \$", line)[0] for line in lines] == ["32,00 $", "1,50 $", "0,50 $"]
        assert seen(shown.app, "Revient en tout : 32,00 $ À rembourser : 32,00 $")
        await press(shown.pilot, "shift+tab", "shift+tab", "shift+tab", "space")
        assert seen(shown.app, "Revient en tout : 33,50 $ À rembourser : 33,50 $")
        await press(shown.pilot, "alt+s")
        assert seen(shown.app, "À rembourser : 33,50 $")
        await press(shown.pilot, "2")
        assert [change.balance for change in shown.answers if change] == [cad(-3350)]
    page = order_page.show(house.desk, sold.order_id)
    assert [ticket.state for ticket in page.tickets] == [TicketState.CANCELLED, TicketState.LIVE]
    bruno = house.as_operator("BRUNO")
    holds.hold_seats(bruno, "free at once", house.ids["p1"], (house.seat("F-12"),))
    bruno.database.close()


async def test_what_comes_to_nothing_is_not_offered(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id) as shown:
        offered = [tick.id for tick in shown.screen.query(TickBox) if tick.display]
        assert offered == ["price"]
    sold = sell_with_fees(house, "G-12", "G-13")
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id) as shown:
        offered = [tick.id for tick in shown.screen.query(TickBox) if tick.display]
        assert offered == ["price", "ticketing_fee", "organiser_fee"]


@pytest.mark.parametrize("key", CANCEL.keys)
async def test_the_key_that_opens_it_cancels_nothing(house: HouseUnderTest, key: str) -> None:
    sold = sell_two(house)
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id) as shown:
        await press(shown.pilot, key, key)
        assert shown.app.screen is shown.screen
        assert version_of(house, sold.order_id) == sold.version


async def test_the_safe_button_has_the_focus(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id) as shown:
        await press(shown.pilot, "enter")
        assert shown.answers == [None]
    assert version_of(house, sold.order_id) == sold.version


async def test_the_last_ticket_cancels_the_order_and_is_asked_about_first(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, dialog(*sold.ticket_ids), sold.order_id) as shown:
        await press(shown.pilot, "alt+s")
        assert seen(shown.app, "No ticket is left then: the whole order 1000001 is cancelled.")
        await press(shown.pilot, "enter")
        assert version_of(house, sold.order_id) == sold.version
        await press(shown.pilot, "alt+s", "1")
        assert seen(shown.app, "To refund: $64.00")
        await press(shown.pilot, "escape")
        assert len(shown.answers) == 1
    assert order_page.show(house.desk, sold.order_id).state is OrderState.CANCELLED


async def test_what_is_owed_is_refunded_in_one_go(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, dialog(*sold.ticket_ids), sold.order_id) as shown:
        await press(shown.pilot, "alt+s", "1", "1")
        assert seen(shown.app, "Refund on order 1000001")
        await press(shown.pilot, "space")
        assert seen(shown.app, "Goes back in all: $64.00 Balance: nothing due")
        await press(shown.pilot, "enter")
        assert [change.balance for change in shown.answers if change] == [cad(0)]
    assert order_page.show(house.desk, sold.order_id).paid == cad(0)


async def test_a_scanned_ticket_needs_a_right_and_a_printed_one_comes_back(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    set_ticket(house, sold.ticket_ids[0], state=TicketState.SCANNED, printed=1)
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id, operator="BRUNO") as shown:
        assert seen(shown.app, "Ticket 1 was scanned at the door.")
        assert seen(shown.app, "Ticket 1 is printed: it must be handed back.")
        await press(shown.pilot, "alt+s")
        assert shown.answers == []
    assert version_of(house, sold.order_id) == sold.version
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id, operator="ANNE") as shown:
        assert not seen(shown.app, "was scanned")
        await press(shown.pilot, "alt+s", "escape")
        assert len(shown.answers) == 1


async def test_somebody_was_first(house: HouseUnderTest) -> None:
    sold = sell_with_fees(house)
    bruno = house.as_operator("BRUNO")
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id) as shown:
        from boxoffice_tui.services.cancellations import cancel_tickets

        cancel_tickets(bruno, "b", sold.order_id, sold.version, sold.ticket_ids[1:])
        await press(shown.pilot, "alt+s")
        assert seen(shown.app, "BRUNO changed this meanwhile")
        await press(shown.pilot, "escape", "alt+s")
        assert seen(shown.app, "the whole order")
    bruno.database.close()


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_clerk_without_the_right_to_refund_is_not_asked(house: HouseUnderTest, language: str) -> None:
    from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS
    from boxoffice_tui.rules.rights import Right

    sold = sell_two(house)
    with writing(house.desk) as work:
        right = OPERATOR_RIGHTS.c.right == Right.ORDERS_REFUND
        work.connection.execute(sa.delete(OPERATOR_RIGHTS).where(right))
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id, language=language) as shown:
        await press(shown.pilot, "alt+s")
        assert [change.balance for change in shown.answers if change] == [cad(-3200)]
