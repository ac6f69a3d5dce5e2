"""The same house on each engine as the services' tests have, and processes that work in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.nursery import Nursery, nursery
from tests.faults.place import place
from tests.services.conftest import address, engine, house, postgresql_house, sqlite_house

__all__ = ["address", "engine", "house", "place", "postgresql_house", "processes", "sqlite_house"]


@pytest.fixture(scope="session")
def processes() -> Iterator[Nursery]:
    """Where processes come from."""
    with nursery() as made:
        yield made
