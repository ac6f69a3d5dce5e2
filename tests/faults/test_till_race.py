"""Two counters at one till: it is opened once, and a payment is in the shift before its count, or in none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.data.tables.tills import TILL_SESSIONS
from boxoffice_tui.rules.invariants import Invariant
from boxoffice_tui.services import sales
from boxoffice_tui.services.checks.runner import check
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import TicketRequest
from tests.faults.nursery import Child, Nursery
from tests.faults.test_gate_race import before_its_last_statement, wait_for_waiting
from tests.faults.till_keeper import DONE, READY
from tests.house import HouseUnderTest, build

ROUNDS = 8


def prepare(house: HouseUnderTest) -> int:
    """Everybody works at till 1; an order to pay, by its id."""
    with writing(house.desk) as work:
        till_id = work.connection.execute(sa.select(TILLS.c.id).where(TILLS.c.code == "1")).scalar_one()
        work.connection.execute(sa.update(OPERATORS).values(till_id=till_id))
    places = TicketRequest(house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=2)
    return sales.sell(house.desk, "sale", "form", None, (places,), None).order_id


@contextmanager
def standing(processes: Nursery, address: str, manner: str = "") -> Iterator[tuple[Child, Child]]:
    """ANNE, who opens and closes, and another who takes money in this manner."""
    with (
        processes.child("tests.faults.till_keeper", address, "ANNE") as anne,
        processes.child("tests.faults.till_keeper", address, "BRUNO", manner) as bruno,
    ):
        assert (anne.said(), bruno.said()) == (READY, READY)
        yield anne, bruno
        assert (anne.ended(), bruno.ended()) == (0, 0)


def sessions_of_payments(house: HouseUnderTest) -> list[int | None]:
    with house.desk.database.read() as connection:
        query = sa.select(PAYMENTS.c.session_id).order_by(PAYMENTS.c.id)
        return list(connection.execute(query).scalars())


def test_of_two_who_open_a_till_one_learns_who_was_first(house: HouseUnderTest, processes: Nursery) -> None:
    prepare(house)
    with standing(processes, house.address) as (anne, bruno):
        for number in range(1, ROUNDS + 1):
            for child in (anne, bruno) if number % 2 else (bruno, anne):
                child.tell("open", f"{child.pid}-{number}")
            said = {"ANNE": anne.said(), "BRUNO": bruno.said()}
            (winner,) = (who for who, words in said.items() if words == f"{DONE} {number}")
            (refused,) = (words for who, words in said.items() if who != winner)
            assert refused == f"till_open {winner} {number}"
            anne.tell("close", f"close-{number}")
            assert anne.said() == f"{DONE} {number}"
    with house.desk.database.read() as connection:
        numbers = connection.execute(sa.select(TILL_SESSIONS.c.number).order_by(TILL_SESSIONS.c.id))
        assert list(numbers.scalars()) == list(range(1, ROUNDS + 1))


def test_money_taken_while_the_till_is_closed_is_in_its_shift_or_in_none(
    house: HouseUnderTest, processes: Nursery
) -> None:
    order_id = prepare(house)
    with standing(processes, house.address) as (anne, bruno):
        for number in range(ROUNDS):
            anne.tell("open", f"open-{number}")
            assert anne.said().startswith(DONE)
            orders = ((anne, "close", f"close-{number}"), (bruno, "pay", f"pay-{number}", order_id))
            for child, *words in orders if number % 2 else reversed(orders):
                child.tell(*words)
            assert (anne.said(), bruno.said()) == (f"{DONE} {number + 1}", DONE)
    sessions = sessions_of_payments(house)
    assert len(sessions) == ROUNDS
    assert all(found in {None, number + 1} for number, found in enumerate(sessions))


@pytest.mark.parametrize("first", ["pay", "close"])
@pytest.mark.parametrize("engine", ["postgresql"])
def test_whoever_comes_second_waits(house: HouseUnderTest, processes: Nursery, first: str) -> None:
    """The first stands before its last statement, the journal's head; the second has come as far as it can."""
    order_id = prepare(house)
    with standing(processes, house.address) as (anne, bruno):
        anne.tell("open", "open")
        assert anne.said() == f"{DONE} 1"
        asked = {"pay": (bruno, ("pay", "pay", order_id)), "close": (anne, ("close", "close"))}
        with before_its_last_statement(house):
            child, words = asked.pop(first)
            child.tell(*words)
            wait_for_waiting(house, 1)
            (child, words), = asked.values()
            child.tell(*words)
            wait_for_waiting(house, 2)
        assert (anne.said(), bruno.said()) == (f"{DONE} 1", DONE)
    assert sessions_of_payments(house) == [1 if first == "pay" else None]
    with house.desk.database.read() as connection:
        row = connection.execute(sa.select(TILL_SESSIONS)).one()
    assert (row.expected_minor, row.counted_minor) == (100 if first == "pay" else 0, 0)


@pytest.mark.parametrize("engine", ["postgresql"])
def test_money_that_locks_no_shift_is_in_one_that_was_counted(address: str, processes: Nursery) -> None:
    """The control: this house is not sound afterwards, and `check` says so."""
    house = build(address)
    order_id = prepare(house)
    with standing(processes, address, "hasty") as (anne, bruno):
        anne.tell("open", "open")
        assert anne.said() == f"{DONE} 1"
        bruno.tell("pay", "pay", order_id)
        assert bruno.said() == "looked"
        anne.tell("close", "close")
        assert anne.said() == f"{DONE} 1"
        bruno.tell("go on")
        assert bruno.said() == DONE
    assert Invariant.TILL_IS_PAYMENTS in {one.code for one in check(house.desk.database).breaches}
    house.desk.database.close()
