"""How the forms on an order's tickets look: 80×24 and 120×40, in French and English and the wide test language."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.printing import TICKET_PRINTS
from boxoffice_tui.screens.archives import ticket_form_choosing
from boxoffice_tui.screens.archives.add_ticket import AddTicket
from boxoffice_tui.screens.archives.cancel import CancelDialog
from boxoffice_tui.screens.archives.delivery import DeliveryDialog
from boxoffice_tui.screens.archives.exchange import ExchangeForm
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.archives.printing import PrintDialog
from boxoffice_tui.screens.archives.refund import RefundDialog
from boxoffice_tui.screens.archives.reserved import ExtendDialog, ReleaseDialog
from boxoffice_tui.screens.archives.ticket_printer import PrinterDialog
from boxoffice_tui.services import order_page, sales
from boxoffice_tui.services.cancellations import cancel_tickets
from boxoffice_tui.services.delivery import change_delivery
from boxoffice_tui.services.payments import record_payment
from boxoffice_tui.services.ticket_printing import begin_print
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from boxoffice_tui.widgets.countdown import Countdown
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import HouseDesks, press, settled
from tests.screens.archives.test_ticket_form_promotion import promote
from tests.screens.archives.ticket_form_stage import Ground
from tests.services.after_sale import add_rate, change_row
from tests.services.printing_house import with_printer
from tests.services.reserving import reserve_two
from tests.services.test_archives_money import cad, sell_two

Snap = Callable[..., bool]
Make = Callable[[HouseUnderTest, OrderChange], Any]
SMALL, LARGE = (80, 24), (120, 40)
EVERY = pytest.mark.parametrize(
    ("language", "size"),
    [("fr", SMALL), ("fr", LARGE), ("en", SMALL), ("en", LARGE), ("xx", SMALL)],
    ids=["fr-80x24", "fr-120x40", "en-80x24", "en-120x40", "xx-80x24"],
)


@pytest.fixture(autouse=True)
def a_clock_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture shows the same time left whenever it is taken, and nobody looks meanwhile."""

    def stand(countdown: Countdown) -> None:
        countdown._shown = "  –:––" if countdown._deadline is None else " 14:32"
        countdown.refresh()

    monkeypatch.setattr(Countdown, "tick", stand)
    monkeypatch.setattr(ticket_form_choosing, "LOOK_SECONDS", 3600)
    monkeypatch.setattr(ticket_form_choosing, "TYPING_SECONDS", 0.001)


