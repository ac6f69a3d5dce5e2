"""The shipments of a dossier by keyboard: what is in the database afterwards, and what is read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENTS
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.archives.history import HistoryScreen
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.contacts.contact_dialog import ContactDialog
from boxoffice_tui.screens.delivery import shipments as page_of_shipments
from boxoffice_tui.screens.delivery.shipment_dialog import ShipmentDialog
from boxoffice_tui.screens.delivery.shipment_form import BLANK, ShipmentForm
from boxoffice_tui.screens.delivery.shipments import ShipmentsScreen
from boxoffice_tui.screens.delivery.why_not import WhyNot
from boxoffice_tui.screens.dialogs import Problem
from boxoffice_tui.screens.documents.documents_screen import DocumentsScreen
from boxoffice_tui.services import contacts, printing
from boxoffice_tui.services.history import history
from boxoffice_tui.services.shipment_changes import change_shipment
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.shipments import ShipmentRequest
from boxoffice_tui.views.states import DocumentKind, DocumentState, ShipmentState
from boxoffice_tui.widgets.choice import Picker
from tests.house import NOW, HouseUnderTest
from tests.screens.archives.clerk import archives_app, line_of, press, seen, settled, typed
from tests.services.after_sale import rows
from tests.services.documents import with_documents
from tests.services.reserving import reserve_two
from tests.services.test_archives_money import sell_two

SMALL, LARGE = (80, 24), (120, 40)


@asynccontextmanager
async def at_shipments(
    house: HouseUnderTest, order: OrderChange, operator: str = "STX_IRI", **options: Any
) -> AsyncIterator[tuple[BoxOfficeApp, Pilot[Any]]]:
    """The page, opened from the order's."""
    app = archives_app(house, operator=operator, **options)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        app.push_screen(OrderScreen(order.order_id))
        await settled(pilot)
        await press(pilot, "s")
        assert isinstance(app.screen, ShipmentsScreen)
        yield app, pilot


def form_of(app: BoxOfficeApp) -> ShipmentForm:
    return app.screen.query_one(ShipmentForm)


async def choose(pilot: Pilot[Any], app: BoxOfficeApp, name: str, value: str) -> None:
    cast("Picker[str]", form_of(app).field(name)).value = value
    await settled(pilot)


async def test_the_reference_takes_another_mode_and_its_stars_follow(house: HouseUnderTest) -> None:
    order = reserve_two(house, contact="Osamu")
    async with at_shipments(house, order) as (app, pilot):
        assert seen(app, "Shipments for file 100000000001 – Osamu, Ryu MITSUBISHI / Relay [5]")
        assert "Print at home" in line_of(app, "Reference")
        assert line_of(app, "Reference").startswith("R  ")
        await press(pilot, "s")
        assert seen(app, "Shipment 1 is the reference: it carries nothing.")
        await press(pilot, "escape", "enter")
        for text in ("Last shipment state Reference", "Email * ryu.osamu@ne-pas-envoyer.com", "Operator ANNE"):
            assert seen(app, text)
        assert seen(app, "Last modification 21/11/2026 02:07 pm")
        assert seen(app, "The reference shipment is one for all its dossier. Change the shipment instead")
        await press(pilot, "escape")
        assert isinstance(app.screen, ShipmentsScreen), "nothing is chosen, nothing is asked"
        await press(pilot, "enter", "p")
        await typed(pilot, "os")
        await press(pilot, "enter")
        assert seen(app, "Shipment mode * Post")
        assert seen(app, "Address * RUE DU MARCHE 12345, Lévis,")
        assert not seen(app, "Email *")
        await press(pilot, "escape")
        assert seen(app, "What you typed here is not saved.")
        await press(pilot, "2")
        await choose(pilot, app, "email", BLANK)
        await choose(pilot, app, "address", BLANK)
        await press(pilot, "alt+s")
        assert seen(app, "! This mode needs a postal address.")
        assert rows(house, SHIPMENTS)[0].version == 1, "not even the stamp"
        await choose(pilot, app, "address", "theirs")
        await press(pilot, "alt+s")
        assert seen(app, "Shipment 1 changed.")
        kept = rows(house, SHIPMENTS)
        assert [(one.mode_id, one.email_id, one.changed_by) for one in kept] == [
            (house.ids["post"], None, house.ids["STX_IRI"])
        ]
        assert kept[0].address_id is not None
        await press(pilot, "enter")
        await choose(pilot, app, "mode", "by_hand")
        await press(pilot, "alt+s", "enter")
        await choose(pilot, app, "mode", "print_at_home")
        assert seen(app, "Email * ryu.osamu@ne-pas-envoyer.com"), "what the mode needs is taken by itself"
        await choose(pilot, app, "email", BLANK)
        await press(pilot, "alt+s")
        assert seen(app, "! This mode needs an e-mail address.")
        await choose(pilot, app, "email", "theirs")
        await press(pilot, "alt+s", "h")
        assert isinstance(app.screen, HistoryScreen)
    last = rows(house, SHIPMENTS)
    assert [(one.mode_id, one.state, one.version) for one in last] == [
        (house.ids["print_at_home"], ShipmentState.REFERENCE, 4)
    ]
    done = [line.action for line in history(house.desk, order.order_id)]
    assert done.count("reference_changed") == 3


