"""Ticket delivery at the basket: to another than who buys, by an exception, printed as it is sold."""

from __future__ import annotations

import asyncio
import socket
import threading

import sqlalchemy as sa
from textual import events

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, SHIPMENTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.screens.counter.counter import CounterScreen
from boxoffice_tui.screens.counter.ticket_delivery import TicketDelivery
from tests.devices.ticket_printer import FINE, NO_PAPER, Behaviour
from tests.house import HouseUnderTest, add_contact
from tests.screens.archives.clerk import burst, press, seen, settled, typed
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
            assert seen(pilot.app, "sold: 1 ticket. Order 1000001: 1 ticket printed.")
            assert (len(printer.printed) > 0, pilot.app.screen.delivered.print_now) == (True, False)  # type: ignore[attr-defined]
            printer.answers = dict(NO_PAPER)
            await press(pilot, "1", "enter", "l")
            pilot.app.screen.query_one("#print").focus()
            await press(pilot, "space", "alt+s", "p", "1", "enter")
            assert seen(pilot.app, "sold: 1 ticket.")
            assert seen(pilot.app, "out of paper")
            assert any("out of paper" in toast.message for toast in pilot.app._notifications), "and it stays"
    assert rows(house, sa.select(TICKETS.c.printed).order_by(TICKETS.c.id)) == [(1,), (0,)]


class Slow(Behaviour):
    """A printer that takes its time: nothing comes out before `go`."""

    def __init__(self) -> None:
        super().__init__(dict(FINE))
        self.go = threading.Event()

    def _take(self, line: socket.socket, came: bytes) -> None:
        self.go.wait(10)
        super()._take(line, came)


async def test_the_next_customer_does_not_wait_for_the_printer(house: HouseUnderTest) -> None:
    with printing(house, printer := Slow()):
        async with counter(house) as pilot:
            await press(pilot, "1", "enter", "l")
            pilot.app.screen.query_one("#print").focus()
            await press(pilot, "space", "alt+s")
            for key in ("p", "1", "enter", "o", "escape", "2", "enter", "p", "1", "enter"):
                pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
            async with asyncio.timeout(20):
                while not seen(pilot.app, "Order 1000002, sold: 2 tickets."):
                    await asyncio.sleep(0.01)
            assert (printer.printed, pilot.app.screen.last.change.number) == (b"", "1000002")  # type: ignore[attr-defined]
            printer.go.set()
            await settled(pilot)
            assert seen(pilot.app, "sold: 2 tickets. Order 1000001: 1 ticket printed.")
    assert rows(house, sa.select(TICKETS.c.printed).order_by(TICKETS.c.id)) == [(1,), (0,), (0,)]


async def test_another_customer_begins_with_the_usual_delivery(house: HouseUnderTest) -> None:
    add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    async with counter(house) as pilot:

        async def choose(who: str) -> None:
            await press(pilot, "c")
            await typed(pilot, who)
            await press(pilot, "enter")

        async def to_roy_by_exception() -> None:
            await press(pilot, "l", "3")
            pilot.app.screen.query_one("#exception").focus()
            await press(pilot, "space", "alt+a")
            await typed(pilot, "roy")
            await press(pilot, "enter", "alt+s")
            assert seen(pilot.app, "Post · exception · → Roy")

        await press(pilot, "1", "enter")
        await choose("eloise@")
        await to_roy_by_exception()
        await choose("cothin")
        assert not seen(pilot.app, "→")
        assert not seen(pilot.app, "exception")
        await to_roy_by_exception()
        await burst(pilot, "p", "1", "enter")
        assert seen(pilot.app, "Only a reference shipment")
        assert len(pilot.app.screen.basket.lines) == 1, "what was typed for the payment adds nothing"  # type: ignore[attr-defined]
        await press(pilot, "x", "1")
        assert seen(pilot.app, "Customer Cothin")
        assert seen(pilot.app, "Delivery By hand")
        await press(pilot, "x")
        assert seen(pilot.app, "Customer nobody named")
        await press(pilot, "1", "enter", "l", "3", "enter", "p")
        assert seen(pilot.app, "This mode needs a postal address")
        assert isinstance(pilot.app.screen, CounterScreen), "asked before any money is taken"
    assert rows(house, sa.select(TICKETS.c.id)) == []
