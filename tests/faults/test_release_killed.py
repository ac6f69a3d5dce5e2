"""kill -9 while overdue reservations are released, by several at once: whole orders, each released once."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import sqlalchemy as sa

from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.services.overdue_reservations import release_overdue
from boxoffice_tui.views.states import OrderState
from tests.faults.releaser import READY
from tests.faults.sellers import ROOT
from tests.house import SEATS_A_ROW, HouseUnderTest
from tests.invariants import assert_sound
from tests.services.reserving import after_days, days_of_the_house, reserve_two

KILLS = 3


def started(house: HouseUnderTest) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "tests.faults.releaser", house.address, "1"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(arguments, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == f"{READY}\n"
    return process


def states(house: HouseUnderTest) -> list[tuple[OrderState, bool]]:
    """The state of each order, and whether it is reserved."""
    query = sa.select(ORDERS.c.state, ORDERS.c.due_on).order_by(ORDERS.c.id)
    with house.desk.database.read() as connection:
        return [(row.state, row.due_on is not None) for row in connection.execute(query)]


def reserved(house: HouseUnderTest) -> int:
    return sum(due for _state, due in states(house))


def test_whoever_is_killed_leaves_whole_orders(house: HouseUnderTest) -> None:
    days_of_the_house(house, 0, None)
    seats = [f"{row}-{10 + place}" for row in "EFG" for place in range(SEATS_A_ROW)]
    kept = [reserve_two(house, seat, (seat,)) for seat in seats]
    dice = random.Random(20261122)
    left = [len(kept)]
    for _ in range(KILLS):
        working = [started(house), started(house)]
        for process in working:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        while reserved(house) == left[-1] and any(process.poll() is None for process in working):
            pass  # until the first of them is released
        instant = time.perf_counter() + dice.uniform(0, 0.03)
        while time.perf_counter() < instant:
            pass
        for process in working:
            process.kill()
        for process in working:
            process.communicate()
        assert set(states(house)) <= {(OrderState.ACTIVE, True), (OrderState.CANCELLED, False)}
        left.append(reserved(house))
        assert_sound(house.desk)
    assert any(0 < count < len(kept) for count in left)  # one was killed in the middle of them
    release_overdue(after_days(house.desk, 1))
    released = sa.select(JOURNAL.c.order_id).where(JOURNAL.c.action == "reservation_released")
    with house.desk.database.read() as connection:
        done = sorted(connection.execute(released).scalars())
    assert done == [one.order_id for one in kept]
    assert release_overdue(after_days(house.desk, 1)) == ()
