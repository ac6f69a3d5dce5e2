from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.widgets import Static

from boxoffice_tui.locales import formats
from boxoffice_tui.rules.money import Money
from boxoffice_tui.widgets.fields import CountField, DateField, FieldWithFault, MoneyField, ParsedField


class Desk(App[None]):
    """One field with its fault; notes what Enter gave."""

    def __init__(self, make: Callable[[], ParsedField[Any]]) -> None:
        super().__init__()
        self.make = make
        self.given: list[object] = []

    def compose(self) -> ComposeResult:
        self.field = self.make()
        yield FieldWithFault(self.field, lambda error: f"[b]{error}[/b]")

    @on(MoneyField.Entered)
    @on(DateField.Entered)
    @on(CountField.Entered)
    def note(self, event: MoneyField.Entered | DateField.Entered | CountField.Entered) -> None:
        assert event.control is self.field
        self.given.append(event.value)

    @property
    def fault(self) -> str:
        line = self.query_one(FieldWithFault).query_one(Static)
        return str(line.render()) if line.display else ""


def money_field(locale: str, value: Money | None = None) -> MoneyField:
    return MoneyField(
        lambda text: formats.parse_money(text, "CAD", locale),
        lambda money: formats.money(money, locale),
        value,
    )


async def test_an_amount_is_shown_and_read_in_the_locale_s_form() -> None:
    app = Desk(lambda: money_field("fr_CA", Money(3500, "CAD")))
    async with app.run_test(size=(60, 5)) as pilot:
        assert app.field.value == "35,00\u00a0$"
        await pilot.press("enter", *"12,5", "enter")
        assert app.given == [Money(3500, "CAD"), Money(1250, "CAD")]


async def test_what_is_typed_stays_when_it_is_no_amount() -> None:
    app = Desk(lambda: money_field("en_CA"))
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press(*"12,5x", "enter")
        assert (app.field.value, app.given, app.fault) == ("12,5x", [], "! [b]amount_malformed[/b]")
        await pilot.press("backspace")
        assert (app.field.value, app.fault) == ("12,5", "")


async def test_a_date_is_typed_or_stepped() -> None:
    app = Desk(
        lambda: DateField(
            lambda text: formats.parse_date(text, "fr_CA"),
            lambda day: formats.local_date(day, "fr_CA"),
            date(2026, 11, 30),
        )
    )
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("up", "enter", "down", "down", "enter", *"14/08/2026", "enter")
        assert app.given == [date(2026, 12, 1), date(2026, 11, 29), date(2026, 8, 14)]


async def test_typing_a_count_replaces_the_one_shown() -> None:
    app = Desk(lambda: CountField(1, most=20))
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("1", "5", "enter")
        assert app.given == [15]


async def test_arrows_step_a_count_inside_its_limits_and_typing_goes_on_from_there() -> None:
    app = Desk(lambda: CountField(2, most=3))
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("up", "up", "enter", "down", "down", "down", "enter", "2", "enter")
        assert app.given == [3, 1, 2]
        await pilot.press("9", "enter")
        assert (app.given, app.field.value) == ([3, 1, 2], "29")
        assert app.fault == "! [b]count_too_large[/b]"
        await pilot.press("up")
        assert app.field.value == "29"
