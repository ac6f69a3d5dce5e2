"""spec/archives.md, Search, as seen on screen and by the keyboard only; its Acceptance is in test_acceptance.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from textual import events
from textual.widgets import Input

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.data.tables.programme import PERFORMANCES
from boxoffice_tui.data.tables.venues import VENUES
from boxoffice_tui.rules.deadlines import Preset
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.archives.search import SearchScreen
from boxoffice_tui.services import add_tickets, cancellations, payments
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, line_of, press, seen, settled, shown, typed
from tests.services.test_archives_money import cad, sell_two, third
from tests.services.test_archives_search import renumber, sell_standing

AUGUST = datetime(2026, 8, 14, 19, 20, tzinfo=UTC)
UNPAID = {"en": "● To finish: payment", "fr": "● À terminer : paiement"}
LENGTHS = {
    "en": "An order number has 6 or 7 digits, this one has 5.",
    "fr": "Un numéro de commande a 6 ou 7 chiffres, celui-ci en a 5.",
}


def search_of(app: BoxOfficeApp) -> SearchScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, SearchScreen)
    return screen


def number_field(app: BoxOfficeApp) -> Input:
    return app.screen.query_one("#number", Input)


def names(app: BoxOfficeApp) -> list[str]:
    """The names of the rows, top to bottom."""
    return [line[9:30].strip() for line in shown(app)[4:21] if line[1:7].isdigit()]


def hint(app: BoxOfficeApp) -> str:
    """What is said under the list, without the count on its right."""
    lines = [re.sub(r"\s{2,}\d[\d\s]*\s\w+$", "", line) for line in shown(app)[21:23]]
    return " ".join(line.strip() for line in lines).replace("\u00a0", " ").strip()


@contextmanager
def statements_of(house: HouseUnderTest) -> Iterator[list[str]]:
    """The SQL any connection of this process runs meanwhile."""
    told: list[str] = []

    def tell(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        told.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", tell)
    try:
        yield told
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", tell)


async def test_a_burst_of_keys_is_one_question_about_the_last(
    house: HouseUnderTest, in_real_time: None
) -> None:
    for number, contact_id in enumerate(house.contacts.values()):
        sell_standing(house, contact_id, f"k{number}")
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        before = search_of(pilot.app)._numbers[SearchScreen.Answered]
        await press(pilot, "alt+c")
        await typed(pilot, "elodie")
        assert len(names(pilot.app)) == 4
        await pilot.pause(0.3)
        await settled(pilot)
        assert names(pilot.app) == ["Cothin, Élodie"]
        assert search_of(pilot.app)._numbers[SearchScreen.Answered] == before + 1


async def test_enter_before_the_answer_opens_what_is_found(house: HouseUnderTest, in_real_time: None) -> None:
    renumber(house, sell_standing(house, None, "k1"), "482913", datetime(2026, 11, 20, 15, tzinfo=UTC))
    sell_standing(house, None, "k2")
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await typed(pilot, "482913")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, OrderScreen)
        await press(pilot, "escape")
        await typed(pilot, "1")
        assert number_field(pilot.app).value == "1", "typing replaces the last number"


async def test_enter_on_many_goes_to_the_list_and_a_letter_is_a_command_there(house: HouseUnderTest) -> None:
    for number in range(3):
        sell_standing(house, house.contacts["Cothin"], f"k{number}")
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "alt+c")
        await typed(pilot, "cothin")
        await press(pilot, "enter")
        assert pilot.app.focused is search_of(pilot.app).orders
        await press(pilot, "z", "down", "enter")
        assert isinstance(pilot.app.screen, OrderScreen)
        await press(pilot, "escape", "n")
        assert pilot.app.focused is number_field(pilot.app)
        await typed(pilot, "48")
        assert (number_field(pilot.app).value, pilot.app.screen.query_one("#customer", Input).value) == (
            "48",
            "",
        )


async def test_an_enter_has_lost_its_meaning_once_something_else_is_asked(house: HouseUnderTest) -> None:
    sell_standing(house, house.contacts["Cothin"], "k")
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        screen = search_of(pilot.app)
        screen.ask()
        screen.action_open()
        screen.fields.choose(Preset.TODAY)
        await settled(pilot)
        assert names(pilot.app) == ["Cothin, Élodie"]
        assert pilot.app.screen is screen
        screen.ask()
        screen.action_open()
        await settled(pilot)
        assert isinstance(pilot.app.screen, OrderScreen)


async def test_a_number_typed_digit_by_digit_asks_no_question_until_it_is_one(house: HouseUnderTest) -> None:
    renumber(house, sell_standing(house, None, "k"), "482913", datetime(2026, 11, 20, 15, tzinfo=UTC))
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        with statements_of(house) as told:
            for digit in "48291":
                await press(pilot, digit)
        assert told == []
        await press(pilot, "3")
        assert "482913" in shown(pilot.app)[4]


async def test_digits_right_behind_alt_n_go_where_alt_n_went(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await typed(pilot, "111")
        for key in ("alt+n", "4", "8"):
            pilot.app.post_message(events.Key(key, key[-1]))
        await settled(pilot)
        assert number_field(pilot.app).value == "48"


async def test_a_period_in_the_wrong_order_is_swapped_and_said(house: HouseUnderTest) -> None:
    sell_standing(house, house.contacts["Cothin"], "k")
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "alt+p")
        await typed(pilot, "22/11/2026")
        await press(pilot, "tab")
        await typed(pilot, "20/11/2026")
        assert seen(pilot.app, "The period ended before it began; searched: 20/11/2026 → 22/11/2026.")
        assert names(pilot.app) == ["Cothin, Élodie"]
        await press(pilot, "tab", "escape")
        assert "20/11/2026 → 22/11/2026" in shown(pilot.app)[2]
        await press(pilot, "p")
        await typed(pilot, "20/11")
        assert seen(pilot.app, "This is not a date. Type it like 14/08/2026.")
        assert names(pilot.app) == []


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("t", "21/11/2026", "21/11/2026"),
        ("w", "15/11/2026", "21/11/2026"),
        ("m", "23/10/2026", "21/11/2026"),
        ("s", "01/08/2026", "30/06/2027"),
        ("a", "", ""),
    ],
)
async def test_presets_are_one_key_away_and_show_their_days(
    house: HouseUnderTest, key: str, first: str, last: str
) -> None:
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "alt+p")
        await typed(pilot, "01/01/2020")
        await press(pilot, f"alt+{key}")
        fields = [pilot.app.screen.query_one(selector, Input).value for selector in ("#first", "#last")]
        assert fields == [first, last]
        assert f"▪{key} " in shown(pilot.app)[2]


async def test_to_finish_is_a_key_and_a_tick(house: HouseUnderTest) -> None:
    sell_standing(house, None, "k")
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "alt+g")
        assert shown(pilot.app)[1].endswith("[x] To finish")
        assert shown(pilot.app)[4].startswith("●")
        await press(pilot, "alt+r")
        assert shown(pilot.app)[1].endswith("[ ] To finish")


LACKS = {
    "en": ("To finish:", "payment", "payment, e-mail, note", "refund, e-mail, note"),
    "fr": ("À terminer :", "paiement", "paiement, courriel, note", "remboursement, courriel, note"),
    "de": ("Offen:", "Zahlung", "Zahlung, E-Mail, Notiz", "Rückerstattung, E-Mail, Notiz"),
    "es": ("Por terminar:", "pago", "pago, correo, nota", "reembolso, correo, nota"),
    "it": ("Da finire:", "pagamento", "pagamento, e-mail, nota", "rimborso, e-mail, nota"),
}


@pytest.mark.parametrize("language", LACKS)
async def test_what_an_order_lacks_is_said_as_the_cursor_comes_by(
    house: HouseUnderTest, language: str
) -> None:
    refunded = sell_two(house)
    cancellations.cancel_tickets(house.desk, "c", refunded.order_id, None, refunded.ticket_ids[:1])
    added = sell_standing(house, house.contacts["Cothin"], "k1")
    add_tickets.add_tickets(house.desk, "a", added, None, "f", (third(house),), None)
    paid = sell_standing(house, None, "k2")
    payments.record_payment(house.desk, "p", paid, None, PaymentRequest(PaymentMethod.CASH, cad(1500)))
    sell_standing(house, None, "k3")
    async with archives_app(house, language).run_test() as pilot:
        await settled(pilot)
        finish, *lacks = LACKS[language]
        unpaid, changed, owed = (f"● {finish} {marks}" for marks in lacks)
        assert hint(pilot.app) == unpaid, "before any key"
        await press(pilot, "down")
        with statements_of(house) as told:
            for said in ("", changed, owed):
                await press(pilot, "down")
                assert hint(pilot.app) == said
        assert told == []
        await press(pilot, "home")
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        lines = [line.replace("\u00a0", " ").strip() for line in shown(pilot.app)]
        beside = [line for line in lines if finish in line]
        assert len(beside) == 1, "once, beside the list"
        assert beside[0].startswith(unpaid[2:])
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert hint(pilot.app) == unpaid


async def test_what_an_order_lacks_gives_way_to_hints_and_refusals_and_never_moves_a_line(
    house: HouseUnderTest,
) -> None:
    sell_standing(house, None, "k")
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        assert hint(pilot.app) == UNPAID["en"]
        heights = [pilot.app.screen.query_one(kind).region for kind in ("OrderList", "FoundLine")]
        await typed(pilot, "48291")
        assert hint(pilot.app).startswith(LENGTHS["en"])
        assert "finish:" not in hint(pilot.app)
        await press(pilot, "alt+r")
        assert hint(pilot.app) == UNPAID["en"]
        await press(pilot, "down", "enter", "p", "1", "enter", "escape")
        assert hint(pilot.app) == "", "paid meanwhile"
        assert heights == [pilot.app.screen.query_one(kind).region for kind in ("OrderList", "FoundLine")]


async def test_every_row_is_reached_and_the_count_comes_later(house: HouseUnderTest) -> None:
    numbers = [str(sell_standing(house, None, f"k{number}")) for number in range(20)]
    with house.desk.database.write() as connection:
        connection.execute(
            sa.text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1300) "
                'INSERT INTO "order" (number, dossier_id, channel_id, origin, state, bought_at, version, '
                "balance_minor, needs_confirmation, needs_note, changed_at, changed_by) "
                "SELECT 500000 + i, dossier_id, channel_id, origin, state, "
                "strftime('%Y-%m-%d %H:%M:%f000', '2026-11-20', '-' || i || ' minutes'), 1, 0, 0, 0, "
                f'changed_at, changed_by FROM "order", n WHERE id = {numbers[0]}'
            )
        )
    async with archives_app(house, "fr").run_test() as pilot:
        await settled(pilot)
        assert seen(pilot.app, "1 320 commandes")
        await press(pilot, "down", "end")
        assert "501300" in shown(pilot.app)[20]
        await press(pilot, *["pageup"] * 12)
        assert line_of(pilot.app, "501090") != ""
        await press(pilot, "home", "pagedown", "pagedown")
        assert line_of(pilot.app, "500020") != ""
        await press(pilot, "home")
        assert "500001" not in shown(pilot.app)[4]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_day_of_a_performance_is_that_of_its_venue(house: HouseUnderTest, language: str) -> None:
    sell_standing(house, None, "k")
    with writing(house.desk) as work:
        work.connection.execute(sa.update(VENUES).values(zone="America/Vancouver"))
        late = datetime(2026, 12, 6, 6, tzinfo=UTC)  # 5 December 22:00 there, 6 December 01:00 in Toronto
        work.connection.execute(sa.update(PERFORMANCES).values(starts_at=late))
    async with archives_app(house, language).run_test() as pilot:
        await settled(pilot)
        assert "05/12 La M" in shown(pilot.app)[4]


async def test_a_click_on_a_row_opens_it(house: HouseUnderTest) -> None:
    sell_standing(house, house.contacts["Cothin"], "k1")
    older = sell_standing(house, house.contacts["Cote"], "k2")
    renumber(house, older, "482913", AUGUST)
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        await pilot.click("OrderList", offset=(12, 2))
        await settled(pilot)
        assert "482913" in shown(pilot.app)[1]


async def test_an_order_changed_on_its_page_is_changed_in_the_list(house: HouseUnderTest) -> None:
    sell_standing(house, None, "k")
    async with archives_app(house).run_test() as pilot:
        await settled(pilot)
        assert shown(pilot.app)[4].endswith("$15.00")
        await press(pilot, "down", "enter", "p", "1", "enter", "escape")
        assert shown(pilot.app)[4].endswith("–")


async def test_without_the_right_to_search_the_right_is_named(house: HouseUnderTest) -> None:
    async with archives_app(house, operator="DORA").run_test() as pilot:
        await settled(pilot)
        assert seen(pilot.app, "Your rights do not include “Search orders”.")
