"""How articles look: 80×24 and 120×40, in French and English and the wide test language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.widgets.countdown import Countdown
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, settled
from tests.screens.archives.test_form_snapshots import EVERY
from tests.screens.archives.ticket_form_stage import Ground

Snap = Callable[..., bool]


@pytest.fixture(autouse=True)
def a_clock_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture shows the same time left whenever it is taken."""

    def stand(countdown: Countdown) -> None:
        countdown._shown = "  –:––" if countdown._deadline is None else " 14:32"
        countdown.refresh()

    monkeypatch.setattr(Countdown, "tick", stand)


@EVERY
def test_a_basket_with_articles(
    snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]
) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2", "2", "enter", "g", "2", "enter", "g", "down", "enter")

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)


@EVERY
@pytest.mark.parametrize("keys", [(), ("g", "3")], ids=["page", "dialog"])
def test_an_order_with_articles(
    snap_compare: Snap,
    house: HouseUnderTest,
    sold: OrderChange,
    keys: tuple[str, ...],
    language: str,
    size: tuple[int, int],
) -> None:
    app = archives_app(house, language, workplaces={"archives": Ground})

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        app.push_screen(OrderScreen(sold.order_id))
        await settled(pilot)
        await press(pilot, *keys)

    assert snap_compare(app, terminal_size=size, run_before=before)
