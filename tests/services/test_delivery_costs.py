"""What a delivery mode costs an order, told before it is chosen (spec/archives.md, Add a ticket, 7)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import cancellations, delivery, history, order_page, printing, sales
from boxoffice_tui.services.errors import NotAllowedError, RefusedError
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import TicketRequest
from tests.house import ACCOUNT, HouseUnderTest, add_contact
from tests.services.reserving import after_days


def sold_by(house: HouseUnderTest, mode: str) -> OrderChange:
    """Two tickets of somebody with an address and an e-mail."""
    contact = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    seats = (house.seat("F-12"), house.seat("F-13"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    return sales.sell(house.desk, "sale", "form", contact, (request,), mode)


def costs(house: HouseUnderTest, sold: OrderChange, ticket_ids: tuple[int, ...]) -> dict[str, int]:
    offers = delivery.offers_for(house.desk, sold.order_id, ticket_ids=ticket_ids)
    return {mode.code: mode.cost.minor for mode in offers.modes}


def test_one_more_ticket_pays_for_a_mode_that_the_order_does_not_have_yet(house: HouseUnderTest) -> None:
    sold = sold_by(house, "print_at_home")
    offers = delivery.offers_for(house.desk, sold.order_id, house.ids["p1"])
    assert [(mode.code, mode.price.minor, mode.cost.minor) for mode in offers.modes] == [
        ("by_hand", 0, 0),
        ("print_at_home", 0, 0),
        ("post", 250, 250),
    ]


def test_a_sale_to_be_is_told_its_modes_by_who_buys(house: HouseUnderTest) -> None:
    contact = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    for buyer, codes in (
        (None, [None, "missing_email", "missing_address"]),
        (contact, [None, None, None]),
    ):
        modes = delivery.offers_to(house.desk, buyer, (house.ids["p1"],))
        assert [(mode.code, mode.cost.minor) for mode in modes] == [
            ("by_hand", 0),
            ("print_at_home", 0),
            ("post", 250),
        ]
        assert [one.objection and one.objection.code for one in modes] == codes
    assert all(one.offered for one in delivery.offers_to(house.desk, contact, ()))
    with house.desk.database.write() as connection:
        connection.execute(sa.delete(CHANNEL_MODES).where(CHANNEL_MODES.c.mode_id == house.ids["post"]))
    for desk, exception, post in (
        (house.desk, False, "not_on_channel"),
        (house.desk, True, None),
        (after_days(house.desk, 12), True, "too_late"),
    ):
        modes = delivery.offers_to(desk, contact, (house.ids["p1"],), exception=exception)
        assert [one.objection and one.objection.code for one in modes] == [None, None, post]
    dora = house.as_operator("DORA")
    with pytest.raises(NotAllowedError):
        delivery.offers_to(dora, None, ())
    dora.database.close()


def test_a_shipment_that_waits_takes_one_more_ticket_for_nothing(house: HouseUnderTest) -> None:
    sold = sold_by(house, "post")
    offers = delivery.offers_for(house.desk, sold.order_id, house.ids["p1"])
    assert {mode.code: mode.cost.minor for mode in offers.modes}["post"] == 0


def test_a_fee_goes_back_only_when_its_shipment_is_left_empty(house: HouseUnderTest) -> None:
    sold = sold_by(house, "post")
    assert costs(house, sold, sold.ticket_ids) == {"by_hand": -250, "print_at_home": -250, "post": 0}
    assert costs(house, sold, sold.ticket_ids[:1]) == {"by_hand": 0, "print_at_home": 0, "post": 0}


@pytest.mark.parametrize("mode", ["by_hand", "post"])
@pytest.mark.parametrize("number", [1, 2])
def test_what_was_told_is_what_is_charged(house: HouseUnderTest, mode: str, number: int) -> None:
    sold = sold_by(house, "print_at_home" if mode == "post" else "post")
    chosen = sold.ticket_ids[:number]
    told = costs(house, sold, chosen)[mode]
    before = order_page.show(house.desk, sold.order_id).balance
    changed = delivery.change_delivery(house.desk, "change", sold.order_id, sold.version, chosen, mode)
    assert changed.balance - before == Money(told, "CAD")


def test_only_the_chosen_tickets_decide_what_is_offered(house: HouseUnderTest) -> None:
    contact = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    requests = tuple(
        TicketRequest(house.ids[performance], house.ids["full"], (house.seat("F-12"),))
        for performance in ("p1", "p2")
    )
    sold = sales.sell(house.desk, "sale", "form", contact, requests, "by_hand")
    five_days_before_the_second = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
    late = open_desk(house.address, ACCOUNT, operator="ANNE", shown_now=five_days_before_the_second)
    for ticket_ids, offered in ((None, False), (sold.ticket_ids[:1], False), (sold.ticket_ids[1:], True)):
        offers = delivery.offers_for(late, sold.order_id, ticket_ids=ticket_ids)
        assert {mode.code: mode.offered for mode in offers.modes}["post"] is offered
    late.database.close()


def test_nothing_is_charged_where_no_ticket_travels(house: HouseUnderTest) -> None:
    sold = sold_by(house, "by_hand")
    cancellations.cancel_tickets(
        house.desk, "cancel", sold.order_id, None, sold.ticket_ids, may_cancel_order=True
    )
    before = order_page.show(house.desk, sold.order_id)
    with pytest.raises(RefusedError, match="ticket_not_live"):
        delivery.change_delivery(house.desk, "change", sold.order_id, None, (), "post")
    assert order_page.show(house.desk, sold.order_id) == before


def test_a_printed_ticket_stays_in_its_shipment(house: HouseUnderTest) -> None:
    sold = sold_by(house, "post")
    printing.print_tickets(house.desk, "print", sold.order_id, None, sold.ticket_ids[:1])
    assert costs(house, sold, sold.ticket_ids)["print_at_home"] == 0  # the fee of its shipment stays with it
    changed = delivery.change_delivery(
        house.desk, "change", sold.order_id, None, sold.ticket_ids, "print_at_home"
    )
    page = order_page.show(house.desk, sold.order_id)
    assert [ticket.shipment_mode for ticket in page.tickets] == ["post", "print_at_home"]
    assert changed.balance == sold.balance
    with pytest.raises(RefusedError, match="tickets_printed"):
        delivery.change_delivery(
            house.desk, "again", sold.order_id, None, sold.ticket_ids[:1], "print_at_home"
        )


def test_the_mode_they_have_chosen_once_more_changes_nothing(house: HouseUnderTest) -> None:
    sold = sold_by(house, "post")
    before = order_page.show(house.desk, sold.order_id)
    again = delivery.change_delivery(
        house.desk, "again", sold.order_id, before.version, sold.ticket_ids, "post"
    )
    assert again.version == before.version
    assert order_page.show(house.desk, sold.order_id) == before
    told = [line.action for line in history.history(house.desk, sold.order_id)]
    assert "delivery_changed" not in told
