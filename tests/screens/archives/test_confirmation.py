"""Sending the confirmation on screen: spec/archives.md, 10."""

from __future__ import annotations

import pytest

from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.screens.archives.confirmation import ConfirmationDialog
from boxoffice_tui.screens.dialogs import Problem
from boxoffice_tui.services import (
    add_tickets,
    contacts,
    delivery,
    order_page,
    outbox,
    sales,
    shipment_changes,
)
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.shipments import ShipmentRequest
from boxoffice_tui.views.states import Unfinished
from tests.house import HouseUnderTest, add_contact
from tests.screens.archives.clerk import archives_app, let_mails_leave, press, seen, settled, typed
from tests.screens.archives.test_order import opened, sold_and_added
from tests.services.after_sale import rows
from tests.services.test_archives_money import sell_two, third
from tests.services.test_mails_apart import sold_to_friend


@pytest.fixture(autouse=True)
def sender(house: HouseUnderTest) -> None:
    let_mails_leave(house)


def one_without_email(house: HouseUnderTest) -> None:
    """Two e-tickets travel to Anne Roy, one to Luc, who has no e-mail address any more."""
    sold, _ = sold_to_friend(house)
    luc = add_contact(house, "Roy", "Luc", "luc@exemple.ca")
    (shipment,) = rows(house, SHIPMENTS)
    to_luc = ShipmentRequest("print_at_home", luc, ticket_ids=sold.ticket_ids[:1])
    shipment_changes.change_shipment(house.desk, "to Luc", shipment.id, None, to_luc)
    contacts.change_email(house.desk, "gone", luc, "")


def mails(house: HouseUnderTest) -> list[str]:
    return [mail.recipient for mail in outbox.list_mails(house.desk)]


@pytest.mark.parametrize(
    ("language", "recipient", "enclosed", "outcome"),
    [
        (
            "en",
            "To Côté-Bélanger, Éloïse, eloise@exemple.ca, in French",
            "with 2 e-tickets as PDF, with 1 calendar entry",
            "Confirmation ready; it leaves within a minute.",
        ),
        (
            "fr",
            "À Côté-Bélanger, Éloïse, eloise@exemple.ca, en français",
            "avec 2 billets électroniques en PDF, avec 1 entrée de calendrier",
            "Confirmation prête ; elle part dans la minute.",
        ),
    ],
)
async def test_it_says_to_whom_and_with_what_and_is_recorded_once(
    house: HouseUnderTest, language: str, recipient: str, enclosed: str, outcome: str
) -> None:
    sold = sell_two(house)
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot, "e")
        assert seen(pilot.app, recipient)
        assert seen(pilot.app, enclosed)
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert seen(pilot.app, outcome)
    assert mails(house) == ["eloise@exemple.ca"]
    assert Unfinished.CONFIRMATION not in order_page.show(house.desk, sold.order_id).unfinished


async def test_who_may_not_send_is_told_what_does(house: HouseUnderTest) -> None:
    sell_two(house)
    async with archives_app(house, operator="BRUNO").run_test() as pilot:
        await opened(pilot, "e", "enter")
        assert seen(pilot.app, "Confirmation ready; it leaves with the next boxoffice run-due.")


@pytest.mark.parametrize(
    ("language", "enclosed", "warning"),
    [
        (
            "en",
            "with 1 e-ticket as PDF",
            "! No delivery mode, so not attached: 1 ticket F-13. Choose one first: Delivery mode (l).",
        ),
        (
            "fr",
            "avec 1 billet électronique en PDF",
            "! Sans mode de livraison, donc pas joint : 1 billet F-13. Choisissez d'abord : Mode de livraison (l).",
        ),
    ],
)
async def test_tickets_without_a_delivery_are_named_before_it_leaves(
    house: HouseUnderTest, language: str, enclosed: str, warning: str
) -> None:
    sold = sell_two(house, mode=None)
    delivery.change_delivery(house.desk, "d", sold.order_id, None, sold.ticket_ids[:1], "print_at_home")
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot, "e")
        assert seen(pilot.app, enclosed)
        assert not seen(pilot.app, "other way")
        assert seen(pilot.app, warning)
        await press(pilot, "enter")
        assert mails(house) == ["eloise@exemple.ca"], "it is a warning, no refusal"


