"""A reservation on the order page: kept for longer, given up, and what it does not offer yet."""

from __future__ import annotations

from datetime import date

import pytest

from boxoffice_tui.screens.archives.commands import CONFIRMATION, EXTEND, RELEASE
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.archives.reserved import ExtendDialog, ReleaseDialog
from boxoffice_tui.services import order_page, reservations
from boxoffice_tui.views.orders import OrderPage
from boxoffice_tui.views.states import OrderState
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import press, seen, typed
from tests.screens.archives.ticket_form_stage import opened, version_of
from tests.screens.command_faults import command_faults
from tests.services.reserving import claims_of, reserve_two
from tests.services.test_archives_money import sell_two

DUE = date(2026, 11, 24)


def order(page: OrderPage) -> OrderScreen:
    return OrderScreen(page.order_id)


@pytest.mark.parametrize("dialog", [ExtendDialog, ReleaseDialog])
def test_the_commands_have_no_fault_together(dialog: type[ExtendDialog | ReleaseDialog]) -> None:
    assert command_faults(dialog._merged_commands) == []


async def test_a_later_day_is_told_as_it_is_typed(house: HouseUnderTest) -> None:
    kept = reserve_two(house, due_on=DUE)
    async with opened(house, order, kept.order_id) as shown:
        await press(shown.pilot, "d")
        assert seen(shown.app, "2 tickets F-12, F-13, reserved until 24/11/2026")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "This is needed.")
        await typed(shown.pilot, "He is ill")
        await press(shown.pilot, "shift+tab", "end", "shift+home", "delete")
        await typed(shown.pilot, "23/11/2026")
        words = "It is reserved until 24 November 2026 already. Name a later day, 5 December 2026 at the latest"
        assert seen(shown.app, words)
        await press(shown.pilot, "enter")
        assert version_of(house, kept.order_id) == kept.version
        await press(shown.pilot, "end", "shift+home", "delete")
        await typed(shown.pilot, "31/12/2026")
        assert seen(shown.app, "Reserved until 05/12/2026. It is the day of the first performance")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "Reservation extended.")
        assert seen(shown.app, "reserved until 05/12/2026")
    page = order_page.show(house.desk, kept.order_id)
    assert page.due_on == date(2026, 12, 5)
    assert "He is ill" in page.notes[-1].text


async def test_it_is_asked_before_the_places_are_given_up(house: HouseUnderTest) -> None:
    kept = reserve_two(house, due_on=DUE)
    async with opened(house, order, kept.order_id, language="fr") as shown:
        await press(shown.pilot, "z", "z", "enter")
        assert version_of(house, kept.order_id) == kept.version
        await press(shown.pilot, "alt+z", "alt+s")
        assert seen(shown.app, "Réservation libérée.")
    assert order_page.show(house.desk, kept.order_id).state is OrderState.CANCELLED
    assert claims_of(house, kept.order_id) == []


async def test_somebody_took_it_up_first(house: HouseUnderTest) -> None:
    kept = reserve_two(house, due_on=DUE)
    bruno = house.as_operator("BRUNO")
    async with opened(house, order, kept.order_id) as shown:
        await press(shown.pilot, "z")
        reservations.take_up(bruno, "b", kept.order_id)
        await press(shown.pilot, "alt+s")
        assert seen(shown.app, "BRUNO changed this meanwhile")
        await press(shown.pilot, "escape", "alt+s", "escape")
    bruno.database.close()
    assert len(claims_of(house, kept.order_id)) == 2


async def test_what_waits_until_it_is_taken_up_is_not_offered(house: HouseUnderTest) -> None:
    kept, sold = reserve_two(house, seats=("G-12", "G-13"), due_on=DUE), sell_two(house)
    async with opened(house, order, kept.order_id) as shown:
        screen = shown.app.screen
        assert isinstance(screen, OrderScreen)
        offered = [screen.allowed(command) for command in (CONFIRMATION, EXTEND, RELEASE)]
        assert offered == [False, True, True]
        await press(shown.pilot, "e")
        assert seen(shown.app, "Order 1000001 is reserved until 24 November 2026, not taken up. Take it up first.")
    async with opened(house, order, sold.order_id) as shown:
        await press(shown.pilot, "d")
        assert seen(shown.app, "is not reserved")
        await press(shown.pilot, "escape", "z")
        assert seen(shown.app, "is not reserved")
