"""How Setup looks: 80×24 and 120×40, in French and English and the wide test language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, settled, typed
from tests.screens.archives.test_form_snapshots import EVERY
from tests.services.test_archives_money import sell_two

Snap = Callable[..., bool]


async def _wrong(pilot: Pilot[Any]) -> None:
    """A new mode whose delay is no number."""
    await press(pilot, "n")
    await typed(pilot, "recommande")
    await press(pilot, "tab")
    await typed(pilot, "Recommandé")
    await press(pilot, "tab", "r", "enter", "tab", "tab", "tab", "tab", "tab")
    await typed(pilot, "2 jours")
    await press(pilot, "enter")


@EVERY
@pytest.mark.parametrize("place", ["modes", "mode", "wrong", "media", "product"])
def test_setup(
    snap_compare: Snap, house: HouseUnderTest, place: str, language: str, size: tuple[int, int]
) -> None:
    if place == "mode":
        sell_two(house)
    keys = {"modes": ("down", "down"), "mode": ("down", "enter"), "media": ("m",), "product": ("m", "enter")}

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f9")
        if place == "wrong":
            await _wrong(pilot)
        else:
            await press(pilot, *keys[place])

    assert snap_compare(archives_app(house, language, "ADMIN"), terminal_size=size, run_before=before)


def test_a_mode_that_may_only_be_read(snap_compare: Snap, house: HouseUnderTest) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f9", "down", "down", "enter")

    assert snap_compare(archives_app(house, "fr", "BRUNO"), terminal_size=(80, 24), run_before=before)
