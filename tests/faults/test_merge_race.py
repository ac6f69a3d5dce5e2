"""Two contacts made one while others sell to them, or merge them on: nobody waits in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import CONTACTS
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.services import sales
from boxoffice_tui.services.contact_merge import merge_contacts
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.views.requests import TicketRequest
from tests.faults.test_gate_race import wait_for_waiting
from tests.house import HouseUnderTest

PATIENCE = 20
"""Seconds: longer than anybody waits for a lock."""
Act = Callable[[Desk], object]


@pytest.fixture
def desks(house: HouseUnderTest) -> Iterator[tuple[Desk, Desk]]:
    """Two counters."""
    another = house.as_operator("ANNE")
    yield house.desk, another
    another.database.close()


@contextmanager
def locked(house: HouseUnderTest, contact_id: int) -> Iterator[None]:
    """A contact that somebody else is changing."""
    other = house.as_operator("ANNE")
    with other.database.write() as connection:
        connection.execute(sa.select(CONTACTS.c.id).where(CONTACTS.c.id == contact_id).with_for_update())
        yield
    other.database.close()


def one_behind_the_other(house: HouseUnderTest, desks: tuple[Desk, Desk], acts: tuple[Act, Act]) -> list[str]:
    """Both come as far as they can, in this order, while the second contact is locked; "done" or the refusal."""

    def act(desk: Desk, what: Act) -> str:
        try:
            what(desk)
        except RefusedError as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        with locked(house, house.contacts["Cote"]):
            running = []
            for number, (desk, what) in enumerate(zip(desks, acts, strict=True), 1):
                running.append(pool.submit(act, desk, what))
                wait_for_waiting(house, number)
        return [one.result(PATIENCE) for one in running]


def three(house: HouseUnderTest) -> tuple[int, int, int]:
    """Three contacts, the first of which was merged into the second."""
    first, second, third = (house.contacts[name] for name in ("Côté-Bélanger", "Cote", "Cote\u0301"))
    merge_contacts(house.desk, "before", second, first)
    return first, second, third


@pytest.mark.parametrize("engine", ["postgresql"])
def test_who_was_chosen_before_two_merges_is_sold_to(house: HouseUnderTest, desks: tuple[Desk, Desk]) -> None:
    first, second, third = three(house)
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    told = one_behind_the_other(
        house,
        desks,
        (
            lambda desk: merge_contacts(desk, "merge", third, second),
            lambda desk: sales.sell(desk, "sale", "sale", first, (request,), None),
        ),
    )
    assert told == ["done", "done"]
    with house.desk.database.read() as connection:
        assert connection.execute(sa.select(ORDERS.c.contact_id)).scalar_one() == third


@pytest.mark.parametrize("engine", ["postgresql"])
def test_two_merges_of_the_same_contacts(house: HouseUnderTest, desks: tuple[Desk, Desk]) -> None:
    first, second, third = three(house)
    told = one_behind_the_other(
        house,
        desks,
        (
            lambda desk: merge_contacts(desk, "on", third, second),
            lambda desk: merge_contacts(desk, "late", second, first),
        ),
    )
    assert told == ["done", "contact_merged"]