async def test_an_exception_is_previewed_set_and_shown(house: HouseUnderTest) -> None:
    order = reserve_two(house, contact="Osamu")
    async with at_shipments(house, order, "BRUNO") as (app, pilot):
        await press(pilot, "enter", "alt+v")
        assert form_of(app).field("exception").disabled
        await press(pilot, "escape", "enter")
        assert seen(app, "Changing this takes the right “Allow exceptional shipments”.")
    async with at_shipments(house, order) as (app, pilot):
        await press(pilot, "enter")
        await choose(pilot, app, "mode", "post")
        form_of(app).field("exception").focus()
        await press(pilot, "v")
        assert seen(app, "Adds Post on Widget and Ticketshop; no effect on Counter; last day 30 November 2026")
        await press(pilot, "space", "alt+s")
        assert line_of(app, "Reference").startswith("R! ")
        await press(pilot, "w", "end")
        assert isinstance(app.screen, WhyNot)
        assert seen(app, "Post · Ticketshop – offered as an exception")
        assert seen(app, "✕ Offered on the sales channel: no")
        assert seen(app, "✓ Early enough: yes, 14 days left, 5 needed, last day 30 November 2026")
        assert seen(app, "✓ Goes to the country: yes, Canada")
        await press(pilot, "escape", "h")
        assert seen(app, "Exception for Post allowed, on every channel")
    kept = rows(house, SHIPMENTS)
    assert [(one.mode_id, one.exception) for one in kept] == [(house.ids["post"], True)]


async def test_some_tickets_are_split_off_and_what_is_printed_stays(house: HouseUnderTest) -> None:
    order = sell_two(house)
    first, second = (one.id for one in rows(house, TICKETS))
    async with at_shipments(house, order) as (app, pilot):
        assert line_of(app, "Unsent").split()[2:6] == ["2", "tickets", "not", "printed"]
        await press(pilot, "enter")
        assert seen(app, "Only a reference shipment can be an exception")
        assert form_of(app).field("exception").disabled
        await choose(pilot, app, "mode", "by_hand")
        form_of(app).field("change").focus()
        await press(pilot, "left", "alt+s")
        assert seen(app, "! This is needed."), "no ticket is ticked"
        form_of(app).tickets.focus()
        await press(pilot, "down", "space")
        assert not seen(app, "fee ")
        await choose(pilot, app, "mode", "post")
        assert seen(app, "fee $2.50"), "told before it is charged"
        await choose(pilot, app, "mode", "by_hand")
        await press(pilot, "alt+s")
        assert seen(app, "Shipment 1 changed; its tickets are in shipment 2.")
        assert "1 ticket" in line_of(app, "By hand")
        made = {one.number: one.id for one in rows(house, SHIPMENTS)}
        there = {one.id: one.shipment_id for one in rows(house, TICKETS)}
        assert there == {first: made[1], second: made[2]}
        await asyncio.to_thread(printing.print_tickets, house.desk, "p", order.order_id, None, (first,))
        await press(pilot, "escape", "s", "enter")
        await choose(pilot, app, "mode", "by_hand")
        await press(pilot, "alt+s")
        assert isinstance(app.screen, Problem)
        assert seen(app, "The tickets of shipment 1 are printed and stay in it.")
        await press(pilot, "escape")
        assert isinstance(app.screen, ShipmentDialog), "what was chosen stays"
        assert seen(app, "Shipment mode * By hand")


async def test_who_may_not_change_shipments_reads_them_and_is_told_what_it_takes(house: HouseUnderTest) -> None:
    order = sell_two(house)
    with writing(house.desk) as work:
        held = OPERATOR_RIGHTS.c.operator_id == house.ids["BRUNO"]
        change = OPERATOR_RIGHTS.c.right == Right.SHIPMENTS_CHANGE
        work.connection.execute(sa.delete(OPERATOR_RIGHTS).where(held, change))
    async with at_shipments(house, order, "BRUNO") as (app, pilot):
        await press(pilot, "enter")
        assert seen(app, "Changing this takes the right “Change shipments”.")
        assert not seen(app, "[OK")
        await press(pilot, "alt+s", "alt+a", "alt+m")
        assert isinstance(app.screen, ShipmentDialog)
        await press(pilot, "escape", "s", "1")
        assert seen(app, "“Change shipments”")
    assert rows(house, SHIPMENTS)[0].version == 1


