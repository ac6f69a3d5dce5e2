"""A shared counter on a real house: one sets a PIN, another sits down in the middle of a sale."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot
from textual.widgets import Select

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.cli.desks import Desks
from boxoffice_tui.cli.session import Session
from boxoffice_tui.configuration import Configuration
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.rules.access import FREE_TRIES
from boxoffice_tui.services import confirmation, identity
from boxoffice_tui.services.errors import RefusedError
from tests.house import ACCOUNT, HouseUnderTest
from tests.screens.archives.clerk import let_mails_leave, press, seen, settled, shown
from tests.services.test_archives_money import sell_two


def desks_of(house: HouseUnderTest, mails: Path) -> Desks:
    """What the program opens for Anne's account."""
    session = SimpleNamespace(
        open_desk=lambda _language: house.desk,
        account=ACCOUNT,
        configuration=Configuration(mails=str(mails)),
    )
    return Desks(cast(Session, session))


def counter_app(house: HouseUnderTest, mails: Path) -> BoxOfficeApp:
    desks = desks_of(house, mails)
    return BoxOfficeApp(lambda: desks, language="en")


async def sit_down(pilot: Pilot[Any], operator: str, *pin: str) -> None:
    pilot.app.screen.query_one(Select).value = operator
    await settled(pilot)
    await press(pilot, *pin, "enter")


async def test_a_pin_of_ones_own_opens_the_counter_again(house: HouseUnderTest, tmp_path: Path) -> None:
    app = counter_app(house, tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.app.run_action("pin")
        await settled(pilot)
        await press(pilot, *"123", "tab", *"123", "enter")
        assert seen(app, "A PIN has 4 to 12 digits.")
        await press(pilot, *"2468", "enter")
        assert seen(app, "This is needed.")
        await press(pilot, *"2468", "enter")
        await press(pilot, "ctrl+g")
        await sit_down(pilot, "BRUNO")
        assert "BRUNO" in shown(app)[0]
        await press(pilot, "ctrl+g")
        await sit_down(pilot, "ANNE", *"1357")
        assert seen(app, "This PIN is wrong.")
        assert "BRUNO" in shown(app)[0]
        await press(pilot, *"2468", "enter")
        assert "ANNE" in shown(app)[0]


async def test_another_operator_takes_over_a_form_and_what_it_holds(
    house: HouseUnderTest, tmp_path: Path
) -> None:
    sell_two(house)
    app = counter_app(house, tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "a", "1", "ctrl+g")
        assert seen(app, "It stays as it is, and is saved in the name of the operator who saves it.")
        await press(pilot, "1")
        await sit_down(pilot, "BRUNO")
        assert "BRUNO" in shown(app)[0]
        with house.desk.database.read() as connection:
            held = sa.select(CLAIMS.c.seat_id).where(CLAIMS.c.kind == "hold", CLAIMS.c.ended_at.is_(None))
            seat_id = connection.execute(held).scalar_one()
        await press(pilot, "s")
    with house.desk.database.read() as connection:
        sale = sa.select(CLAIMS.c.kind, CLAIMS.c.operator_id).where(
            CLAIMS.c.seat_id == seat_id, CLAIMS.c.ended_at.is_(None)
        )
        assert [tuple(row) for row in connection.execute(sale)] == [("sale", house.ids["BRUNO"])]


async def test_who_was_deactivated_is_told_and_makes_room(house: HouseUnderTest, tmp_path: Path) -> None:
    sold = sell_two(house)
    app = counter_app(house, tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        with house.desk.database.write() as connection:
            anne = sa.update(OPERATORS).where(OPERATORS.c.code == "ANNE")
            connection.execute(anne.values(active=False))
        house.desk.heard.at = None  # it is a while since the database was asked
        await press(pilot, "down", "enter")
        assert seen(app, "The operator ANNE was deactivated.")
        assert sold.number not in shown(app)[0]
        await press(pilot, "escape", "escape", "ctrl+g")
        await sit_down(pilot, "BRUNO")
        await press(pilot, "down", "enter")
        assert "BRUNO" in shown(app)[0]
        assert sold.number in shown(app)[0]


async def test_when_a_pin_may_be_tried_again_stands_whole_in_the_dialog(
    house: HouseUnderTest, tmp_path: Path
) -> None:
    admin = house.as_operator("ADMIN")
    identity.set_pin(admin, "pin", "BRUNO", "2468")
    admin.database.close()
    for _try in range(FREE_TRIES):
        with pytest.raises(RefusedError):
            identity.switch_operator(house.desk, ACCOUNT, "BRUNO", "1357")
    app = counter_app(house, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+g")
        await sit_down(pilot, "BRUNO", *"2468")
        assert "ANNE" in shown(app)[0]
        assert seen(app, "Too many wrong PINs for BRUNO here.")
        assert seen(app, "opens at once.")


def test_the_desks_do_what_is_due_through_the_door_that_is_set(house: HouseUnderTest, tmp_path: Path) -> None:
    let_mails_leave(house)
    sold = sell_two(house)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    desks = desks_of(house, tmp_path / "mails")
    assert desks.run_due(threading.Event()) == 0
    assert [path.name for path in (tmp_path / "mails").iterdir()] == ["000000001.eml"]
