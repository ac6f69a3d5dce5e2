"""The order page as seen on screen: spec/archives.md, Order page, and Acceptance 3, 4 and 5."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.dialogs import Problem
from boxoffice_tui.services import (
    add_tickets,
    cancellations,
    confirmation,
    delivery,
    doors,
    notes,
    printing,
    sales,
)
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest, build
from tests.screens.archives.clerk import archives_app, let_mails_leave, line_of, press, seen, settled, shown
from tests.services.test_archives_money import cad, raise_price, sell_two, third

TITLE = 1
BANDS = {
    "en": "Balance due: $35.00 – Payment (p)",
    "fr": "Solde à payer : 35,00 $ – Paiement (p)",
}
ONLINE = {
    "en": (
        "Order placed online (Widget). It cannot be changed here. Contact the team of Lepointdevente. "
        "You can cancel tickets to free the places."
    ),
    "fr": (
        "Commande passée en ligne (Widget). Elle ne peut pas être modifiée ici. Communiquez avec l'équipe de "
        "Lepointdevente. Vous pouvez annuler des billets pour libérer les places."
    ),
}


def sold_and_added(house: HouseUnderTest, price: int = 3500) -> int:
    """Two tickets at 32.00 paid, a third at today's 35.00: the order's id."""
    sold = sell_two(house)
    raise_price(house, price)
    add_tickets.add_tickets(
        house.desk, "add", sold.order_id, sold.version, "form-1", (third(house),), "print_at_home"
    )
    return sold.order_id


async def opened(pilot: object, *keys: str) -> OrderScreen:
    """The newest order, opened from the list."""
    await settled(pilot)
    await press(pilot, "down", "enter", *keys)
    return order_of(pilot.app)


def order_of(app: BoxOfficeApp) -> OrderScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, OrderScreen))


def take_right(house: HouseUnderTest, right: Right) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.delete(OPERATOR_RIGHTS).where(OPERATOR_RIGHTS.c.right == right))


@pytest.fixture
def bruno(house: HouseUnderTest) -> Iterator[Desk]:
    desk = house.as_operator("BRUNO")
    yield desk
    desk.database.close()


@pytest.mark.parametrize(
    ("language", "costs", "finish"),
    [
        ("en", "Costs Tickets 99.00 Fees 0.00 Paid 64.00 Balance $35.00", "To finish: payment, e-mail, note"),
        (
            "fr",
            "Coûts Billets 99,00 Frais 0,00 Payé 64,00 Solde 35,00 $",
            "À terminer : paiement, courriel, note",
        ),
    ],
)
async def test_the_page_says_what_is_owed_and_what_is_left(
    house: HouseUnderTest, language: str, costs: str, finish: str
) -> None:
    sold_and_added(house)
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot)
        assert "Côté-Bélanger, Éloïse" in shown(pilot.app)[TITLE]
        assert shown(pilot.app)[TITLE + 1] == " eloise@exemple.ca · version\u00a03"
        assert line_of(pilot.app, "35").strip() == BANDS[language]
        assert seen(pilot.app, costs)
        assert seen(pilot.app, finish)
        amounts = [re.findall(r"3[25][.,]00", line_of(pilot.app, seat)) for seat in ("F-12", "F-13", "F-14")]
        comma = "," if language == "fr" else "."
        assert amounts == [[f"{price}{comma}00"] for price in (32, 32, 35)]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_widgets_order_takes_no_ticket_and_its_key_says_why(
    house: HouseUnderTest, language: str
) -> None:
    widget = house.as_operator("ANNE", channel="widget")
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("G-10"), house.seat("G-11")))
    sold = sales.sell(widget, "sale", "f", house.contacts["Cote"], (request,), None)
    widget.database.close()
    async with archives_app(house, language).run_test() as pilot:
        page = await opened(pilot, "a")
        assert isinstance(pilot.app.screen, Problem)
        assert seen(pilot.app, ONLINE[language])
        await press(pilot, "escape", "alt+a")
        assert seen(pilot.app, ONLINE[language])
        await press(pilot, "escape")
        assert page.page is not None
        assert page.page.version == sold.version
        add = page.own_commands()[0]
        assert (add.id, page.allowed(add)) == ("order.add", False)
        await press(pilot, "n")
        assert not isinstance(pilot.app.screen, Problem), "what is possible stays possible"


async def test_keys_that_do_not_apply_say_why(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    cancellations.cancel_tickets(
        house.desk, "c", sold.order_id, None, sold.ticket_ids, (), may_cancel_order=True
    )
    async with archives_app(house).run_test() as pilot:
        await opened(pilot)
        assert "✕ cancelled" in shown(pilot.app)[TITLE]
        for key, sentence in (
            ("a", "This order is cancelled. Make a new order instead."),
            ("e", "This order is cancelled."),
            ("x", "This ticket is cancelled. Only a valid ticket will do."),
            ("p", "Nothing is due on this order."),
        ):
            await press(pilot, key)
            assert seen(pilot.app, sentence), key
            await press(pilot, "escape")


async def test_a_missing_right_is_named(house: HouseUnderTest) -> None:
    sold_and_added(house)
    take_right(house, Right.ORDERS_RECORD_PAYMENT)
    async with archives_app(house).run_test() as pilot:
        page = await opened(pilot, "p")
        assert seen(pilot.app, "Your rights do not include “Record payments”.")
        await press(pilot, "escape", "f1")
        assert seen(pilot.app, "Payment (needs the right “Record payments”)")
        assert [page.allowed(one) for one in page.own_commands() if one.id == "order.payment"] == [None]


async def test_money_to_give_back_has_the_same_key_and_its_own_right(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    cancellations.cancel_tickets(house.desk, "c", sold.order_id, None, sold.ticket_ids[:1])
    take_right(house, Right.ORDERS_REFUND)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot)
        assert line_of(pilot.app, "To refund").strip() == "To refund: $32.00 – Refund (p)"
        await press(pilot, "p")
        assert seen(pilot.app, "Your rights do not include “Refund”.")


async def test_space_ticks_live_tickets_only_and_a_letter_ticks_all(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    add_tickets.add_tickets(house.desk, "add", sold.order_id, None, "f1", (third(house),), None)
    cancellations.cancel_tickets(house.desk, "c", sold.order_id, None, sold.ticket_ids[:1])
    async with archives_app(house).run_test() as pilot:
        page = await opened(pilot)
        assert shown(pilot.app)[6].startswith(" [ ] 2 "), "cancelled tickets stand last"
        assert line_of(pilot.app, "F-12").startswith("✕[ ] 1 ")
        assert page.chosen_tickets == (sold.ticket_ids[1],)
        await press(pilot, "space", "down", "down", "space")
        assert seen(pilot.app, "Tickets 1/2 ticked")
        await press(pilot, "t")
        assert seen(pilot.app, "Tickets 2/2 ticked")
        assert page.chosen_tickets == tuple(ticket.ticket_id for ticket in page.live_tickets)
        await press(pilot, "alt+t")
        assert seen(pilot.app, "Tickets (2)")


async def test_a_scanned_ticket_says_so(house: HouseUnderTest) -> None:
    sell_two(house)
    with house.desk.database.read() as connection:
        token = connection.exec_driver_sql("SELECT token FROM ticket ORDER BY id LIMIT 1").scalar_one()
    doors.admit(house.desk, "in", token)
    async with archives_app(house).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert line_of(pilot.app, "F-12").startswith("✓[ ] 1 ")
        assert "scanned, Print at home" in line_of(pilot.app, "F-12")


async def test_a_hundred_tickets_scroll_between_the_band_and_the_costs(tmp_path: object) -> None:
    house = build(f"{tmp_path}/large.db", rows=[chr(code) for code in range(65, 75)], seats_a_row=10)
    seats = tuple(house.seat(f"{chr(row)}-{place}") for row in range(65, 75) for place in range(10, 20))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    sales.sell(house.desk, "k", "f", None, (request,), None)
    house.desk.database.close()
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "end")
        assert line_of(pilot.app, "J-19") != ""
        assert line_of(pilot.app, "Balance due: $3,200.00") != ""
        assert seen(pilot.app, "Costs Tickets 3,200.00")
        assert seen(pilot.app, "To finish: payment")
        await press(pilot, "home", "pagedown")
        assert line_of(pilot.app, "J-19") == ""


async def test_somebody_who_was_first_is_named_and_the_page_is_read_again(
    house: HouseUnderTest, bruno: Desk
) -> None:
    order_id = sold_and_added(house)
    async with archives_app(house).run_test() as pilot:
        page = await opened(pilot)
        cancellations.cancel_tickets(bruno, "first", order_id, None, (page.live_tickets[0].ticket_id,))
        await press(pilot, "p", "2", "tab", "tab", *"AB7", "enter")
        assert isinstance(pilot.app.screen, Problem)
        assert seen(pilot.app, "BRUNO changed this meanwhile (21/11/2026 02:07 pm).")
        await press(pilot, "escape")
        assert seen(pilot.app, "Balance due: $3.00"), "what is due now"
        assert seen(pilot.app, "AB7"), "what was typed is kept"
        await press(pilot, "enter")
        assert seen(pilot.app, "At most $3.00 can be recorded here.")
        await press(pilot, "3", "enter")
        assert page.page is not None
        assert [line.amount for line in page.page.payments] == [cad(6400), cad(300)]
        assert page.page.payments[-1].reference == "AB7"


async def test_the_language_is_switched_on_the_open_page(house: HouseUnderTest) -> None:
    sold_and_added(house)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot)
        await pilot.app.run_action("language('fr')")
        await settled(pilot)
        assert line_of(pilot.app, "35,00").strip() == BANDS["fr"]
        assert seen(pilot.app, "Billets (3)")
        assert "Billet él" in line_of(pilot.app, "F-12")


async def test_a_click_on_a_sections_key_does_what_the_key_does(house: HouseUnderTest) -> None:
    sold_and_added(house)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot)
        line = next(index for index, text in enumerate(shown(pilot.app)) if "[n] Note" in text)
        column = shown(pilot.app)[line].index("[n]")
        await pilot.click(offset=(column + 1, line))
        await settled(pilot)
        assert seen(pilot.app, "Note on order")
        await press(pilot, "escape")
        await pilot.click("BalanceBand")
        await settled(pilot)
        assert seen(pilot.app, "Payment of order")


async def test_notes_stand_under_the_costs_the_latest_first(house: HouseUnderTest) -> None:
    order_id = sold_and_added(house)
    notes.add_note(house.desk, "n1", order_id, "[b]first[/b]")
    notes.add_note(house.desk, "n2", order_id, "2026-11-21 14:07 · ANNE · second")
    async with archives_app(house).run_test() as pilot:
        await opened(pilot)
        lines = shown(pilot.app)
        where = next(index for index, line in enumerate(lines) if "Notes (2)" in line)
        assert lines[where + 1] == " 2026-11-21 14:07 · ANNE · second"
        assert lines[where + 2] == " 2026-11-21 14:07 · ANNE · [b]first[/b]"
        assert next(index for index, line in enumerate(lines) if "Costs" in line) < where


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Delivery to choose"), ("fr", "Livraison à choisir")],
)
async def test_a_delivery_to_choose_is_said_though_nothing_else_is_left(
    house: HouseUnderTest, language: str, said: str
) -> None:
    sold = sell_two(house, mode=None)
    let_mails_leave(house)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    async with archives_app(house, language).run_test() as pilot:
        page = await opened(pilot)
        assert page.page is not None
        assert page.page.unfinished == (), "the list To finish has no mark for it"
        assert line_of(pilot.app, said) != ""
        assert not seen(pilot.app, "✓")


async def test_a_delivery_to_choose_stands_beside_what_is_left(house: HouseUnderTest) -> None:
    sell_two(house, mode=None)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot)
        assert seen(pilot.app, "To finish: e-mail · delivery to choose")
        await press(pilot, "l", "2", "enter")
        assert seen(pilot.app, "To finish: e-mail")
        assert not seen(pilot.app, "delivery to choose")


async def test_nothing_ticked_means_every_ticket_that_can_take_another_delivery(
    house: HouseUnderTest,
) -> None:
    sold = sell_two(house, mode="by_hand")
    printing.print_tickets(house.desk, "print", sold.order_id, None, sold.ticket_ids[:1])
    add_tickets.add_tickets(house.desk, "add", sold.order_id, None, "f1", (third(house),), "by_hand")
    async with archives_app(house).run_test() as pilot:
        page = await opened(pilot, "l")
        assert seen(pilot.app, "2 tickets F-13, F-14"), "F-12 is printed"
        assert not seen(pilot.app, "to choose")
        await press(pilot, "2", "enter")
        assert page.page is not None
        modes = [ticket.shipment_mode for ticket in page.page.tickets]
        assert modes == ["by_hand", "print_at_home", "print_at_home"]


async def test_nothing_ticked_means_those_without_a_delivery_first(house: HouseUnderTest) -> None:
    sold = sell_two(house, mode=None)
    delivery.change_delivery(house.desk, "d", sold.order_id, None, sold.ticket_ids[:1], "by_hand")
    async with archives_app(house).run_test() as pilot:
        page = await opened(pilot, "l")
        assert seen(pilot.app, "1 ticket F-13 · to choose")
        assert seen(pilot.app, "t All tickets")
        await press(pilot, "t")
        assert seen(pilot.app, "2 tickets F-12, F-13")
        assert not seen(pilot.app, "All tickets")
        await press(pilot, "2", "enter")
        assert page.page is not None
        assert {ticket.shipment_mode for ticket in page.page.tickets} == {"print_at_home"}


async def test_ticked_tickets_alone_are_delivered_another_way(house: HouseUnderTest) -> None:
    sell_two(house, mode=None)
    async with archives_app(house).run_test() as pilot:
        page = await opened(pilot, "down", "space", "l")
        assert seen(pilot.app, "1 ticket F-13")
        await press(pilot, "2", "enter")
        assert page.page is not None
        assert [ticket.shipment_mode for ticket in page.page.tickets] == [None, "print_at_home"]
