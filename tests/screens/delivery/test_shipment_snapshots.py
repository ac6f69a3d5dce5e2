"""How the shipments of a dossier look: 80×24 and 120×40, in French and English and the wide test language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.services import reservations
from boxoffice_tui.services.shipment_changes import change_shipment
from boxoffice_tui.services.shipment_sending import mark_sent
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.shipments import ShipmentRequest
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, settled
from tests.screens.archives.test_form_snapshots import EVERY
from tests.services.after_sale import rows
from tests.services.reserving import reserve_two

Snap = Callable[..., bool]
KEYS = {
    "page": (),
    "exception": ("home", "enter", "alt+v"),
    "row": ("down", "enter", *["tab"] * 6, "left", "space"),
    "sent": ("end", "enter"),
    "why": ("w", "end"),
}


def dossier(house: HouseUnderTest) -> OrderChange:
    """A reservation taken up: its reference an exception, its tickets in two shipments, one of them sent."""
    order = reserve_two(house, contact="Osamu", mode="post")
    desk = house.desk
    reference = rows(house, SHIPMENTS)[0].id
    change_shipment(desk, "e", reference, None, ShipmentRequest("post", exception=True))
    reservations.take_up(desk, "t", order.order_id)
    real = rows(house, SHIPMENTS)[1]
    ticket = rows(house, TICKETS)[0].id
    change_shipment(desk, "s", real.id, None, ShipmentRequest("by_hand", ticket_ids=(ticket,)))
    mark_sent(desk, "m", rows(house, SHIPMENTS)[2].id, None)
    return order


def at_page(app: BoxOfficeApp, order: OrderChange, *keys: str) -> Callable[[Pilot[Any]], Any]:
    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        app.push_screen(OrderScreen(order.order_id))
        await settled(pilot)
        await press(pilot, "s", *keys)

    return before


@EVERY
@pytest.mark.parametrize("place", KEYS)
def test_shipments(
    snap_compare: Snap, house: HouseUnderTest, place: str, language: str, size: tuple[int, int]
) -> None:
    order = dossier(house)
    app = archives_app(house, language)
    assert snap_compare(app, terminal_size=size, run_before=at_page(app, order, *KEYS[place]))
