"""The house of the screens with modes that carry documents, and an order of two tickets, paid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.views.orders import OrderChange
from tests.house import HouseUnderTest
from tests.screens.archives.conftest import at_once, copy_of, desks_closed, house_built_once
from tests.services.documents import with_documents
from tests.services.test_archives_money import sell_two

__all__ = ["at_once", "desks_closed", "house_built_once"]


@pytest.fixture
def house(house_built_once: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A small house that writes to its customers."""
    copied = copy_of(house_built_once, tmp_path)
    with_documents(copied)
    yield copied
    copied.desk.database.close()


@pytest.fixture
def sold(house: HouseUnderTest) -> OrderChange:
    """F-12 and F-13 to Éloïse Côté-Bélanger."""
    return sell_two(house)
