"""Tickets on the till's printer from the order page: what came out, what did not, and what nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.archives.printing import PrintDialog
from boxoffice_tui.screens.archives.ticket_printer import PrinterDialog
from boxoffice_tui.services import order_page
from boxoffice_tui.views.orders import OrderPage
from tests.devices.ticket_printer import COVER_OPEN, FINE, IN_TURN
from tests.documents import printed
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import press, seen, typed
from tests.screens.archives.ticket_form_stage import opened
from tests.screens.command_faults import command_faults
from tests.services.printing_house import printing
from tests.services.test_archives_money import sell_two


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def order(page: OrderPage) -> OrderScreen:
    return OrderScreen(page.order_id)


def counts(house: HouseUnderTest, order_id: int) -> list[int]:
    return [one.printed for one in order_page.show(house.desk, order_id).tickets]


def test_the_commands_have_no_fault_together() -> None:
    assert command_faults(PrinterDialog._merged_commands) == []


async def test_tickets_come_out_once_the_cover_is_closed(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    with printing(house) as printer:
        printer.answers = dict(COVER_OPEN)
        async with opened(house, order, sold.order_id) as shown:
            await press(shown.pilot, "t", "r")
            assert seen(shown.app, "Guichet 1 · ESC/POS · tcp://127.0.0.1:")
            await press(shown.pilot, "z", "enter")
            assert seen(shown.app, "The ticket printer is not ready.")
            assert seen(shown.app, "Not printed: 1, 2.")
            assert counts(house, sold.order_id) == [0, 0]
            printer.answers = dict(FINE)
            await press(shown.pilot, "enter")
            assert seen(shown.app, "On the printer: #1, #2")
            assert counts(house, sold.order_id) == [1, 1]
            await press(shown.pilot, "r", "enter")
            assert seen(shown.app, "A reason is needed.")
            await typed(shown.pilot, "Coffee")
            await press(shown.pilot, "enter")
            assert seen(shown.app, "On the printer: #1")
    assert ["DUPLICATA 2" in paper.text for paper in printed.escpos(printer.printed)] == [False, False, True]
    assert counts(house, sold.order_id) == [2, 1]
    assert list(Path().glob("*.pdf")) == []


async def test_a_doubt_is_said_and_cleared(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    with printing(house) as printer:
        printer.answers[IN_TURN] = b"\x0c"
        async with opened(house, order, sold.order_id) as shown:
            await press(shown.pilot, "t", "r", "enter")
            assert seen(shown.app, "Ticket 1 may have come out: look.")
            assert seen(shown.app, "Nobody knows whether #1 came out")
            await typed(shown.pilot, "was not there")
            await press(shown.pilot, "alt+o")
            assert not seen(shown.app, "Nobody knows whether")
            assert not seen(shown.app, "was not there")
            printer.answers = dict(FINE)
            await press(shown.pilot, "enter")
            assert seen(shown.app, "On the printer: #1, #2")
    assert counts(house, sold.order_id) == [1, 1]
    assert order_page.show(house.desk, sold.order_id).notes == ()
    assert len(printed.escpos(printer.printed)) == 3


async def test_a_file_stands_in_for_the_printer(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    with printing(house) as printer:
        async with opened(house, order, sold.order_id) as shown:
            await press(shown.pilot, "r", "f")
            assert isinstance(shown.app.screen, PrintDialog)
            await press(shown.pilot, "enter")
            assert seen(shown.app, "Written: tickets-1000001-1.pdf")
    assert printer.printed == b""
    assert counts(house, sold.order_id) == [1, 0]
