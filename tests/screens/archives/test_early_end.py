"""After a program that was ended early: what was saved is said in the language of who stands there."""

from __future__ import annotations

from boxoffice_tui.app import BoxOfficeApp
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import HouseDesks, settled
from tests.services.test_archives_money import sell_two


async def test_what_was_saved_is_said_in_the_operators_language(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    app = BoxOfficeApp(
        lambda: HouseDesks(house.as_operator("ANNE"), watching=False),
        after_an_early_end=True,
    )
    async with app.run_test() as pilot:
        await settled(pilot)
        (told,) = (one.message for one in app._notifications)
    assert "avant que vous" in told
    assert f"commande {sold.number}" in told
