"""A ticket checked at the door while the counter cancels it: one of the two is refused, whichever came first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.journal import JOURNAL_HEAD
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.rules.invariants import Invariant
from boxoffice_tui.services import sales
from boxoffice_tui.services.checks.runner import check
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.states import TicketState
from tests.faults.gate import DONE, READY
from tests.faults.nursery import Child, Nursery
from tests.house import HouseUnderTest, build

ROUNDS = 10
LET_IN = (DONE, "ticket_scanned")
CANCELLED = ("ticket_not_live", DONE)
LONG_ENOUGH = 20.0


@dataclass(frozen=True, slots=True)
class Sold:
    """A ticket in the customer's hand; it is one of two of its order, or its only one."""

    ticket_id: int
    order_id: int
    token: str


def sold(house: HouseUnderTest, *seats: str) -> Sold:
    places = tuple(house.seat(seat) for seat in seats)
    request = TicketRequest(house.ids["p1"], house.ids["full"], places)
    sale = sales.sell(house.desk, seats[0], seats[0], None, (request,), None)
    return Sold(sale.ticket_ids[0], sale.order_id, found(house, sale.ticket_ids[0]).token)


def found(house: HouseUnderTest, ticket_id: int) -> Any:
    with house.desk.database.read() as connection:
        return connection.execute(sa.select(TICKETS).where(TICKETS.c.id == ticket_id)).one()


def live_claims(house: HouseUnderTest, ticket_id: int) -> int:
    query = sa.select(sa.func.count()).where(CLAIMS.c.ticket_id == ticket_id, CLAIMS.c.ended_at.is_(None))
    with house.desk.database.read() as connection:
        return int(connection.execute(query).scalar_one())


def verify(house: HouseUnderTest, ticket: Sold, answers: tuple[str, str]) -> None:
    """One was done and the other refused for it, and the database says the same."""
    assert answers in (LET_IN, CANCELLED)
    row = found(house, ticket.ticket_id)
    state = TicketState.SCANNED if answers == LET_IN else TicketState.CANCELLED
    assert (row.state, row.scanned_at is None) == (state, answers == CANCELLED)
    assert live_claims(house, ticket.ticket_id) == (answers == LET_IN)


@contextmanager
def standing(processes: Nursery, address: str, door_manner: str = "door") -> Iterator[tuple[Child, Child]]:
    """Somebody at the door and somebody at the counter."""
    with (
        processes.child("tests.faults.gate", address, door_manner) as door,
        processes.child("tests.faults.gate", address, "counter") as counter,
    ):
        assert (door.said(), counter.said()) == (READY, READY)
        yield door, counter
        assert (door.ended(), counter.ended()) == (0, 0)


def test_at_once_one_of_the_two_is_refused(house: HouseUnderTest, processes: Nursery) -> None:
    with standing(processes, house.address) as (door, counter):
        for number in range(ROUNDS):
            seat = str(number + 10)
            ticket = sold(house, f"F-{seat}", *[f"G-{seat}"] * (number % 2))
            order = ((door, ticket.token), (counter, ticket.order_id, ticket.ticket_id))
            for process, *words in order if number % 4 < 2 else reversed(order):
                process.tell(*words)
            verify(house, ticket, (door.said(), counter.said()))


@pytest.mark.parametrize("first", ["door", "counter"])
@pytest.mark.parametrize("engine", ["postgresql"])
def test_whoever_comes_second_waits_and_is_refused(
    house: HouseUnderTest, processes: Nursery, first: str
) -> None:
    """The first stands before its last statement, the journal's head; the second has come as far as it can."""
    ticket = sold(house, "F-12", "F-13")
    asked = {"door": (ticket.token,), "counter": (ticket.order_id, ticket.ticket_id)}
    with standing(processes, house.address) as (door, counter):
        places = {"door": door, "counter": counter}
        with before_its_last_statement(house):
            places[first].tell(*asked.pop(first))
            wait_for_waiting(house, 1)
            second, words = asked.popitem()
            places[second].tell(*words)
            wait_for_waiting(house, 2)
        answers = (door.said(), counter.said())
    assert answers == (LET_IN if first == "door" else CANCELLED)
    verify(house, ticket, answers)


def test_a_door_that_does_not_look_again_lets_a_cancelled_ticket_in(address: str, processes: Nursery) -> None:
    """The control: this house is not sound afterwards, and `check` says so."""
    house = build(address)
    ticket = sold(house, "F-12", "F-13")
    with standing(processes, address, "hasty") as (door, counter):
        door.tell(ticket.token)
        assert door.said() == TicketState.LIVE
        counter.tell(ticket.order_id, ticket.ticket_id)
        assert counter.said() == DONE
        door.tell("go on")
        assert door.said() == DONE
    assert found(house, ticket.ticket_id).state == TicketState.SCANNED
    assert live_claims(house, ticket.ticket_id) == 0
    assert Invariant.SCANNED_IS_LIVE in {one.code for one in check(house.desk.database).breaches}
    house.desk.database.close()


@contextmanager
def before_its_last_statement(house: HouseUnderTest) -> Iterator[None]:
    """Whoever writes meanwhile stops where the journal is locked, with everything else in its hands."""
    with house.desk.database.write() as connection:
        connection.execute(sa.select(JOURNAL_HEAD.c.seq).with_for_update())
        yield


def wait_for_waiting(house: HouseUnderTest, processes: int) -> None:
    """Until so many wait for a lock."""
    query = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + LONG_ENOUGH
    while True:
        with house.desk.database.read() as connection:
            if connection.execute(query).scalar_one() == processes:
                return
        assert time.monotonic() < deadline, "nobody waits"
