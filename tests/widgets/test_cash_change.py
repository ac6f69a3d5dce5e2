"""What was handed over and the change, in figures three lines high."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from boxoffice_tui.locales import translate
from boxoffice_tui.locales.formats import amount
from boxoffice_tui.rules.money import Money
from boxoffice_tui.widgets.cash_change import CashChange
from boxoffice_tui.widgets.figures import Figures


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


class Till(App[None]):
    """A page with the part alone."""

    locale = "en_CA"

    def compose(self) -> ComposeResult:
        yield CashChange(lambda value: amount(value, self.locale))


def said(app: Till) -> tuple[str, str] | None:
    """The title and the figures, None while they are not shown."""
    part = app.query_one(CashChange)
    if not part.display:
        return None
    return str(part.query_one(Static).render()), part.query_one(Figures).value


@pytest.mark.parametrize(
    ("tendered", "shown", "marked"),
    [
        (None, None, ""),
        (5000, ("Change to give back", "5.50"), "-right"),
        (4450, ("Change to give back", "0.00"), "-right"),
        (2000, ("Still missing", "-24.50"), "-less"),
        (0, ("Still missing", "-44.50"), "-less"),
    ],
)
async def test_the_change_is_below_zero_while_too_little_is_given(
    tendered: int | None, shown: tuple[str, str] | None, marked: str
) -> None:
    app = Till()
    async with app.run_test() as pilot:
        app.query_one(CashChange).show(cad(4450), None if tendered is None else cad(tendered))
        await pilot.pause()
        assert said(app) == shown
        assert not marked or app.query_one(Figures).has_class(marked)


async def test_it_follows_the_language() -> None:
    app = Till()
    async with app.run_test() as pilot:
        part = app.query_one(CashChange)
        part.show(cad(4450), cad(5000))
        app.locale = "fr_CA"
        translate.use("fr")
        part.retranslate()
        await pilot.pause()
        assert said(app) == ("Monnaie à rendre", "5,50")
    translate.use("en")


async def test_figures_that_find_no_room_are_plain_and_as_high() -> None:
    class Narrow(App[None]):
        CSS = "Figures { width: 12; }"

        def compose(self) -> ComposeResult:
            yield Figures()

    app = Narrow()
    async with app.run_test() as pilot:
        figures = app.query_one(Figures)
        lines = []
        for value in ("12.5", "1,234,567.00"):
            figures.update(value)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            lines.append(["".join(part.text for part in strip).strip() for strip in strips[:3]])
            assert figures.size.height == 3
        assert "━" in lines[0][0]
        assert lines[1] == ["", "1,234,567.00", ""]
