"""A shipment changed: splits and their fees, what is sent and comes back, two operators, who may get tickets."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import NOTES
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.rules.shipments import added_fee
from boxoffice_tui.services import (
    cancellations,
    contacts,
    delivery,
    order_page,
    printing,
    reservations,
    sales,
)
from boxoffice_tui.services.add_tickets import add_tickets
from boxoffice_tui.services.contact_merge import merge_contacts
from boxoffice_tui.services.contact_privacy import erase_contact
from boxoffice_tui.services.errors import ConflictError, RefusedError
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.services.shipment_changes import change_shipment
from boxoffice_tui.services.shipment_sending import mark_returned, mark_sent, set_carrier_reference
from boxoffice_tui.services.shipments import show_shipment
from boxoffice_tui.views.contacts import PostalAddress
from boxoffice_tui.views.requests import DeliveryRequest
from boxoffice_tui.views.shipments import ShipmentRequest
from tests.house import ACCOUNT, NOW, HouseUnderTest, add_contact
from tests.invariants import assert_sound
from tests.services.reserving import after_days, wanted
from tests.services.shipping import actions, seen, shipped, sold
from tests.services.test_archives_money import cad


def test_what_is_printed_stays_and_the_rest_gets_a_shipment_of_its_own(house: HouseUnderTest) -> None:
    order = sold(house, "F-12", "F-13", "F-14")
    (post,) = shipped(house, order)
    in_place = change_shipment(
        house.desk, "place", post.shipment_id, post.version, ShipmentRequest("by_hand")
    )
    assert (in_place.number, in_place.made) == (post.number, None)
    assert order_page.show(house.desk, order.order_id).fees_total == cad(0)
    back = change_shipment(house.desk, "back", post.shipment_id, in_place.version, ShipmentRequest("post"))
    assert order_page.show(house.desk, order.order_id).fees_total == cad(250)
    printing.print_tickets(house.desk, "print", order.order_id, None, order.ticket_ids[:1])
    split = change_shipment(house.desk, "split", post.shipment_id, back.version, ShipmentRequest("by_hand"))
    one, two = shipped(house, order)
    assert (one.number, two.number) == (post.number, split.made)
    assert seen((one, two)) == [
        ("unsent", "post", 1, "printed", False),
        ("unsent", "by_hand", 2, "not_printed", False),
    ]
    with pytest.raises(RefusedError, match="tickets_printed"):
        change_shipment(house.desk, "all", one.shipment_id, None, ShipmentRequest("by_hand"))
    row = ShipmentRequest("post", ticket_ids=order.ticket_ids[2:])
    change_shipment(house.desk, "row", two.shipment_id, two.version, row)
    assert [(one.mode, one.tickets) for one in shipped(house, order)] == [
        ("post", 1), ("by_hand", 1), ("post", 1)
    ]  # fmt: skip
    assert order_page.show(house.desk, order.order_id).fees_total == cad(500)
    same = ShipmentRequest("by_hand", ticket_ids=order.ticket_ids[1:2])
    assert change_shipment(house.desk, "same", two.shipment_id, None, same).made is None
    assert len(shipped(house, order)) == 3
    with pytest.raises(RefusedError, match="exception_on_reference"):
        change_shipment(house.desk, "x", two.shipment_id, None, ShipmentRequest("post", exception=True))
    with pytest.raises(RefusedError, match="ticket_of_other_shipment"):
        change_shipment(house.desk, "y", two.shipment_id, None, row)
    assert_sound(house.desk.database)


def test_sent_is_locked_and_what_comes_back_waits_again(house: HouseUnderTest) -> None:
    order = sold(house, "F-12", "F-13")
    (post,) = shipped(house, order)
    with pytest.raises(RefusedError, match="tickets_not_printed") as refused:
        mark_sent(house.desk, "early", post.shipment_id, post.version)
    assert refused.value.facts == {"shipment": post.number, "count": 2}
    printing.print_tickets(house.desk, "print", order.order_id, None, order.ticket_ids)
    with pytest.raises(RefusedError, match="shipment_not_sent"):
        mark_returned(house.desk, "never", post.shipment_id, None, "unknown here")
    sent = mark_sent(house.desk, "sent", post.shipment_id, post.version)
    assert mark_sent(house.desk, "sent", post.shipment_id, post.version) == sent
    numbered = set_carrier_reference(house.desk, "n", post.shipment_id, sent.version, " 4012 8888 8888 1881 ")
    assert shipped(house, order)[0].carrier_reference == "4012 8888 8888 1881"
    for act in (
        lambda: change_shipment(house.desk, "c", post.shipment_id, None, ShipmentRequest("by_hand")),
        lambda: mark_sent(house.desk, "again", post.shipment_id, None),
        lambda: delivery.change_delivery(house.desk, "d", order.order_id, None, order.ticket_ids, "by_hand"),
    ):
        with pytest.raises(RefusedError, match=r"shipment_sent|tickets_printed"):
            act()
    with pytest.raises(RefusedError, match="reason_required"):
        mark_returned(house.desk, "why", post.shipment_id, None, " ")
    back = mark_returned(house.desk, "back", post.shipment_id, numbered.version, "inconnu à l'adresse")
    old, new = shipped(house, order)
    assert (new.number, seen((old, new))) == (
        back.made,
        [("invalidated", "post", 0, None, False), ("unsent", "post", 2, "printed", False)],
    )
    assert order_page.show(house.desk, order.order_id).fees_total == cad(250)
    with house.desk.database.read() as connection:
        notes = connection.execute(sa.select(NOTES.c.text)).scalars().all()
    assert notes == [f"{post.number} · inconnu à l'adresse"]
    assert actions(house, "shipment_sent", "shipment_returned", "carrier_reference_changed") == [
        "shipment_sent",
        "carrier_reference_changed",
        "shipment_returned",
    ]
    assert show_shipment(house.desk, new.number).address == "12, rue des Lilas, Lévis, CA"
    roy = house.contacts["Roy"]
    contacts.change_address(house.desk, "moved", roy, PostalAddress("9, quai Nord", "", "Lévis", "", "CA"))
    change_shipment(house.desk, "address", new.shipment_id, new.version, ShipmentRequest())
    (_, new) = shipped(house, order)
    assert (new.print_state, show_shipment(house.desk, new.number).address) == (
        "printed",
        "9, quai Nord, Lévis, CA",
    )
    with pytest.raises(RefusedError, match="tickets_printed"):
        change_shipment(house.desk, "mode", new.shipment_id, None, ShipmentRequest("by_hand"))
    mark_sent(house.desk, "sent anew", new.shipment_id, new.version)
    contacts.change_address(house.desk, "again", roy, PostalAddress("1, rue Neuve", "", "Lévis", "", "CA"))
    mark_returned(house.desk, "back again", new.shipment_id, None, "toujours inconnu")
    newest = shipped(house, order)[-1]
    assert show_shipment(house.desk, newest.number).address == "1, rue Neuve, Lévis, CA"
    parts = (RefundPart.DELIVERY_FEE,)
    told = cancellations.cancellation_sum(house.desk, order.order_id, order.ticket_ids, parts)
    cancellations.cancel_tickets(house.desk, "off", order.order_id, None, order.ticket_ids, parts, True)
    assert (told, order_page.show(house.desk, order.order_id).fees_total) == (cad(250), cad(64_00))
    assert_sound(house.desk.database)


@pytest.mark.parametrize("mode", ["post", "by_hand", None])
@pytest.mark.parametrize("rows", [(), (0,), (0, 1), (0, 1, 2)])
def test_the_fee_told_before_a_change_is_the_one_charged(
    house: HouseUnderTest, mode: str | None, rows: tuple[int, ...]
) -> None:
    order = sold(house, "F-12", "F-13", "F-14")
    (post,) = shipped(house, order)
    chosen = tuple(order.ticket_ids[one] for one in rows) or None
    page = show_shipment(house.desk, post.number)
    price = {one.code: one.price for one in page.modes}[mode or "post"]
    count, same_mode = None if chosen is None else len(chosen), mode in {None, "post"}
    told = added_fee(page.row.tickets, page.printed, count, price, page.fee, same_mode=same_mode)
    assert told is not None
    change_shipment(house.desk, "change", post.shipment_id, None, ShipmentRequest(mode, ticket_ids=chosen))
    assert order_page.show(house.desk, order.order_id).fees_total == cad(250) + told
    assert_sound(house.desk.database)


def test_what_is_not_said_stays_as_another_left_it(house: HouseUnderTest) -> None:
    friend = add_contact(house, "Ami", "Luc", "luc@exemple.ca", street="3, rue du Port")
    order = sold(house, "F-12", "F-13")
    (post,) = shipped(house, order)
    change_shipment(
        house.desk, "mode", post.shipment_id, None, ShipmentRequest("by_hand", with_email=False)
    )
    change_shipment(house.desk, "to", post.shipment_id, None, ShipmentRequest(contact_id=friend))
    page = show_shipment(house.desk, post.number)
    assert (page.row.mode, page.email) == ("by_hand", "luc@exemple.ca")
    change_shipment(house.desk, "blank", post.shipment_id, None, ShipmentRequest(with_email=False))
    (seen_then,) = shipped(house, order)
    change_shipment(house.desk, "nothing", post.shipment_id, None, ShipmentRequest())
    assert (shipped(house, order), show_shipment(house.desk, post.number).email) == ((seen_then,), "")
    change_shipment(house.desk, "needed", post.shipment_id, None, ShipmentRequest("print_at_home"))
    assert show_shipment(house.desk, post.number).email == "luc@exemple.ca"


def test_where_tickets_go_may_be_mended_when_their_mode_is_too_late_for_others(house: HouseUnderTest) -> None:
    order = sold(house, "F-12")
    (post,) = shipped(house, order)
    roy, late = house.contacts["Roy"], after_days(house.desk, 12)
    contacts.change_address(house.desk, "moved", roy, PostalAddress("9, quai Nord", "", "Lévis", "", "CA"))
    with pytest.raises(RefusedError, match="too_late"):
        sales.sell(late, "late", "late", roy, wanted(house, "F-13"), "post")
    change_shipment(late, "address", post.shipment_id, None, ShipmentRequest())
    assert show_shipment(house.desk, post.number).address == "9, quai Nord, Lévis, CA"


def test_who_gets_tickets_is_neither_erased_nor_merged(house: HouseUnderTest) -> None:
    friend = add_contact(house, "Ami", "Luc", "luc@exemple.ca", street="3, rue du Port")
    again = add_contact(house, "Amis", "Luc", "", street="3, rue du Port")
    order = sold(house, "F-12", "F-13")
    (post,) = shipped(house, order)
    merge_contacts(house.desk, "merge", friend, again)
    change_shipment(house.desk, "to", post.shipment_id, None, ShipmentRequest(contact_id=again))
    page = show_shipment(house.desk, post.number)
    assert (page.contact and page.contact.contact_id, page.email) == (friend, "luc@exemple.ca")
    gone = add_contact(house, "Perdu", "Jean", "jean@exemple.ca", street="1, rue du Port")
    admin = open_desk(house.address, ACCOUNT, operator="ADMIN", shown_now=NOW)
    erase_contact(admin, "erase", gone)
    admin.database.close()
    with pytest.raises(RefusedError, match="contact_erased"):
        change_shipment(house.desk, "gone", post.shipment_id, None, ShipmentRequest(contact_id=gone))
    to_gone = DeliveryRequest("by_hand", gone)
    for sell in (sales.sell, reservations.reserve):
        with pytest.raises(RefusedError, match="contact_erased"):
            sell(house.desk, "gone", "gone", house.contacts["Roy"], wanted(house, "F-14"), to_gone)
    assert_sound(house.desk.database)


def test_a_dialog_opened_before_tickets_came_or_left_is_told(house: HouseUnderTest) -> None:
    order = sold(house, "F-12", "F-13")
    (post,) = shipped(house, order)
    add_tickets(house.desk, "more", order.order_id, None, "more", wanted(house, "F-14"), "post")
    with pytest.raises(ConflictError):
        mark_sent(house.desk, "sent", post.shipment_id, post.version)
    (joined,) = shipped(house, order)
    cancellations.cancel_tickets(house.desk, "off", order.order_id, None, order.ticket_ids[:1])
    with pytest.raises(ConflictError):
        set_carrier_reference(house.desk, "ref", post.shipment_id, joined.version, "1")


def test_two_operators_with_one_shipment_the_second_is_told_who_and_when(house: HouseUnderTest) -> None:
    """spec/delivery.md and the issue's acceptance."""
    order = sold(house, "F-12")
    (row,) = shipped(house, order)
    bruno = house.as_operator("BRUNO")
    change_shipment(bruno, "first", row.shipment_id, row.version, ShipmentRequest("by_hand"))
    bruno.database.close()
    for act in (
        lambda: change_shipment(house.desk, "second", row.shipment_id, row.version, ShipmentRequest("post")),
        lambda: mark_sent(house.desk, "sent", row.shipment_id, row.version),
        lambda: set_carrier_reference(house.desk, "ref", row.shipment_id, row.version, "1"),
    ):
        with pytest.raises(ConflictError) as told:
            act()
        assert (told.value.who, told.value.when) == (
            "BRUNO",
            show_shipment(house.desk, row.number).changed_at,
        )
    assert shipped(house, order)[0].mode == "by_hand"


def test_a_mode_lost_at_midnight_changes_and_charges_nothing(house: HouseUnderTest) -> None:
    """A dialog opened at 23:58 of the last day and confirmed at 00:01 (spec/delivery.md)."""
    order = sold(house, "F-12", mode="by_hand")
    (row,) = shipped(house, order)
    last_minutes = datetime(2026, 12, 1, 4, 58, tzinfo=UTC)
    before = after_days(house.desk, 9)
    assert before.clock.now() < last_minutes
    choice = {one.code: one.objection for one in show_shipment(before, row.number).modes}
    assert choice["post"] is None
    after = after_days(house.desk, 10)
    with pytest.raises(RefusedError, match="too_late") as refused:
        change_shipment(after, "late", row.shipment_id, row.version, ShipmentRequest("post"))
    assert refused.value.facts["last_day"] == date(2026, 11, 30)
    assert (shipped(house, order), order_page.show(house.desk, order.order_id).fees_total) == ((row,), cad(0))
