"""The dialog of a contact, by keyboard: what is suggested, taken, kept, in the database and on the screen."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import CONTACT_NAMES
from boxoffice_tui.screens.contacts.contact_dialog import ContactDialog
from boxoffice_tui.services.transaction import reading
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, seen, settled, typed

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
        await press(pilot, *["tab"] * 4, "down", "enter")
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