async def test_a_sent_shipment_is_locked_and_comes_back(house: HouseUnderTest) -> None:
    order = sell_two(house)
    async with at_shipments(house, order) as (app, pilot):
        await press(pilot, "r")
        assert seen(app, "Shipment 1 was not sent, so it cannot come back.")
        await press(pilot, "escape", "m")
        assert seen(app, "Only post has a carrier's number.")
        await press(pilot, "escape", "s", "escape")
        assert rows(house, SHIPMENTS)[0].state is ShipmentState.UNSENT, "asked first"
        await press(pilot, "s", "1")
        assert seen(app, "Shipment 1: sent.")
        await press(pilot, "enter")
        assert seen(app, "Shipment 1 was sent and is locked. If it came back, mark it as returned.")
        assert not seen(app, "[OK")
        assert form_of(app).disabled
        await press(pilot, "alt+s", "alt+m", "alt+a", "escape")
        assert isinstance(app.screen, ShipmentsScreen)
        await press(pilot, "r", "enter")
        assert seen(app, "! This is needed.")
        await typed(pilot, "inconnu à cette adresse")
        await press(pilot, "enter")
        assert seen(app, "Shipment 1 changed; its tickets are in shipment 2.")
    states = [(one.state, one.changed_by) for one in rows(house, SHIPMENTS)]
    by = house.ids["STX_IRI"]
    assert states == [(ShipmentState.INVALIDATED, by), (ShipmentState.UNSENT, by)]


async def test_what_goes_by_post_has_the_carriers_number(house: HouseUnderTest) -> None:
    order = reserve_two(house, contact="Osamu", mode="post")
    with writing(house.desk) as work:
        changed = sa.update(SHIPMENTS).values(state=ShipmentState.UNSENT, order_id=order.order_id)
        work.connection.execute(changed)
    async with at_shipments(house, order) as (app, pilot):
        await press(pilot, "m")
        await typed(pilot, "CC 123 456 785 CA")
        await press(pilot, "enter")
        assert "Unsent · CC 123 456 785 CA" in line_of(app, "Post")
    assert rows(house, SHIPMENTS)[0].carrier_reference == "CC 123 456 785 CA"


