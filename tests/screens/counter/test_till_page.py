"""The till's page: what it says, what its keys do and why they do not, what others change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot

from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.screens.counter.till_choice import TillChoice
from boxoffice_tui.screens.counter.till_close import CloseTill
from boxoffice_tui.screens.counter.till_commands import TILL_COMMANDS
from boxoffice_tui.screens.counter.till_dialog import TillDialog
from boxoffice_tui.screens.counter.till_page import TillScreen
from boxoffice_tui.screens.counter.till_report import ShiftScreen
from boxoffice_tui.screens.counter.till_reports import ShiftsScreen
from boxoffice_tui.screens.dialogs import Problem
from boxoffice_tui.screens.refusing_dialog import RefusingDialog
from boxoffice_tui.screens.shell import SHELL_COMMANDS
from boxoffice_tui.services import tills
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.widgets.figures import Figures
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, seen, shown
from tests.screens.archives.test_change_of_operator import counter_app, sit_down
from tests.screens.archives.test_live import until
from tests.screens.command_faults import command_faults
from tests.screens.counter.till_stage import an_evening, at_till
from tests.screens.every import every_screen
from tests.services.tills import CASH, cad, sell


def in_the_drawer(pilot: Pilot[Any]) -> str:
    return pilot.app.screen.query_one(Figures).value


async def test_a_closed_till_says_so_and_that_money_is_in_no_shift(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot)
        assert seen(pilot.app, "Till 1 closed")
        assert seen(pilot.app, "This till is closed: what is paid here now is in no shift.")
        assert in_the_drawer(pilot) == ""


@pytest.mark.parametrize(("language", "figure"), [("en", "180.00"), ("fr", "180,00")])
async def test_an_open_till_says_what_should_be_there_and_why(
    house: HouseUnderTest, language: str, figure: str
) -> None:
    an_evening(house, house.desk)
    async with archives_app(house, language).run_test() as pilot:
        await at_till(pilot)
        assert in_the_drawer(pilot) == figure
        lines = [" ".join(line.split()) for line in shown(pilot.app)]
        if language == "en":
            assert "Float 200.00 Received 45.00 Given back -15.00 In and out -50.00" in lines
            assert "Cash 1 45.00 1 15.00 30.00" in lines
            assert "Voucher 1 10.00 – – 10.00" in lines
            assert "Total 3 75.00 1 15.00 60.00" in lines
            assert "21/11 02:07 pm ANNE Cash in 50.00 Monnaie de la banque" in lines


async def test_the_language_changes_all_of_it(house: HouseUnderTest) -> None:
    an_evening(house, house.desk)
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot)
        await pilot.app.run_action("language('fr')")
        await press(pilot, "down")
        assert in_the_drawer(pilot) == "180,00"
        assert not seen(pilot.app, "Payments and refunds by method")


async def test_what_others_do_at_the_till_shows_by_itself(house: HouseUnderTest) -> None:
    tills.open_till(house.desk, "open", "1", cad(20000))
    anne = house.as_operator("ANNE")
    async with archives_app(house, watching=True).run_test() as pilot:
        await at_till(pilot)
        sell(house, anne, 1, (CASH, 1500))
        await until(pilot, lambda: in_the_drawer(pilot) == "215.00")
        tills.close_till(anne, "close", "1", cad(21500))
        await until(pilot, lambda: in_the_drawer(pilot) == "")
        assert seen(pilot.app, "last shift 1")
    anne.database.close()


@pytest.mark.parametrize(
    ("keys", "opened", "said"),
    [
        (("o",), True, "Till 1 is open: ANNE opened it"),
        (("i",), False, "Till 1 is not open. Open it first"),
        (("alt+w",), False, "Till 1 is not open. Open it first"),
        (("c",), False, "Till 1 is not open. Open it first"),
    ],
)
async def test_a_key_that_may_not_act_says_why(
    house: HouseUnderTest, keys: tuple[str, ...], opened: bool, said: str
) -> None:
    if opened:
        tills.open_till(house.desk, "open", "1", cad(0))
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, *keys)
        assert isinstance(pilot.app.screen, Problem)
        assert seen(pilot.app, said)


async def test_to_close_a_till_takes_a_right_of_its_own(house: HouseUnderTest, bruno: Desk) -> None:
    tills.open_till(bruno, "open", None, cad(0))
    async with archives_app(house, operator="BRUNO").run_test() as pilot:
        await at_till(pilot, "c")
        assert isinstance(pilot.app.screen, Problem)
        assert seen(pilot.app, "Close tills")


async def test_who_has_no_till_reads_so_and_chooses_one(house: HouseUnderTest, bruno: Desk) -> None:
    tills.open_till(bruno, "open", None, cad(1250))
    with writing(house.desk) as work:
        work.connection.execute(sa.update(OPERATORS).where(OPERATORS.c.code == "ANNE").values(till_id=None))
    async with archives_app(house).run_test() as pilot:
        page = await at_till(pilot)
        assert seen(pilot.app, "You have no till of your own here.")
        await press(pilot, "o", "t")
        assert isinstance(pilot.app.screen, TillChoice)
        assert seen(pilot.app, "BRUNO 12.50")
        await press(pilot, "down", "enter")
        assert page.code == "2"
        assert in_the_drawer(pilot) == "12.50"
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, CloseTill)
        await press(pilot, "escape", "e")
        assert seen(pilot.app, "What is paid here now goes into till 2.")
        assert pilot.app.standing.till == "Guichet 2"
        assert not page.elsewhere, "the key is offered elsewhere only"


async def test_the_doors_operator_reads_which_right_is_missing(house: HouseUnderTest) -> None:
    async with archives_app(house, operator="DORA").run_test() as pilot:
        await at_till(pilot)
        assert seen(pilot.app, "Read reports")


async def test_reports_are_a_key_away(house: HouseUnderTest) -> None:
    tills.open_till(house.desk, "open", "1", cad(0))
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "r")
        assert isinstance(pilot.app.screen, ShiftScreen)
        assert seen(pilot.app, "Shift 1, not closed yet")
        await press(pilot, "escape", "l")
        assert isinstance(pilot.app.screen, ShiftsScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TillScreen)


async def test_the_page_follows_who_sits_down(house: HouseUnderTest, bruno: Desk, tmp_path: Path) -> None:
    tills.open_till(house.desk, "open", "1", cad(100))
    tills.open_till(bruno, "open bruno", None, cad(200))
    async with counter_app(house, tmp_path).run_test() as pilot:
        await at_till(pilot)
        assert in_the_drawer(pilot) == "1.00"
        await press(pilot, "ctrl+g")
        await sit_down(pilot, "BRUNO")
        await until(pilot, lambda: in_the_drawer(pilot) == "2.00")
        assert seen(pilot.app, "Till 2 · Guichet 2")


@pytest.mark.parametrize("dialog", every_screen(RefusingDialog), ids=lambda dialog: dialog.__qualname__)
def test_a_dialog_and_what_works_over_it_have_no_fault_together(dialog: Any) -> None:
    over = [command for command in SHELL_COMMANDS if command.anywhere]
    assert command_faults((*dialog.declared_commands(), *over)) == []


@pytest.mark.parametrize("dialog", every_screen(TillDialog), ids=lambda dialog: dialog.__qualname__)
def test_no_key_that_opens_a_dialog_does_anything_in_it(dialog: Any) -> None:
    opening = {key for command in TILL_COMMANDS for key in command.keys}
    assert [command.id for command in dialog.declared_commands() if opening & {*command.keys}] == []


@pytest.mark.parametrize("find", [every_screen], ids=["all"])
def test_every_command_of_a_till_has_its_action(find: Callable[..., list[Any]]) -> None:
    for screen in (TillScreen, ShiftScreen, ShiftsScreen, *find(RefusingDialog)):
        verbs = {command.verb.partition("(")[0] for command in screen.declared_commands()}
        assert {verb for verb in verbs if not hasattr(screen, f"action_{verb}")} <= {"save"}
