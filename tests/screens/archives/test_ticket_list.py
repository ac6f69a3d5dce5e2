"""The columns of an order's tickets at 80 columns: as wide as what is in them, names cut first, never the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len

from boxoffice_tui.locales import formats, translate
from boxoffice_tui.screens.archives.ticket_list import TicketList, columns
from boxoffice_tui.services import order_page
from boxoffice_tui.views.orders import OrderPage
from boxoffice_tui.widgets.paged_columns import fit_columns
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, line_of
from tests.screens.archives.test_order import opened, sold_and_added

ROOM = 75  # of 80: the mark and the tick stand before the columns
DAYS = {
    "en": "Sat 05/12 08:00 pm",
    "fr": "sam 05/12 20:00",
    "de": "Sa 05.12. 20:00",
    "es": "sáb 05/12 20:00",
    "it": "sab 05/12 20:00",
}


def page_of(house: HouseUnderTest, **changed: object) -> OrderPage:
    page = order_page.show(house.desk, sold_and_added(house))
    return replace(page, tickets=tuple(replace(ticket, **changed) for ticket in page.tickets))


def widths(page: OrderPage, language: str, room: int = ROOM) -> dict[str, tuple[int, int]]:
    """The cells each column has, and those it would need, by title."""
    translate.use(language)
    fitted = fit_columns(columns(page, formats.locale_of(language, "CA")), room)
    return {str(one.column.title): (one.width, one.column.most) for one in fitted}


@pytest.mark.parametrize("language", translate.LANGUAGES)
async def test_the_day_of_the_week_is_said_in_every_language(house: HouseUnderTest, language: str) -> None:
    sold_and_added(house)
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot)
        line = line_of(pilot.app, "F-12 Parterre")
        assert f" La Mouette {DAYS[language]} F-12 Parterre " in " ".join(line.split())


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_what_fits_is_whole(house: HouseUnderTest, language: str) -> None:
    page = page_of(house, shipment_mode_name="Billet électro")
    assert {title: pair for title, pair in widths(page, language).items() if pair[0] != pair[1]} == {}


def test_long_names_share_what_is_left_and_the_day_stays(house: HouseUnderTest) -> None:
    page = page_of(
        house,
        event="Neige et autres contes du Grand Nord",
        section="Parterre, côté jardin",
        shipment_mode_name="Remis en main propre",
        starts_at=datetime(2026, 12, 6, 1, 0, tzinfo=UTC),
    )
    found = widths(page, "en")
    assert found["Performance"] == (cell_len(DAYS["en"]), cell_len(DAYS["en"]))
    assert sum(width for width, _need in found.values()) + len(found) - 1 == ROOM
    cut = {title for title, (width, need) in found.items() if width < need}
    assert cut == {"Event", "Place", "Delivery"}
    assert list(widths(page, "en", 60)) == ["No.", "Event", "Performance", "Place", "Price", "Delivery"]


def test_an_order_without_tickets_has_its_titles(house: HouseUnderTest) -> None:
    page = replace(page_of(house), tickets=())
    assert widths(page, "fr")["Livraison"] == (9, 9)
    assert TicketList.HELP_WORDS