async def test_the_warning_goes_when_the_delivery_is_chosen(house: HouseUnderTest) -> None:
    sold = sell_two(house, mode=None)
    bruno = house.as_operator("BRUNO")
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "e")
        assert seen(pilot.app, "! No delivery mode, so not attached: 2 tickets F-12, F-13.")
        delivery.change_delivery(bruno, "d", sold.order_id, None, sold.ticket_ids, "print_at_home")
        bruno.database.close()
        await press(pilot, "enter", "escape")
        assert seen(pilot.app, "with 2 e-tickets as PDF")
        assert not seen(pilot.app, "No delivery mode")
    assert mails(house) == []


async def test_a_balance_asks_for_a_reason(house: HouseUnderTest) -> None:
    order_id = sold_and_added(house)
    tickets = order_page.show(house.desk, order_id).tickets
    delivery.change_delivery(house.desk, "d", order_id, None, (tickets[2].ticket_id,), "by_hand")
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "e")
        assert seen(pilot.app, "with 2 e-tickets as PDF, 1 ticket goes another way")
        assert seen(pilot.app, "Balance due: $35.00. Say why the confirmation leaves now.")
        await press(pilot, "enter")
        assert seen(pilot.app, "This is needed.")
        assert mails(house) == []
        await press(pilot, "escape", "e")
        await typed(pilot, "pays at the door")
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, ConfirmationDialog)
    assert mails(house) == ["eloise@exemple.ca"]


async def test_without_an_address_one_is_asked_for(house: HouseUnderTest) -> None:
    contact = house.contacts["Cote\u0301"]
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    sold = sales.sell(house.desk, "sale", "f", contact, (request,), "by_hand")
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "e")
        assert seen(pilot.app, "E\u0301loi\u0308se: no e-mail address is known.")
        await typed(pilot, "no address")
        await press(pilot, "tab")
        await typed(pilot, "pays later")
        await press(pilot, "enter")
        assert seen(pilot.app, "“no address” is not an e-mail address. Correct it.")
        await press(pilot, "ctrl+u")
        await typed(pilot, "new@exemple.ca")
        await press(pilot, "enter")
    assert mails(house) == ["new@exemple.ca"]
    buyer = order_page.show(house.desk, sold.order_id).buyer
    assert buyer is not None
    assert buyer.email == "new@exemple.ca"


@pytest.mark.parametrize(
    ("language", "others", "outcome"),
    [
        (
            "en",
            (
                "Also to Roy, Anne, anne@exemple.ca: 2 e-tickets",
                "! No mail to Roy, Luc, who has no e-mail address: 1 e-ticket",
            ),
            "! Confirmation ready, but for Roy, Luc: no e-mail address",
        ),
        (
            "fr",
            ("Aussi à Roy, Anne, anne@exemple.ca : 2 billets électroniques", "! Aucun courriel à Roy, Luc"),
            "! Confirmation prête, sauf pour Roy, Luc : aucun courriel connu",
        ),
    ],
)
async def test_who_else_gets_tickets_is_said_before_and_who_cannot_after_too(
    house: HouseUnderTest, language: str, others: tuple[str, ...], outcome: str
) -> None:
    one_without_email(house)
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot, "e")
        for line in others:
            assert seen(pilot.app, line)
        await press(pilot, "enter")
        await typed(pilot, "later")
        await press(pilot, "enter")
        assert seen(pilot.app, outcome)
    assert mails(house) == ["anne@exemple.ca", "eloise@exemple.ca"]


async def test_who_was_first_is_said_and_no_second_mail_leaves(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "e")
        add_tickets.add_tickets(bruno, "k", sold.order_id, None, "f-b", (third(house),), "print_at_home")
        bruno.database.close()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Problem)
        assert seen(pilot.app, "BRUNO changed this meanwhile (21/11/2026 02:07 pm).")
        await press(pilot, "escape")
        assert seen(pilot.app, "with 3 e-tickets as PDF")
        assert seen(pilot.app, "Balance due: $32.00. Say why the confirmation leaves now.")
    assert mails(house) == []
