"""Orders imported from CSV against Core's insert-many of the same rows; `--orders 100000` for the whole figure.

Core inserts what the import wrote, row by row the same, in one transaction and without reading, checking or
making any of it. On a SQLite file, or with `--postgresql` on a throw-away server.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.models.metadata import METADATA
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.services.imports.orders import import_orders
from boxoffice_tui.services.initialise import NewHouse, initialise
from boxoffice_tui.services.setup.apply import apply_setup
from tests.house import ACCOUNT, NOW
from tests.postgres import running_server

ORDERS = 20_000
ROWS, SEATS_A_ROW = 40, 50
SEATS = ROWS * SEATS_A_ROW
FIRST_NIGHT = datetime(2027, 1, 1, 20, 0)  # noqa: DTZ001  the venue's wall clock
HOUSE = """
[[channels]]
code = "counter"
name = "Guichet"
origin = "counter"

[[venues]]
code = "v"
name = "V"
country = "CA"
zone = "America/Toronto"

[[plans]]
code = "plan"
venue = "v"
categories = [{ code = "a", name = "A" }]
rows = [
%s
]

[[seasons]]
code = "s"
name = "S"
starts_on = 2026-01-01
ends_on = 2035-12-31

[[activities]]
code = "c"
name = "C"
season = "s"

[[events]]
code = "e"
title = "E"
activity = "c"

[[audiences]]
code = "p"
name = "P"

[[rates]]
code = "full"
name = "F"
audience = "p"
"""
NIGHT = '\n[[performances]]\nevent = "e"\ncode = "%d"\nvenue = "v"\nplan = "plan"\nstarts_at = %s\n'


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away server")
    options = parser.parse_args()
    if options.postgresql:
        with running_server() as server, server.fresh_database() as one, server.fresh_database() as two:
            measure(one, two, options.orders)
        return
    folder = Path(tempfile.mkdtemp())
    measure(str(folder / "import.db"), str(folder / "core.db"), options.orders)
    shutil.rmtree(folder)


def measure(address: str, other: str, orders: int) -> None:
    """Imports into one house, then inserts the same rows into another that was made alike."""
    file = csv_of(orders)
    first, second = house(address, orders), house(other, orders)
    started = time.perf_counter()
    report = import_orders(first, BytesIO(file))
    imported = time.perf_counter() - started
    assert (report.problems, report.created) == ((), orders)
    written = rows_of(first, second)
    started = time.perf_counter()
    insert(second.database, written)
    core = time.perf_counter() - started
    count = sum(len(rows) for _, rows in written)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{orders:,} orders, {len(file):,} bytes of CSV, {count:,} rows in {len(written)} tables")
    print(f"Core, insert-many of the same rows {core:8.2f} s")
    print(f"import                             {imported:8.2f} s   {imported / core:.2f} × (≤ 3)")
    print(f"orders a second                    {orders / imported:8.0f}     peak of the process {peak} MiB")
    for desk in (first, second):
        desk.database.close()


def house(address: str, orders: int) -> Desk:
    """A house with one plan of 2,000 seats and nights enough for the orders."""
    initialise(address, NewHouse("H", "CA", "CAD", "America/Toronto", "fr", training=True), ACCOUNT, NOW)
    desk = open_desk(address, ACCOUNT, shown_now=NOW)
    rows = "\n".join(
        f'    {{ section = "A", row = "{row}", category = "a", seats = {SEATS_A_ROW} }},'
        for row in range(ROWS)
    )
    nights = "".join(
        NIGHT % (night, starts_at(night).isoformat()) for night in range(tickets(orders) // SEATS + 1)
    )
    assert apply_setup(desk, HOUSE % rows + nights).problems == ()
    return desk


def tickets(orders: int) -> int:
    """One to four tickets an order, 2.5 on average."""
    return sum(1 + order % 4 for order in range(orders))


def starts_at(night: int) -> datetime:
    """The wall-clock time of a night."""
    return FIRST_NIGHT + timedelta(days=night)


def csv_of(orders: int) -> bytes:
    """The file: every order on the next free seats, two thirds of them paid."""
    return "".join(_lines(orders)).encode()


def _lines(orders: int) -> Iterator[str]:
    yield "number,bought_at,origin,event,starts_at,seat,rate,price,paid,method\n"
    ticket = 0
    for order in range(orders):
        bought = NOW - timedelta(minutes=orders - order)
        size = 1 + order % 4
        for place in range(size):
            night, seat = divmod(ticket, SEATS)
            row, number = divmod(seat, SEATS_A_ROW)
            paid = f"{32 * size}.00,cash" if place == 0 and order % 3 else ","
            yield (
                f"{1_000_001 + order},{bought:%Y-%m-%d %H:%M},counter,e,{starts_at(night):%Y-%m-%dT%H:%M},"
                f"A-{row}-{number + 1},full,32.00,{paid}\n"
            )
            ticket += 1


def rows_of(desk: Desk, other: Desk) -> list[tuple[sa.Table, list[dict[str, Any]]]]:
    """What the import wrote, table by table: the rows of one house that the other has not."""
    found = []
    for table in METADATA.sorted_tables:
        keys = list(table.primary_key)
        with other.database.read() as connection:
            there = {tuple(row) for row in connection.execute(sa.select(*keys))}
        with desk.database.read() as connection:
            rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        new = [row for row in rows if tuple(row[key.name] for key in keys) not in there]
        if new:
            found.append((table, new))
    return found


def insert(database: Database, written: list[tuple[sa.Table, list[dict[str, Any]]]]) -> None:
    """The same rows by Core's insert-many, one statement a table."""
    with database.write() as connection:
        if database.is_postgresql:  # what Core would have by default
            connection.exec_driver_sql("SET LOCAL plan_cache_mode = auto")
        for table, rows in written:
            connection.execute(sa.insert(table), rows)


if __name__ == "__main__":
    sys.exit(main())
