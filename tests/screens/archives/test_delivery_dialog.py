"""Another delivery mode for ticked tickets, as a clerk sees it."""

from __future__ import annotations

import functools
from typing import Any

from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens.archives.delivery import DeliveryDialog
from boxoffice_tui.services import delivery, order_page, sales
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.widgets.numbered_choice import NumberedChoice
from tests.house import HouseUnderTest, add_contact
from tests.screens.archives.clerk import press, seen
from tests.screens.archives.ticket_form_stage import opened, version_of
from tests.screens.command_faults import command_faults
from tests.services.test_archives_money import sell_two


def dialog(*ticket_ids: int) -> Any:
    return functools.partial(DeliveryDialog, ticket_ids=ticket_ids)


def modes_of(house: HouseUnderTest, order_id: int) -> list[str | None]:
    return [ticket.shipment_mode for ticket in order_page.show(house.desk, order_id).tickets]


def sold_with_address(house: HouseUnderTest) -> OrderChange:
    contact = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    seats = (house.seat("F-12"), house.seat("F-13"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    return sales.sell(house.desk, "sale", "form", contact, (request,), "print_at_home")


def test_the_commands_have_no_fault_together() -> None:
    assert command_faults(DeliveryDialog._merged_commands) == []


async def test_modes_with_their_cost_and_why_not_the_others(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, dialog(*sold.ticket_ids), sold.order_id, language="fr") as shown:
        assert seen(shown.app, "2 billets F-12, F-13")
        assert seen(shown.app, "( ) 1 Remis en main propre – sans frais")
        assert seen(shown.app, "( ) 2 Billet électronique – sans frais (comme maintenant)")
        assert seen(shown.app, "✕ Poste – Ce mode demande une adresse postale.")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "! Choisissez un mode de livraison.")
        await press(shown.pilot, "enter", "tab", "enter")
        assert shown.answers == []
        await press(shown.pilot, "1")
        assert not seen(shown.app, "! Choisissez un mode")


async def test_the_fee_is_seen_before_it_is_accepted(house: HouseUnderTest) -> None:
    sold = sold_with_address(house)
    async with opened(house, dialog(sold.ticket_ids[1]), sold.order_id) as shown:
        assert seen(shown.app, "( ) 3 Post – fee $2.50")
        await press(shown.pilot, "3")
        assert seen(shown.app, "Balance due: $66.50")
        assert version_of(house, sold.order_id) == sold.version
        await press(shown.pilot, "enter")
        assert [change.balance for change in shown.answers if change] == [Money(6650, "CAD")]
    assert modes_of(house, sold.order_id) == ["print_at_home", "post"]
    async with opened(house, dialog(sold.ticket_ids[1]), sold.order_id) as shown:
        assert seen(shown.app, "1 By hand – $2.50 goes back")


async def test_esc_asks_only_when_a_mode_was_chosen_and_changes_nothing(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, dialog(*sold.ticket_ids), sold.order_id) as shown:
        await press(shown.pilot, "1", "escape")
        assert seen(shown.app, "This delivery mode is not saved.")
        await press(shown.pilot, "1")
        assert shown.answers == [None]
    assert version_of(house, sold.order_id) == sold.version


async def test_somebody_was_first(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    async with opened(house, dialog(sold.ticket_ids[0]), sold.order_id) as shown:
        await press(shown.pilot, "1")
        delivery.change_delivery(bruno, "b", sold.order_id, sold.version, sold.ticket_ids[1:], "by_hand")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "BRUNO changed this meanwhile")
        await press(shown.pilot, "escape")
        assert shown.screen.query_one(NumberedChoice).value == "by_hand"
        await press(shown.pilot, "alt+s")
        assert len(shown.answers) == 1
    assert modes_of(house, sold.order_id) == ["by_hand", "by_hand"]
    bruno.database.close()
