"""Closing a till: coins typed quickly or their sum, the difference asked about once, then the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot

from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.data.tables.tills import TILL_SESSIONS
from boxoffice_tui.screens.counter.till_close import CloseTill
from boxoffice_tui.screens.counter.till_page import TillScreen
from boxoffice_tui.screens.counter.till_report import ShiftScreen
from boxoffice_tui.screens.dialogs import CommandButton, Question
from boxoffice_tui.screens.save_files import SaveFiles
from boxoffice_tui.services import shift_reports, tills
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.tills import ShiftReport
from boxoffice_tui.widgets.coin_count import CoinCount
from boxoffice_tui.widgets.figures import Figures
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, seen, settled, shown, typed
from tests.screens.archives.test_live import until
from tests.screens.counter.till_stage import an_evening, at_till
from tests.services.tills import CASH, cad, sell


@pytest.fixture
def house(house: HouseUnderTest) -> HouseUnderTest:
    """With 180.00 in cash at till 1, in Canadian dollars."""
    an_evening(house, house.desk)
    return house


def closed(house: HouseUnderTest) -> ShiftReport:
    return shift_reports.shift_report(house.desk, 1)


def difference(pilot: Pilot[Any]) -> str:
    return pilot.app.screen.query_one(Figures).value


async def count(pilot: Pilot[Any], *numbers: str) -> None:
    """Type numbers line by line with Enter after each, an empty one for none."""
    for number in numbers:
        await typed(pilot, number)
        await press(pilot, "enter")


async def test_coins_are_typed_one_after_the_other_and_the_report_follows(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "c")
        assert difference(pilot) == ""
        await count(pilot, "1", "1")
        assert seen(pilot.app, "Counted $150.00")
        assert (difference(pilot), seen(pilot.app, "Too little")) == ("-30.00", True)
        await count(pilot, "2")
        assert (difference(pilot), seen(pilot.app, "Too much")) == ("10.00", True)
        await press(pilot, "up", "1", "enter", "1")
        assert (difference(pilot), seen(pilot.app, "No difference")) == ("0.00", True)
        await press(pilot, "alt+s")
        assert isinstance(pilot.app.screen, ShiftScreen)
        assert seen(pilot.app, "Shift report 1")
    assert closed(house).difference == cad(0)
    assert [(line.denomination.minor, line.count) for line in closed(house).counts] == [
        (10000, 1),
        (5000, 1),
        (2000, 1),
        (1000, 1),
    ]


async def test_enter_on_the_last_line_goes_to_the_button_and_there_closes(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "c")
        await count(pilot, "1", "1", "1", "1", *[""] * 6)
        assert isinstance(pilot.app.screen.focused, CommandButton)
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ShiftScreen)
    assert closed(house).counted == cad(18000)


async def test_a_difference_is_asked_about_once_with_counting_again_first(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "c")
        await count(pilot, "1", "1", "1")
        await press(pilot, "alt+s")
        assert isinstance(pilot.app.screen, Question)
        assert seen(pilot.app, "$10.00 too little.")
        assert seen(pilot.app, "There should be $180.00, you counted $170.00.")
        assert pilot.app.screen.focused.command.label == "Count again"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CloseTill)
        assert closed(house).closed_at is None
        await press(pilot, "alt+s", "1")
        assert isinstance(pilot.app.screen, ShiftScreen)
        assert seen(pilot.app, "Expected $180.00 Counted $170.00 Difference -$10.00")
    assert (closed(house).counted, closed(house).difference) == (cad(17000), cad(-1000))


async def test_a_held_enter_through_all_lines_closes_nothing(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "c")
        await press(pilot, *["enter"] * 30)
    assert closed(house).closed_at is None


async def test_doubled_keys_close_once(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "c")
        await count(pilot, "1", "1", "1", "1")
        await pilot.press("alt+s", "alt+s", "alt+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ShiftScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TillScreen)
        assert seen(pilot.app, "Till 1 is closed: shift report 1")
    with house.desk.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(TILL_SESSIONS)).scalar_one() == 1


async def test_a_doubled_key_asks_one_question(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "c")
        await count(pilot, "1")
        await pilot.press("alt+s", "alt+s")
        await settled(pilot)
        assert sum(isinstance(screen, Question) for screen in pilot.app.screen_stack) == 1
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, CloseTill)


@pytest.mark.parametrize(("language", "text"), [("en", "180.00"), ("fr", "180,00")])
async def test_only_the_sum_is_known(house: HouseUnderTest, language: str, text: str) -> None:
    async with archives_app(house, language).run_test() as pilot:
        await at_till(pilot, "c")
        await count(pilot, "1")
        await press(pilot, "alt+m")
        assert difference(pilot) == ""
        await typed(pilot, text)
        assert difference(pilot) == ("0.00" if language == "en" else "0,00")
        await press(pilot, "alt+m")
        assert isinstance(pilot.app.screen.focused, CoinCount)
        assert difference(pilot) == ("-80.00" if language == "en" else "-80,00"), "what was counted stays"
        await press(pilot, "alt+m", "enter")
        assert isinstance(pilot.app.screen, ShiftScreen)
    assert (closed(house).counted, closed(house).counts) == (cad(18000), ())


async def test_a_sum_that_is_no_amount_is_said_under_it(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "c", "alt+m")
        await typed(pilot, "lots")
        await press(pilot, "enter")
        assert seen(pilot.app, "This is not an amount.")
        assert seen(pilot.app, "lots")
        assert difference(pilot) == ""
    assert closed(house).closed_at is None


async def test_a_sale_while_counting_changes_the_difference(house: HouseUnderTest) -> None:
    anne = house.as_operator("ANNE")
    async with archives_app(house, watching=True).run_test() as pilot:
        await at_till(pilot, "c")
        await count(pilot, "1", "1", "1", "1")
        assert difference(pilot) == "0.00"
        sell(house, anne, 1, (CASH, 1500))
        await until(pilot, lambda: difference(pilot) == "-15.00")
        assert seen(pilot.app, "Expected $195.00")
    anne.database.close()


async def test_a_till_closed_meanwhile_is_said_and_the_count_stays(house: HouseUnderTest) -> None:
    anne = house.as_operator("ANNE")
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "c")
        await count(pilot, "1", "1", "1", "1")
        tills.close_till(anne, "first", "1", cad(18000))
        await press(pilot, "alt+s")
        assert isinstance(pilot.app.screen, CloseTill)
        assert seen(pilot.app, "Shift 1 of till 1 is closed.")
        assert seen(pilot.app, "Counted $180.00")
    anne.database.close()


async def test_a_currency_whose_coins_we_do_not_know_is_closed_by_its_sum(house: HouseUnderTest) -> None:
    tills.close_till(house.desk, "close", "1", cad(18000))
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(currency="ISK"))
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "o")
        await typed(pilot, "500")
        await press(pilot, "enter", "c")
        assert isinstance(pilot.app.screen, CloseTill)
        assert not seen(pilot.app, "Alt+M")
        await typed(pilot, "500")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ShiftScreen)


async def test_leaving_asks_about_what_was_counted(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "c", "escape")
        assert isinstance(pilot.app.screen, TillScreen)
        await press(pilot, "c", "1", "escape")
        assert isinstance(pilot.app.screen, Question)
        assert seen(pilot.app, "What you counted is not saved.")


async def test_a_report_is_saved_as_pdf_and_csv_and_overwrites_nothing(
    house: HouseUnderTest, tmp_path: Path
) -> None:
    pdf, csv = tmp_path / "kept.pdf", tmp_path / "one.csv"
    tills.close_till(house.desk, "close", "1", cad(17995))
    pdf.write_bytes(b"kept")
    async with archives_app(house).run_test(size=(120, 40)) as pilot:
        await at_till(pilot, "r", "p", "ctrl+u")
        await typed(pilot, str(pdf))
        await press(pilot, "tab", "ctrl+u")
        await typed(pilot, str(csv))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SaveFiles)
        assert seen(pilot.app, "is there already and is not overwritten.")
        assert not csv.exists()
        await press(pilot, "shift+tab", "ctrl+u")
        await typed(pilot, str(tmp_path / "none" / "one.pdf"))
        await press(pilot, "enter")
        assert seen(pilot.app, "there is no such file or folder; check its name.")
        await press(pilot, "ctrl+u")
        await typed(pilot, str(tmp_path / "one.pdf"))
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ShiftScreen)
        assert seen(pilot.app, "Written:")
    assert pdf.read_bytes() == b"kept"
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")
    assert "Difference,-0.05" in csv.read_text("utf-8-sig")


async def test_a_report_goes_to_no_file_at_all_only_by_leaving(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "r", "p", "ctrl+u", "tab", "ctrl+u", "enter")
        assert isinstance(pilot.app.screen, SaveFiles)
        assert seen(pilot.app, "This is needed.")


async def test_the_list_of_reports_opens_the_one_under_the_cursor(house: HouseUnderTest) -> None:
    tills.close_till(house.desk, "close", "1", cad(17995))
    tills.open_till(house.desk, "again", "1", cad(100))
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "l")
        lines = [" ".join(line.split()) for line in shown(pilot.app)]
        assert "2 1 21/11/2026 02:07 pm ANNE open" in lines
        assert "1 1 21/11/2026 02:07 pm ANNE 21/11/2026 02:07 pm -0.05" in lines
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, ShiftScreen)
        assert pilot.app.screen.number == 1
