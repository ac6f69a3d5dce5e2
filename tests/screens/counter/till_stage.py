"""The till's page opened in the program, and shifts for it to show."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from boxoffice_tui.screens.counter.till_page import TillScreen
from boxoffice_tui.services import tills
from boxoffice_tui.services.desk import Desk
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import press, settled
from tests.services.tills import CASH, DEBIT, VOUCHER, cad, give_back, pay, sell


async def at_till(pilot: Pilot[Any], *keys: str, code: str | None = None) -> TillScreen:
    """The page of the operator's till, or of the one with this code; then `keys`."""
    await settled(pilot)
    page = TillScreen(code)
    pilot.app.push_screen(page)
    await settled(pilot)
    await press(pilot, *keys)
    return page


def an_evening(house: HouseUnderTest, desk: Desk) -> None:
    """Till 1 opened with 200.00, sales by cash, card and voucher, one refund, cash in and out: 180.00 in cash."""
    tills.open_till(desk, "open", "1", cad(20000))
    sold = sell(house, desk, 3, (CASH, 4500))
    other = sell(house, desk, 2, (DEBIT, 2000))
    pay(desk, other.order_id, VOUCHER, 1000, "BON-77")
    give_back(desk, sold)
    tills.cash_in(desk, "in", "1", cad(5000), "Monnaie de la banque")
    tills.cash_out(desk, "out", "1", cad(10000), "Dépôt")
