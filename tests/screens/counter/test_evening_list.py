"""The performances ahead while others write the programme and sell: the cursor and what was typed hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot

from boxoffice_tui.data.tables.programme import PERFORMANCES
from boxoffice_tui.screens.counter import ahead_page
from boxoffice_tui.screens.counter import basket_work as work
from boxoffice_tui.screens.counter.counter import CounterScreen
from boxoffice_tui.services import holds
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.widgets.paged_table import Toward
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import line_of, press, seen, settled
from tests.screens.counter.test_counter import counter, held

MANY = 12


@pytest.fixture
def many(house: HouseUnderTest, monkeypatch: pytest.MonkeyPatch) -> HouseUnderTest:
    """A performance each hour from p1 on, read four at once."""
    monkeypatch.setattr(ahead_page, "PAGE", 4)
    with writing(house.desk) as work:
        first = work.connection.execute(sa.select(PERFORMANCES).where(PERFORMANCES.c.id == house.ids["p1"])).one()
        for number in range(1, MANY + 1):
            its = {**first._mapping, "code": f"n{number}", "starts_at": first.starts_at + timedelta(hours=number)}
            del its["id"]
            house.ids[f"n{number}"] = work.insert(PERFORMANCES, **its)
    return house


def under_cursor(pilot: Pilot[Any]) -> int:
    """The performance under the cursor."""
    screen = pilot.app.screen
    assert isinstance(screen, CounterScreen)
    assert screen.row is not None
    return screen.row.performance.performance_id


async def read_again(pilot: Pilot[Any]) -> None:
    """As if another process had told that something changed."""
    screen = pilot.app.screen
    assert isinstance(screen, CounterScreen)
    screen.data_changed()
    await settled(pilot)


async def test_the_cursor_goes_with_a_performance_that_is_moved(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        await press(pilot, "2")
        with writing(house.desk) as work:
            later = sa.update(PERFORMANCES).where(PERFORMANCES.c.id == house.ids["p1"])
            moved = PERFORMANCES.c.starts_at
            at = work.connection.execute(sa.select(moved).where(PERFORMANCES.c.id == house.ids["p1"])).scalar_one()
            work.connection.execute(later.values(starts_at=at + timedelta(days=2, hours=1)))
        await read_again(pilot)
        assert under_cursor(pilot) == house.ids["p1"]
        assert "9:00" in line_of(pilot.app, "07/12")
        await press(pilot, "enter")
    assert len(held(house)) == 0, "given back at the end"


async def test_an_answer_that_comes_late_leaves_the_cursor_where_it_went_meanwhile(many: HouseUnderTest) -> None:
    async with counter(many) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        late = ahead_page.AheadPage.Read(work.read_ahead(many.desk, Toward.START, None, 4))
        await press(pilot, *["down"] * 8)
        assert under_cursor(pilot) == many.ids["n8"]
        screen.post_message(late)
        await settled(pilot)
        assert under_cursor(pilot) == many.ids["n8"]
        await press(pilot, "end")
        last = under_cursor(pilot)
        assert last == many.ids["p2"]
        screen.post_message(late)
        await settled(pilot)
        assert under_cursor(pilot) == last
        await press(pilot, "home")
        assert under_cursor(pilot) == many.ids["p1"]


async def test_what_was_typed_for_a_category_that_is_full_now_fills_no_other(house: HouseUnderTest) -> None:
    async with counter(house) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CounterScreen)
        await press(pilot, "2")
        seats = tuple(seat_id for name, seat_id in house.ids.items() if name.startswith("seat "))
        holds.hold_basket(house.as_operator("BRUNO"), "another", house.ids["p1"], seats)
        await read_again(pilot)
        assert screen.category is not None
        assert screen.category.code == "debout"
        await press(pilot, "enter")
        assert len(held(house)) == len(seats)
        assert seen(pilot.app, "Type how many first")
        await press(pilot, "2", "enter")
        assert sum(quantity for _seat, quantity in held(house)) == len(seats) + 2
