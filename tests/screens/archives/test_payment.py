"""Recording payments on screen: spec/archives.md, 9, and Acceptance 4, by the keyboard with wrong keys between."""

from __future__ import annotations

import pytest

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.screens.archives.payment import PaymentDialog
from boxoffice_tui.screens.dialogs import Question
from boxoffice_tui.services import order_page
from boxoffice_tui.views.states import PaymentMethod
from boxoffice_tui.widgets.cash_change import CashChange
from boxoffice_tui.widgets.figures import Figures
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, line_of, press, seen, shown
from tests.screens.archives.test_order import BANDS, opened, sold_and_added
from tests.services.test_archives_money import cad

WRITTEN = {"en": (("-30.00", True), ("15.00", False)), "fr": (("-30,00", True), ("15,00", False))}

WORDS = {
    "en": {
        "nothing taken": "Recording takes no money: take it first, then say here how.",
        "left": "Balance due: $15.00",
        "too high": "At most $15.00 can be recorded here. Type that amount or less.",
        "recorded": "Recorded: Cash, $20.00",
        "change": "Payment recorded. Change to give back: $15.00",
        "decimal": ".",
    },
    "fr": {
        "nothing taken": "L'inscription ne prélève rien : encaissez d'abord, puis dites ici comment.",
        "left": "Solde à payer : 15,00 $",
        "too high": "Au plus 15,00 $ peuvent être inscrits ici. Tapez ce montant ou moins.",
        "recorded": "Inscrit : Espèces, 20,00 $",
        "change": "Paiement inscrit. Monnaie à rendre : 15,00 $",
        "decimal": ",",
    },
}


def payments_of(house: HouseUnderTest, order_id: int) -> list[tuple[PaymentMethod, int]]:
    """The payments after the first, which paid for the two tickets sold before."""
    page = order_page.show(house.desk, order_id)
    return [(line.method, line.amount.minor) for line in page.payments][1:]


def method_marks(app: BoxOfficeApp) -> str:
    """Which method is chosen: its digit, or nothing."""
    return "".join(line.split("(•)")[1].split()[0] for line in shown(app) if "(•)" in line)


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_several_payments_settle_one_balance(house: HouseUnderTest, language: str) -> None:
    words = WORDS[language]
    comma = words["decimal"]
    order_id = sold_and_added(house)
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot, "p")
        assert seen(pilot.app, words["nothing taken"])
        await press(pilot, "z", "1", *f"20{comma}00", "enter")
        assert isinstance(pilot.app.screen, PaymentDialog)
        assert seen(pilot.app, words["recorded"])
        assert seen(pilot.app, words["left"])
        assert method_marks(pilot.app) == "", "the next payment is chosen anew"
        await press(pilot, "2", *f"15{comma}01", "enter")
        assert seen(pilot.app, words["too high"])
        assert seen(pilot.app, f"15{comma}01"), "what was typed stays"
        await press(pilot, "backspace", "0", "enter")
        assert not isinstance(pilot.app.screen, PaymentDialog)
        assert line_of(pilot.app, BANDS[language].split(":")[0]) == ""
    assert payments_of(house, order_id) == [
        (PaymentMethod.CASH, 2000),
        (PaymentMethod.DEBIT_TERMINAL, 1500),
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_cash_handed_over_gives_change_in_large_figures(house: HouseUnderTest, language: str) -> None:
    order_id = sold_and_added(house)
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot, "p", "1", "tab")
        change, written = pilot.app.screen.query_one(CashChange), WRITTEN[language]
        assert not change.display, "nothing was handed over"
        await press(pilot, "5")
        assert (change.query_one(Figures).value, change.query_one(Figures).has_class("-less")) == written[0]
        await press(pilot, "0")
        assert (change.query_one(Figures).value, change.query_one(Figures).has_class("-less")) == written[1]
        await press(pilot, "enter")
        assert seen(pilot.app, WORDS[language]["change"])
    page = order_page.show(house.desk, order_id)
    assert page.payments[-1].amount == cad(3500)
    assert page.balance == cad(0)


