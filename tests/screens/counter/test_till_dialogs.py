"""Opening a till, cash in and out: what is typed is written once, what is refused is said in the dialog."""

from __future__ import annotations

import pytest

from boxoffice_tui.screens.counter.till_open import MoveCash, OpenTill
from boxoffice_tui.screens.counter.till_page import TillScreen
from boxoffice_tui.screens.dialogs import Problem, Question
from boxoffice_tui.services import shift_reports, tills
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.views.tills import TillState
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, seen, typed
from tests.screens.archives.test_live import until
from tests.screens.counter.till_stage import at_till
from tests.services.tills import cad


def state(house: HouseUnderTest, till: str = "1") -> TillState:
    return shift_reports.state_of(house.desk, till)


def moves(house: HouseUnderTest, shift: int = 1) -> list[tuple[str, int, str]]:
    """What was put in and taken out, the float first."""
    report = shift_reports.shift_report(house.desk, shift)
    return [(line.kind.value, line.amount.minor, line.reason) for line in report.movements]


@pytest.mark.parametrize(("language", "typed_float"), [("en", "200.50"), ("fr", "200,50")])
async def test_a_till_is_opened_with_its_float(
    house: HouseUnderTest, language: str, typed_float: str
) -> None:
    async with archives_app(house, language).run_test() as pilot:
        await at_till(pilot, "o")
        await typed(pilot, typed_float)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TillScreen)
        said = "Till 1 is open: shift 1" if language == "en" else "La caisse 1 est ouverte"
        assert seen(pilot.app, said)
    assert (state(house).number, state(house).expected) == (1, cad(20050))


async def test_a_doubled_enter_opens_and_moves_once(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "o")
        await typed(pilot, "0")
        await pilot.press("enter", "enter", "enter")
        await press(pilot, "i")
        await typed(pilot, "12.50")
        await press(pilot, "tab")
        await typed(pilot, "coins")
        await pilot.press("enter", "enter", "enter")
        await press(pilot, "down")
        assert isinstance(pilot.app.screen, TillScreen)
    assert moves(house) == [("cash_in", 1250, "coins")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This is needed."),
        ("two", "This is not an amount. Type it like 12.50."),
        ("-5", "The amount cannot be below zero."),
        ("1.005", "decimal"),
        ("99999999999999", "This amount is too large."),
    ],
)
async def test_a_float_that_will_not_do_is_said_under_it_and_stays(
    house: HouseUnderTest, text: str, said: str
) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "o")
        await typed(pilot, text)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, OpenTill)
        assert seen(pilot.app, said)
        assert pilot.app.screen.form.typed["opening"] == text
    assert state(house).number is None


async def test_a_till_that_another_opened_first_is_said_in_the_dialog(house: HouseUnderTest) -> None:
    anne = house.as_operator("ANNE")
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "o")
        await typed(pilot, "200")
        tills.open_till(anne, "first", "1", cad(100))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, OpenTill)
        assert seen(pilot.app, "Till 1 is open: ANNE opened it")
        assert pilot.app.screen.form.typed["opening"] == "200"
    assert state(house).expected == cad(100)
    anne.database.close()


async def test_cash_goes_in_and_out_with_its_reason(house: HouseUnderTest) -> None:
    tills.open_till(house.desk, "open", "1", cad(10000))
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "i")
        assert seen(pilot.app, "In the drawer there should be $100.00.")
        await typed(pilot, "50")
        await press(pilot, "tab")
        await typed(pilot, "change")
        await press(pilot, "enter")
        assert seen(pilot.app, "Till 1: cash in recorded")
        await press(pilot, "alt+w")
        await typed(pilot, "150.01")
        await press(pilot, "enter")
        assert seen(pilot.app, "This is needed.")
        await typed(pilot, "bank")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MoveCash)
        assert seen(pilot.app, "There should be $150.00 in cash in this till.")
        await press(pilot, "ctrl+u")
        await typed(pilot, "150")
        await press(pilot, "enter")
        assert seen(pilot.app, "Till 1: cash out recorded")
    assert moves(house) == [("float", 10000, ""), ("cash_in", 5000, "change"), ("cash_out", -15000, "bank")]


async def test_a_card_number_is_no_reason(house: HouseUnderTest) -> None:
    tills.open_till(house.desk, "open", "1", cad(0))
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "i")
        await typed(pilot, "5")
        await press(pilot, "tab")
        await typed(pilot, "4111111111111111")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MoveCash)
        assert seen(pilot.app, "This looks like a card number")
    assert moves(house) == []


async def test_a_shift_closed_meanwhile_is_said_at_once_and_nothing_is_lost(house: HouseUnderTest) -> None:
    tills.open_till(house.desk, "open", "1", cad(0))
    anne = house.as_operator("ANNE")
    async with archives_app(house, watching=True).run_test() as pilot:
        await at_till(pilot, "i")
        await typed(pilot, "5")
        await press(pilot, "tab")
        await typed(pilot, "coins")
        tills.close_till(anne, "close", "1", cad(0))
        await until(pilot, lambda: seen(pilot.app, "Shift 1 of till 1 is closed."))
        tills.open_till(anne, "again", "1", cad(100))
        await press(pilot, "enter")
        assert seen(pilot.app, "Shift 1 of till 1 is closed.")
        assert pilot.app.screen.query_one("Form").typed == {"amount": "5", "reason": "coins"}
    assert moves(house, 2) == [("float", 100, "")]
    anne.database.close()


async def test_what_should_be_there_follows_what_others_do(house: HouseUnderTest) -> None:
    tills.open_till(house.desk, "open", "1", cad(10000))
    anne = house.as_operator("ANNE")
    async with archives_app(house, watching=True).run_test() as pilot:
        await at_till(pilot, "w")
        await typed(pilot, "5")
        tills.cash_in(anne, "in", "1", cad(2500), "elsewhere")
        await until(pilot, lambda: seen(pilot.app, "In the drawer there should be $125.00."))
        assert pilot.app.screen.query_one("Form").typed["amount"] == "5"
    anne.database.close()


async def test_leaving_asks_about_what_was_typed(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "o")
        await typed(pilot, "2")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Question)
        await press(pilot, "1")
        assert isinstance(pilot.app.screen, TillScreen)
    assert state(house).number is None


async def test_a_fault_is_said_in_the_dialog(house: HouseUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    async with archives_app(house).run_test() as pilot:
        await at_till(pilot, "o")
        monkeypatch.setattr(tills, "open_till", broken)
        await typed(pilot, "200")
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, Problem)
        assert seen(pilot.app, "Something failed that should not have.")
        assert pilot.app.screen.query_one("Form").typed["opening"] == "200"


async def test_a_clerk_opens_and_moves_their_own_till(house: HouseUnderTest, bruno: Desk) -> None:
    async with archives_app(house, operator="BRUNO").run_test() as pilot:
        await at_till(pilot, "o")
        await typed(pilot, "30")
        await press(pilot, "enter")
    assert state(house, "2").expected == cad(3000)
    assert shift_reports.state_of(bruno).opened_by == "BRUNO"
