"""Setup by keyboard: delivery modes, their channels, the media of products; in the database and on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import PRODUCT_MEDIA, SHIPMENT_MODES
from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens.dialogs import Problem
from boxoffice_tui.screens.forms import Form
from boxoffice_tui.screens.setup.media import MediaScreen
from boxoffice_tui.screens.setup.media_dialog import MediaDialog
from boxoffice_tui.screens.setup.mode_dialog import ModeDialog
from boxoffice_tui.screens.setup.modes import ModesScreen
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.media_setup import change_media, media_of_products
from boxoffice_tui.services.mode_setup import change_mode, mode_sheet
from boxoffice_tui.services.transaction import reading
from boxoffice_tui.views.delivery_setup import ModeSetup
from boxoffice_tui.widgets.choice import Picker
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, line_of, press, seen, settled, typed
from tests.services.test_archives_money import sell_two

SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def admin(house: HouseUnderTest) -> Iterator[Desk]:
    """The desk of who may change the setup."""
    desk = house.as_operator("ADMIN")
    yield desk
    desk.database.close()


def mode_of(desk: Desk, code: str) -> ModeSetup:
    mode = mode_sheet(desk, code).mode
    assert mode is not None
    return mode


async def test_a_mode_is_added_with_its_channels_and_every_wrong_value_is_told(
    house: HouseUnderTest, admin: Desk
) -> None:
    app = archives_app(house, operator="ADMIN")
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "alt+9")
        assert "Offered on" not in line_of(app, "Code")
        await press(pilot, "n", "enter")
        assert isinstance(app.screen, ModeDialog)
        assert seen(app, "Name in French * ! This is needed.")
        form = app.screen.query_one(Form)
        await typed(pilot, "poste")
        await press(pilot, "tab")
        await typed(pilot, "Recommandé")
        await press(pilot, "tab", "r")
        await typed(pilot, "eg")
        await press(pilot, "enter")
        assert seen(app, "Type * Registered post")
        assert seen(app, "Needs [x] Postal address"), "as that type usually needs"
        form.field("delay_days").focus()
        await typed(pilot, "400")
        form.field("price").focus()
        await typed(pilot, "12,3x")
        await press(pilot, "enter")
        assert seen(app, "Price 12,3x ! ")
        await press(pilot, *["backspace"] * 3)
        await typed(pilot, ".50")
        await press(pilot, "enter")
        assert seen(app, "Delay in days 400 ! A delay is 0 to 366 days.")
        assert app.screen.focused is form.field("delay_days")
        await typed(pilot, "40")
        form.field("needs").focus()
        await press(pilot, "space")
        form.field("channels").focus()
        await press(pilot, "space", "tab", "tab", "space", "alt+s")
        assert seen(app, "Registered post: this cannot do without the postal address.")
        await press(pilot, "space", "alt+s", "alt+s")
        assert isinstance(app.screen, ModesScreen)
        assert seen(app, "Delivery mode poste: saved.")
        await press(pilot, "n")
        await typed(pilot, "poste")
        await press(pilot, "tab")
        await typed(pilot, "Poste")
        cast("Picker[str]", app.screen.query_one(Form).field("type")).value = "by_hand"
        await press(pilot, "alt+s")
        assert seen(app, "Code * poste ! There is a delivery mode poste already.")
        await press(pilot, "escape")
        assert seen(app, "What you typed here is not saved.")
        await press(pilot, "1", "end")
        assert seen(app, "Offered on: Counter, Phone · Needs: Postal address")
    assert mode_of(admin, "poste") == ModeSetup(
        "poste",
        {"fr": "Recommandé"},
        ShipmentType.REGISTERED_POST,
        tickets=True,
        documents=False,
        delay_days=40,
        destination=Destination.ANY,
        needs_address=True,
        needs_email=False,
        price=Money(1250, "CAD"),
        channels=("counter", "phone"),
    )


async def test_two_operators_at_one_mode_lose_nothing(house: HouseUnderTest, admin: Desk) -> None:
    sell_two(house)
    post = mode_of(admin, "print_at_home")
    app = archives_app(house, operator="ADMIN")
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await press(pilot, "f9", "down", "enter")
        assert seen(app, "Shipments go by this mode: its code and its type stay.")
        await press(pilot, "escape")
        assert isinstance(app.screen, ModesScreen), "nothing is typed, nothing is asked"
        await press(pilot, "enter")
        form = app.screen.query_one(Form)
        assert form.field("type").disabled
        form.field("delay_days").focus()
        await typed(pilot, "2")
        await asyncio.to_thread(change_mode, admin, "b", replace(post, channels=("widget",)), post)
        await press(pilot, "enter")
        assert isinstance(app.screen, Problem)
        assert seen(app, "ADMIN changed this meanwhile (21/11/2026 02:07")
        await press(pilot, "escape")
        assert seen(app, "Offered on [ ] Counter [x] Widget")
        assert seen(app, "Delay in days 2")
        await press(pilot, "enter")
        assert seen(app, "Delivery mode print_at_home: saved.")
        assert "Widget" in line_of(app, "print_at_home")
        with reading(admin) as connection:
            query = sa.select(SHIPMENT_MODES.c.delay_days).where(SHIPMENT_MODES.c.code == "print_at_home")
            assert connection.execute(query).scalar_one() == 2
    assert mode_of(admin, "print_at_home") == replace(post, delay_days=2, channels=("widget",))


async def test_the_media_of_a_product_are_chosen_by_type(house: HouseUnderTest, admin: Desk) -> None:
    app = archives_app(house, operator="ADMIN")
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "f9", "m")
        assert "PDF             –               PDF" in line_of(app, "–")
        await press(pilot, "enter", "escape")
        assert isinstance(app.screen, MediaScreen), "nothing is typed, nothing is asked"
        await press(pilot, "enter", "t")
        assert isinstance(app.screen, MediaDialog)
        await press(pilot, "enter")
        assert seen(app, "By hand Thermal roll")
        media = dict(media_of_products(admin).products[0].media)
        await asyncio.to_thread(change_media, admin, "b", "theatre", media | {ShipmentType.MOBILE: "pdf"})
        cast("Picker[str]", app.screen.query_one(Form).field("post")).value = ""
        await press(pilot, "alt+s")
        assert seen(app, "ADMIN changed this meanwhile")
        await press(pilot, "escape")
        assert seen(app, "By hand Thermal roll")
        assert seen(app, "Mobile PDF")
        await press(pilot, "alt+s")
        assert seen(app, "Ticket media of theatre: saved.")
        assert "Thermal roll    –               –               PDF" in line_of(app, "–")
    assert media_of_products(admin).products[0].media == {
        ShipmentType.BY_HAND: "rouleau",
        ShipmentType.PRINT_AT_HOME: "pdf",
        ShipmentType.MOBILE: "pdf",
    }


async def test_who_lacks_the_right_reads_and_is_told_which_it_takes(house: HouseUnderTest) -> None:
    app = archives_app(house, operator="BRUNO")
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "f9", "n")
        assert seen(app, "Your rights do not include “Change the setup”.")
        await press(pilot, "escape", "enter")
        assert seen(app, "Changing this takes the right “Change the setup”.")
        assert seen(app, "Name in French * Remis en main propre")
        assert not seen(app, "[Save")
        await typed(pilot, "xyz")
        await press(pilot, "alt+s", "escape", "m", "enter", "alt+s", "escape")
        assert seen(app, "Théâtre")
        with reading(house.desk) as connection:
            assert len(connection.execute(sa.select(PRODUCT_MEDIA)).all()) == 3
