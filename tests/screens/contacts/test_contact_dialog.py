"""The dialog of a contact, by keyboard: what is suggested, taken, kept, in the database and on the screen."""

from __future__ import annotations

import asyncio
import re
from typing import Any, cast

import sqlalchemy as sa
from textual.app import App

from boxoffice_tui.data.tables.contacts import CONTACT_NAMES, CONTACTS
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.screens.contacts.contact_dialog import ContactDialog
from boxoffice_tui.screens.contacts.merge_dialog import MergeDialog
from boxoffice_tui.screens.forms import Form
from boxoffice_tui.services import contacts
from boxoffice_tui.services.transaction import reading
from boxoffice_tui.views.contacts import NewContact, PostalAddress
from boxoffice_tui.widgets.choice import Picker
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, seen, settled, shown, typed
from tests.services.test_archives_money import sell_two

SIZE = (80, 24)


def rows(house: HouseUnderTest, query: Any) -> list[tuple[Any, ...]]:
    with reading(house.desk) as connection:
        return [tuple(row) for row in connection.execute(query)]


async def test_who_is_known_already_is_suggested_and_taken_with_a_key(house: HouseUnderTest) -> None:
    app = archives_app(house)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "Zyx")
        await press(pilot, "alt+n", "tab", "tab")
        assert isinstance(app.screen, ContactDialog)
        assert not seen(app, "Known already?")
        await typed(pilot, "COTHIN@exemple.ca")
        assert seen(app, "Known already?")
        assert seen(app, "4 Cothin, Élodie same e-mail")
        await press(pilot, "alt+t")
        assert seen(app, "Customer Cothin, Élodie (4)")
    assert len(rows(house, sa.select(CONTACT_NAMES.c.id))) == 4, "nobody was added"


async def test_one_of_several_is_taken_by_the_arrows(house: HouseUnderTest) -> None:
    app = archives_app(house)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "eloise cote")
        await press(pilot, "alt+n")
        assert seen(app, "2 Cote, Eloise same name, other order")
        await press(pilot, "down", "down", "enter")
        assert seen(app, "Customer Cote\u0301, E\u0301loi\u0308se (3)")


async def test_another_of_the_same_name_is_added_all_the_same(house: HouseUnderTest) -> None:
    app = archives_app(house)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "Cothin")
        await press(pilot, "alt+n", "tab")
        await typed(pilot, "Elodie")
        assert seen(app, "4 Cothin, Élodie same name")
        await press(pilot, "tab")
        await typed(pilot, "elodie@")
        await press(pilot, "enter")
        assert isinstance(app.screen, ContactDialog), "a wrong address stays, with its reason"
        assert seen(app, "elodie@")
        await typed(pilot, "lac.example")
        await press(pilot, "enter", "enter")
        assert seen(app, "Customer Cothin, Elodie (5)")
    assert len(rows(house, sa.select(CONTACT_NAMES.c.id))) == 5


async def test_the_customer_is_edited_at_the_counter_as_their_country_writes_addresses(
    house: HouseUnderTest,
) -> None:
    app = archives_app(house)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "cothin")
        await press(pilot, "enter", "e")
        assert seen(app, "Contact 4")
        assert below(app, "Street", "Town", "Province or state", "Postal code", "Country")
        screen = app.screen
        assert isinstance(screen, ContactDialog)
        screen.query_one(Form).field("phone").focus()
        await typed(pilot, "12")
        assert below(app, "Phone", "? “12” may not be a phone number.")
        await press(pilot, "backspace", "backspace", "tab")
        await typed(pilot, "Lac SA")
        await press(pilot, "tab", "tab")
        await typed(pilot, "5th Avenue")
        assert seen(app, "The post may not know this address (Town, Postal code, Province or state).")
        cast("Picker[str]", screen.query_one(Form).field("country")).value = "US"
        await settled(pilot)
        assert below(app, "Street", "Town", "Province or state", "ZIP code", "Country")
        cast("Picker[str]", screen.query_one(Form).field("country")).value = "FR"
        await settled(pilot)
        assert below(app, "Street", "Postal code", "Town", "Country")
        assert not seen(app, "Province or state")
        await press(pilot, "alt+s")
        assert seen(app, "Customer Lac SA · Cothin, Élodie (4)")
    details = contacts.contact_details(house.desk, house.contacts["Cothin"]).fields
    assert details == NewContact(
        "Cothin",
        "Élodie",
        "Lac SA",
        "cothin@exemple.ca",
        "",
        PostalAddress("5th Avenue", country="FR"),
        "fr",
    )


