"""The form of an added ticket at 80×24: every sign of the map is explained, every button whole, in any language."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.programme import CELLS
from boxoffice_tui.data.tables.venues import SEATS
from boxoffice_tui.locales.translate import LANGUAGES
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.screens.archives.add_ticket import AddTicket
from boxoffice_tui.screens.dialogs import CommandButton
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.widgets.seat_map import SeatMap
from tests.house import NOW, HouseUnderTest
from tests.screens.archives.clerk import press, seen
from tests.screens.archives.ticket_form_stage import Opened, opened
from tests.services.test_archives_money import sell_two

EVERY_LANGUAGE = (*LANGUAGES, "xx")


def seats_of_every_kind(house: HouseUnderTest) -> None:
    """Beside free ones: accessible, companion, the house's, blocked, held by another form."""
    with writing(house.desk) as work:
        connection = work.connection
        for name, kind in (("E-10", "accessible"), ("E-11", "companion")):
            connection.execute(sa.update(SEATS).where(SEATS.c.id == house.seat(name)).values({kind: True}))
        for name, claim in (("G-10", ClaimKind.HOUSE), ("G-11", ClaimKind.KILLED), ("G-12", ClaimKind.HOLD)):
            category = sa.select(SEATS.c.category_id).where(SEATS.c.id == house.seat(name)).scalar_subquery()
            cell = sa.select(CELLS.c.id).where(
                CELLS.c.performance_id == house.ids["p1"], CELLS.c.category_id == category
            )
            work.insert(
                CLAIMS,
                performance_id=house.ids["p1"],
                cell_id=connection.execute(cell).scalar_one(),
                seat_id=house.seat(name),
                kind=claim,
                form="another" if claim is ClaimKind.HOLD else None,
                created_at=NOW,
                expires_at=NOW.replace(hour=23) if claim is ClaimKind.HOLD else None,
                limit_in_force=100,
            )


def cut_off(shown: Opened) -> list[str]:
    return [
        str(button.render())
        for button in shown.form.query(CommandButton)
        if button.region.width < button.render().cell_length or button.region.right > 80
    ]


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
async def test_the_legend_and_the_buttons_are_whole(house: HouseUnderTest, language: str) -> None:
    seats_of_every_kind(house)
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id, language=language) as shown:
        await press(shown.pilot, "1")
        legend = shown.form.query_one(SeatMap).legend().plain.split("  ")
        words = [one.strip().replace("\u00a0", " ") for one in legend]
        assert len(words) == 8
        assert [word for word in words if not seen(shown.app, word)] == []
        assert shown.form.query_one("#legend", Telling).region.height <= 3
        assert cut_off(shown) == []
