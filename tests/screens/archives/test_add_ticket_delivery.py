"""spec/archives.md, Add a ticket, 7: the delivery mode of the added ticket, as the form fills it in or asks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES
from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens.archives import ticket_form_choosing
from boxoffice_tui.screens.archives.add_ticket import AddTicket
from boxoffice_tui.screens.archives.ticket_form_parts import Chooser
from boxoffice_tui.services import delivery, order_page, sales
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest, add_contact
from tests.screens.archives.clerk import press, seen
from tests.screens.archives.ticket_form_stage import opened
from tests.services.test_archives_money import sell_two

FOUR_DAYS_BEFORE = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read but what the test asks for."""
    monkeypatch.setattr(ticket_form_choosing, "LOOK_SECONDS", 3600)


def sold_by_post(house: HouseUnderTest) -> OrderChange:
    """Two tickets to somebody with an address, by post."""
    contact = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    seats = (house.seat("F-12"), house.seat("F-13"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    return sales.sell(house.desk, "sale", "form", contact, (request,), "post")


async def test_modes_that_differ_must_be_chosen_from(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    delivery.change_delivery(
        house.desk, "change", sold.order_id, sold.version, sold.ticket_ids[:1], "by_hand"
    )
    async with opened(house, AddTicket, sold.order_id) as shown:
        assert seen(shown.app, "Delivery Choose ▼ ! to be chosen")
        assert shown.said == (
            "The tickets of this order have different delivery modes. Choose one for the new ticket."
        )
        await press(shown.pilot, "1", "s")
        assert shown.answers == []
        assert shown.form.focused is shown.form.query_one("#delivery", Chooser)
        await press(shown.pilot, "enter", "down", "enter", "s")
        assert len(shown.answers) == 1
    modes = [ticket.shipment_mode for ticket in order_page.show(house.desk, sold.order_id).tickets]
    assert modes == ["by_hand", "print_at_home", "by_hand"]


async def test_a_mode_that_is_too_late_now_says_why_and_offers_the_others(house: HouseUnderTest) -> None:
    sold = sold_by_post(house)
    async with opened(house, AddTicket, sold.order_id, language="fr", now=FOUR_DAYS_BEFORE) as shown:
        assert shown.said.startswith("Trop tard pour Poste : il faut 5 jours")
        assert [mode.code for mode in shown.form.draft.modes] == ["by_hand", "print_at_home"]
        await press(shown.pilot, "d", "enter", "down", "enter", "1", "s")
        assert len(shown.answers) == 1
    modes = [ticket.shipment_mode for ticket in order_page.show(house.desk, sold.order_id).tickets]
    assert modes == ["post", "post", "by_hand"]


async def test_the_fee_of_another_mode_is_in_the_total_before_it_is_saved(house: HouseUnderTest) -> None:
    sold = sold_by_post(house)
    delivery.change_delivery(house.desk, "c", sold.order_id, sold.version, sold.ticket_ids, "print_at_home")
    async with opened(house, AddTicket, sold.order_id) as shown:
        assert shown.total == "Total $32.00"
        await press(shown.pilot, "d", "enter", "down", "enter")
        assert seen(shown.app, "Delivery Post +$2.50 ▼")
        assert shown.total == "Total $34.50 · fees $2.50"
        before = order_page.show(house.desk, sold.order_id).balance
        await press(shown.pilot, "1", "s")
        assert [change.balance - before for change in shown.answers if change] == [Money(3450, "CAD")]


async def test_a_mode_that_is_withdrawn_meanwhile_saves_nothing_and_says_why(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1")
        with writing(house.desk) as work:
            gone = CHANNEL_MODES.c.mode_id == house.ids["print_at_home"]
            work.connection.execute(sa.delete(CHANNEL_MODES).where(gone))
        await press(shown.pilot, "s")
        assert shown.answers == []
        assert shown.said.startswith("This sales channel does not offer this mode.")
        assert (shown.form.draft.mode, shown.form.draft.seat_ids) == (None, (house.seat("F-14"),))
        await press(shown.pilot, "d", "enter", "down", "enter", "s")
        assert len(shown.answers) == 1


async def test_where_the_others_have_none_a_mode_is_asked_for_but_not_required(house: HouseUnderTest) -> None:
    sold = sell_two(house, mode=None)
    async with opened(house, AddTicket, sold.order_id) as shown:
        assert seen(shown.app, "Delivery Choose ▼ ! to be chosen")
        await press(shown.pilot, "1", "s")
        assert len(shown.answers) == 1
    modes = [ticket.shipment_mode for ticket in order_page.show(house.desk, sold.order_id).tickets]
    assert modes == [None, None, None]
