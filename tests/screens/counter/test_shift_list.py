"""The list of shift reports: page by page, whatever their number, and what others open and close."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.screens.counter import till_reports
from boxoffice_tui.screens.counter.till_report import ShiftScreen
from boxoffice_tui.screens.counter.till_reports import ShiftsScreen
from boxoffice_tui.services import tills
from boxoffice_tui.services.desk import Desk
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, line_of, press, seen, shown
from tests.screens.archives.test_live import until
from tests.screens.counter.till_stage import at_till
from tests.services.tills import cad


def shifts(desk: Desk, first: int, last: int) -> None:
    for number in range(first, last + 1):
        tills.open_till(desk, f"open {number}", "1", cad(number))
        tills.close_till(desk, f"close {number}", "1", cad(0))


def numbers(pilot: Pilot[Any]) -> list[int]:
    """The shifts on the screen."""
    return [
        int(line.split()[0]) for line in shown(pilot.app) if line.split()[:1] and line.split()[0].isdigit()
    ]


async def test_a_house_without_shifts_says_so(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "l", "enter")
        assert isinstance(pilot.app.screen, ShiftsScreen)
        assert seen(pilot.app, "No till was opened yet.")


async def test_every_shift_is_reached_and_pages_are_small(
    house: HouseUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(till_reports, "PAGE", 25)
    shifts(house.desk, 1, 60)
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "l")
        assert numbers(pilot)[:3] == [60, 59, 58]
        await press(pilot, *["pagedown"] * 4)
        assert numbers(pilot)[-1] == 1
        await press(pilot, "home")
        assert numbers(pilot)[0] == 60
        await press(pilot, "end")
        assert numbers(pilot)[-1] == 1
        await press(pilot, *["pageup"] * 2, "enter")
        assert isinstance(pilot.app.screen, ShiftScreen)


async def test_what_others_close_shows_by_itself_and_the_cursor_stays(
    house: HouseUnderTest, bruno: Desk
) -> None:
    shifts(house.desk, 1, 2)
    async with archives_app(house, watching=True).run_test() as pilot:
        await at_till(pilot, "l", "down")
        assert pilot.app.screen.chosen == 1
        tills.open_till(bruno, "bruno", "2", cad(500))
        await until(pilot, lambda: numbers(pilot) == [3, 2, 1])
        assert "BRUNO" in line_of(pilot.app, " open")
        assert pilot.app.screen.chosen == 1
        await press(pilot, "enter")
        assert seen(pilot.app, "Shift report 1")
        assert seen(pilot.app, "Expected $0.01 Counted $0.00 Difference -$0.01")
