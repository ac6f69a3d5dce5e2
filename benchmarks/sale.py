"""One sale of 3 seats through the service against the identical statements through SQLAlchemy Core.

Three runs over copies of one database: the service, recorded; the service, timed; the recorded statements,
timed. With `synchronous=OFF`, so that the disk hides nothing; the durable figure stands beside it.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event

from boxoffice_tui.data.database import Database
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import identity, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.views.requests import PaymentRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import ACCOUNT, NOW, HouseUnderTest, build

SALES = 200


def main() -> None:
    """Prints the table."""
    folder = Path(tempfile.mkdtemp())
    house = build(str(folder / "house.db"), rows=[f"R{row}" for row in range(40)], seats_a_row=50)
    house.desk.database.close()
    recorded = record(copied(folder, "recorded"), house)
    service = run_service(copied(folder, "service"), house, synchronous=False)
    core = run_core(copied(folder, "core"), recorded)
    durable = run_service(copied(folder, "durable"), house, synchronous=True)
    print(f"statements a sale                 {len(recorded) // SALES}")
    print(f"Core, the same statements         {core:8.2f} ms")
    print(f"service                           {service:8.2f} ms   {service / core:.2f} × (≤ 3)")
    print(f"service, durable (FULL)           {durable:8.2f} ms")
    shutil.rmtree(folder)


def copied(folder: Path, name: str) -> Path:
    """A copy of the house's database."""
    target = folder / f"{name}.db"
    shutil.copy(folder / "house.db", target)
    return target


def desk_of(path: Path, *, synchronous: bool) -> Desk:
    """Anne's desk on a database."""
    desk = identity.open_desk(str(path), ACCOUNT, operator="ANNE", shown_now=NOW)
    desk.database.close()
    database = Database(str(path), synchronous=synchronous)
    return Desk(database, desk.house, desk.actor, desk.channel_id, desk.language, desk.clock)


def sell(desk: Desk, house: HouseUnderTest, number: int) -> float:
    """One sale; its milliseconds."""
    row, place = divmod(number * 3, 48)
    seats = tuple(house.seat(f"R{row}-{place + seat + 10}") for seat in range(3))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    paid = PaymentRequest(PaymentMethod.CASH, Money(9600, "CAD"))
    started = time.perf_counter()
    sales.sell(desk, f"k{number}", "f", house.contacts["Cote"], (request,), "by_hand", (paid,))
    return (time.perf_counter() - started) * 1000


def record(path: Path, house: HouseUnderTest) -> list[tuple[Any, Any]]:
    """The Core statements of the sales with their parameters."""
    desk = desk_of(path, synchronous=False)
    statements: list[tuple[Any, Any]] = []

    @event.listens_for(desk.database.writer, "before_execute")
    def keep(_connection: Any, clause: Any, many: Any, one: Any, _options: Any) -> None:
        statements.append((clause, many or one))

    @event.listens_for(desk.database.writer, "commit")
    def end(_connection: Any) -> None:
        statements.append((None, None))

    for number in range(SALES):
        sell(desk, house, number)
    desk.database.close()
    return statements


def run_service(path: Path, house: HouseUnderTest, *, synchronous: bool) -> float:
    """The median milliseconds of a sale through the service."""
    desk = desk_of(path, synchronous=synchronous)
    times = [sell(desk, house, number) for number in range(SALES)]
    desk.database.close()
    return statistics.median(times)


def run_core(path: Path, statements: list[tuple[Any, Any]]) -> float:
    """The median milliseconds of the same statements, sale by sale."""
    database = Database(str(path), synchronous=False)
    times, sale = [], []
    for clause, parameters in statements:
        if clause is not None:
            sale.append((clause, parameters))
            continue
        started = time.perf_counter()
        with database.write() as connection:
            for one, values in sale:
                result = connection.execute(one, values) if values else connection.execute(one)
                if result.returns_rows:
                    result.all()
        times.append((time.perf_counter() - started) * 1000)
        sale = []
    database.close()
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
