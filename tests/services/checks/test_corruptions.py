"""Each planted corruption is found, by its own invariant and no other."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from boxoffice_tui.rules.invariants import Invariant
from boxoffice_tui.services.checks.runner import check
from tests.house import HouseUnderTest
from tests.services.checks.corruption import Corruption
from tests.services.checks.corruptions import CORRUPTIONS
from tests.services.checks.unguarded import unguarded

STORAGE = {Invariant.DURABILITY, Invariant.PERMISSIONS, Invariant.INTEGRITY}
"""Held by test_storage.py; the database itself makes S4 without S1 impossible, and so on."""


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda one: one.name)
def test_it_is_found_by_its_invariant_and_no_other(house: HouseUnderTest, corruption: Corruption) -> None:
    with unguarded(house.desk.database) as connection:
        plant(connection, corruption)
    report = check(house.desk)
    on_engine = corruption.on_postgresql if house.desk.database.is_postgresql else corruption.on_sqlite
    assert {one.code for one in report.breaches} == corruption.found | on_engine
    assert all(one.count >= 1 and one.ids for one in report.breaches)


def test_every_invariant_has_its_corruption() -> None:
    found = {code for one in CORRUPTIONS for code in one.found}
    assert found == set(Invariant) - STORAGE


def plant(connection: sa.Connection, corruption: Corruption) -> None:
    if callable(corruption.plant):
        corruption.plant(connection)
        return
    for statement in corruption.plant:
        done = connection.exec_driver_sql(statement)
        assert done.rowcount != 0, statement
