"""The real plans and programme, where they are, and a house to import them into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.setup.apply import apply_setup
from tests.services.setup.conftest import copied, new_address, new_desk

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


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a house with one venue, to be copied."""
    with new_address(request, tmp_path_factory) as address:
        made = new_desk(address)
        assert apply_setup(made, GEFFEN).written
        made.database.close()
        yield address


@pytest.fixture
def desk(template: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The administrator's desk of a copy of one's own, sound after the test."""
    with copied(template, request, tmp_path) as made:
        yield made
