from __future__ import annotations

from textual import on
from textual.app import App, ComposeResult
from textual.color import Color

from boxoffice_tui.locales import translate
from boxoffice_tui.widgets.band import BalanceBand


class Order(App[None]):
    presses = 0

    def compose(self) -> ComposeResult:
        yield BalanceBand()

    @on(BalanceBand.Pressed)
    def count(self) -> None:
        self.presses += 1


async def test_the_band_is_yellow_while_there_is_a_balance_and_gone_without() -> None:
    app = Order()
    async with app.run_test() as pilot:
        band = app.query_one(BalanceBand)
        assert (band.display, band.text) == (False, "")
        band.due("$35.00")
        assert (band.display, band.text) == (True, "Balance due: $35.00 – Payment (p)")
        assert band.styles.background == Color.parse("#ffd700")
        await pilot.click(BalanceBand)
        assert app.presses == 1
        band.refund("$20.00")
        assert band.text == "To refund: $20.00 – Refund (r)"
        band.settled()
        assert (band.display, band.text) == (False, "")


async def test_the_band_says_it_in_another_language_and_takes_amounts_literally() -> None:
    app = Order()
    async with app.run_test():
        band = app.query_one(BalanceBand)
        band.due("[b]35,00\u00a0$[/b]")
        translate.use("fr")
        band.retranslate()
        assert str(band.render()) == "Solde à payer\u00a0: [b]35,00\u00a0$[/b] – Paiement (p)"
