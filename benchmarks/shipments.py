"""The Shipments list of a dossier with 5,000 tickets, and the dialog of its shipment, against counting them in SQL.

The tickets are sold in one order by the service; nobody reads them to show the list or the dialog.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.services import sales, shipments
from boxoffice_tui.views.requests import TicketRequest
from tests.house import build

ROWS, SEATS_A_ROW, RUNS = 100, 50, 25


def main() -> None:
    """Prints the table."""
    folder = Path(tempfile.mkdtemp())
    house = build(str(folder / "house.db"), rows=[f"R{row}" for row in range(ROWS)], seats_a_row=SEATS_A_ROW)
    desk, buyer = house.desk, house.contacts["Cothin"]
    places = tuple(house.seat(f"R{row}-{seat}") for row in range(ROWS) for seat in range(10, 10 + SEATS_A_ROW))
    request = TicketRequest(house.ids["p1"], house.ids["full"], places)
    order = sales.sell(desk, "sale", "form", buyer, (request,), "by_hand")
    [row] = shipments.shipments_of(desk, order.number).rows

    def count() -> None:
        with desk.database.read() as connection:
            its = sa.select(sa.func.count(), sa.func.sum(TICKETS.c.printed > 0))
            connection.execute(its.where(TICKETS.c.shipment_id == row.shipment_id)).all()

    floor = _timed(count)
    print(f"tickets of the shipment       {row.tickets:,}")
    print(f"floor, counting them in SQL   {floor:8.2f} ms")
    for what, act in (
        ("its list", lambda: shipments.shipments_of(desk, order.number)),
        ("its dialog", lambda: shipments.show_shipment(desk, row.number)),
        ("a page of its tickets", lambda: shipments.tickets_of_shipment(desk, row.number)),
    ):
        took = _timed(act)
        print(f"{what:<29} {took:8.2f} ms   {took / floor:.1f} ×")
    desk.database.close()
    shutil.rmtree(folder)


def _timed(act: Callable[[], object]) -> float:
    """The median of the runs, in milliseconds."""
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


if __name__ == "__main__":
    main()
