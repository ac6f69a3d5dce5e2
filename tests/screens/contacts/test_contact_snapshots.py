"""How the dialogs of contacts look: 80×24 and 120×40, in French and English and the wide test language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, settled, typed
from tests.screens.archives.test_form_snapshots import EVERY

Snap = Callable[..., bool]


@EVERY
def test_somebody_new_who_is_known(
    snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]
) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "eloise cote")
        await press(pilot, "alt+n", "tab", "tab")
        await typed(pilot, "eloise@exemple.ca")

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)
