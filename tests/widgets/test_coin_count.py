"""Counting a drawer by the keyboard: lines, sums, where Enter goes."""

from __future__ import annotations

from textual import events, on
from textual.app import App, ComposeResult
from textual.widgets import Input

from boxoffice_tui.locales.formats import amount, money
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.tills import denominations_of
from boxoffice_tui.widgets.coin_count import CoinCount


class Drawer(App[None]):
    """The coins and notes of a currency."""

    def __init__(self, currency: str = "CAD") -> None:
        super().__init__()
        self.coins = CoinCount(
            [Money(one, currency) for one in denominations_of(currency)],
            lambda value: money(value, "en_CA"),
            lambda value: amount(value, "en_CA"),
        )
        self.finished = 0
        self.changes = 0

    def compose(self) -> ComposeResult:
        yield self.coins

    @on(CoinCount.Finished)
    def _finish(self) -> None:
        self.finished += 1

    @on(CoinCount.Changed)
    def _change(self) -> None:
        self.changes += 1


def lines(app: Drawer) -> list[str]:
    strips = app.screen._compositor.render_strips()
    found = [" ".join("".join(part.text for part in strip).split()) for strip in strips]
    return [line for line in found if line]


async def test_counts_are_typed_by_enter_tab_and_arrows_and_summed() -> None:
    app = Drawer()
    async with app.run_test() as pilot:
        app.coins.focus()
        await pilot.press("2", "enter", "enter", "3", "tab", "down", "1", "2", "up", "shift+tab", "3")
        await pilot.pause()
        assert app.coins.counts == ((10000, 2), (2000, 3), (500, 12))
        assert app.coins.total == Money(32000, "CAD")
        assert lines(app)[0] == "$100.00 × 2 200.00 $2.00 ×"
        assert lines(app)[2] == "$20.00 × 3 60.00 $0.25 ×"
        assert lines(app)[4] == "$5.00 × 12 60.00 $0.05 ×"


async def test_nothing_but_digits_is_taken_and_not_too_many() -> None:
    app = Drawer()
    async with app.run_test() as pilot:
        app.coins.focus()
        assert not app.coins.typed
        await pilot.press(*"-1x2.3,45678")
        await pilot.pause()
        assert app.coins.counts == ((10000, 12345),)


async def test_a_zero_is_counted_and_an_empty_line_is_not() -> None:
    app = Drawer()
    async with app.run_test() as pilot:
        app.coins.focus()
        await pilot.press("0")
        await pilot.pause()
        assert app.coins.typed
        assert (app.coins.counts, app.changes) == ((), 1)


async def test_enter_on_the_last_line_says_so() -> None:
    app = Drawer("EUR")
    async with app.run_test() as pilot:
        app.coins.focus()
        await pilot.press(*["enter"] * 14)
        await pilot.pause()
        assert (app.finished, app.coins.line) == (0, 14)
        await pilot.press("enter")
        await pilot.pause()
        assert app.finished == 1
        assert app.coins.size.height == 8


async def test_a_burst_of_keys_goes_where_it_was_meant_to_go() -> None:
    app = Drawer()
    async with app.run_test() as pilot:
        app.coins.focus()
        await pilot.pause()
        for key in ("1", "enter", "2", "tab", "3", "4", "enter", "enter", "5"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert app.coins.counts == ((10000, 1), (5000, 2), (2000, 34), (500, 5))


async def test_a_line_come_back_to_is_typed_anew_or_mended() -> None:
    app = Drawer()
    async with app.run_test() as pilot:
        app.coins.focus()
        await pilot.press("1", "2", "enter", "7", "up", "3")
        assert app.coins.counts == ((10000, 3), (5000, 7))
        await pilot.press("down", "backspace", "up", "backspace", "4", "right", "8", "left", "delete")
        assert app.coins.counts == ((200, 8),)


async def test_tab_leaves_at_the_ends_and_a_click_goes_to_a_line() -> None:
    class Between(Drawer):
        def compose(self) -> ComposeResult:
            yield Input(id="before")
            yield self.coins
            yield Input(id="after")

    app = Between()
    async with app.run_test() as pilot:
        app.coins.focus()
        await pilot.press("up", "shift+tab")
        assert app.focused is app.query_one("#before")
        await pilot.press("tab", *["tab"] * 10)
        assert app.focused is app.query_one("#after")
        await pilot.click(CoinCount, offset=(50, 1))
        await pilot.press("9")
        assert app.coins.counts == ((100, 9),)