async def test_two_operators_at_one_contact_lose_nothing(house: HouseUnderTest) -> None:
    sell_two(house)
    contact_id = house.contacts["Côté-Bélanger"]
    app = archives_app(house)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "w", "tab", "tab", "tab")
        assert isinstance(app.screen, ContactDialog)
        await typed(pilot, "418 555 0100")
        bruno = house.as_operator("BRUNO")
        await asyncio.to_thread(contacts.change_email, bruno, "b", contact_id, "new@exemple.ca")
        bruno.database.close()
        await press(pilot, "enter")
        assert seen(app, "BRUNO changed this meanwhile")
        await press(pilot, "escape")
        assert seen(app, "new@exemple.ca")
        assert seen(app, "418 555 0100")
        await press(pilot, "enter")
        assert seen(app, "Contact changed.")
        assert seen(app, "new@exemple.ca · +14185550100")
    details = contacts.contact_details(house.desk, contact_id).fields
    assert (details.email, details.phone) == ("new@exemple.ca", "+14185550100")


async def test_who_stands_for_a_structure_is_seen_while_it_is_typed(house: HouseUnderTest) -> None:
    contacts.change_structure(house.desk, "s", house.contacts["Cothin"], "Secutix SA")
    app = archives_app(house)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "c", "alt+n", *["tab"] * 4)
        await typed(pilot, "sécutix sa")
        assert seen(app, "Also there: Secutix SA · Cothin, Élodie (4)")
        await press(pilot, "enter")
        assert seen(app, "Customer Secutix SA (5)")


async def test_two_contacts_are_made_one_after_a_preview(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    kept, other = house.contacts["Cothin"], house.contacts["Côté-Bélanger"]
    app = archives_app(house)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "cothin")
        await press(pilot, "enter", "e")
        await typed(pilot, "x")
        await press(pilot, "alt+m")
        assert seen(app, "Save what you typed first")
        await press(pilot, "backspace", "alt+m")
        await typed(pilot, "belanger")
        await press(pilot, "enter")
        assert seen(app, "Stays: Cothin, Élodie (4)")
        assert seen(app, "Goes: Côté-Bélanger, Éloïse (1)")
        assert seen(app, "With it go 1 order, 0 mails, 2 names, e-mails, phones and addresses.")
        await press(pilot, "enter")
        assert isinstance(app.screen, ContactDialog), "Enter meets the safe button"
        await press(pilot, "alt+m")
        await typed(pilot, "belanger")
        await press(pilot, "enter", "alt+x")
        assert seen(app, "Stays: Côté-Bélanger, Éloïse (1)")
        assert seen(app, "With it go 0 orders")
        bruno = house.as_operator("BRUNO")
        contacts.change_name(bruno, "meanwhile", kept, "Cothin", "Élodie-Anne")
        bruno.database.close()
        await press(pilot, "alt+x")
        contacts.change_name(house.desk, "again", kept, "Cothin", "Élodie")
        await press(pilot, "alt+s")
        assert seen(app, "ANNE changed this meanwhile")
        await press(pilot, "escape")
        assert seen(app, "Stays: Cothin, Élodie (4)")
        await press(pilot, "alt+s")
        assert seen(app, "Customer Cothin, Élodie (4)")
    assert contacts.numbered(house.desk, 1) == kept
    order = sa.select(ORDERS.c.contact_id).where(ORDERS.c.id == sold.order_id)
    assert rows(house, order) == [(kept,)]
    assert rows(house, sa.select(CONTACTS.c.merged_into_id).where(CONTACTS.c.id == other)) == [(kept,)]


async def test_who_is_alike_is_merged_from_the_list_and_why_not_is_said(house: HouseUnderTest) -> None:
    for name, structure in (("Cote", "Lac SA"), ("Cote\u0301", "Secutix SA")):
        contacts.change_structure(house.desk, name, house.contacts[name], structure)
    app = archives_app(house)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "e.cote@exemple.ca")
        await press(pilot, "enter", "e")
        assert seen(app, "same name")
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, MergeDialog)
        assert seen(app, "stand for two structures")
        await press(pilot, "alt+s")
        assert isinstance(app.screen, MergeDialog), "what is refused cannot be confirmed"


async def test_a_clerk_without_the_right_merges_nothing(house: HouseUnderTest) -> None:
    app = archives_app(house, operator="BRUNO")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "e.cote@exemple.ca")
        await press(pilot, "enter", "e")
        assert not seen(app, "same name")
        await press(pilot, "alt+m")
        assert isinstance(app.screen, ContactDialog)


def below(app: App[Any], *labels: str) -> bool:
    """Whether these fields stand one below the other, and no other between."""
    shown_labels = [re.sub(r"^.*?│\s*", "", line) for line in shown(app)]
    first = next(place for place, line in enumerate(shown_labels) if line.startswith(labels[0]))
    return all(shown_labels[first + step].startswith(label) for step, label in enumerate(labels))
