"""How the dialogs about who sits here look, at both sizes, in French and English."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Select

from tests.screens.stage import Counter, press, stage_app
from tests.screens.test_operator import answered, opened, own_pin

pytestmark = pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="snapshots are kept on Python 3.11")

Snap = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


async def refused(pilot: Pilot[Any]) -> None:
    dialog = await opened(pilot)
    dialog.query_one(Select).value = "BRUNO"
    await pilot.pause()
    await press(pilot, *"1357", "enter")
    await answered(pilot)


@SIZES
@LANGUAGES
def test_a_wrong_pin(snap_compare: Snap, language: str, size: tuple[int, int]) -> None:
    assert snap_compare(stage_app(language=language), terminal_size=size, run_before=refused)


@LANGUAGES
def test_a_pin_of_ones_own(snap_compare: Snap, language: str) -> None:
    async def asked(pilot: Pilot[Any]) -> None:
        await own_pin(pilot)

    app = stage_app(Counter(pins={"ANNE": "1111"}), language=language)
    assert snap_compare(app, terminal_size=(80, 24), run_before=asked)
