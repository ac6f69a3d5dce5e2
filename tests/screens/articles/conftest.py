"""The house of the counter with a programme at $5.00 and a poster at $12.00, and an order with programmes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.data.tables.articles import ARTICLES
from boxoffice_tui.services import sales
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ArticleRequest, TicketRequest
from tests.house import HouseUnderTest
from tests.screens.archives.conftest import copy_of
from tests.screens.counter.conftest import at_once, desks_closed, house_built_once

__all__ = ["at_once", "desks_closed", "house_built_once"]


@pytest.fixture
def house(house_built_once: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A small house with two articles on sale."""
    copied = copy_of(house_built_once, tmp_path)
    names = {
        "programme": ({"fr": "Programme", "en": "Programme book"}, 500),
        "poster": ({"fr": "Affiche", "en": "Poster"}, 1200),
    }
    with writing(copied.desk) as work:
        for code, (said, amount) in names.items():
            copied.ids[code] = work.insert(ARTICLES, code=code, names=said, amount_minor=amount)
    yield copied
    copied.desk.database.close()


@pytest.fixture
def sold(house: HouseUnderTest) -> OrderChange:
    """Two seats and two programmes, not paid."""
    seats = (TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"), house.seat("F-13"))),)
    pieces = (ArticleRequest(house.ids["programme"], 2),)
    contact = house.contacts["Côté-Bélanger"]
    return sales.sell(house.desk, "sold", "sold", contact, seats, "by_hand", (), pieces)
