"""How the counter looks: 80×24 and 120×40, in French and English and the wide test language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.widgets.countdown import Countdown
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, settled, typed
from tests.screens.archives.test_form_snapshots import EVERY, others_sit_there
from tests.services.test_archives_money import raise_price

Snap = Callable[..., bool]

BASKET = ("2", "enter", "k", "3", "enter")


@pytest.fixture(autouse=True)
def a_clock_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture shows the same time left whenever it is taken."""

    def stand(countdown: Countdown) -> None:
        countdown._shown = "  –:––" if countdown._deadline is None else " 14:32"
        countdown.refresh()

    monkeypatch.setattr(Countdown, "tick", stand)


SCENES: dict[str, tuple[str, ...]] = {
    "empty": (),
    "basket": (*BASKET, "tab", "2"),
    "too_many": (*BASKET, "k", "2", "5", "enter"),
    "payment": (*BASKET, "p", "1"),
    "delivery": (*BASKET, "l", "3"),
    "hall": ("2", "enter", "m"),
    "sold": (*BASKET, "p", "1", "enter"),
}


@EVERY
@pytest.mark.parametrize("scene", SCENES)
def test_the_counter(
    snap_compare: Snap, house: HouseUnderTest, scene: str, language: str, size: tuple[int, int]
) -> None:
    others_sit_there(house)

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2", *SCENES[scene])

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)


@EVERY
def test_finding_the_customer(
    snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]
) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "cot")

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)


@EVERY
def test_cash_that_is_rounded(
    snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]
) -> None:
    raise_price(house, 3203)

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2", "1", "enter", "p", "1", "tab", "5", "0")

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)


@EVERY
def test_a_deposit(snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2", "2", "enter", "c")
        await typed(pilot, "belanger")
        await press(pilot, "enter", "d", "1", "2", "0", "tab", "5", "0")

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)
