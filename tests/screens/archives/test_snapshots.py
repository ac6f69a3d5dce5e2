"""How Archives looks: 80×24 and 120×40, French and English, each look once."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.services import cancellations, notes, sales
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest, add_contact
from tests.screens.archives.clerk import archives_app, let_mails_leave, press, settled, typed
from tests.screens.archives.conftest import copy_of
from tests.screens.archives.test_confirmation import one_without_email
from tests.screens.archives.test_order import sold_and_added
from tests.services.test_archives_search import renumber

pytestmark = pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="snapshots are kept on Python 3.11")

Snap = Callable[..., bool]
Way = Callable[[Pilot[Any]], Awaitable[None]]
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


@pytest.fixture(scope="module")
def busy_built_once(
    house_built_once: HouseUnderTest, tmp_path_factory: pytest.TempPathFactory
) -> HouseUnderTest:
    """Orders of every kind: paid and not, changed and not, cancelled, online, of nobody, of a hostile name."""
    house = copy_of(house_built_once, tmp_path_factory.mktemp("busy"))
    let_mails_leave(house)
    hostile = add_contact(house, "[red]x[/red] [@click=app.quit()]", "\x1b[2JBo\u202eb", "x@exemple.ca")
    debout = house.ids["debout"]

    def sell(key: str, contact_id: int | None, desk: Any = house.desk) -> Any:
        request = TicketRequest(house.ids["p2"], house.ids["full"], category_id=debout, quantity=2)
        return sales.sell(desk, key, key, contact_id, (request,), None)

    gone = sell("d", house.contacts["Cothin"])
    cancellations.cancel_tickets(
        house.desk, "gone", gone.order_id, None, gone.ticket_ids, (), may_cancel_order=True
    )
    widget = house.as_operator("ANNE", channel="widget")
    orders = (
        sell("a", house.contacts["Cote"]),
        sell("b", hostile),
        sell("c", None),
        gone,
        sell("e", house.contacts["Cote\u0301"], widget),
    )
    widget.database.close()
    for day, order in enumerate(orders, 5):
        renumber(house, order.order_id, f"4829{day:02}", datetime(2026, 11, day, 15, tzinfo=UTC))
    notes.add_note(house.desk, "n", sold_and_added(house), "VIP")
    house.desk.database.close()
    return house


@pytest.fixture
def busy(busy_built_once: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A busy house of the test's own."""
    copied = copy_of(busy_built_once, tmp_path)
    yield copied
    copied.desk.database.close()


def way(*keys: str) -> Way:
    """To the newest order, then `keys`."""

    async def go(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, *keys)

    return go


PLACES = {
    "search": way("down", "down"),
    "order": way("down", "enter"),
    "payment": way("down", "enter", "p", "1", "tab", *"50"),
    "note": way("down", "enter", "n", *"because"),
    "confirmation": way("down", "enter", "e", "enter"),
    "history": way("down", "enter", "h"),
    "receipt": way("down", "enter", "k"),
}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_each_place(
    busy: HouseUnderTest, snap_compare: Snap, place: str, language: str, size: tuple[int, int]
) -> None:
    assert snap_compare(archives_app(busy, language), terminal_size=size, run_before=PLACES[place])


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_who_else_gets_tickets(
    house: HouseUnderTest, snap_compare: Snap, language: str, size: tuple[int, int]
) -> None:
    one_without_email(house)
    app = archives_app(house, language)
    assert snap_compare(app, terminal_size=size, run_before=way("down", "enter", "e", "enter"))


@pytest.mark.parametrize("look", ["light", "contrast", "ansi"])
@pytest.mark.parametrize("place", ["search", "payment"])
def test_each_look(busy: HouseUnderTest, snap_compare: Snap, place: str, look: str) -> None:
    app = archives_app(busy, "fr", look=look)
    assert snap_compare(app, terminal_size=SIZES["80x24"], run_before=PLACES[place])


@pytest.mark.parametrize("language", ["fr", "xx"])
def test_what_is_said_under_the_list(busy: HouseUnderTest, snap_compare: Snap, language: str) -> None:
    async def outside(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "alt+t")
        await typed(pilot, "482906")

    assert snap_compare(archives_app(busy, language), terminal_size=SIZES["80x24"], run_before=outside)


def test_the_longest_words_of_an_order(busy: HouseUnderTest, snap_compare: Snap) -> None:
    app = archives_app(busy, "xx")
    assert snap_compare(app, terminal_size=SIZES["80x24"], run_before=PLACES["order"])
