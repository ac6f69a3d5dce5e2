"""kill -9 at random instants: every acknowledged change is there, no phantom, the retry gives the first answer."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.journal import ANSWERS
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from tests.faults.clerk import Shift, answers
from tests.faults.sellers import ROOT
from tests.house import HouseUnderTest, build
from tests.invariants import assert_sound

SEATS_A_SHIFT = 12


def killed_shift(house: HouseUnderTest, number: int, dice: random.Random) -> tuple[Shift, list[str]]:
    """A clerk killed somewhere in its work; what it had said by then."""
    first_seat = house.seat("R0-10") + number * SEATS_A_SHIFT
    shift = Shift(
        house.ids["p1"],
        house.ids["full"],
        tuple(range(first_seat, first_seat + SEATS_A_SHIFT)),
        f"shift{number}",
    )
    arguments = [house.address, shift.performance_id, shift.rate_id, shift.name, first_seat, SEATS_A_SHIFT]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.clerk", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = [process.stdout.readline()]
    instant = time.perf_counter() + dice.uniform(0, 0.12)
    while time.perf_counter() < instant:
        pass
    process.kill()
    said += process.stdout.read().splitlines(keepends=True)
    process.wait()
    process.stdout.close()
    return shift, [line for line in said if line.endswith("\n")]


def verify(house: HouseUnderTest, shift: Shift, said: list[str]) -> None:
    """Does again what the clerk had done, and the step it was in: the same answers, each thing once."""
    steps = itertools.islice(answers(house.desk, shift), len(said) + 1)
    again = [f"{key}\t{act()}\n" for key, act in steps]
    assert again[: len(said)] == said


def counts(house: HouseUnderTest) -> dict[str, int]:
    with house.desk.database.read() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (ORDERS, TICKETS, PAYMENTS, ANSWERS)
        }


def kill_many(address: str, kills: int, seed: int) -> None:
    print(f"\nseed {seed}")
    house = build(address, rows=[f"R{row}" for row in range(50)], seats_a_row=50)
    dice = random.Random(seed)
    done = 0
    for number in range(kills):
        shift, said = killed_shift(house, number, dice)
        verify(house, shift, said)
        done += min(len(said) + 1, SEATS_A_SHIFT // 2 * 3)
    after = counts(house)
    assert after["idempotency"] == done
    assert after["ticket"] + after["payment"] == done
    assert_sound(house.desk)
    house.desk.database.close()


def test_ten_kills(address: str) -> None:
    kill_many(address, 5, seed=20261121)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_two_hundred_kills(address: str) -> None:
    kill_many(address, 200, seed=random.SystemRandom().randrange(1 << 32))
