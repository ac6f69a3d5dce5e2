"""The open form follows what others do, and costs nothing while nobody does anything."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from benchmarks.counting_driver import CountingDriver, driver_of, run_counted
from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.screens.archives import ticket_form_choosing
from boxoffice_tui.screens.archives.add_ticket import AddTicket
from boxoffice_tui.screens.archives.ticket_form_work import Looked
from boxoffice_tui.services import holds, order_page, sales
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.states import SeatState
from boxoffice_tui.widgets.seat_map import SeatMap
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import HouseDesks, press, seen, settled
from tests.screens.archives.ticket_form_stage import Ground, opened, until
from tests.services.test_archives_money import sell_two
from tests.widgets.terminal import Terminal


@pytest.fixture(autouse=True)
def no_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests look themselves."""
    monkeypatch.setattr(ticket_form_choosing, "LOOK_SECONDS", 3600)


async def test_what_another_counter_holds_and_sells_is_seen(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    async with opened(house, AddTicket, sold.order_id) as shown:
        holds.hold_seats(bruno, "bruno", house.ids["p1"], (house.seat("F-14"),))
        request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("G-12"),))
        sales.sell(bruno, "theirs", "other", house.contacts["Cothin"], (request,), "by_hand")
        shown.form.look()
        await settled(shown.pilot)
        assert [shown.state(house.seat(seat)) for seat in ("F-14", "G-12")] == ["held", "sold"]
        assert shown.proposed[0].startswith("F-11 same row, beside")
        holds.release(bruno, "bruno")
        shown.form.look()
        await settled(shown.pilot)
        assert shown.state(house.seat("F-14")) == "free"
    bruno.database.close()


async def test_it_is_seen_without_a_key(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    async with opened(house, AddTicket, sold.order_id, watching=True) as shown:
        holds.hold_seats(bruno, "bruno", house.ids["p1"], (house.seat("F-14"),))
        await until(lambda: shown.state(house.seat("F-14")) == "held")
    bruno.database.close()


async def test_what_is_left_of_places_without_numbers_is_kept_true(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    async with opened(house, AddTicket, sold.order_id) as shown:
        shown.form.query_one("#category").focus()
        await press(shown.pilot, "enter", "down", "enter")
        assert seen(shown.app, "20 places left, not numbered")
        holds.hold_places(bruno, "bruno", house.ids["p1"], house.ids["debout"], 7)
        shown.form.look()
        await settled(shown.pilot)
        assert seen(shown.app, "13 places left, not numbered")
    bruno.database.close()


async def test_a_look_from_before_a_choice_does_not_undo_it(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        before = Looked(shown.form._turn, states={house.seat("F-14"): SeatState.HELD})
        await press(shown.pilot, "1")
        shown.form.post_message(shown.form.LookedAt(before))
        await settled(shown.pilot)
        assert (shown.state(house.seat("F-14")), shown.said) == ("chosen", "")


async def test_nobody_looks_while_the_form_is_out_of_sight(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        looker = shown.form._looker
        assert looker is not None
        assert looker._active.is_set()
        shown.app.push_screen(Ground())
        await settled(shown.pilot)
        assert not looker._active.is_set()
        shown.app.pop_screen()
        await settled(shown.pilot)
        assert looker._active.is_set()


async def test_a_look_writes_the_cells_that_changed_and_nothing_else(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    app = BoxOfficeApp(
        lambda: HouseDesks(house.as_operator("ANNE"), watching=False),
        language="en",
        workplaces={"archives": Ground},
        driver_class=CountingDriver,
    )
    written: list[str] = []

    async def look(pilot: Pilot[Any], form: AddTicket) -> None:
        driver_of(app).take()
        form.look()
        await settled(pilot)
        written.append(driver_of(app).take())

    async def journey(pilot: Pilot[Any]) -> None:
        form = AddTicket(order_page.show(house.desk, sold.order_id))
        app.push_screen(form)
        await settled(pilot)
        form.query_one(SeatMap).action_across(1)
        await settled(pilot)
        await look(pilot, form)
        holds.hold_seats(bruno, "bruno", house.ids["p1"], (house.seat("E-19"),))
        await look(pilot, form)

    await run_counted(app, journey)
    bruno.database.close()
    assert written[0] == ""
    terminal = Terminal(80, 24)
    terminal.feed(written[1])
    changed = [(cell, y) for (_x, y), (cell, _style) in terminal.cells.items()]
    assert ("◌", 4) in changed
    assert len(changed) <= 80 + 1  # the seat, and the legend, where a new word came in
