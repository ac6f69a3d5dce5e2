"""What the list and the page say of an order that is reserved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from boxoffice_tui.locales import translate
from boxoffice_tui.screens.archives.order_lines import title
from boxoffice_tui.screens.archives.order_list import row_of
from boxoffice_tui.views.archives import OrderRow
from boxoffice_tui.views.states import OrderState, Unfinished
from tests.screens.archives.test_ticket_form_draft import NOON, cad, page

DUE = date(2026, 11, 24)
ROW = OrderRow(
    order_id=1,
    number="1000001",
    buyer="Côté-Bélanger, Éloïse",
    email="",
    bought_at=NOON,
    origin="counter",
    events=("La Mouette",),
    first_starts_at=None,
    first_zone="",
    tickets=2,
    balance=cad(6400),
    state=OrderState.ACTIVE,
    unfinished=(Unfinished.PAYMENT,),
)


@pytest.fixture(autouse=True)
def _in_french() -> None:
    translate.use("fr")


def test_the_page_says_until_when() -> None:
    assert "réservée jusqu'au 24/11/2026" in title(replace(page(), due_on=DUE), "fr_CA").plain
    assert "réservée" not in title(page(), "fr_CA").plain


def test_the_list_says_that_it_is() -> None:
    assert str(row_of(replace(ROW, due_on=DUE), "America/Toronto", "fr_CA").cells[-1]) == "réservée"
    assert str(row_of(ROW, "America/Toronto", "fr_CA").cells[-1]) == "active"