def others_sit_there(house: HouseUnderTest) -> None:
    seats = tuple(house.seat(name) for name in ("F-11", "F-17", "E-14"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    sales.sell(house.desk, "others", "form-1", house.contacts["Cothin"], (request,), "by_hand")


def picture(
    house: HouseUnderTest, make: Make, language: str, *keys: str
) -> tuple[BoxOfficeApp, Callable[[Pilot[Any]], Awaitable[None]]]:
    """The program, and what is done in it before the picture is taken."""
    sold = sell_two(house)
    others_sit_there(house)
    app = BoxOfficeApp(
        lambda: HouseDesks(house.as_operator("ANNE"), watching=False),
        language=language,
        workplaces={"archives": Ground},
    )

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        app.push_screen(await asyncio.to_thread(make, house, sold))
        await settled(pilot)
        await press(pilot, *keys)

    return app, before


def add_ticket(house: HouseUnderTest, sold: OrderChange) -> AddTicket:
    return AddTicket(order_page.show(house.desk, sold.order_id))


def delivery(house: HouseUnderTest, sold: OrderChange) -> DeliveryDialog:
    return DeliveryDialog(order_page.show(house.desk, sold.order_id), sold.ticket_ids)


def cancel(house: HouseUnderTest, sold: OrderChange) -> CancelDialog:
    return CancelDialog(order_page.show(house.desk, sold.order_id), sold.ticket_ids[:1])


def exchange(house: HouseUnderTest, sold: OrderChange) -> ExchangeForm:
    change_row(house, TICKETS, sold.ticket_ids[0], printed=1)
    add_rate(house, "dear", 5000)
    page = order_page.show(house.desk, sold.order_id)
    return ExchangeForm(page, page.tickets)


def print_first(house: HouseUnderTest, sold: OrderChange) -> PrintDialog:
    page = order_page.show(house.desk, sold.order_id)
    return PrintDialog(page, page.tickets)


def print_again(house: HouseUnderTest, sold: OrderChange) -> PrintDialog:
    change_row(house, TICKETS, sold.ticket_ids[0], printed=1)
    page = order_page.show(house.desk, sold.order_id)
    return PrintDialog(page, page.tickets[:1])


def on_printer(house: HouseUnderTest, sold: OrderChange, chosen: slice = slice(2)) -> PrinterDialog:
    with_printer(house, 9100, host="10.0.0.7")
    page = order_page.show(house.desk, sold.order_id)
    return PrinterDialog(page, page.tickets[chosen])


def again_on_printer(house: HouseUnderTest, sold: OrderChange) -> PrinterDialog:
    change_row(house, TICKETS, sold.ticket_ids[0], printed=1)
    return on_printer(house, sold, slice(1))


def in_doubt(house: HouseUnderTest, sold: OrderChange) -> PrinterDialog:
    with_printer(house, 9100, host="10.0.0.7")
    change_delivery(house.desk, "by hand", sold.order_id, None, sold.ticket_ids, "by_hand")
    begin_print(house.desk, "print", sold.order_id, None, sold.ticket_ids, None, None)
    with writing(house.desk) as work:
        lost = {"state": "uncertain", "claimed_until": None, "trouble": "printer_silent"}
        first = TICKET_PRINTS.c.ticket_id == sold.ticket_ids[0]
        work.connection.execute(sa.update(TICKET_PRINTS).where(first).values(lost))
        rest = sa.update(TICKET_PRINTS).where(sa.not_(first))
        work.connection.execute(rest.values(state="not_printed", claimed_until=None))
    page = order_page.show(house.desk, sold.order_id)
    return PrinterDialog(page, page.tickets)


def extend(house: HouseUnderTest, _sold: OrderChange) -> ExtendDialog:
    kept = reserve_two(house, seats=("G-12", "G-13"), due_on=date(2026, 11, 24))
    return ExtendDialog(order_page.show(house.desk, kept.order_id))


def reserved(house: HouseUnderTest, _sold: OrderChange) -> OrderScreen:
    kept = reserve_two(house, seats=("G-12", "G-13"), due_on=date(2026, 11, 24))
    return OrderScreen(kept.order_id)


def release(house: HouseUnderTest, _sold: OrderChange) -> ReleaseDialog:
    kept = reserve_two(house, seats=("G-12", "G-13"))
    paid = PaymentRequest(PaymentMethod.CASH, cad(1000))
    record_payment(house.desk, "paid", kept.order_id, None, paid)
    return ReleaseDialog(order_page.show(house.desk, kept.order_id))


def refund(house: HouseUnderTest, sold: OrderChange) -> RefundDialog:
    everything = functools.partial(cancel_tickets, may_cancel_order=True)
    everything(house.desk, "c", sold.order_id, sold.version, sold.ticket_ids)
    return RefundDialog(order_page.show(house.desk, sold.order_id))


@EVERY
def test_add_a_ticket(
    snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]
) -> None:
    app, before = picture(house, add_ticket, language, "1")
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("language", ["fr", "xx"])
@pytest.mark.parametrize(
    "keys", [(), ("alt+c", *"lac"), ("alt+c", *"NUL", "enter")], ids=["none", "lac", "nul"]
)
def test_a_promotion_code(
    snap_compare: Snap, house: HouseUnderTest, language: str, keys: tuple[str, ...]
) -> None:
    promote(house, "LAC", 2800)
    app, before = picture(house, add_ticket, language, "1", *keys)
    assert snap_compare(app, terminal_size=SMALL, run_before=before)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_places_without_numbers(snap_compare: Snap, house: HouseUnderTest, size: tuple[int, int]) -> None:
    to_the_category = ("shift+tab",) * 3
    app, before = picture(
        house, add_ticket, "fr", *to_the_category, "enter", "down", "enter", "q", "2", "enter"
    )
    assert snap_compare(app, terminal_size=size, run_before=before)


@EVERY
def test_delivery(snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]) -> None:
    app, before = picture(house, delivery, language, "1")
    assert snap_compare(app, terminal_size=size, run_before=before)


@EVERY
def test_cancel(snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]) -> None:
    app, before = picture(house, cancel, language)
    assert snap_compare(app, terminal_size=size, run_before=before)


@EVERY
def test_refund(snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]) -> None:
    app, before = picture(house, refund, language, "space")
    assert snap_compare(app, terminal_size=size, run_before=before)


@EVERY
@pytest.mark.parametrize(
    "keys", [("1",), ("1", "shift+tab", "enter", "end", "enter", "alt+s")], ids=["form", "review"]
)
def test_exchange(
    snap_compare: Snap, house: HouseUnderTest, keys: tuple[str, ...], language: str, size: tuple[int, int]
) -> None:
    app, before = picture(house, exchange, language, *keys)
    assert snap_compare(app, terminal_size=size, run_before=before)


@EVERY
@pytest.mark.parametrize("make", [print_first, print_again], ids=["first", "again"])
def test_print(
    snap_compare: Snap, house: HouseUnderTest, make: Make, language: str, size: tuple[int, int]
) -> None:
    keys = ("enter",) if make is print_again else ()
    app, before = picture(house, make, language, *keys)
    assert snap_compare(app, terminal_size=size, run_before=before)


@EVERY
@pytest.mark.parametrize(
    "make", [on_printer, again_on_printer, in_doubt], ids=["first", "again", "doubt"]
)
def test_print_on_a_printer(
    snap_compare: Snap, house: HouseUnderTest, make: Make, language: str, size: tuple[int, int]
) -> None:
    keys = ("enter",) if make is again_on_printer else ()
    app, before = picture(house, make, language, *keys)
    assert snap_compare(app, terminal_size=size, run_before=before)


LATE = tuple("31/12/2026")


@EVERY
@pytest.mark.parametrize("make", [extend, release, reserved], ids=["extend", "release", "page"])
def test_a_reservation(
    snap_compare: Snap, house: HouseUnderTest, make: Make, language: str, size: tuple[int, int]
) -> None:
    keys = ("home", *("delete",) * 10, *LATE) if make is extend else ()
    app, before = picture(house, make, language, *keys)
    assert snap_compare(app, terminal_size=size, run_before=before)
