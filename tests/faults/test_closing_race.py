"""Two close the books at once: one does, the other learns who; a sale is in the closing or in the next one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from boxoffice_tui.services import closings, identity
from tests.faults.book_keeper import DONE, READY
from tests.faults.nursery import Child, Nursery
from tests.faults.test_gate_race import before_its_last_statement, wait_for_waiting
from tests.house import ACCOUNT, NOW, HouseUnderTest

SOLD = 12


@contextmanager
def in_the_office(processes: Nursery, address: str) -> Iterator[tuple[Child, Child]]:
    """Two who close or sell."""
    with (
        processes.child("tests.faults.book_keeper", address) as one,
        processes.child("tests.faults.book_keeper", address) as other,
    ):
        assert (one.said(), other.said()) == (READY, READY)
        yield one, other
        assert (one.ended(), other.ended()) == (0, 0)


def places(house: HouseUnderTest) -> tuple[int, int, int]:
    return house.ids["p1"], house.ids["debout"], house.ids["full"]


def test_of_two_who_close_a_day_one_learns_who_was_first(house: HouseUnderTest, processes: Nursery) -> None:
    with in_the_office(processes, house.address) as (one, other):
        one.tell("sell", "a", *places(house))
        assert one.said() == DONE
        one.tell("close", "first")
        other.tell("close", "second")
        said = sorted((one.said(), other.said()))
    assert said[0].startswith(f"{DONE} 1 1 ")
    assert said[1] == "nothing_to_close ANNE 1"
    assert len(closings.list_closings(house.desk)) == 1


@pytest.mark.parametrize("engine", ["postgresql"])
def test_both_wait_at_the_journals_head(house: HouseUnderTest, processes: Nursery) -> None:
    """Both have come as far as they can before either closes; a sale is before them in the queue."""
    with in_the_office(processes, house.address) as (one, other):
        with (
            processes.child("tests.faults.book_keeper", house.address) as counter,
            before_its_last_statement(house),
        ):
            assert counter.said() == READY
            for waiting, (child, *words) in enumerate(
                ((counter, "sell", "a", *places(house)), (one, "close", "1"), (other, "close", "2")), 1
            ):
                child.tell(*words)
                wait_for_waiting(house, waiting)
        said = sorted((one.said(), other.said()))
    assert said[0].startswith(f"{DONE} 1 ")
    assert said[1].split()[0] in {"nothing_to_close", "day_closed"}


def test_each_sale_made_while_a_day_is_closed_is_in_one_closing(house: HouseUnderTest, processes: Nursery) -> None:
    with in_the_office(processes, house.address) as (one, other):
        for number in range(SOLD):
            one.tell("sell", f"sale-{number}", *places(house))
        other.tell("close", "first")
        assert [one.said() for _ in range(SOLD)] == [DONE] * SOLD
        done, number, sold, _last = other.said().split()
    assert (done, number) == (DONE, "1")
    tomorrow = identity.open_desk(house.address, ACCOUNT, operator="ANNE", shown_now=NOW.replace(day=23))
    later = closings.close_books(tomorrow, "later")
    tomorrow.database.close()
    assert int(sold) + sum(one.tickets_sold for one in later) == SOLD
