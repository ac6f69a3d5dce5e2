"""A promotion code in the form of an added ticket: keyboard only, on a real database (spec/archives.md, Money)."""

from __future__ import annotations

from datetime import date

import pytest

from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.screens.archives import ticket_form_choosing
from boxoffice_tui.screens.archives.add_ticket import AddTicket
from boxoffice_tui.screens.archives.ticket_form_parts import CodeField
from boxoffice_tui.services import order_page
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.widgets.seat_map import SeatMap
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import line_of, press, seen, settled, typed
from tests.screens.archives.ticket_form_stage import Opened, opened
from tests.services.test_archives_money import cad, raise_price, sell_two
from tests.services.test_promotions import sold_in_october

WORDS = {
    "en": {
        "applied": "Code lac ✓",
        "price": "Rate Full $28.00",
        "total": "Total $56.00 = 2 × $28.00",
        "usual": "Total $64.00 = 2 × $32.00",
        "unknown": "There is no promotion NOWHERE. Check the code, or sell at the usual price.",
        "ended": "The promotion ÉTÉ ended on 31 October 2026. The usual price applies.",
        "to come": "The promotion NOEL begins on 2 December 2026. Until then the usual price applies.",
        "elsewhere": "The promotion lac is only for Parterre Full.",
        "look": "Not saved yet: look at the price with this code first.",
    },
    "fr": {
        "applied": "Code lac ✓",
        "price": "Tarif Plein 28,00 $",
        "total": "Total 56,00 $ = 2 × 28,00 $",
        "usual": "Total 64,00 $ = 2 × 32,00 $",
        "unknown": "Il n'y a pas de promotion NOWHERE. Vérifiez le code, ou vendez au prix habituel.",
        "ended": "La promotion ÉTÉ a pris fin le 31 octobre 2026. Le prix habituel s'applique.",
        "to come": "La promotion NOEL commence le 2 décembre 2026. D'ici là, le prix habituel s'applique.",
        "elsewhere": "La promotion lac ne vaut que pour Parterre Plein.",
        "look": "Pas encore sauvegardé : regardez d'abord le prix avec ce code.",
    },
}
LANGUAGES = pytest.mark.parametrize("language", WORDS)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code counts as soon as it is typed; the tests look at the map themselves."""
    monkeypatch.setattr(ticket_form_choosing, "TYPING_SECONDS", 0.001)
    monkeypatch.setattr(ticket_form_choosing, "LOOK_SECONDS", 3600)


def promote(house: HouseUnderTest, code: str, minor: int, **days: date) -> None:
    """A full Parterre ticket of La Mouette costs so much with the code."""
    where = {"event_id": "event", "category_id": "parterre", "rate_id": "full"}
    with writing(house.desk) as work:
        ids = {column: house.ids[name] for column, name in where.items()}
        work.insert(PRICES, amount_minor=minor, promotion=code, **ids, **days)


@pytest.fixture
def promotions(house: HouseUnderTest) -> HouseUnderTest:
    """A promotion in force, one that has ended, one to come."""
    promote(house, "LAC", 2800)
    promote(house, "ÉTÉ", 2600, valid_until=date(2026, 10, 31))
    promote(house, "NOEL", 2500, valid_from=date(2026, 12, 2))
    return house


async def give(shown: Opened, code: str) -> None:
    """Give a code, from wherever the clerk is."""
    await press(shown.pilot, "alt+c")
    await typed(shown.pilot, code)
    await press(shown.pilot, "enter")


@LANGUAGES
async def test_the_price_follows_the_code_and_that_is_what_is_sold(
    promotions: HouseUnderTest, language: str
) -> None:
    house, said = promotions, WORDS[language]
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id, language=language) as shown:
        await press(shown.pilot, "q", "2", "escape", "1")
        assert shown.total == said["usual"]
        await press(shown.pilot, "c")
        await typed(shown.pilot, "lac")
        assert shown.total == said["total"], "at once, before Enter"
        assert seen(shown.app, said["applied"])
        assert seen(shown.app, said["price"])
        await press(shown.pilot, "enter")
        assert shown.form.focused is shown.form.query_one(SeatMap)
        assert shown.form.draft.seat_ids == (house.seat("F-10"), house.seat("F-11")), "what was chosen stays"
        await press(shown.pilot, "s")
        assert [change.balance for change in shown.answers if change] == [cad(5600)]
    page = order_page.show(house.desk, sold.order_id)
    assert [ticket.price for ticket in page.tickets] == [cad(3200), cad(3200), cad(2800), cad(2800)]
    assert (page.tickets_total, page.paid, page.balance) == (cad(12000), cad(6400), cad(5600))


@LANGUAGES
async def test_a_code_that_is_not_applied_says_why_and_stays(
    promotions: HouseUnderTest, language: str
) -> None:
    house, said = promotions, WORDS[language]
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id, language=language) as shown:
        await press(shown.pilot, "q", "2", "escape", "1")
        for code, reason in (("NOWHERE", "unknown"), ("ÉTÉ", "ended"), ("NOEL", "to come")):
            await give(shown, code)
            assert shown.said.startswith(said[reason])
            assert shown.total == said["usual"]
            field = shown.form.query_one(CodeField)
            assert (shown.form.focused, field.value, field.selected_text) == (field, code, code)
            assert seen(shown.app, f"Code {code} !")
            await press(shown.pilot, "escape")
            assert shown.form.draft.seat_ids == (house.seat("F-10"), house.seat("F-11"))
        await press(shown.pilot, "s")
        assert [change.balance for change in shown.answers if change] == [cad(6400)]
    prices = [ticket.price for ticket in order_page.show(house.desk, sold.order_id).tickets]
    assert prices == [cad(3200)] * 4


async def test_an_answer_to_the_code_comes_first_and_nothing_is_said_twice(house: HouseUnderTest) -> None:
    sold = sold_in_october(house)
    promote(house, "NEUF", 2900)
    async with opened(house, AddTicket, sold.order_id) as shown:
        ended = "The promotion HATIF ended on 15 November 2026. The usual price applies."
        assert shown.said == ended
        await give(shown, "HATIF")
        assert shown.said == ended
        await give(shown, "NOWHERE")
        assert shown.said.startswith("There is no promotion NOWHERE.")
        assert shown.said.endswith(ended)
        await give(shown, "neuf")
        assert (shown.said, shown.total) == ("", "Total $29.00"), "the usual price does not apply"


async def test_half_a_code_is_not_called_unknown(promotions: HouseUnderTest) -> None:
    sold = sell_two(promotions)
    async with opened(promotions, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "c", "L")
        assert (shown.said, "!" in line_of(shown.app, "Code")) == ("", False)
        await press(shown.pilot, "tab")
        assert shown.said.startswith("There is no promotion L.")


@LANGUAGES
async def test_a_code_for_another_rate_says_for_which(promotions: HouseUnderTest, language: str) -> None:
    sold = sell_two(promotions)
    async with opened(promotions, AddTicket, sold.order_id, language=language) as shown:
        shown.form.query_one("#category").focus()
        await press(shown.pilot, "enter", "down", "enter")
        await press(shown.pilot, "alt+c")
        await typed(shown.pilot, "lac")
        await press(shown.pilot, "enter")
        assert shown.said == WORDS[language]["elsewhere"]
        assert shown.total.endswith(("$15.00", "15,00 $"))
        shown.form.query_one("#category").focus()
        await press(shown.pilot, "enter", "up", "enter")
        assert shown.said == ""
        assert seen(shown.app, WORDS[language]["applied"])


@LANGUAGES
async def test_saving_with_a_code_just_typed_shows_its_price_first(
    promotions: HouseUnderTest, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_form_choosing, "TYPING_SECONDS", 3600)
    sold = sell_two(promotions)
    async with opened(promotions, AddTicket, sold.order_id, language=language) as shown:
        await press(shown.pilot, "1", "c")
        await typed(shown.pilot, "lac")
        await press(shown.pilot, "alt+s")
        assert shown.answers == []
        assert shown.said == WORDS[language]["look"]
        assert seen(shown.app, WORDS[language]["price"])
        await press(shown.pilot, "alt+s")
        assert [change.balance for change in shown.answers if change] == [cad(2800)]


async def test_without_a_code_the_usual_price_is_back_and_the_field_is_gone(
    promotions: HouseUnderTest,
) -> None:
    sold = sell_two(promotions)
    async with opened(promotions, AddTicket, sold.order_id) as shown:
        await give(shown, "lac")
        assert shown.total == "Total $28.00"
        await press(shown.pilot, "c", "backspace", "enter")
        assert shown.total == "Total $32.00"
        assert shown.form.query_one(CodeField) not in shown.form.focus_chain
        assert seen(shown.app, "[c] Code ×")


async def test_a_house_without_promotions_never_meets_the_field(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        assert not seen(shown.app, "Promotion code")
        assert not seen(shown.app, "Code")
        await press(shown.pilot, "c", "alt+c")
        assert not seen(shown.app, "Code")
        assert shown.form.focused is shown.form.query_one(SeatMap)
        await press(shown.pilot, "1", "d", "tab", "enter")
        assert len(shown.answers) == 1


async def test_the_field_costs_no_key_where_nobody_gives_a_code(promotions: HouseUnderTest) -> None:
    sold = sell_two(promotions)
    async with opened(promotions, AddTicket, sold.order_id, size=(120, 40)) as shown:
        assert seen(shown.app, "c Promotion code")
        assert shown.form.query_one(CodeField) not in shown.form.focus_chain
        await press(shown.pilot, "1", "s")
        assert [change.balance for change in shown.answers if change] == [cad(3200)]


async def test_a_click_on_the_hint_opens_the_field(promotions: HouseUnderTest) -> None:
    sold = sell_two(promotions)
    async with opened(promotions, AddTicket, sold.order_id) as shown:
        assert "[c] Code" in line_of(shown.app, "Rate")
        await shown.pilot.click("#promotion-hint")
        await settled(shown.pilot)
        assert shown.form.focused is shown.form.query_one(CodeField)
        assert "[c] Code" not in line_of(shown.app, "Rate")
        assert "Full $32.00" in line_of(shown.app, "Rate"), "the price is whole beside the field"


async def test_the_code_stays_with_another_performance_and_after_a_new_price(
    promotions: HouseUnderTest,
) -> None:
    house = promotions
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await give(shown, "lac")
        await press(shown.pilot, "1")
        raise_price(house, 3100)
        await press(shown.pilot, "s")
        assert seen(shown.app, "The price changed meanwhile from $28.00 to $31.00.")
        await press(shown.pilot, "1")
        assert [change.balance for change in shown.answers if change] == [cad(3100)]


async def test_the_code_is_said_in_the_other_language(promotions: HouseUnderTest) -> None:
    sold = sell_two(promotions)
    async with opened(promotions, AddTicket, sold.order_id) as shown:
        await give(shown, "NOWHERE")
        await shown.app.run_action("language('fr')")
        await settled(shown.pilot)
        assert shown.said.startswith(WORDS["fr"]["unknown"])
        assert shown.form.query_one(CodeField).value == "NOWHERE"


async def test_a_hostile_code_is_shown_literally(promotions: HouseUnderTest) -> None:
    sold = sell_two(promotions)
    async with opened(promotions, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "c")
        shown.form.query_one(CodeField).value = "[red]x[/red]\x1b[2J\u202eb"
        await press(shown.pilot, "enter")
        assert shown.said.startswith("There is no promotion [red]x[/red][2Jb. Check the code")
