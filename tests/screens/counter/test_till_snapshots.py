"""How the till's page, its dialogs and reports look: 80×24 and 120×40, French and English, each look once."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.services import tills
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, typed
from tests.screens.archives.conftest import copy_of
from tests.screens.counter.till_stage import an_evening, at_till
from tests.services.tills import cad

pytestmark = pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="snapshots are kept on Python 3.11")

Snap = Callable[..., bool]
Way = Callable[[Pilot[Any]], Awaitable[None]]
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


@pytest.fixture(scope="module")
def evening_built_once(
    house_built_once: HouseUnderTest, tmp_path_factory: pytest.TempPathFactory
) -> HouseUnderTest:
    """Till 1 closed once with a difference and once to the cent, then an evening; till 2 closed."""
    house = copy_of(house_built_once, tmp_path_factory.mktemp("evening"))
    for number, counted in enumerate((9950, 10000), 1):
        tills.open_till(house.desk, f"open {number}", "1", cad(10000))
        tills.close_till(house.desk, f"close {number}", "1", cad(counted))
    an_evening(house, house.desk)
    house.desk.database.close()
    return house


@pytest.fixture
def evening(evening_built_once: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A house in the evening of the test's own."""
    copied = copy_of(evening_built_once, tmp_path)
    yield copied
    copied.desk.database.close()


def way(*keys: str, text: str = "", then: tuple[str, ...] = (), code: str = "1") -> Way:
    """To a till, then `keys`, what is typed, and more keys."""

    async def go(pilot: Pilot[Any]) -> None:
        await at_till(pilot, *keys, code=code)
        await typed(pilot, text)
        await press(pilot, *then)

    return go


COUNTED = ("c", "1", "enter", "1", "enter", "enter", "2", "enter")
PLACES = {
    "open": way(),
    "closed": way(code="2"),
    "opening": way("o", text="200", code="2"),
    "cash_in": way("i", text="x", then=("tab", "y", "enter")),
    "cash_out": way("w", text="999", then=("tab", *"bank", "enter")),
    "counting": way(*COUNTED),
    "sum": way("c", "alt+m", text="180"),
    "difference": way(*COUNTED, "alt+s"),
    "report": way("r"),
    "saving": way("r", "p"),
    "reports": way("l"),
    "choice": way("t"),
}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_each_place(
    evening: HouseUnderTest, snap_compare: Snap, place: str, language: str, size: tuple[int, int]
) -> None:
    app = archives_app(evening, language)
    assert snap_compare(app, terminal_size=size, run_before=PLACES[place])


@pytest.mark.parametrize("look", ["light", "contrast", "ansi"])
@pytest.mark.parametrize("place", ["open", "counting"])
def test_each_look(evening: HouseUnderTest, snap_compare: Snap, place: str, look: str) -> None:
    app = archives_app(evening, "fr", look=look)
    assert snap_compare(app, terminal_size=SIZES["80x24"], run_before=PLACES[place])


@pytest.mark.parametrize("place", ["open", "closed", "counting", "sum"])
def test_the_longest_words(evening: HouseUnderTest, snap_compare: Snap, place: str) -> None:
    app = archives_app(evening, "xx")
    assert snap_compare(app, terminal_size=SIZES["80x24"], run_before=PLACES[place])