async def test_a_doubled_enter_is_one_line(house: HouseUnderTest) -> None:
    order_id = sold_and_added(house)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "p", "1", *"20.00")
        await pilot.press("enter", "enter")
        await press(pilot, "enter", "enter")
        assert payments_of(house, order_id) == [(PaymentMethod.CASH, 2000)]
        assert method_marks(pilot.app) == ""


@pytest.mark.parametrize("keys", [("enter",), ("tab", "enter"), ("tab", "tab", "tab", "enter"), ("alt+s",)])
async def test_enter_without_a_method_asks_for_one(house: HouseUnderTest, keys: tuple[str, ...]) -> None:
    order_id = sold_and_added(house)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "p", *keys)
        assert seen(pilot.app, "Choose how it was paid.")
        await press(pilot, "right", "right", "down", "up", "left", "enter", "enter")
    assert payments_of(house, order_id) == [(PaymentMethod.CASH, 3500)]


async def test_faults_stand_beside_their_fields_and_what_was_typed_stays(house: HouseUnderTest) -> None:
    order_id = sold_and_added(house)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "p", "1", *"ten", "enter")
        assert seen(pilot.app, "This is not an amount. Type it like 12.50.")
        assert seen(pilot.app, "Amount * ten")
        await press(pilot, "ctrl+u", *"35", "tab", *"20", "enter")
        assert seen(pilot.app, "$20.00 does not cover $35.00.")
        await press(pilot, "tab", *"4111 1111 1111 1111".replace(" ", ""), "shift+tab", *"40", "enter")
        assert seen(pilot.app, "This looks like a card number")
        assert payments_of(house, order_id) == []


async def test_of_a_card_four_digits_are_kept_and_of_cash_none(house: HouseUnderTest) -> None:
    order_id = sold_and_added(house)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "p", "3", "tab", *"12x345", "tab", *"AB-7", "enter")
        assert seen(pilot.app, "Credit by terminal 35.00 (AB-7)")
    with house.desk.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT last_four FROM payment ORDER BY id DESC LIMIT 1")
        assert kept.scalar_one() == "1234"
    assert payments_of(house, order_id) == [(PaymentMethod.CREDIT_TERMINAL, 3500)]


async def test_leaving_asks_about_what_was_typed_and_keeps_what_was_recorded(house: HouseUnderTest) -> None:
    order_id = sold_and_added(house)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "p", "escape")
        assert not isinstance(pilot.app.screen, PaymentDialog), "nothing typed, nothing asked"
        await press(pilot, "p", "1", *"20.00", "enter", "2", "escape")
        assert isinstance(pilot.app.screen, Question)
        assert seen(pilot.app, "This payment is not recorded.")
        await press(pilot, "escape", "escape", "1")
        assert seen(pilot.app, "Payment recorded.")
        assert line_of(pilot.app, "Balance due").strip() == "Balance due: $15.00 – Payment (p)"
    assert payments_of(house, order_id) == [(PaymentMethod.CASH, 2000)]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_cash_is_asked_for_in_coins_and_a_card_to_the_cent(house: HouseUnderTest, language: str) -> None:
    words = {
        "en": ("In cash $35.05: rounding $0.02", "35.05", "35.03", "Cash 35.05 (rounding 0.02)", "4.95"),
        "fr": ("En espèces 35,05 $ : arrondi 0,02 $", "35,05", "35,03", "Espèces 35,05 (arrondi 0,02)", "4,95"),
    }[language]
    order_id = sold_and_added(house, 3503)
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot, "p")
        assert seen(pilot.app, words[2])
        assert not seen(pilot.app, words[0])
        await press(pilot, "1")
        assert seen(pilot.app, words[0])
        assert seen(pilot.app, words[1])
        await press(pilot, "shift+tab", "2")
        assert not seen(pilot.app, words[0])
        assert seen(pilot.app, words[2])
        await press(pilot, "shift+tab", "1", "tab", *"40")
        assert pilot.app.screen.query_one(CashChange).query_one(Figures).value == words[4]
        await press(pilot, "enter")
        assert seen(pilot.app, words[3])
    page = order_page.show(house.desk, order_id)
    assert (page.balance, page.payments[-1].amount, page.payments[-1].rounding) == (cad(0), cad(3505), cad(2))
