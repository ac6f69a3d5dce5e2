"""Seats blocked and freed on the map: marked by keys and mouse, with a reason, what somebody has left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.rules.blocked_seats import BlockKind
from boxoffice_tui.services import sales
from boxoffice_tui.services.blocked_seats import block_seats, blocks_of
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.widgets.seat_map import SeatMap
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, seen, settled, typed
from tests.screens.archives.test_form_snapshots import EVERY
from tests.screens.archives.test_live import until

Snap = Callable[..., bool]


def sell(house: HouseUnderTest, *seats: str) -> None:
    request = TicketRequest(house.ids["p1"], house.ids["full"], tuple(house.seat(seat) for seat in seats))
    sales.sell(house.desk, f"sale {seats}", f"form {seats}", None, (request,), None)


def told(house: HouseUnderTest) -> list[tuple[str, tuple[str, ...], str]]:
    blocks = blocks_of(house.desk, house.ids["p1"])
    return [(one.line.kind, one.seats, one.line.reason) for one in blocks]


async def to_the_map(pilot: Pilot[Any]) -> None:
    """The cursor is on E-10, the first that is free."""
    await settled(pilot)
    await press(pilot, "f2", "b")


async def test_a_block_is_marked_kept_for_the_house_and_freed(house: HouseUnderTest) -> None:
    async with archives_app(house).run_test(size=(80, 24)) as pilot:
        await to_the_map(pilot)
        await press(pilot, "space", "right", "right", "down", "space", "right")
        assert seen(pilot.app, "6 seats.")
        await press(pilot, "h")
        assert seen(pilot.app, "Keep 6 seats for the house")
        await press(pilot, "enter")
        assert seen(pilot.app, "This is needed.")
        await typed(pilot, "presse")
        await press(pilot, "enter")
        assert told(house) == [("house", ("Parterre:E-10..E-12", "Parterre:F-10..F-12"), "presse")]
        assert seen(pilot.app, "6 seats are the house's now.")
        await press(pilot, "left")
        assert seen(pilot.app, "Parterre F-12 · house: presse · parterre · by ANNE, 21/11/2026 02:07 pm")
        await press(pilot, "f")
        await typed(pilot, "annulé")
        await press(pilot, "enter")
        assert seen(pilot.app, "1 seat is free again.")
        assert told(house) == [("house", ("Parterre:E-10..E-12", "Parterre:F-10..F-11"), "presse")]


async def test_what_somebody_has_is_left_out_only_on_purpose(house: HouseUnderTest) -> None:
    sell(house, "E-11", "F-13")
    async with archives_app(house).run_test(size=(80, 24)) as pilot:
        await to_the_map(pilot)
        await press(pilot, "r")
        assert seen(pilot.app, "10 seats. 1 of them is taken.")
        await press(pilot, "down", "r")
        assert seen(pilot.app, "20 seats. 2 of them are taken.")
        await press(pilot, "k")
        assert seen(pilot.app, "20 seats. 2 of them are taken. Leave out what is taken?")
        await press(pilot, "2", "k", "1")
        await typed(pilot, "4111111111111111")
        await press(pilot, "enter")
        assert seen(pilot.app, "This looks like a card number")
        assert told(house) == []
        await press(pilot, "k", "1", *["backspace"] * 16)
        await typed(pilot, "caméra")
        await press(pilot, "enter")
        rest = ("Parterre:E-10", "Parterre:E-12..E-19", "Parterre:F-10..F-12", "Parterre:F-14..F-19")
        assert told(house) == [("killed", rest, "caméra")]
        assert seen(pilot.app, "2 seats were left out, somebody has them: Parterre:E-11, Parterre:F-13")
        await press(pilot, "end", "home", "right", "up", "k")
        assert seen(pilot.app, "All these seats are sold, reserved or held.")
        await press(pilot, "s")
        assert seen(pilot.app, "30 seats. 2 of them are taken.")
        await press(pilot, "escape")
        assert seen(pilot.app, "Space marks a corner")
        await press(pilot, "escape")
        assert not pilot.app.screen.query(SeatMap)


async def test_the_sale_map_says_why_and_a_clerk_without_the_right_cannot_come_here(house: HouseUnderTest) -> None:
    block_seats(house.desk, "k", house.ids["p1"], BlockKind.HOUSE, (house.seat("E-11"),), "[b]presse")
    async with archives_app(house, operator="BRUNO", watching=True).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "b")
        assert not pilot.app.screen.query(SeatMap)
        await press(pilot, "m", "right")
        assert seen(pilot.app, "Parterre E-11 · house: [b]presse · parterre")
        await press(pilot, "space")
        assert seen(pilot.app, "kept for the house")
        assert not seen(pilot.app, "by ANNE")
        block_seats(house.desk, "c", house.ids["p1"], BlockKind.KILLED, (house.seat("E-11"),), "caméra")
        await until(pilot, lambda: seen(pilot.app, "Parterre E-11 · out of use: caméra · parterre"))


SCENES: dict[str, tuple[str, ...]] = {
    "marked": ("space", *["right"] * 4, "down"),
    "reason": ("space", "right", "down", "h", *"presse"),
    "taken": ("r", "k"),
    "blocked": ("up", "up"),
}


@EVERY
@pytest.mark.parametrize("scene", SCENES)
def test_the_map(
    snap_compare: Snap, house: HouseUnderTest, scene: str, language: str, size: tuple[int, int]
) -> None:
    sell(house, "F-12")
    for kind, seats in ((BlockKind.HOUSE, ("E-10", "E-11")), (BlockKind.KILLED, ("G-15",))):
        ids = tuple(house.seat(one) for one in seats)
        block_seats(house.desk, kind, house.ids["p1"], kind, ids, "Presse régionale")

    async def before(pilot: Pilot[Any]) -> None:
        await to_the_map(pilot)
        await press(pilot, "down", "home", *SCENES[scene])

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)
