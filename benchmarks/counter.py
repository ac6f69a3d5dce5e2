"""The counter: a sale by keyboard on the million-order database, and best available in a house of 20,000 seats.

`python -m benchmarks.counter [ORDERS]`. Keys go to the program in a pseudo-terminal of 80×24, on a copy of the
database of benchmarks/search.py. Bound: a sale of 2 numbered seats to a known contact in 25 keys at most, each
answered in 30 ms (p95); the best 6 of 20,000 seats held in 50 ms (median), all free or two thirds sold.
"""

from __future__ import annotations

import getpass
import os
import platform
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from string import ascii_uppercase

import sqlalchemy as sa

from benchmarks.keys import ENTER, Pressed, _end, _quiet, pressed
from benchmarks.search import sqlite_house
from benchmarks.start import AN_ORDER, output_until, spawn
from boxoffice_tui.data.database import Database
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.services import best_available, holds
from tests.house import NOW, HouseUnderTest, build

SALES, CHOICES = 10, 30
MOST_KEYS, ANSWERED, CHOSEN = 25, 30.0, 50.0
A_SALE = (b"2", ENTER, b"c", *(bytes([letter]) for letter in b"cote el"), ENTER, ENTER, b"p", b"1", ENTER)
COUNTER = b"\x1bOQ"  # F2
ROWS = [first + second for first in ascii_uppercase for second in ascii_uppercase][:200]
SEATS_A_ROW, SOLD = 100, 0.65
PROGRAM = f"""
import sys
sys.argv = ["boxoffice", "--database", {{database!r}}, "--language", "fr", "--now", "{NOW:%Y-%m-%dT%H:%M%z}"]
from boxoffice_tui.__main__ import main
main()
"""
FREE = """SELECT s.id, s.section, s.row, s.number, s.row_index, s.place, s.x, s.y, s.category_id FROM seat s
    WHERE s.plan_id = 1 AND NOT EXISTS
    (SELECT 1 FROM claim c WHERE c.seat_id = s.id AND c.performance_id = ? AND c.ended_at IS NULL)"""


def by_keyboard(orders: int) -> list[Pressed]:
    """Every key of some sales, made one after the other; RuntimeError unless all tickets were sold."""
    with tempfile.TemporaryDirectory(dir=Path(".build")) as folder:
        database = Path(folder) / "counter.db"
        shutil.copy(sqlite_house(orders), database)
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("DELETE FROM system_account")
            series = [("order",), ("dossier",), ("ticket:1",), ("ticket:2",)]
            connection.executemany(f"INSERT INTO counter VALUES (?, {4 * orders})", series)  # beyond the generated
            clerk = "SELECT ?, id, 1 FROM operator WHERE code = 'ANNE'"
            connection.execute(f"INSERT INTO system_account {clerk}", (getpass.getuser(),))
        before = _tickets(database)
        child, terminal = spawn(PROGRAM.format(database=str(database)))
        try:
            output_until(AN_ORDER, terminal)
            _quiet(terminal)
            os.write(terminal, COUNTER)
            _quiet(terminal)
            keys = []
            for _ in range(SALES):
                keys += [pressed(terminal, key) for key in A_SALE]
                _quiet(terminal)
        finally:
            _end(child, terminal)
        if _tickets(database) != before + 2 * SALES:
            raise RuntimeError("the tickets were not sold")
        return keys


def _tickets(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM ticket").fetchone()[0])


def of_twenty_thousand() -> dict[str, tuple[list[float], list[float]]]:
    """Milliseconds to hold the best 6 seats, and to read the free ones in plain SQL: all free, most sold."""
    with tempfile.TemporaryDirectory() as folder:
        house = build(str(Path(folder) / "hall.db"), ROWS, SEATS_A_ROW)
        found = {"20,000 seats, all free": _in_turn(house, "free")}
        _sell_most(house)
        found["20,000 seats, 65 % sold"] = _in_turn(house, "sold")
        house.desk.database.close()
        return found


def _in_turn(house: HouseUnderTest, name: str) -> tuple[list[float], list[float]]:
    performance_id = house.ids["p1"]
    forms = iter(f"{name} {number}" for number in range(CHOICES + 1))

    def hold() -> None:
        form = next(forms)
        best_available.hold_best(house.desk, form, performance_id, "parterre", 6)
        holds.release(house.desk, form)

    def read() -> None:
        with house.desk.database.read() as connection:
            connection.exec_driver_sql(FREE, (performance_id,)).all()

    hold()
    service, plain = [], []
    for _ in range(CHOICES):
        service.append(_timed(hold))
        plain.append(_timed(read))
    return service, plain


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _sell_most(house: HouseUnderTest) -> None:
    """Claims without orders behind them: it is they that are read."""
    database = Database(house.address, synchronous=False)
    cell = house.ids[f"cell p1 {house.ids['parterre']}"]
    seats = [seat_id for name, seat_id in house.ids.items() if name.startswith("seat ")]
    dice = random.Random(7)
    sold: list[int] = []
    while seats:
        party = [seats.pop() for _ in range(min(dice.randint(1, 6), len(seats)))]
        sold += party if dice.random() < SOLD else []
    with database.write() as connection:
        rows = [
            {
                "performance_id": house.ids["p1"],
                "cell_id": cell,
                "seat_id": seat_id,
                "kind": ClaimKind.SALE,
                "quantity": 1,
                "created_at": NOW, "limit_in_force": SEATS_A_ROW * len(ROWS),
            }
            for seat_id in sold
        ]
        connection.execute(sa.insert(CLAIMS), rows)
    database.close()


def main() -> int:
    """Print the table; 1 when a bound is missed."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(f"{platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}, 80×24")
    first = [each[0] for each in by_keyboard(orders)]
    print(f"a sale on {orders:,} orders: {len(A_SALE)} keys (≤ {MOST_KEYS}); first output median", end=" ")
    print(f"{median(first):.1f}, p95 {_p95(first):.1f} ms (≤ {ANSWERED:.0f}), longest {max(first):.1f}")
    kept = [len(A_SALE) <= MOST_KEYS, _p95(first) <= ANSWERED]
    for name, (service, plain) in of_twenty_thousand().items():
        held = f"median {median(service):.0f} ms (≤ {CHOSEN:.0f}), p95 {_p95(service):.0f}"
        print(f"best 6 of {name}: {held};", end=" ")
        print(f"free seats in plain SQL {median(plain):.0f} ms, {median(service) / median(plain):.1f} ×")
        kept.append(median(service) <= CHOSEN)
    return 0 if all(kept) else 1


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
