"""Ticket delivery at the basket: to another than who buys, by an exception, printed as it is sold."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, SHIPMENTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.screens.counter.ticket_delivery import TicketDelivery
from tests.devices.ticket_printer import NO_PAPER
from tests.house import HouseUnderTest, add_contact
from tests.screens.archives.clerk import press, seen, typed
from tests.screens.counter.test_counter import counter
from tests.services.printing_house import printing
from tests.services.test_contacts import rows


async def test_a_reservation_goes_to_another_by_a_mode_that_only_the_exception_opens(
    house: HouseUnderTest,
) -> None:
    grandmother = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    with house.desk.database.write() as connection:
        connection.execute(sa.delete(CHANNEL_MODES).where(CHANNEL_MODES.c.mode_id == house.ids["post"]))
    async with counter(house) as pilot:
        await press(pilot, "1", "enter", "c")
        await typed(pilot, "eloise@")
        await press(pilot, "enter", "l", "3")
        assert isinstance(pilot.app.screen, TicketDelivery)
        assert seen(pilot.app, "No ticket printer stands at this till")
        pilot.app.screen.query_one("#exception").focus()
        await press(pilot, "space")
        pilot.app.screen.query_one("#mode").focus()
        await press(pilot, "3", "enter")
        assert seen(pilot.app, "! This mode needs a postal address")
        pilot.app.screen.query_one("#exception").focus()
        await press(pilot, "shift+tab", "shift+tab", "a")
        await typed(pilot, "roy")
        await press(pilot, "enter")
        assert seen(pilot.app, "12, rue des Lilas, Lévis, CA")
        pilot.app.screen.query_one("#mode").focus()
        await press(pilot, "3", "enter")
        assert seen(pilot.app, "Post · exception · → Roy")
        await press(pilot, "v")
        assert seen(pilot.app, "reserved until")
        assert pilot.app.screen.delivered.to is None  # type: ignore[attr-defined]
    columns = (SHIPMENTS.c.state, SHIPMENTS.c.contact_id, SHIPMENTS.c.mode_id, SHIPMENTS.c.exception)
    assert rows(house, sa.select(*columns)) == [("reference", grandmother, house.ids["post"], True)]


async def test_tickets_are_printed_as_they_are_sold_and_a_printer_that_is_gone_is_told(
    house: HouseUnderTest,
) -> None:
    with printing(house) as printer:
        async with counter(house) as pilot:
            await press(pilot, "1", "enter", "l")
            pilot.app.screen.query_one("#print").focus()
            await press(pilot, "space", "alt+s")
            assert seen(pilot.app, "printed at once")
            await press(pilot, "p", "1", "enter")
            assert seen(pilot.app, "sold: 1 ticket. 1 ticket printed.")
            assert (len(printer.printed) > 0, pilot.app.screen.delivered.print_now) == (True, False)  # type: ignore[attr-defined]
            printer.answers = dict(NO_PAPER)
            await press(pilot, "1", "enter", "l")
            pilot.app.screen.query_one("#print").focus()
            await press(pilot, "space", "alt+s", "p", "1", "enter")
            assert seen(pilot.app, "sold: 1 ticket.")
            assert seen(pilot.app, "out of paper")
    assert rows(house, sa.select(TICKETS.c.printed).order_by(TICKETS.c.id)) == [(1,), (0,)]
