"""Closings that somebody changed, or what they stand on: found by what they are made of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services import closings, identity
from boxoffice_tui.services.checks import runner
from tests.house import ACCOUNT, NOW, HouseUnderTest
from tests.services.checks.unguarded import unguarded

CHANGED = {
    "a total": "UPDATE closing SET total_minor = total_minor + 1 WHERE kind = 'day' AND number = 2",
    "what it came to": "UPDATE closing SET totals = '{}' WHERE kind = 'day' AND number = 2",
    "the first of them": "DELETE FROM closing WHERE kind = 'day' AND number = 1",
    "the last of them": "DELETE FROM closing WHERE kind = 'month'",
    "a month's days": "UPDATE closing SET first_day = '2026-11-02' WHERE kind = 'month'",
    "its instant": "UPDATE closing SET at = '2030-01-01 00:00:00.000000' WHERE kind = 'month'",
}

@pytest.fixture
def closed(house: HouseUnderTest) -> HouseUnderTest:
    """Two days closed, the second with all that moved money, and their month."""
    shown = NOW + timedelta(days=20)
    desk = identity.open_desk(house.address, ACCOUNT, operator="ANNE", shown_now=shown)
    assert [(one.kind, one.number) for one in closings.close_books(desk, "over")] == [("day", 2), ("month", 1)]
    desk.database.close()
    return house


def found(house: HouseUnderTest) -> dict[tuple[object, Thing], tuple[str, ...]]:
    """What `boxoffice closing verify` says."""
    report = runner.check(house.desk, todo=runner.of_closings())
    return {(one.code, one.thing): one.ids for one in report.breaches}


@pytest.mark.parametrize("statement", CHANGED.values(), ids=CHANGED.keys())
def test_a_closing_that_was_changed_is_found(closed: HouseUnderTest, statement: str) -> None:
    assert found(closed) == {}
    with unguarded(closed.desk.database) as connection:
        assert connection.exec_driver_sql(statement).rowcount == 1
    assert found(closed).keys() == {(Invariant.CLOSINGS_TILE, Thing.CLOSING)}


def test_a_sale_changed_below_a_closing_is_found(closed: HouseUnderTest) -> None:
    with unguarded(closed.desk.database) as connection:
        connection.exec_driver_sql("UPDATE entry SET amount_minor = amount_minor * 2 WHERE movement_id = 1")
    assert found(closed) == {(Invariant.CLOSINGS_TILE, Thing.CLOSING): ("day-2",)}


def test_a_journal_written_anew_below_a_closing_is_found(closed: HouseUnderTest) -> None:
    with unguarded(closed.desk.database) as connection:
        connection.exec_driver_sql("UPDATE journal SET hash = previous WHERE seq = 2")
    assert (Invariant.JOURNAL_UNCHANGED, Thing.JOURNAL_LINE) in found(closed)
