"""A house on each engine, fresh for every test and sound after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import HouseUnderTest, build
from tests.invariants import assert_sound


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return str(tmp_path / "house.db")


@pytest.fixture
def house(address: str) -> Iterator[HouseUnderTest]:
    """A small house; its clock starts on 21 November 2026, 14:07 in Toronto."""
    made = build(address)
    yield made
    try:
        assert_sound(made.desk)
    finally:
        made.desk.database.close()
