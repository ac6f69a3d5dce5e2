"""A seat put out of use while another counter sells it: one of the two is refused, whichever came first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.conditions import live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.rules.occupancy import ClaimKind
from tests.faults.blocker import DONE, READY
from tests.faults.nursery import Child, Nursery
from tests.faults.test_gate_race import before_its_last_statement, wait_for_waiting
from tests.house import HouseUnderTest

SOLD, BLOCKED = (DONE, "block_taken"), ("seat_killed", DONE)
KINDS = {SOLD: ClaimKind.SALE, BLOCKED: ClaimKind.KILLED}


@contextmanager
def standing(processes: Nursery, house: HouseUnderTest) -> Iterator[tuple[Child, Child]]:
    """One who sells and one who blocks."""
    where = (house.address, str(house.ids["p1"]), str(house.ids["full"]))
    with (
        processes.child("tests.faults.blocker", *where) as seller,
        processes.child("tests.faults.blocker", *where) as blocker,
    ):
        assert (seller.said(), blocker.said()) == (READY, READY)
        yield seller, blocker
        assert (seller.ended(), blocker.ended()) == (0, 0)


def kinds_of(house: HouseUnderTest, seat: int) -> list[ClaimKind]:
    with house.desk.database.read() as connection:
        query = sa.select(CLAIMS.c.kind).where(CLAIMS.c.seat_id == seat, live_claim())
        return list(connection.execute(query).scalars())


def test_at_once_the_seat_is_sold_or_blocked_never_both(house: HouseUnderTest, processes: Nursery) -> None:
    with standing(processes, house) as (seller, blocker):
        for number in range(10):
            seat, beside = house.seat(f"F-{10 + number}"), house.seat(f"G-{10 + number}")
            orders = [(seller, "sell", f"sell-{number}", seat), (blocker, "block", f"block-{number}", beside, seat)]
            for child, *words in orders if number % 2 else reversed(orders):
                child.tell(*words)
            answers = (seller.said(), blocker.said())
            assert answers in KINDS
            assert kinds_of(house, seat) == [KINDS[answers]]
            assert kinds_of(house, beside) == ([ClaimKind.KILLED] if answers == BLOCKED else [])


@pytest.mark.parametrize("first", ["sell", "block"])
@pytest.mark.parametrize("engine", ["postgresql"])
def test_whoever_comes_second_waits_and_is_refused(house: HouseUnderTest, processes: Nursery, first: str) -> None:
    """The first stands before its last statement, the journal's head; the second has come as far as it can."""
    seat = house.seat("F-12")
    with standing(processes, house) as (seller, blocker):
        asked = {"sell": (seller, "sell"), "block": (blocker, "block")}
        with before_its_last_statement(house):
            for number, (child, act) in enumerate((asked.pop(first), *asked.values()), 1):
                child.tell(act, f"key-{number}", seat)
                wait_for_waiting(house, number)
        answers = (seller.said(), blocker.said())
    assert answers == (SOLD if first == "sell" else BLOCKED)
    assert kinds_of(house, seat) == [KINDS[answers]]