async def test_the_documents_of_a_shipment_are_worked_on_from_the_list(
    house: HouseUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with_documents(house)
    order = sell_two(house)
    async with at_shipments(house, order, "ANNE") as (app, pilot):
        await press(pilot, "g", "p", "d", "delete")
        assert isinstance(app.screen, ShipmentsScreen), "this shipment holds tickets alone"
        await press(pilot, "a", "3", "1")
        await typed(pilot, "Chère cliente")
        await press(pilot, "alt+s")
        assert seen(app, "Document 1, Letter: added")
        assert "1 document " in line_of(app, "By hand")
        await press(pilot, "end", "p", "enter")
        assert seen(app, "Document 1, Letter: printed · Written: letter-1.pdf")
        assert line_of(app, "By hand").split()[2:5] == ["1", "document", "printed"]
        await press(pilot, "a", "2", "1", "enter")
        assert seen(app, "Document 2, Confirmation: added")
        assert "2 documents" in line_of(app, "By hand")
        await press(pilot, "d")
        assert isinstance(app.screen, DocumentsScreen), "which one of the two?"
        assert seen(app, "Shipment 2 holds several documents: choose one.")
        await press(pilot, "down", "d", "1")
        assert seen(app, "Document 2, Confirmation: deleted")
        await press(pilot, "escape", "g")
        assert seen(app, "It travels by By hand: print it.")
        await press(pilot, "escape", "d", "1")
        assert seen(app, "Document 1, Letter: deleted")
        await press(pilot, "a", "2", "enter", "enter", "end", "g")
        assert seen(app, "Document 3, Confirmation: sent")
        assert line_of(app, "E-mail").split()[-1] == "Sent"
    found = [(one.kind, one.state, one.order_id, one.printed) for one in rows(house, DOCUMENTS)]
    assert found == [
        (DocumentKind.LETTER, DocumentState.DELETED, order.order_id, 1),
        (DocumentKind.CONFIRMATION, DocumentState.DELETED, order.order_id, 0),
        (DocumentKind.CONFIRMATION, DocumentState.SENT, order.order_id, 0),
    ]
    states = [one.state for one in rows(house, SHIPMENTS)]
    assert states == [ShipmentState.UNSENT, ShipmentState.INVALIDATED, ShipmentState.SENT]
    assert (tmp_path / "letter-1.pdf").exists()


async def test_two_operators_at_one_shipment_lose_nothing(house: HouseUnderTest) -> None:
    order = reserve_two(house, contact="Osamu")
    shipment = rows(house, SHIPMENTS)[0]
    by_hand = ShipmentRequest("by_hand")
    async with at_shipments(house, order, watching=True) as (app, pilot):
        await press(pilot, "enter")
        form_of(app).field("exception").focus()
        await press(pilot, "space")
        await asyncio.to_thread(change_shipment, house.desk, "b", shipment.id, None, by_hand)
        await press(pilot, "alt+s")
        assert isinstance(app.screen, Problem)
        assert seen(app, "ANNE changed this meanwhile (21/11/2026 02:07")
        await press(pilot, "escape")
        assert seen(app, "Shipment mode * By hand"), "what the other chose"
        assert seen(app, "[x] Allow reference shipment"), "what was ticked here"
        await press(pilot, "alt+s", "alt+s")
        assert line_of(app, "Reference").startswith("R! ")
        kept = rows(house, SHIPMENTS)[0]
        assert (kept.mode_id, kept.exception, kept.version) == (house.ids["by_hand"], True, 3)


async def test_another_contact_and_their_address(house: HouseUnderTest) -> None:
    order = reserve_two(house, contact="Osamu")
    async with at_shipments(house, order) as (app, pilot):
        await press(pilot, "enter", "alt+a")
        await typed(pilot, "cothin")
        await press(pilot, "enter")
        assert seen(app, "Delivery contact * Cothin, Élodie [4]")
        assert seen(app, "Email * cothin@exemple.ca")
        assert seen(app, "Address (blank)")
        await choose(pilot, app, "mode", "post")
        await press(pilot, "alt+s")
        assert seen(app, "! This mode needs a postal address.")
        await press(pilot, "alt+m")
        assert isinstance(app.screen, ContactDialog)
        await press(pilot, "escape")
        await choose(pilot, app, "mode", "print_at_home")
        await press(pilot, "alt+s")
        assert seen(app, "Shipment 1 changed.")
        await asyncio.to_thread(
            contacts.change_email, house.desk, "e", house.contacts["Cothin"], "elodie@exemple.ca"
        )
        await press(pilot, "enter")
        assert seen(app, "Email * elodie@exemple.ca")
        assert seen(app, "So far: cothin@exemple.ca")
        app.speak("fr")
        await settled(pilot)
        assert seen(app, "Mode de livraison * Billet électronique")
        assert seen(app, "Courriel * elodie@exemple.ca")
        assert seen(app, "Adresse (vide)")
    assert rows(house, SHIPMENTS)[0].contact_id == house.contacts["Cothin"]


async def test_a_long_list_comes_in_pages_and_what_others_change_is_seen(
    house: HouseUnderTest, monkeypatch: Any
) -> None:
    monkeypatch.setattr(page_of_shipments, "PAGE", 40)
    order = reserve_two(house, contact="Osamu")
    with writing(house.desk) as work:
        dossier = work.connection.execute(sa.select(SHIPMENTS.c.dossier_id)).scalar_one()
        for number in range(101, 231):
            work.insert(
                SHIPMENTS,
                number=number,
                dossier_id=dossier,
                order_id=order.order_id,
                mode_id=house.ids["by_hand"],
                state=ShipmentState.UNSENT,
                changed_at=NOW,
                changed_by=house.ids["ANNE"],
            )
    async with at_shipments(house, order, watching=True) as (app, pilot):
        held = app.screen.query_one(page_of_shipments.ShipmentList)
        assert held.held is not None
        assert held.held < 131
        await press(pilot, "end")
        assert held.cursor_key == 230
        await press(pilot, "home")
        assert line_of(app, "Reference").startswith("R  ")
        await press(pilot, "pagedown", "pagedown", "pagedown")
        assert line_of(app, "200"), "the pages follow one another"
        await press(pilot, "home")
        shipment = rows(house, SHIPMENTS)[0]
        await asyncio.to_thread(
            change_shipment, house.desk, "b", shipment.id, None, ShipmentRequest("by_hand", exception=True)
        )
        await asyncio.sleep(0.1)
        await settled(pilot)
        assert line_of(app, "Reference").startswith("R! ")
