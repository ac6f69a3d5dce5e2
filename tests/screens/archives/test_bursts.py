"""Keys in Archives that come in one piece: each goes to what the ones before it have opened, or come back to."""

from __future__ import annotations

from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.archives.search import SearchScreen
from boxoffice_tui.screens.dialogs import Problem
from boxoffice_tui.services import order_page
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, burst, press, seen, settled
from tests.services.test_archives_money import sell_two


def notes_of(house: HouseUnderTest, order_id: int) -> list[str]:
    """What stands in the notes after what they begin with."""
    notes = order_page.show(house.desk, order_id).notes
    return [note.text.partition("reason")[2].strip(" \u00a0:") for note in notes]


async def test_an_order_found_opened_and_noted_twice_in_one_piece(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        note = ("n", *"a pal ll", "enter")
        await burst(pilot, "alt+r", *sold.number, "enter", *note, *note, "escape")
        assert isinstance(pilot.app.screen, SearchScreen)
    assert notes_of(house, sold.order_id)[-2:] == ["a pal ll", "a pal ll"]


async def test_keys_behind_a_dialog_that_closes_are_the_pages(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await press(pilot, *sold.number, "enter")
        page = pilot.app.screen
        assert isinstance(page, OrderScreen)
        left = ("n", "escape", "n", *"twice", "escape", "tab", "enter")
        await burst(pilot, *left, "h", "escape", "n", *"kept", "alt+s")
        assert pilot.app.screen is page
    assert notes_of(house, sold.order_id)[-1:] == ["kept"]


async def test_what_is_refused_says_so_and_the_keys_go_on_from_there(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await press(pilot, *sold.number, "enter")
        await burst(pilot, "n", "enter", *"after", "enter")
        assert not isinstance(pilot.app.screen, Problem)
        assert isinstance(pilot.app.screen, OrderScreen)
        assert seen(pilot.app, "after")
    assert notes_of(house, sold.order_id)[-1:] == ["after"]
