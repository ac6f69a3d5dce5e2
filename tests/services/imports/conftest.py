"""The real plans and programme, where they are, and a house to import them into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.setup.apply import apply_setup
from tests.invariants import assert_sound
from tests.services.setup.conftest import new_desk

DATA = Path(__file__).parents[4] / "shared" / "data"
GEFFEN = """
[[venues]]
code = "geffen"
name = "David Geffen Hall"
country = "US"
zone = "America/New_York"
"""


@pytest.fixture
def data() -> Path:
    """The folder of the real data."""
    if not DATA.is_dir():
        pytest.skip("the real data is not there: ../shared/data")
    return DATA


@pytest.fixture
def desk(address: str) -> Iterator[Desk]:
    """The administrator's desk of a house with one venue."""
    made = new_desk(address)
    assert apply_setup(made, GEFFEN).written
    yield made
    try:
        assert_sound(made)
    finally:
        made.database.close()
